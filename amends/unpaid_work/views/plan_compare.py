"""Pages that ask what if, and set plans of the same weeks side by side."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from amends.design.components import Column, FilterPanel, Link, Row, SummaryList, Table
from amends.design.csv_file import csv_file
from amends.design.words import hours_text, percent_text, signed_text
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.plans import CompareForm, HappenedForm, ScenarioForm
from amends.unpaid_work.models import Plan
from amends.unpaid_work.operations.plans import PlanRefused, request_plan
from amends.unpaid_work.queries import plan_comparison as queries
from amends.unpaid_work.queries.board import projects_of, supervisors_of, team_of
from amends.unpaid_work.queries.plan_terms import Names, names_in_terms
from amends.unpaid_work.queries.plans import qualifications
from amends.unpaid_work.views import plan_tables
from amends.unpaid_work.views.plan_words import kind_words, status_tag, supposed_words
from amends.unpaid_work.views.plans import mondays_from

PLAN = Permission.SESSION_PLAN
_QUICK = 15  # seconds: a mended plan is wanted at once
LABELS = {
    "score": _lazy("Score"),
    "minutes": _lazy("Hours booked"),
    "people_below_least": _lazy("People offered less than the least in some week"),
    "offers_not_met": _lazy("Weekly offers not met"),
    "sessions": _lazy("Sessions run"),
    "bookings": _lazy("Bookings"),
    "turned_away": _lazy("People expected to be turned away"),
    "drive_minutes": _lazy("Supervisors’ drive, one way"),
    "travel_minutes": _lazy("People’s travel, one way"),
    "gap": _lazy("Gap to the most possible"),
    "part_least": _lazy("Points: up to the least offers"),
    "part_towards": _lazy("Points: on to the pace"),
    "part_beyond": _lazy("Points: beyond it"),
    "part_travel": _lazy("Points: travel"),
    "part_last_project": _lazy("Points: last projects"),
    "part_wishes": _lazy("Points: wishes"),
    "part_drive": _lazy("Points: drive"),
    "part_usual": _lazy("Points: usual projects"),
    "part_standing": _lazy("Points: bookings dropped"),
}
_IN_HOURS = {"minutes", "drive_minutes", "travel_minutes"}


@permission(PLAN)
def what_if(request, code: str, monday: str):
    """Ask for a plan of a team's weeks that supposes something."""
    team, mondays = team_of(request.user, code, PLAN), mondays_from(monday)
    choices = {"projects": projects_of(team), "supervisors": supervisors_of(team, mondays[0]),
               "qualifications": qualifications()}  # fmt: skip
    first = {"first_day": mondays[0].isoformat()}
    form = ScenarioForm(request.POST or None, request.FILES or None, mondays=mondays, initial=first, **choices)
    if request.method == "POST" and form.is_valid():
        try:
            weeks = {name: form.cleaned_data[name] for name in ("first_day", "weeks", "seconds")}
            plan = request_plan(team=team, by=request.user, at=timezone.now(), supposed=form.supposed(), **weeks)
        except PlanRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("unpaid_work:plan", plan.pk)
    back = reverse("unpaid_work:plan_new", args=[code, mondays[0].isoformat()])
    intro = _("A plan of the record with something changed, to set beside others. One that rests on what does not "
              "exist can be compared, and never applied.")  # fmt: skip
    return render(request, "design/form_page.html", {
        "form": form, "heading": _("What if?"), "caption": team.name, "intro": intro, "back": back,
        "cancel_href": back, "submit_text": _("Make this plan"),
    })  # fmt: skip


@permission(PLAN)
def again(request, code: str, monday: str):
    """Plan a team's weeks again from what stands, after something happened."""
    team, first_day = team_of(request.user, code, PLAN), mondays_from(monday)[0]
    rows = {"projects": projects_of(team), "supervisors": supervisors_of(team, first_day)}
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = HappenedForm(request.POST or None, initial={"from_date": max(tomorrow, first_day)}, **rows)
    if form.is_valid():
        try:
            plan = request_plan(team=team, first_day=first_day, weeks=form.cleaned_data["weeks"], seconds=_QUICK,
                                by=request.user, at=timezone.now(), happened=form.happened())  # fmt: skip
        except PlanRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("unpaid_work:plan", plan.pk)
    back = reverse("unpaid_work:board", args=[code, first_day.isoformat()])
    intro = _("What stands is mended with as few changes as it asks for. Nothing changes until you have looked at the "
              "proposal and applied it; what happened itself is not recorded by this.")  # fmt: skip
    return render(request, "design/form_page.html", {
        "form": form, "heading": _("Plan again from what stands"), "caption": team.name, "intro": intro, "back": back,
        "cancel_href": back, "submit_text": _("Plan again"),
    })  # fmt: skip


@permission(PLAN)
def compare(request, pk: int):
    """A plan beside up to three others of the same weeks."""
    found = access.load(
        Plan.objects.filter(status__in=queries.MADE).select_related("team").defer("result", "applied"),
        request.user, PLAN, pk=pk,
    )  # fmt: skip
    others = list(queries.beside(request.user, found)[:50])
    names = names_in_terms([found, *others])
    form = CompareForm(request.GET, plans=[(str(one.pk), _named(one, names)) for one in others])
    chosen = form.chosen()
    plans = [found, *(one for one in others if one.pk in chosen)]
    lines = queries.measures(queries.reports_of(request.user, plans))
    if request.resolver_match.url_name == "plan_compare_csv":
        return csv_file(f"plans-{pk}-compared", ["measure", *(f"plan_{one.pk}" for one in plans)],
                        ([line.key, *line.values] for line in lines))  # fmt: skip
    return render(request, "unpaid_work/plans/compare.html", {
        "plan": found, "weeks": plan_tables.weeks_text(found), "back": reverse("unpaid_work:plan", args=[pk]),
        "plans": _told(plans, names), "table": comparison_table(plans, lines) if others else None,
        "filter_panel": FilterPanel(form, query=request.GET) if others else None,
        "what_if": reverse("unpaid_work:plan_what_if", args=[found.team.code, found.first_day.isoformat()]),
    })  # fmt: skip


def comparison_table(plans: Sequence[Plan], lines: Sequence[queries.Measure]) -> Table:
    """A line for each measure, a column for each plan with its difference from the first."""
    columns = [Column(_("In the weeks planned"), row_header=True)]
    columns += [Column(_("Plan %(number)d") % {"number": one.pk}, numeric=True) for one in plans]
    rows = []
    for line in lines:
        say = _saying(line.key)
        cells = [_("Not known") if value is None else say(value) for value in line.values]
        for n, difference in enumerate(line.differences):
            if n and difference is not None and say(abs(difference)) != say(0):
                sign = "+" if difference > 0 else "−"
                cells[n] = _("%(value)s (%(difference)s)") % {
                    "value": cells[n], "difference": f"{sign}{say(abs(difference))}"
                }  # fmt: skip
        rows.append([str(LABELS[line.key]), *cells])
    return Table(_("Plans side by side, each with its difference from the first"), columns, rows, caption_size="s")


def _saying(key: str) -> Callable[[float], str]:
    if key in _IN_HOURS:
        return lambda value: hours_text(round(value))
    if key == "gap":
        return lambda value: percent_text(value, 2)
    if key == "turned_away":
        return lambda value: f"{value:,.1f}"
    return lambda value: f"{value:,.0f}" if value >= 0 else signed_text(value)


def _told(plans: Sequence[Plan], names: Names) -> SummaryList:
    rows = []
    for one in plans:
        name = _("Plan %(number)d") % {"number": one.pk}
        here = reverse("unpaid_work:plan", args=[one.pk])
        rows.append(Row(name, _in_a_line(one, names), [Link(_("Open"), here, hidden=name)]))
    return SummaryList(rows)


def _in_a_line(plan: Plan, names: Names) -> str:
    what = "; ".join(supposed_words(plan, names)) or kind_words(plan)
    return _("%(what)s. %(state)s.") % {"what": what[:1].upper() + what[1:], "state": status_tag(plan).text}


def _named(plan: Plan, names: Names) -> str:
    return _("Plan %(number)d: %(what)s") % {"number": plan.pk, "what": _in_a_line(plan, names)}
