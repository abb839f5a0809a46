"""A breach and a recall of every state that a page is about, and which record each address of them is about."""

from datetime import timedelta

from django.utils import timezone

from amends.contacts.models import ContactOutcome
from amends.enforcement.models import Proceeding
from amends.enforcement.operations.actions import issue_warning, start_breach
from amends.enforcement.operations.notices import issue_notice
from amends.enforcement.operations.proceedings import send_pack
from amends.enforcement.operations.recalls import decide_recall
from amends.enforcement.operations.withdrawals import withdraw_proceeding
from tests.enforcement.proceeding_records import recall_draft, whole
from tests.factories import make_appointment, make_custody, make_user

NO_RECORD = {"enforcement:pipeline", "enforcement:pipeline_csv"}


def _of(row, **more):
    return {"crn": row.person.crn, "pk": row.pk, **more}


KWARGS = {
    "enforcement:correct": lambda p: {"crn": p.person.crn, "pk": p.failure.appointment.pk},
    "enforcement:undo": lambda p: {"crn": p.person.crn},
    "enforcement:recall": lambda p: _of(p.custody),
    **{
        f"enforcement:{name}": lambda p: _of(p.breach)
        for name in ("proceeding", "suspend", "resume", "send", "withdraw", "notify", "returned", "hearing", "result")
    },
    "enforcement:sign": lambda p: _of(p.recall),
    "enforcement:pack": lambda p: _of(p.breach, kind="pdf"),
    "enforcement:notice": lambda p: _of(p.taken_back),
}


def proceedings_of(person, team) -> dict[str, object]:
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
