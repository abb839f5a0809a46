"""Moving a case to another team: asked for with a pack, then accepted or declined by the team that is to have it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from amends.cases.letters import letter_text
from amends.cases.models import Person
from amends.cases.operations import AllocationDraft, allocate_cases
from amends.design.documents.letter import LetterText
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.models import Staff, Team
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Booking, PlanWish, Transfer
from amends.unpaid_work.operations.bookings import cancel_bookings
from amends.unpaid_work.operations.documents import keep, statement_table
from amends.unpaid_work.operations.plan_wishes import withdraw_wish
from amends.unpaid_work.operations.releases import lock
from amends.unpaid_work.queries.assessments import gate
from amends.unpaid_work.queries.person import standings
from amends.unpaid_work.queries.work_left import open_bookings

ACCEPTED, DECLINED, WITHDRAWN = "accepted", "declined", "withdrawn"


def pack_text(person: Person, to_team: Team, reason: str, on: date) -> LetterText:
    """What the pack would say: every requirement's statement, and the assessment in short. `person` comes with team."""
    held = gate(person, on)
    rows: list[tuple[str, str]] = []
    for each in standings(person, on):
        _heading, *lines = statement_table(each, "en") or (("", ""),)
        rows += [("Requirement", "Hours and minutes")] if not rows else []
        rows += [(f"{each.requirement.reference}: {each.status}", "")]
        rows += [(f"{each.requirement.reference}: {key}", value) for key, value in lines]
    given = {
        "name": person.name, "crn": person.crn, "from_team": _place(person.team), "to_team": _place(to_team),
        "reason": reason.strip(), "assessment": _assessment(held),
        "cautions": " ".join((*held.reasons, *held.cautions)),
    }  # fmt: skip
    return letter_text(
        "unpaid_work/letters/transfer", given, person, "en", on, to=(to_team.name, to_team.pdu.name), table=tuple(rows)
    )


@transaction.atomic
def ask_for_transfer(*, person: Person, to_team: Team, reason: str, by, at: datetime) -> Transfer:
    """Ask another team to take the case, with its pack. Nothing moves until it is accepted.

    Raises Refused without a reason, for the team that has it, or while another is being asked.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("team__pdu").get(pk=person.pk)
    if not reason.strip():
        raise Refused(_("Say why the case is to move"), field="reason")
    if to_team.pk == person.team_id:
        raise Refused(_("This team has the case already"), field="to_team")
    if person.transfers.filter(answer="").exists():
        raise Refused(_("Another team is being asked already: withdraw that first"))
    text = pack_text(person, to_team, reason, civil_date(at))
    row = Transfer.objects.create(
        person=person, from_team=person.team, to_team=to_team, reason=reason.strip(),
        pack=keep(text, "transfer", person, None, issued_by=by, issued_at=at), asked_at=at, asked_by=by,
    )  # fmt: skip
    _tell(row, "ask for transfer", by)
    return row


@transaction.atomic
def accept_transfer(*, transfer: Transfer, practitioner: Staff, note: str = "", by, at: datetime) -> Transfer:
    """Take the case from today: it moves to the team with the practitioner, its hours and its history as they are.

    Bookings yet to come with the team left, and at projects that the new team's unit does not run, are freed and named
    on the transfer; wishes of other units' plans are withdrawn. Raises Refused where it was answered, the case has
    moved meanwhile, or the practitioner is another team's.
    """
    row = _held(transfer)
    if row.person.team_id != row.from_team_id:
        raise Refused(_("The case has moved to another team meanwhile: decline, and let that team ask"))
    if practitioner.team_id != row.to_team_id:
        raise Refused(_("Choose a practitioner of the team that takes the case"), field="practitioner")
    draft = AllocationDraft(row.person, practitioner, civil_date(at), team=row.to_team)
    allocate_cases([draft], by=by, at=at)
    freed = _left_behind(row, at)
    lock(freed)
    if freed:
        reason = _("The case moved to %(team)s") % {"team": row.to_team.name}
        cancel_bookings(bookings=freed, reason=reason, by=by, at=at)
    wishes = PlanWish.objects.filter(person=row.person, withdrawn_at=None).exclude(team__pdu=row.to_team.pdu_id)
    for wish in wishes:
        withdraw_wish(wish=wish, by=by, at=at)
    row.freed = [
        {"project": each.session.project.name, "date": each.session.date.isoformat(),
         "starts_at": each.session.starts_at.isoformat()} for each in freed
    ]  # fmt: skip
    return _answer(row, ACCEPTED, note, "accept transfer", by=by, at=at)


@transaction.atomic
def decline_transfer(*, transfer: Transfer, note: str, by, at: datetime) -> Transfer:
    """Leave the case where it is, and say why. Raises Refused without a reason, or where it was answered."""
    row = _held(transfer)
    if not note.strip():
        raise Refused(_("Say why the case is not taken"), field="note")
    return _answer(row, DECLINED, note, "decline transfer", by=by, at=at)


@transaction.atomic
def withdraw_transfer(*, transfer: Transfer, note: str, by, at: datetime) -> Transfer:
    """Ask no longer. Raises Refused where it was answered."""
    return _answer(_held(transfer), WITHDRAWN, note, "withdraw transfer", by=by, at=at)


def _left_behind(row: Transfer, at: datetime) -> list[Booking]:
    elsewhere = Q(session__project__team=row.from_team_id) | ~Q(session__project__team__pdu=row.to_team.pdu_id)
    coming = open_bookings([row.person_id]).filter(elsewhere, session__starts_at__gt=at)
    return list(coming.order_by("session__starts_at", "pk"))


def _held(transfer: Transfer) -> Transfer:
    """The transfer, its person's row and its own locked. Raises Refused where it was answered."""
    Person.objects.select_for_update().get(pk=transfer.person_id)
    rows = Transfer.objects.select_for_update(of=("self",))
    row = rows.select_related("person__team", "from_team", "to_team__pdu").get(pk=transfer.pk)
    if row.answer:
        raise Refused(_("This was answered already"))
    return row


def _answer(row: Transfer, answer: str, note: str, action: str, *, by, at: datetime) -> Transfer:
    row.answer, row.answer_note, row.answered_at, row.answered_by = answer, note.strip(), at, by
    row.save()
    _tell(row, action, by)
    return row


def _tell(row: Transfer, action: str, by) -> None:
    detail = {"from": row.from_team.code, "to": row.to_team.code, "freed": len(row.freed)}
    audit.record(by, action, f"unpaid_work.transfer {row.pk}", crn=row.person.crn, detail=detail)


def _place(team: Team) -> str:
    return f"{team.name}, {team.pdu.name}"


def _assessment(held) -> str:
    if held.assessment is None:
        return "No assessment for unpaid work has been made."
    told = held.assessment
    return (
        f"Assessment for unpaid work of {day(told.from_date)}. Risk of harm: {told.get_risk_of_harm_display()}. "
        f"Check: {told.get_harm_check_display()}. May work on: {', '.join(told.kinds) or 'nothing'}. "
        f"Must not be placed with: {', '.join(told.excludes) or 'nothing is recorded'}."
    )
