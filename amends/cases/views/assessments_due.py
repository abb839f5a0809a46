"""Whose assessment, or plan, is due or overdue: of the cases a reader holds, or of a team."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.forms.assessments import DueForm
from amends.cases.models import Person
from amends.cases.queries import assessments, plans
from amends.cases.queries.assessments import AssessmentDue
from amends.cases.queries.finding import looked_after_by
from amends.cases.queries.person import teams_for
from amends.cases.views import assessment_parts as parts
from amends.design.components import FilterPanel, Pagination, with_query
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.models import Team
from amends.organisation.roles import Permission as P

VIEW = P.CASE_ASSESSMENT_VIEW
SOON = timedelta(days=28)
A_PAGE = 50


@dataclass(frozen=True)
class _What:
    """What is due: its words, the address of its list and of a person's page, and how it is found."""

    heading: Any
    name: str
    page: str
    signed: str
    people: Callable[[QuerySet[Person], date], QuerySet[Person]]
    due: Callable[[Iterable[Any], date], list[AssessmentDue]]


_ASSESSMENTS = _What(gettext_lazy("Assessments due"), "assessments_due", "assessments", "assessed_at",
                     assessments.with_assessment, assessments.all_due)  # fmt: skip
_PLANS = _What(gettext_lazy("Plans due"), "plans_due", "plans", "planned_at", plans.with_plan, plans.all_due)


@permission(VIEW)
def assessments_due(request: HttpRequest) -> HttpResponse:
    """People whose assessment is due within four weeks or overdue, the longest first."""
    return _page(request, _ASSESSMENTS)


@permission(VIEW)
def assessments_due_csv(request: HttpRequest) -> HttpResponse:
    """The same people as a file, all of them."""
    return _file(request, _ASSESSMENTS)


@permission(VIEW)
def plans_due(request: HttpRequest) -> HttpResponse:
    """People whose plan is due within four weeks or overdue, the longest first."""
    return _page(request, _PLANS)


@permission(VIEW)
def plans_due_csv(request: HttpRequest) -> HttpResponse:
    """The same people as a file, all of them."""
    return _file(request, _PLANS)


def _page(request: HttpRequest, what: _What) -> HttpResponse:
    on = timezone.localdate()
    form, found = _found(request, what, on)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, VIEW, f"cases.{what.name}", [each.person.crn for each in page])
    context = {
        "heading": what.heading,
        "breadcrumbs": [{"text": _("People"), "href": reverse("cases:people")}],
        "table": parts.due_table(list(page), on, what.page, what.signed),
        "overdue": sum(each.overdue(on) for each in found),
        "count": len(found),
        "filter_panel": FilterPanel(form, query=request.GET),
        "pagination": Pagination(page, query=request.GET),
        "csv_href": reverse(f"cases:{what.name}_csv") + with_query(request.GET, page=None),
    }
    return render(request, "cases/assessments_due.html", context)


def _file(request: HttpRequest, what: _What) -> HttpResponse:
    on = timezone.localdate()
    _form, found = _found(request, what, on)
    crns = [each.person.crn for each in found]
    access.listed(request.user, VIEW, f"cases.{what.name}", crns, exported=True)
    header = [_("CRN"), _("Name"), _("Team"), _("Held by"), _("Last signed"), _("Due by"), _("Overdue"), _("New")]
    rows = []
    for each in found:
        signed = getattr(each.person, what.signed)
        rows.append(
            [each.person.crn, each.person.name, each.person.team.name, each.person.holder or "",
             timezone.localdate(signed).isoformat() if signed else "",
             each.decision.value.isoformat() if each.decision else "", _("Yes") if each.overdue(on) else _("No"),
             "; ".join(parts.new_words(each))]
        )  # fmt: skip
    return csv_file(what.name.replace("_", "-"), header, rows)


def _found(request: HttpRequest, what: _What, on: date) -> tuple[DueForm, list[AssessmentDue]]:
    hold_cases_first = sorted(
        teams_for(request.user, VIEW), key=lambda team: team.kind != Team.Kind.SENTENCE_MANAGEMENT
    )
    teams = [(each.code, f"{each.name}, {each.pdu.name}") for each in hold_cases_first]
    form = DueForm(request.GET, teams=teams, holds_cases=bool(request.user.staff_id))
    team, state = form.chosen()
    people = access.visible(Person.objects.filter(merged_into=None), request.user, VIEW).select_related("team")
    people = (
        people.filter(looked_after_by(request.user.staff_id, on)) if team == "mine" else people.filter(team__code=team)
    )
    owed = what.due(what.people(people, on), on)
    shown = {
        "": lambda each: each.decision.value <= on + SOON, "overdue": lambda each: each.overdue(on),
        "new": lambda each: bool(each.new), "all": lambda each: True,
    }[state]  # fmt: skip
    return form, [each for each in owed if shown(each)]
