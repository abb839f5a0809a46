"""Whose assessment is due or overdue: of the cases a reader holds, or of a team."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.forms.assessments import DueForm
from amends.cases.models import Person
from amends.cases.queries import assessments as queries
from amends.cases.queries.finding import looked_after_by
from amends.cases.queries.person import teams_for
from amends.cases.views import assessment_parts as parts
from amends.design.components import FilterPanel, Pagination, with_query
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P

VIEW = P.CASE_ASSESSMENT_VIEW
SOON = timedelta(days=28)
A_PAGE = 50


@permission(VIEW)
def assessments_due(request: HttpRequest) -> HttpResponse:
    """Those due within four weeks or overdue, the longest first."""
    on = timezone.localdate()
    form, found = _found(request, on)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, VIEW, "cases.assessments_due", [each.person.crn for each in page])
    context = {
        "table": parts.due_table(list(page), on),
        "overdue": sum(each.overdue(on) for each in found),
        "count": len(found),
        "filter_panel": FilterPanel(form, query=request.GET),
        "pagination": Pagination(page, query=request.GET),
        "csv_href": reverse("cases:assessments_due_csv") + with_query(request.GET, page=None),
    }
    return render(request, "cases/assessments_due.html", context)


@permission(VIEW)
def assessments_due_csv(request: HttpRequest) -> HttpResponse:
    """The same people as a file, all of them."""
    on = timezone.localdate()
    _form, found = _found(request, on)
    crns = [each.person.crn for each in found]
    access.listed(request.user, VIEW, "cases.assessments_due", crns, exported=True)
    header = [_("CRN"), _("Name"), _("Team"), _("Held by"), _("Last signed"), _("Due by"), _("Overdue"), _("New")]
    rows = [
        [each.person.crn, each.person.name, each.person.team.name, each.person.holder or "",
         timezone.localdate(each.person.assessed_at).isoformat() if each.person.assessed_at else "",
         each.decision.value.isoformat() if each.decision else "", _("Yes") if each.overdue(on) else _("No"),
         "; ".join(parts.new_words(each))]
        for each in found
    ]  # fmt: skip
    return csv_file("assessments-due", header, rows)


def _found(request: HttpRequest, on: date) -> tuple[DueForm, list[queries.AssessmentDue]]:
    teams = [(each.code, f"{each.name}, {each.pdu.name}") for each in teams_for(request.user, VIEW)]
    form = DueForm(request.GET, teams=teams)
    given = form.cleaned_data if form.is_valid() else {}
    people = access.visible(Person.objects.filter(merged_into=None), request.user, VIEW).select_related("team")
    team = given.get("team") or "mine"
    people = (
        people.filter(looked_after_by(request.user.staff_id, on)) if team == "mine" else people.filter(team__code=team)
    )
    owed = queries.all_due(queries.with_assessment(people, on), on)
    shown = {
        "": lambda each: each.decision.value <= on + SOON, "overdue": lambda each: each.overdue(on),
        "new": lambda each: bool(each.new), "all": lambda each: True,
    }[given.get("state", "")]  # fmt: skip
    return form, [each for each in owed if shown(each)]
