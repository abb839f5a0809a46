"""Pages on which something is asked of a plan that is made, and answered by a job."""

from datetime import timedelta

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.design.components import FilterPanel, Pagination, Progress, chosen_sort
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.plan_questions import OneMoreForm, SecondsForm, WishPriceForm
from amends.unpaid_work.forms.plans import ShowForm
from amends.unpaid_work.models import Plan, PlanQuestion, PlanWish
from amends.unpaid_work.operations.plan_questions import (
    ask_one_more,
    ask_price_of_wish,
    ask_prices,
    record_wish_asked_about,
    stop_question,
)
from amends.unpaid_work.operations.plans import PlanRefused
from amends.unpaid_work.queries import plan_answers as queries
from amends.unpaid_work.queries.board import projects_of
from amends.unpaid_work.queries.plan_questions import wish_of
from amends.unpaid_work.queries.plan_wishes import person_to_plan
from amends.unpaid_work.queries.plans import MADE, listed_crns, names_of
from amends.unpaid_work.views import plan_answers, plan_tables
from amends.unpaid_work.views.lists import page_of
from amends.unpaid_work.views.plan_parts import part_of

PLAN = Permission.SESSION_PLAN
Kind = PlanQuestion.Kind


@permission(PLAN)
def one_more(request, pk: int):
    """What one more of something would buy: the last answer, and the form that asks."""
    proposal, context = part_of(request, pk, "plan_one_more")
    form = OneMoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_one_more(plan=proposal.plan, by=request.user, at=timezone.now(), **form.cleaned_data)
        except PlanRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("unpaid_work:plan_question", asked.pk)
    found, lines, sort, show = _one_more_lines(request, proposal)
    context |= {
        "form": form, "question": found, "under_way": queries.under_way(request.user, proposal.plan, Kind.ONE_MORE),
        "table": plan_answers.one_more_table(lines, request.GET, sort) if found else "",
        "filter_panel": FilterPanel(show, query=request.GET) if found else None,
        "worked_out": plan_answers.worked_out_words(found) if found else "",
    }  # fmt: skip
    return render(request, "unpaid_work/plans/one_more.html", context)


@permission(PLAN)
def one_more_csv(request, pk: int):
    """The last answer as a file."""
    proposal, _context = part_of(request, pk, "plan_one_more")
    _found, lines, _sort, _show = _one_more_lines(request, proposal)
    return csv_file(f"plan-{pk}-one-more", plan_answers.ONE_MORE_HEADER, plan_answers.one_more_rows(lines))


def _one_more_lines(request, proposal):
    """The last answer, its lines as the address asks for them, how they are sorted, and the filter."""
    show = ShowForm(request.GET, choices=[("all", _("Everything")), *plan_answers.WHAT.items()])
    sort = chosen_sort(request.GET, queries.SORTS, "-estimate")
    found = queries.answered(request.user, proposal.plan, Kind.ONE_MORE)
    lines = queries.one_more_lines(found, proposal.projects) if found else []
    wanted = show.chosen()
    return found, queries.in_order([one for one in lines if wanted in ("all", one.what)], sort), sort, show


@permission(PLAN)
def wishes(request, pk: int):
    """What became of each wish that the plan knew, and what it costs."""
    proposal, context = part_of(request, pk, "plan_wishes")
    page = page_of(request, proposal.wishes, 50)
    crns = listed_crns(proposal, page)
    access.listed(request.user, PLAN, f"unpaid_work.plan {pk}", crns)
    found = queries.answered(request.user, proposal.plan, Kind.PRICES)
    context |= {
        "table": plan_answers.wishes_table(list(page), found),
        "pagination": Pagination(page, query=request.GET), "heading": _("Wishes"),
        "worked_out": plan_answers.worked_out_words(found) if found else "",
        "under_way": queries.under_way(request.user, proposal.plan, Kind.PRICES), "any": bool(proposal.wishes),
    }  # fmt: skip
    return render(request, "unpaid_work/plans/priced_wishes.html", context)


@permission(PLAN)
def wishes_file(request, pk: int):
    """The wishes that the plan knew, as a planning file; pins are promises there, and not among them."""
    proposal, _context = part_of(request, pk, "plan_wishes")
    kept = [one for one in proposal.wishes if one.kind != PlanWish.Kind.PIN and not one.restricted]
    access.listed(request.user, PLAN, f"unpaid_work.plan {pk}", listed_crns(proposal, kept), exported=True)
    return csv_file("wishes", plan_answers.WISHES_FILE, plan_answers.wishes_file_rows(kept))


@permission(PLAN)
def caps_file(request, pk: int):
    """Where the plan had fewer places than its projects have, as a planning file."""
    caps = _made(request, pk).result["caps"]
    return csv_file("caps", ["project_id", "from", "to", "places"], caps)


@permission(PLAN)
def prices(request, pk: int):
    """Ask between what figures the prices of the plan's wishes lie."""
    found = _made(request, pk)
    form = SecondsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_prices(plan=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except PlanRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("unpaid_work:plan_question", asked.pk)
    intro = _("For each wish in force, the weeks are planned again as if it had not been made. The price is what the "
              "plan loses by the wish; the bounds prove between what figures the true price lies.")  # fmt: skip
    return _form(request, form, found, _("What the wishes cost"), intro)


@permission(PLAN)
def wish_price(request, pk: int):
    """Ask what a wish would cost, before it is made."""
    found = _made(request, pk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = WishPriceForm(
        request.POST or None, projects=projects_of(found.team), tomorrow=tomorrow,
        find=lambda crn: person_to_plan(request.user, crn),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_price_of_wish(plan=found, draft=form.draft(), seconds=form.cleaned_data["seconds"],
                                      by=request.user, at=timezone.now())  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("unpaid_work:plan_question", asked.pk)
    intro = _("The weeks are planned with the wish and without. Nothing is wished until you have seen its price and "
              "saved it.")  # fmt: skip
    return _form(request, form, found, _("What would a wish cost?"), intro)


@permission(PLAN)
def question(request, pk: int):
    """How far the answer is; of a wish that is priced, the answer."""
    found, at = _question(request, pk), timezone.now()
    shown = _page_of(found)
    if found.status == PlanQuestion.Status.ANSWERED and found.kind != Kind.WISH:
        return redirect(shown)
    context = {
        "question": found, "plan": found.plan, "weeks": plan_tables.weeks_text(found.plan), "back": shown,
        "heading": plan_answers.HEADINGS[found.kind], "lost": found.is_lost(at), "waits_long": found.waits_long(at),
        "under_way": found.status in queries.UNDER_WAY and not found.is_lost(at), "wish": _wish_words(found),
        "progress": Progress(_("Progress"), round(found.progress * 100), 100,
                             reverse("unpaid_work:plan_question_progress", args=[pk]),
                             plan_answers.progress_words(found)),
    }  # fmt: skip
    if found.status == PlanQuestion.Status.ANSWERED:
        context |= _priced(request, found)
    return render(request, "unpaid_work/plans/question.html", context)


@permission(PLAN)
def question_progress(request, pk: int):
    """How far the answer is, for the page that waits for it."""
    found = queries.question_progress(request.user, pk)
    return JsonResponse({
        "done": round(found.progress * 100), "total": 100, "text": plan_answers.progress_words(found),
        "finished": found.status not in queries.UNDER_WAY or found.is_lost(timezone.now()),
        "href": reverse("unpaid_work:plan_question", args=[pk]),
    })  # fmt: skip


@permission(PLAN)
@require_POST
def question_stop(request, pk: int):
    """Stop the job, keeping what it has."""
    try:
        stop_question(question=_question(request, pk), by=request.user, at=timezone.now())
    except PlanRefused as refused:
        messages.warning(request, str(refused))
    return redirect("unpaid_work:plan_question", pk)


@permission(PLAN)
@require_POST
def question_record(request, pk: int):
    """Make the wish whose price was asked for."""
    found = _question(request, pk)
    try:
        record_wish_asked_about(question=found, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("unpaid_work:plan_question", pk)
    messages.success(request, _("Plans made from now on know the wish."))
    return redirect("unpaid_work:wishes", found.plan.team.code)


def _priced(request, found: PlanQuestion) -> dict[str, object]:
    """What the page of a wish that is priced shows."""
    people = found.result["people"]
    names = names_of(request.user, [row["person"] for row in people])
    access.listed(request.user, PLAN, f"unpaid_work.planquestion {found.pk}", list(names))
    projects = {one.code: one for one in projects_of(found.plan.team)}
    return {
        "price": plan_answers.price_list(found), "people": plan_answers.price_people_table(people, names, projects),
        "worked_out": plan_answers.worked_out_words(found),
    }  # fmt: skip


def _wish_words(found: PlanQuestion) -> str:
    return plan_answers.wish_sentence(wish_of(found)) if found.kind == Kind.WISH else ""


def _page_of(found: PlanQuestion) -> str:
    """The page that shows the answer, or from which it was asked for."""
    name = "plan_one_more" if found.kind == Kind.ONE_MORE else "plan_wishes"
    return reverse(f"unpaid_work:{name}", args=[found.plan_id])


def _question(request, pk: int) -> PlanQuestion:
    return access.load(PlanQuestion.objects.select_related("plan__team", "person", "requested_by"), request.user, PLAN,
                       pk=pk)  # fmt: skip


def _made(request, pk: int) -> Plan:
    return access.load(Plan.objects.filter(status__in=MADE).select_related("team"), request.user, PLAN, pk=pk)


def _form(request, form, found: Plan, heading: str, intro: str):
    back = reverse("unpaid_work:plan_wishes", args=[found.pk])
    return render(request, "design/form_page.html", {
        "form": form, "heading": heading, "caption": plan_tables.weeks_text(found), "intro": intro, "back": back,
        "cancel_href": back, "submit_text": _("Work it out"),
    })  # fmt: skip
