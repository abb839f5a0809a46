"""A breach and a recall of every state that a page is about, and which record each address of them is about."""

from datetime import timedelta

from django.utils import timezone

from amends.contacts.models import ContactOutcome
from amends.enforcement.models import Proceeding
from amends.enforcement.operations.actions import ask_for_reason, issue_warning, start_breach
from amends.enforcement.operations.evidence import record_evidence
from amends.enforcement.operations.notices import issue_notice
from amends.enforcement.operations.proceedings import send_pack
from amends.enforcement.operations.recalls import decide_recall
from amends.enforcement.operations.withdrawals import withdraw_proceeding
from tests.enforcement.proceeding_records import recall_draft, whole
from tests.factories import make_appointment, make_custody, make_project, make_user
from tests.house.routes import about, listed
from tests.unpaid_work.board_records import make_session, put_on

KWARGS = {
    **about("enforcement", "ledger ledger_csv undo", crn="person.crn"),
    **about("enforcement", "record_evidence not_enforce correct", crn="person.crn", pk="failure.appointment.pk"),
    **about("enforcement", "write", crn="person.crn", pk="failure.appointment.pk", fixed={"kind": "warn"}),
    **about("enforcement", "decide withdraw_evidence", crn="person.crn", pk="evidence.pk"),
    **about("enforcement", "withdraw_action", crn="person.crn", pk="action.pk"),
    **about("enforcement", "letter", crn="person.crn", pk="letter.pk"),
    **about("enforcement", "recall", crn="custody.person.crn", pk="custody.pk"),
    **about(
        "enforcement", "proceeding suspend resume send withdraw notify returned hearing result",
        crn="breach.person.crn", pk="breach.pk",
    ),
    **about("enforcement", "sign", crn="recall.person.crn", pk="recall.pk"),
    **about("enforcement", "pack", crn="breach.person.crn", pk="breach.pk", fixed={"kind": "pdf"}),
    **about("enforcement", "notice", crn="taken_back.person.crn", pk="taken_back.pk"),
}  # fmt: skip
NO_RECORD = listed("enforcement", "", files="pipeline due decisions")
NOT_ABOUT_PEOPLE: set[str] = set()


def records(place) -> dict[str, object]:
    """A failure with evidence and what was done about it; a breach just started, a recall proposed, a breach laid."""
    return {**_failure(place), **_proceedings(place.other_person, place.team)}


def _failure(place) -> dict[str, object]:
    """A session of the last months that the person failed, evidence about it, and what was done."""
    user, at = place.user, timezone.now()
    day = timezone.localdate(at) - timedelta(days=45)
    session = make_session(make_project(place.team, days="1234567"), day, opened_at=at)
    booking = put_on(session, (place.person, place.requirement, None), user, booked_at=at)
    failure = ContactOutcome.objects.create(
        appointment=booking.appointment, code="UACP", recorded_at=at, recorded_by=user
    )
    evidence = record_evidence(
        outcome=failure, kind="medical", received_on=day, description="A doctor's note", by=user, at=at
    )
    action = ask_for_reason(outcome=failure, by=user, at=at)
    return {"failure": failure, "evidence": evidence, "action": action, "letter": action.letters.get()}


def _proceedings(person, team) -> dict[str, object]:
    """A breach just started, a recall proposed, and a breach laid and taken back by a notice."""
    by, at = make_user("practitioner", team), timezone.now()
    whole(person)
    first, second, third = (_missed(person, by, at, at - timedelta(days=days)) for days in (40, 30, 20))
    issue_warning(outcome=first, by=by, at=at)
    taken_back = _breach(second, by, at)
    send_pack(proceeding=taken_back, by=by, at=at)
    withdraw_proceeding(proceeding=taken_back, reason="x", by=by, at=at)
    issue_notice(proceeding=taken_back, by=by, at=at)
    today = timezone.localdate(at)
    licence = make_custody(person, today - timedelta(days=400), release_date=today - timedelta(days=5))
    return {
        "breach": _breach(third, by, at),
        "taken_back": taken_back,
        "recall": decide_recall(sentence=licence, draft=recall_draft(), by=by, at=at),
    }


def _breach(outcome, by, at) -> Proceeding:
    return start_breach(outcome=outcome, by=by, at=at).rests_on.proceeding


def _missed(person, user, at, when):
    appointment = make_appointment(person, user, when)
    return ContactOutcome.objects.create(appointment=appointment, code="UACP", recorded_at=at, recorded_by=user)
