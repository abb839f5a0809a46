"""Pages of what schedulers wish of plans: the list, a new wish, and withdrawing one."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design import forms
from amends.design.components import Column, FilterPanel, Link, Pagination, Table
from amends.design.csv_file import csv_file
from amends.design.words import short_date
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.plan_files import WishesFileForm
from amends.unpaid_work.forms.plans import ShowForm
from amends.unpaid_work.forms.wishes import WishForm
from amends.unpaid_work.models import PlanWish
from amends.unpaid_work.operations.plan_wishes import record_wish, record_wishes, withdraw_wish
from amends.unpaid_work.queries import plan_wishes as queries
from amends.unpaid_work.queries.board import monday_of, projects_of, team_of
from amends.unpaid_work.views.lists import page_of
from amends.unpaid_work.views.plan_answers import wish_sentence
from amends.unpaid_work.views.plan_words import wish_words

PLAN = Permission.SESSION_PLAN


@permission(PLAN)
def wishes(request, code: str):
    """The team's wishes; those in force alone unless asked otherwise."""
    team = team_of(request.user, code, PLAN)
    form = ShowForm(request.GET, choices=[("in_force", _("In force")), ("withdrawn", _("Withdrawn"))])
    found = queries.wishes(request.user, team).filter(withdrawn_at__isnull=form.chosen() == "in_force")
    is_csv = request.resolver_match.url_name == "wishes_csv"
    page = page_of(request, found)
    rows = list(found if is_csv else page)
    crns = [one.person.crn for one in rows if one.person]
    access.listed(request.user, PLAN, f"unpaid_work.wishes {code}", crns, exported=is_csv)
    if is_csv:
        return csv_file(f"wishes-{code}", _HEADER, map(_cells, rows))
    return render(request, "unpaid_work/plans/wishes.html", {
        "team": team, "table": wishes_table(rows), "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET), "back": _board(code),
    })  # fmt: skip


@permission(PLAN)
def new(request, code: str):
    """Wish something of the team's plans."""
    team = team_of(request.user, code, PLAN)
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = WishForm(
        request.POST or None, projects=projects_of(team), tomorrow=tomorrow, initial=request.GET.dict(),
        find=lambda crn: queries.person_to_plan(request.user, crn),
    )  # fmt: skip
    if form.is_valid():
        try:
            record_wish(team=team, draft=form.draft(), by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Plans made from now on know the wish."))
            return redirect("unpaid_work:wishes", code)
    back = reverse("unpaid_work:wishes", args=[code])
    intro = _("Plans keep a wish as far as the rules allow. Nothing else is booked or refused by it.")
    return render(request, "design/form_page.html", {
        "form": form, "heading": _("Wish something of plans"), "caption": team.name, "intro": intro, "back": back,
        "cancel_href": back, "submit_text": _("Save the wish"),
    })  # fmt: skip


@permission(PLAN)
def take_in(request, code: str):
    """Make the wishes of a file, all of them or none."""
    team = team_of(request.user, code, PLAN)
    form = WishesFileForm(
        request.POST or None, request.FILES or None, projects=projects_of(team),
        find=lambda crns: queries.people_to_plan(request.user, crns),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = record_wishes(team=team, drafts=form.cleaned_data["drafts"], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(count)d wishes were made.") % {"count": len(made)})
            return redirect("unpaid_work:wishes", code)
    back = reverse("unpaid_work:wishes", args=[code])
    return render(request, "design/form_page.html", {
        "form": form, "heading": _("Take in wishes from a file"), "caption": team.name, "back": back,
        "cancel_href": back, "submit_text": _("Make these wishes"),
    })  # fmt: skip


@permission(PLAN)
def withdraw(request, pk: int):
    """End a wish."""
    wish = access.load(
        PlanWish.objects.select_related("team", "person", "project"), request.user, PLAN, pk=pk
    )  # fmt: skip
    back = reverse("unpaid_work:wishes", args=[wish.team.code])
    if request.method == "POST":
        try:
            withdraw_wish(wish=wish, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("The wish is withdrawn. Plans that are made already still show it."))
        return redirect(back)
    return render(request, "design/form_page.html", {
        "form": forms.Form(), "heading": _("Withdraw this wish?"), "caption": wish.team.name, "back": back,
        "cancel_href": back, "submit_text": _("Withdraw the wish"), "intro": wish_sentence(wish),
    })  # fmt: skip


_HEADER = ["wish", "crn", "person", "project_code", "project", "date", "points", "reason", "made_on", "made_by",
           "withdrawn_on", "withdrawn_by"]  # fmt: skip


def wishes_table(rows, *, of_one_person: bool = False) -> Table:
    """Wishes, each with its reason and the way to end it."""
    columns = [
        Column(_("Wish"), row_header=True), *([] if of_one_person else [Column(_("Person"))]), Column(_("Project")),
        Column(_("Day")), Column(_("Why")), Column(_("Made")), Column(_("Withdrawn")),
    ]  # fmt: skip
    cells = [
        [wish_words(one.kind, one.points), *([] if of_one_person else [_person(one)]), one.project or _("Any project"),
         short_date(one.date) if one.date else _("Any day"), one.reason, _when(one.made_at, one.made_by),
         _when(one.withdrawn_at, one.withdrawn_by) if one.withdrawn_at else _withdraw(one)]
        for one in rows
    ]  # fmt: skip
    return Table(_("Wishes of plans"), columns, cells, caption_hidden=True, stacked=True,
                 empty=_("Nothing is wished of plans."))  # fmt: skip


def _cells(one: PlanWish) -> list[object]:
    return [
        one.kind, one.person.crn if one.person else "", one.person.name if one.person else "",
        one.project.code if one.project else "", one.project.name if one.project else "",
        one.date.isoformat() if one.date else "", one.points, one.reason,
        timezone.localdate(one.made_at).isoformat(), one.made_by.name,
        timezone.localdate(one.withdrawn_at).isoformat() if one.withdrawn_at else "",
        one.withdrawn_by.name if one.withdrawn_by else "",
    ]  # fmt: skip


def _person(wish: PlanWish) -> Link | str:
    if wish.person is None:
        return _("Anybody")
    return Link(f"{wish.person.name}, {wish.person.crn}", reverse("unpaid_work:person", args=[wish.person.crn]))


def _withdraw(wish: PlanWish) -> Link:
    about = wish.person.name if wish.person else str(wish.project)
    return Link(_("Withdraw"), reverse("unpaid_work:wish_withdraw", args=[wish.pk]),
                hidden=_("the wish about %(about)s") % {"about": about})  # fmt: skip


def _when(at, by) -> str:
    return _("%(day)s by %(name)s") % {"day": short_date(at), "name": by.name}


def _board(code: str) -> str:
    return reverse("unpaid_work:board", args=[code, monday_of(timezone.localdate()).isoformat()])
