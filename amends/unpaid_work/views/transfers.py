"""Moving a case to another team: asking, answering, and what came of it."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Pagination, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.transfers import TransferAnswerForm, TransferForm, WithdrawTransferForm
from amends.unpaid_work.models import Transfer
from amends.unpaid_work.operations import transfers as operations
from amends.unpaid_work.queries import person as people
from amends.unpaid_work.queries import transfers as queries
from amends.unpaid_work.views.endings import done, pdf
from amends.unpaid_work.views.lists import page_of

TRANSFER, ALLOCATE = Permission.CASE_TRANSFER, Permission.CASE_ALLOCATE
_COLOURS = {"": "yellow", "accepted": "green", "declined": "red", "withdrawn": "grey"}


@permission(TRANSFER)
def ask(request, crn: str):
    """Ask another team to take the case: the pack is made from what stands."""
    person = access.load(people.people(), request.user, TRANSFER, crn=crn)
    form = TransferForm(request.POST or None, teams=queries.teams_to_ask(person))
    if form.is_valid() and done(
        form, operations.ask_for_transfer, person=person, **form.cleaned_data, by=request.user, at=timezone.now()
    ):
        messages.success(request, _("The team is asked. The case stays where it is until it is accepted."))
        return redirect("unpaid_work:transfers")
    return _page(request, person, form, _("Ask another team to take the case"), submit_text=_("Ask"),
                 intro=_("The team is sent a pack: the statement of hours and the assessment, as they stand now. Hours "
                         "and history stay as they are. When it accepts, sessions to come with teams that the case "
                         "leaves are freed."))  # fmt: skip


@permission(TRANSFER)
def transfer(request, pk: int):
    """One transfer: what was asked, and what came of it."""
    row = access.load(queries.transfers(request.user, TRANSFER), request.user, TRANSFER, pk=pk)
    answers = not row.answer and reaches(request.user, ALLOCATE, row.to_team)
    withdraws = not row.answer and reaches(request.user, TRANSFER, row.person.team)
    context = {
        "transfer": row, "facts": _facts(row), "freed": _freed(row), "answers": answers, "withdraws": withdraws,
        "sees": reaches(request.user, Permission.PERSON_VIEW, row.person.team),
    }  # fmt: skip
    return render(request, "unpaid_work/endings/transfer.html", context)


@permission(ALLOCATE)
def answer(request, pk: int):
    """Accept the case, with who is to hold it, or decline it with a reason."""
    row = access.load(queries.to_answer(request.user), request.user, ALLOCATE, pk=pk)
    form = TransferAnswerForm(
        request.POST or None, practitioners=queries.practitioners(row.to_team, timezone.localdate())
    )
    if form.is_valid() and _answered(request, row, form):
        messages.success(request, _("The answer is recorded."))
        return redirect("unpaid_work:transfer", pk) if form.cleaned_data["answer"] == "accept" else redirect(
            "unpaid_work:transfers"
        )  # fmt: skip
    return _page(request, row.person, form, _("Answer the team that asks"), intro=row.reason, submit_text=_("Save"),
                 facts=_facts(row), back=reverse("unpaid_work:transfer", args=[pk]))  # fmt: skip


def _answered(request, row: Transfer, form) -> bool:
    given = {"transfer": row, "note": form.cleaned_data["note"], "by": request.user, "at": timezone.now()}
    if form.cleaned_data["answer"] == "accept":
        return done(form, operations.accept_transfer, practitioner=form.cleaned_data["practitioner"], **given)
    return done(form, operations.decline_transfer, **given)


@permission(TRANSFER)
def withdraw(request, pk: int):
    """Ask no longer: for the team that has the case."""
    asked = queries.transfers(request.user, TRANSFER).filter(access.scope(request.user, TRANSFER, "person__team"))
    row = access.load(asked, request.user, TRANSFER, pk=pk)
    form = WithdrawTransferForm(request.POST or None)
    if form.is_valid() and done(
        form, operations.withdraw_transfer, transfer=row, **form.cleaned_data, by=request.user, at=timezone.now()
    ):
        messages.success(request, _("The team is asked no longer."))
        return redirect("unpaid_work:transfers")
    return _page(request, row.person, form, _("Ask the team no longer"), facts=_facts(row), submit_text=_("Withdraw"),
                 refused=_("This was answered already") if row.answer else "",
                 back=reverse("unpaid_work:transfer", args=[pk]))  # fmt: skip


@permission(TRANSFER)
def pack(request, pk: int):
    """The pack as it was sent."""
    row = access.load(queries.transfers(request.user, TRANSFER), request.user, TRANSFER, pk=pk)
    return pdf(row.pack, row.person.crn)


@permission(TRANSFER)
def transfers(request):
    """Cases on their way to or from the reader's teams, those not answered first."""
    page = page_of(request, queries.listed(request.user))
    access.listed(request.user, TRANSFER, "unpaid_work.transfer", [row.person.crn for row in page])
    columns = [
        Column(_("Person"), row_header=True), Column(_("From")), Column(_("To")), Column(_("Asked on")),
        Column(_("Answer")),
    ]  # fmt: skip
    table = Table(_("Transfers"), columns, [_line(row) for row in page], stacked=True,
                  caption_hidden=True, empty=_("No case is on its way to another team."))  # fmt: skip
    context = {"table": table, "pagination": Pagination(page, query=request.GET)}
    return render(request, "unpaid_work/endings/transfers.html", context)


def _line(row: Transfer) -> list[object]:
    href = reverse("unpaid_work:transfer", args=[row.pk])
    return [Link(f"{row.person.name} ({row.person.crn})", href), row.from_team.name, row.to_team.name,
            day(row.asked_at), _tag(row)]  # fmt: skip


def _tag(row: Transfer) -> Tag:
    return Tag(_(row.get_answer_display()) if row.answer else _("Not answered"), _COLOURS[row.answer])


def _facts(row: Transfer) -> SummaryList:
    rows = [
        Row(_("Person"), f"{row.person.name}, {row.person.crn}"),
        Row(_("From"), f"{row.from_team.name}, {row.from_team.pdu.name}"),
        Row(_("To"), f"{row.to_team.name}, {row.to_team.pdu.name}"),
        Row(_("Why"), row.reason),
        Row(_("Asked"), f"{date_and_time(row.asked_at)}, {row.asked_by.name}"),
        Row(_("Pack"), Link(_("Statement and assessment (PDF)"), reverse("unpaid_work:transfer_pack", args=[row.pk]))),
        Row(_("Answer"), _tag(row)),
    ]
    if row.answer:
        rows += [
            Row(_("Answered"), f"{date_and_time(row.answered_at)}, {row.answered_by.name}"),
            Row(_("What was said"), row.answer_note),
        ]
    return SummaryList(rows)


def _freed(row: Transfer) -> Table | str:
    if row.answer != Transfer.Answer.ACCEPTED:
        return ""
    columns = [Column(_("Project"), row_header=True), Column(_("Day"))]
    rows = [[each["project"], day(date.fromisoformat(each["date"]))] for each in row.freed]
    return Table(_("Bookings freed"), columns, rows, stacked=True, empty=_("None had to be freed."))


def _page(request, person, form, heading: str, back: str = "", **more):
    context = {"form": form, "heading": heading, "caption": f"{person.name}, {person.crn}", **more}
    context["back"] = back or reverse("unpaid_work:person", args=[person.crn])
    return render(request, "unpaid_work/endings/act.html", context)
