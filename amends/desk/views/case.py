"""The case on one page: who this is, what the court ordered, the risk, what is owed next, who else is involved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.queries import finding
from amends.cases.queries import person as queries
from amends.cases.views.pages import about
from amends.design.components import Timeline as Shown
from amends.desk.case import in_brief
from amends.desk.timeline import Sought, Timeline
from amends.desk.views import case_parts
from amends.desk.views.timeline import event
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P

LATEST = 6


@permission(P.PERSON_VIEW)
def case(request: HttpRequest, crn: str) -> HttpResponse:
    """What a colleague taking over needs in two minutes."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, P.PERSON_VIEW, crn=crn)
    at = timezone.now()
    on = timezone.localdate(at)
    brief = in_brief(person, request.user, on=on, at=at)
    latest = Timeline(person, request.user, Sought(last_day=on))[:LATEST]
    context = {
        "who": case_parts.who(person, on),
        "orders": case_parts.orders(queries.sentences(person), on),
        "risk": case_parts.risk(brief.risk, on) if brief.risk else None,
        "owed": case_parts.owed_table(brief.owed),
        "involved": case_parts.involved_list(brief.involved),
        "latest": Shown([event(each) for each in latest], heading_level=3, empty=_("Nothing is recorded yet.")),
    }
    return render(request, "desk/case.html", about(request, person, **context))
