"""Pages about plans: asking for one, how far it is, what it proposes, and deciding on it."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.design import forms
from amends.design.components import FilterPanel, Pagination, Progress
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.plans import PlanForm, ShowForm
from amends.unpaid_work.models import Plan
from amends.unpaid_work.operations.plan_application import apply_plan
from amends.unpaid_work.operations.plans import PlanRefused, put_aside, request_plan, request_stop
from amends.unpaid_work.queries import plan_prospect as plan_prospect_queries
from amends.unpaid_work.queries import plans as queries
from amends.unpaid_work.queries.board import monday_of, team_of
from amends.unpaid_work.queries.plan_terms import names_in_terms
from amends.unpaid_work.views import plan_prospect, plan_tables, plan_why, plan_words
from amends.unpaid_work.views.lists import page_of
from amends.unpaid_work.views.plan_course import course_chart
from amends.unpaid_work.views.plan_parts import navigation, part_of
from amends.unpaid_work.views.varied import varied_table


@permission(Permission.SESSION_PLAN)
def plans(request):
    """The plans of the reader's teams, and where to ask for one."""
    at = timezone.now()
    page = page_of(request, queries.plans(request.user))
    return render(request, "unpaid_work/plans/plans.html", {
        "table": plan_tables.plans_table(page, names_in_terms(page), at),
        "pagination": Pagination(page, query=request.GET),
        "teams": queries.teams(request.user), "monday": monday_of(timezone.localdate()).isoformat(),
    })  # fmt: skip


@permission(Permission.SESSION_PLAN)
def ask(request, code: str, monday: str):
    """Ask for a plan of a team's weeks from a Monday."""
    team = team_of(request.user, code, Permission.SESSION_PLAN)
    mondays = mondays_from(monday)
    form = PlanForm(request.POST or None, mondays=mondays, initial={"first_day": mondays[0].isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            plan = request_plan(team=team, by=request.user, at=timezone.now(), **form.cleaned_data)
        except PlanRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("unpaid_work:plan", plan.pk)
    back = reverse("unpaid_work:board", args=[code, mondays[0].isoformat()])
    intro = _("A plan is a proposal: nothing changes until you have compared it with what stands and applied it.")
    context = {"form": form, "heading": _("Plan sessions and bookings"), "caption": team.name, "intro": intro}
    context |= {"submit_text": _("Make a plan"), "back": back, "cancel_href": back}
    context["what_if"] = reverse("unpaid_work:plan_what_if", args=[code, mondays[0].isoformat()])
    return render(request, "unpaid_work/plans/ask.html", context)


@permission(Permission.SESSION_PLAN)
def plan(request, pk: int):
    """How far the plan is; once it is made, what it comes to."""
    found, at = _load(request, pk), timezone.now()
    if found.status in queries.MADE:
        return render(request, "unpaid_work/plans/proposal.html", _proposed(request, found))
    context = {
        "plan": found, "weeks": plan_tables.weeks_text(found), "back": reverse("unpaid_work:plans"),
        "under_way": found.status in queries.UNDER_WAY and not found.is_lost(at), "lost": found.is_lost(at),
        "waits_long": found.waits_long(at), "tag": plan_words.status_tag(found, lost=found.is_lost(at)),
        "progress": Progress(_("Progress of the plan"), round(found.progress * 100), 100,
                             reverse("unpaid_work:plan_progress", args=[pk]), plan_words.progress_words(found),
                             detail=course_chart(found) or ""),
        "supposed": plan_words.supposed_words(found, names_in_terms([found])),
        "again": reverse("unpaid_work:plan_new", args=[found.team.code, found.first_day.isoformat()]),
    }  # fmt: skip
    return render(request, "unpaid_work/plans/progress.html", context)


@permission(Permission.SESSION_PLAN)
def progress(request, pk: int):
    """How far the plan is, for the page that waits for it."""
    found = queries.progress_of(request.user, pk)
    return JsonResponse({
        "done": round(found.progress * 100), "total": 100, "text": plan_words.progress_words(found),
        "finished": found.status not in queries.UNDER_WAY or found.is_lost(timezone.now()),
        "href": reverse("unpaid_work:plan", args=[pk]), "detail": str(course_chart(found) or ""),
    })  # fmt: skip


@permission(Permission.SESSION_PLAN)
@require_POST
def stop(request, pk: int):
    """Stop the job, keeping the best plan so far."""
    found = _load(request, pk)
    try:
        request_stop(plan=found, by=request.user, at=timezone.now())
    except PlanRefused as refused:
        messages.warning(request, str(refused))
    return redirect("unpaid_work:plan", pk)


@permission(Permission.SESSION_PLAN)
def sessions(request, pk: int):
    """The plan's sessions beside those that stand."""
    proposal, context = part_of(request, pk, "plan_sessions")
    choices = [
        ("changed", _("What changes")),
        ("all", _("Every session")),
        *_kinds("opened", "supervised", "called_off"),
    ]
    form = ShowForm(request.GET, choices=choices)
    show = form.chosen()
    lines = [one for one in proposal.sessions if show == "all" or (one.kind if show == "changed" else one.kind == show)]
    page = page_of(request, lines, 50)
    return _list(request, context, form, page, plan_tables.sessions_table(page), _("Sessions"))


@permission(Permission.SESSION_PLAN)
def people(request, pk: int):
    """Whose bookings the plan adds, moves or drops."""
    proposal, context = part_of(request, pk, "plan_people")
    weeks = [("loses", _("Weeks with fewer hours")), ("gains", _("Weeks with more hours")),
             ("as_much", _("Weeks with as many hours"))]  # fmt: skip
    choices = [("all", _("Every change")), *weeks, *_kinds("added", "moved", "dropped")]
    form = ShowForm(request.GET, choices=choices)
    page = page_of(request, [line for line in proposal.people if line.shows(form.chosen())], 50)
    _write_listed(request, proposal, page)
    return _list(request, context, form, page, plan_tables.people_table(proposal, list(page)), _("People"))


@permission(Permission.SESSION_PLAN)
def unmet(request, pk: int):
    """Who would be offered less than the least, and why."""
    proposal, context = part_of(request, pk, "plan_unmet")
    reasons = [(reason, str(words)) for reason, words in plan_words.UNMET.items()]
    form = ShowForm(request.GET, choices=[("all", _("Every reason")), *reasons])
    show = form.chosen()
    page = page_of(request, [one for one in proposal.unmet if show in ("all", one.reason)], 50)
    _write_listed(request, proposal, page)
    return _list(request, context, form, page, plan_tables.unmet_table(proposal, list(page)), _("Offers not met"))


@permission(Permission.SESSION_PLAN)
def not_run(request, pk: int):
    """Which sessions could take place and do not, and why."""
    proposal, context = part_of(request, pk, "plan_not_run")
    reasons = [(reason, str(words)) for reason, words in plan_why.NOT_RUN.items()]
    form = ShowForm(request.GET, choices=[("all", _("Every reason")), *reasons])
    show = form.chosen()
    lines = [one for one in proposal.not_run if show in ("all", one.reason)]
    if request.resolver_match.url_name == "plan_not_run_csv":
        return csv_file(f"plan-{pk}-not-run", plan_why.NOT_RUN_HEADER, plan_why.not_run_rows(lines))
    page = page_of(request, lines, 50)
    context["csv"] = reverse("unpaid_work:plan_not_run_csv", args=[pk]) + f"?show={show}"
    return _list(request, context, form, page, plan_why.not_run_table(proposal, list(page)), _("Sessions not run"))


@permission(Permission.SESSION_PLAN)
def changes_csv(request, pk: int):
    """Everything that the plan changes, as a file."""
    proposal, _context = part_of(request, pk, "plan_csv")
    _write_listed(request, proposal, proposal.people, exported=True)
    return csv_file(f"plan-{pk}-changes", plan_tables.CSV_HEADER, plan_tables.csv_rows(proposal))


@permission(Permission.SESSION_PLAN)
def confirm(request, pk: int):
    """Ask once more, then apply the plan: what changed meanwhile is refused, the rest holds."""
    found = _load(request, pk)
    here = reverse("unpaid_work:plan", args=[pk])
    if request.method == "POST":
        try:
            outcome = apply_plan(plan=found, by=request.user, at=timezone.now())
        except PlanRefused as refused:
            messages.warning(request, str(refused))
        else:
            told = _("The plan is applied; nothing was refused.") if not outcome.refused else _(
                "The plan is applied, except for what changed since it was made.")  # fmt: skip
            (messages.warning if outcome.refused else messages.success)(request, told)
        return redirect(here)
    return render(request, "unpaid_work/endings/act.html", {
        "form": forms.Form(), "heading": _("Apply this plan?"), "caption": plan_tables.weeks_text(found),
        "coming": varied_table(request.user, found),
        "intro": _("Sessions are opened and called off, and people booked, moved and dropped, all at once. What "
                   "changed since the plan was made is refused and listed, each with its reason."),
        "submit_text": _("Apply the plan"), "back": here, "cancel_href": here,
    })  # fmt: skip


@permission(Permission.SESSION_PLAN)
@require_POST
def discard(request, pk: int):
    """Put the plan aside."""
    found = _load(request, pk)
    try:
        put_aside(plan=found, by=request.user, at=timezone.now())
    except PlanRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The plan is put aside. Nothing was changed."))
    return redirect("unpaid_work:plan", pk)


def mondays_from(monday: str) -> list[date]:
    """Eight Mondays from the one of the address, or from this week's where it names no day to come."""
    this_week = monday_of(timezone.localdate())
    try:
        first = max(this_week, monday_of(date.fromisoformat(monday)))
    except ValueError as error:
        raise access.NotVisible from error
    return [first + timedelta(weeks=number) for number in range(8)]


def _load(request, pk: int) -> Plan:
    return access.load(
        Plan.objects.select_related("team", "requested_by", "decided_by"), request.user, Permission.SESSION_PLAN, pk=pk
    )


def _proposed(request, found: Plan) -> dict[str, object]:
    """What the page of a plan that is made shows."""
    proposal = queries.proposal_of(request.user, found)
    applied = found.applied or {}
    refused = applied.get("refused", [])
    page = page_of(request, refused)
    named = [proposal.names[row["person"]].crn for row in page if row["person"] in proposal.names]
    access.listed(request.user, Permission.SESSION_PLAN, f"unpaid_work.plan {found.pk}", named)
    return {
        "plan": found, "weeks": plan_tables.weeks_text(found), "tag": plan_words.status_tag(found),
        "back": reverse("unpaid_work:plans"), "sub_navigation": navigation(proposal, "plan"),
        "varied": varied_table(request.user, found) if found.status == Plan.Status.READY else "",
        "figures": plan_tables.figures(proposal), **_prospect(found), "reasons": plan_tables.reasons_table(proposal),
        "unmet_count": len(found.result["unmet"]),
        "course": course_chart(found), "gap_words": plan_words.gap_words(found), "report": found.result["report"],
        "refused": plan_tables.refused_table(proposal, list(page)), "refused_count": len(refused),
        "pagination": Pagination(page, query=request.GET), "applied_count": sum(applied.get("applied", {}).values()),
        "board": reverse("unpaid_work:board", args=[found.team.code, found.first_day.isoformat()]),
        "supposed": plan_words.supposed_words(found, names_in_terms([found])),
        "free_from": date.fromisoformat(found.result["free_from"]),
    }  # fmt: skip


def _prospect(found: Plan) -> dict[str, object]:
    """What the plan may come to, and what it gives to groups of people; nothing of a plan made without."""
    prospect, groups = found.result.get("prospect"), plan_prospect_queries.groups_of(found, timezone.localdate())
    if prospect is None or groups is None:
        return {}
    return {
        "promise": plan_prospect.promise_words(prospect), "prospect": plan_prospect.prospect_table(prospect),
        "fairness": plan_prospect.fairness_table(groups), "not_compared": plan_prospect.left_out_words(groups),
    }  # fmt: skip


def _list(request, context, form, page, table, heading: str):
    context |= {
        "table": table, "pagination": Pagination(page, query=request.GET), "heading": heading,
        "filter_panel": FilterPanel(form, query=request.GET),
    }  # fmt: skip
    return render(request, "unpaid_work/plans/list.html", context)


def _kinds(*kinds: str) -> list[tuple[str, str]]:
    return [(kind, str(plan_words.KINDS[kind][0])) for kind in kinds]


def _write_listed(request, proposal: queries.Proposal, lines, *, exported: bool = False) -> None:
    crns, subject = queries.listed_crns(proposal, lines), f"unpaid_work.plan {proposal.plan.pk}"
    access.listed(request.user, Permission.SESSION_PLAN, subject, crns, exported=exported)
