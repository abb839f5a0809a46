"""Breach and recall, step by step. Every step goes through `take_step`, and the database refuses one out of turn."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person, Sentence
from amends.enforcement.models import EnforcementAction, Pack, Proceeding, RestsOn, Step
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.queries.pack import assembled
from amends.organisation import audit
from amends.organisation.operations.refusal import Ground
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.policy import proceedings as policy
from amends.policy.civil_time import civil_date

_LETTER = {"breach": "B", "recall": "R"}
HEARING_WITHIN_DAYS = 366


def held(proceeding: Proceeding) -> Proceeding:
    """The proceedings with their person, locked in the order in which everyone locks them."""
    Person.objects.select_for_update(of=("self",), no_key=True).get(sentences__proceedings=proceeding.pk)
    rows = Proceeding.objects.select_for_update(of=("self",), no_key=True).select_related("sentence__person__team__pdu")
    return rows.get(pk=proceeding.pk)


@transaction.atomic
def take_step(
    proceeding: Proceeding, name: str, *, on: date, counts_from: date | None = None, reason: str = "", by, at: datetime
) -> Step:
    """Take one step of proceedings that are held. Raises EnforcementRefused where it does not follow from their state.

    `counts_from`: the day from which the time for the next step counts, else `on`.
    """
    if name not in [move.name for move in policy.moves_from(proceeding.kind, proceeding.state)]:
        raise EnforcementRefused(_("This cannot be done now: look again at where it stands"))
    after = policy.after(proceeding.kind, proceeding.state, name)
    step = Step.objects.create(
        proceeding=proceeding, number=proceeding.steps + 1, name=name, before=proceeding.state, after=after, on=on,
        counts_from=counts_from or on, reason=reason.strip(), recorded_at=at, recorded_by=by,
    )  # fmt: skip
    proceeding.refresh_from_db(fields=["state", "steps", "counts_from"])
    subject = f"enforcement.proceeding {proceeding.pk}"
    audit.record(by, f"{name} {proceeding.kind}", subject, crn=proceeding.person.crn, detail={"on": on.isoformat()})
    return step


@transaction.atomic
def opened(sentence: Sentence, kind: str, *, by, at: datetime) -> Proceeding:
    """New proceedings on a sentence, their first step taken. Raises EnforcementRefused where others are not over."""
    if standing_on(sentence) is not None:
        raise EnforcementRefused(_("A breach or recall on this sentence is not over"))
    number = Proceeding.objects.filter(sentence=sentence, kind=kind).count() + 1
    reference = f"{sentence.reference}-{_LETTER[kind]}{number}"
    proceeding = Proceeding.objects.create(sentence=sentence, kind=kind, reference=reference)
    take_step(proceeding, "start", on=civil_date(at), by=by, at=at)
    return proceeding


def standing_on(sentence: Sentence) -> Proceeding | None:
    """The breach or recall on a sentence that is not over."""
    return Proceeding.objects.filter(sentence=sentence).exclude(state__in=policy.FINAL).first()


@transaction.atomic
def rest_breach_on(action: EnforcementAction, sentence: Sentence, *, by, at: datetime) -> Proceeding:
    """Begin the breach that an action starts, or let the one that is not over rest on it too.

    Raises EnforcementRefused while a notice is owed: what is being taken back would take this failure with it.
    """
    proceeding = standing_on(sentence) or opened(sentence, "breach", by=by, at=at)
    if proceeding.state == Proceeding.State.NOTICE_OWED:
        raise EnforcementRefused(_("A notice is owed about %s: issue it first") % proceeding.reference)
    RestsOn.objects.create(proceeding=proceeding, action=action)
    return proceeding


@transaction.atomic
def suspend_breach(*, proceeding: Proceeding, reason: str, by, at: datetime) -> Proceeding:
    """Log a breach and not proceed with it for now. Raises EnforcementRefused but to a manager of the person's team."""
    proceeding = _by_a_manager(proceeding, reason, by)
    take_step(proceeding, "suspend", on=civil_date(at), reason=reason, by=by, at=at)
    return proceeding


@transaction.atomic
def resume_breach(*, proceeding: Proceeding, reason: str, by, at: datetime) -> Proceeding:
    """Proceed with a suspended breach again. Raises EnforcementRefused but to a manager of the person's team."""
    proceeding = _by_a_manager(proceeding, reason, by)
    take_step(proceeding, "resume", on=civil_date(at), reason=reason, by=by, at=at)
    return proceeding


@transaction.atomic
def send_pack(*, proceeding: Proceeding, by, at: datetime) -> Pack:
    """Lay a breach before the court, or ask for a recall: the pack is assembled from the record, and frozen as sent.

    Raises EnforcementRefused with every gap in the record by its name.
    """
    proceeding = held(proceeding)
    name = next((one for one in ("lay", "request") if one in _open(proceeding)), "")
    if not name:
        raise EnforcementRefused(_("This cannot be done now: look again at where it stands"))
    pack = assembled(proceeding, civil_date(at), at)
    if pack.gaps:
        raise EnforcementRefused([Ground(gap) for gap in pack.gaps])
    kept = Pack.objects.create(
        proceeding=proceeding, content=pack.content, digest=pack.digest, frozen_at=at, frozen_by=by
    )
    take_step(proceeding, name, on=civil_date(at), by=by, at=at)
    return kept


@transaction.atomic
def list_hearing(*, proceeding: Proceeding, hearing_on: date, reason: str = "", by, at: datetime) -> Proceeding:
    """Record the day of the hearing, or another where it was adjourned: then with the reason.

    Raises EnforcementRefused where the breach is not before the court, or the day is no day for a hearing.
    """
    proceeding, today = held(proceeding), civil_date(at)
    name = next((one for one in ("list", "adjourn") if one in _open(proceeding)), "list")
    latest = proceeding.taken.order_by("-number").first()
    if latest is not None and hearing_on < latest.on:
        raise EnforcementRefused(_("The hearing cannot be before the breach was laid"), field="hearing_on")
    if (hearing_on - today).days > HEARING_WITHIN_DAYS:
        raise EnforcementRefused(_("The hearing must be within a year"), field="hearing_on")
    if name == "adjourn" and not reason.strip():
        raise EnforcementRefused(_("Say why it was adjourned"), field="reason")
    take_step(proceeding, name, on=today, counts_from=hearing_on, reason=reason, by=by, at=at)
    return proceeding


def _open(proceeding: Proceeding) -> list[str]:
    return [move.name for move in policy.moves_from(proceeding.kind, proceeding.state)]


def _by_a_manager(proceeding: Proceeding, reason: str, by) -> Proceeding:
    proceeding = held(proceeding)
    if not reaches(by, Permission.ENFORCEMENT_WAIVE, proceeding.person.team):
        raise EnforcementRefused(_("Only a manager of the person's team may decide this"))
    if not reason.strip():
        raise EnforcementRefused(_("Say why"), field="reason")
    return proceeding
