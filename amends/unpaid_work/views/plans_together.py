"""Pages about plans of several teams at once: asking for them, how far each is, what they come to."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.design.components import Column, Link, Progress, Table
from amends.design.csv_file import csv_file
from amends.design.words import percent_text
from amends.methods.planning.solve import gap
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.plans import TogetherForm
from amends.unpaid_work.models import Plan
from amends.unpaid_work.operations.plans import PlanRefused, plan_team_again, request_plans, stop_plans
from amends.unpaid_work.queries import plans_together as queries
from amends.unpaid_work.queries.plans import progress_of, teams
from amends.unpaid_work.views import plan_tables, plan_words
from amends.unpaid_work.views.plans import mondays_from

PLAN = Permission.SESSION_PLAN
HEADER = ["team_code", "team", "plan", "state", "score", "bound", "sessions", "bookings", "minutes", "offers_not_met",
          "people"]  # fmt: skip


@permission(PLAN)
def ask(request):
    """Ask for a plan of several teams' weeks at once."""
    mondays, rows = mondays_from(timezone.localdate().isoformat()), teams(request.user).select_related("pdu")
    first = {"first_day": mondays[1].isoformat(), "teams": [one.code for one in rows]}
    form = TogetherForm(request.POST or None, mondays=mondays, teams=rows, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            plans = request_plans(by=request.user, at=timezone.now(), **form.cleaned_data)
        except PlanRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("unpaid_work:plans_together", plans[0].pk)
    back = reverse("unpaid_work:plans")
    intro = _("Each team is planned by itself, at the same time as the others as far as there are job workers. Each "
              "plan is a proposal of its own: nothing changes until it is applied.")  # fmt: skip
    return render(request, "design/form_page.html", {
        "form": form, "heading": _("Plan the region"), "intro": intro, "back": back, "cancel_href": back,
        "submit_text": _("Make these plans"),
    })  # fmt: skip


@permission(PLAN)
def together(request, pk: int):
    """How far the plans are that were asked for with this one, and what each comes to."""
    found, lines = _load(request, pk)
    table = together_table(lines)
    under_way = any(one.under_way for one in lines)
    return render(request, "unpaid_work/plans/together.html", {
        "plan": found, "weeks": plan_tables.weeks_text(found), "back": reverse("unpaid_work:plans"),
        "table": table, "under_way": under_way, "failed": [one for one in lines if one.failed],
        "total": _total_words(lines), "waits_long": any(one.plan.waits_long(timezone.now()) for one in lines),
        "progress": Progress(_("Progress of the plans"), _done(lines), 100,
                             reverse("unpaid_work:plans_together_progress", args=[pk]), _progress_words(lines),
                             detail=table),
    })  # fmt: skip


@permission(PLAN)
def together_progress(request, pk: int):
    """How far they are, for the page that waits for them."""
    lines = queries.team_plans(request.user, progress_of(request.user, pk), timezone.now())
    return JsonResponse({
        "done": _done(lines), "total": 100, "text": _progress_words(lines),
        "finished": not any(one.under_way for one in lines), "detail": str(together_table(lines)),
        "href": reverse("unpaid_work:plans_together", args=[pk]),
    })  # fmt: skip


@permission(PLAN)
def together_csv(request, pk: int):
    """What each plan comes to, as a file."""
    _found, lines = _load(request, pk)
    return csv_file(f"plans-together-{pk}", HEADER, map(_cells, lines))


@permission(PLAN)
@require_POST
def stop(request, pk: int):
    """Stop those under way, each keeping its best plan so far."""
    _found, lines = _load(request, pk)
    stop_plans(plans=[one.plan for one in lines if one.under_way], by=request.user, at=timezone.now())
    return redirect("unpaid_work:plans_together", pk)


@permission(PLAN)
@require_POST
def retry(request, pk: int):
    """Ask once more for the plan of one team that failed."""
    found = access.load(Plan.objects.select_related("team"), request.user, PLAN, pk=pk)
    try:
        found = plan_team_again(plan=found, by=request.user, at=timezone.now())
    except PlanRefused as refused:
        messages.warning(request, str(refused))
    return redirect("unpaid_work:plans_together", found.pk)


def together_table(lines: Sequence[queries.TeamPlan]) -> Table:
    """A line for each team: how far its plan is, and what it comes to."""
    columns = [
        Column(_("Team"), row_header=True), Column(_("State")), Column(_("Score"), numeric=True),
        Column(_("Gap"), numeric=True), Column(_("Bookings"), numeric=True),
        Column(_("Offers not met"), numeric=True),
    ]  # fmt: skip
    rows = [
        [Link(one.plan.team.name, reverse("unpaid_work:plan", args=[one.plan.pk])),
         plan_words.status_tag(one.plan, lost=one.lost), _number(one.plan.score), _gap(one),
         _reported(one, "bookings"), _reported(one, "offers_not_met")]
        for one in lines
    ]  # fmt: skip
    return Table(_("Plans of these teams"), columns, rows, caption_hidden=True, stacked=True)


def _load(request, pk: int) -> tuple[Plan, list[queries.TeamPlan]]:
    found = access.load(Plan.objects.select_related("team").defer("result", "applied"), request.user, PLAN, pk=pk)
    return found, queries.team_plans(request.user, found, timezone.now())


def _cells(one: queries.TeamPlan) -> list[object]:
    report = one.report or {}
    names = ("sessions", "bookings", "minutes", "offers_not_met", "people")
    return [one.plan.team.code, one.plan.team.name, one.plan.pk, plan_words.status_tag(one.plan, lost=one.lost).text,
            one.plan.score, one.plan.bound, *(report.get(name) for name in names)]  # fmt: skip


def _done(lines: Sequence[queries.TeamPlan]) -> int:
    return round(100 * sum(one.share for one in lines) / max(1, len(lines)))


def _progress_words(lines: Sequence[queries.TeamPlan]) -> str:
    made = sum(one.report is not None for one in lines)
    failed = sum(one.failed for one in lines)
    told = {"made": f"{made:,}", "all": f"{len(lines):,}", "failed": f"{failed:,}"}
    if failed:
        return _("%(made)s of %(all)s plans are made, %(failed)s failed") % told
    return _("%(made)s of %(all)s plans are made") % told


def _total_words(lines: Sequence[queries.TeamPlan]) -> str:
    both = queries.score_and_bound(lines)
    if both is None:
        return ""
    share = gap(*both)
    told = {"score": f"{both[0]:,.0f}", "bound": f"{both[1]:,.0f}",
            "gap": _("not known") if share is None else percent_text(share, 2)}  # fmt: skip
    words = _("Together the plans score %(score)s. No plans of these teams and weeks can score more than %(bound)s: "
              "the gap is %(gap)s.")  # fmt: skip
    return words % told


def _gap(one: queries.TeamPlan) -> str:
    score, bound = one.plan.score, one.plan.bound
    share = None if score is None or bound is None else gap(score, bound)
    return "" if share is None else percent_text(share, 2)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _reported(one: queries.TeamPlan, name: str) -> str:
    return _number(one.report[name] if one.report else None)
