"""The case on one page: who this is, what the court ordered, the risk, what is owed next, who else is involved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from amends.cases.views.pages import about
from amends.desk.case import in_brief, sentences, taken_over
from amends.desk.views import case_parts
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P


@permission(P.PERSON_VIEW)
def case(request: HttpRequest, crn: str) -> HttpResponse:
    """What a colleague taking over needs in two minutes."""
    at = timezone.now()
    on = timezone.localdate(at)
    person = access.load(taken_over(on), request.user, P.PERSON_VIEW, crn=crn)
    brief = in_brief(person, request.user, on=on, at=at)
    context = {
        "who": case_parts.who(person),
        "orders": case_parts.orders(sentences(person), brief.minutes_left, on),
        "risk": case_parts.risk(brief.risk, on) if brief.risk else None,
        "plan": case_parts.plan(person) if brief.planned else "",
        "owed": case_parts.owed_table(brief.owed),
        "involved": case_parts.involved_list(brief.involved),
    }
    return render(request, "desk/case.html", about(request, person, **context))
