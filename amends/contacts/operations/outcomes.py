"""Recording what came of appointments, one or thousands at once, and correcting it.

An outcome is never edited: a correction is a further outcome that replaces the earlier one and says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from amends.contacts.models import Appointment, ContactOutcome
from amends.contacts.models.appointment import was_expected
from amends.organisation import audit
from amends.policy import codes
from amends.policy.civil_time import civil_date, elapsed
from amends.policy.contact_outcomes import contact_outcome, is_outcome
from amends.policy.session_credit import NOTICES, SENT_HOME_BY_SERVICE, STOOD_DOWN

_AT_ONCE = 5_000
_MINUTE = timedelta(minutes=1)
_KNOWN_BEFOREHAND = {STOOD_DOWN, "RSSR", "RSOF", "AAME", "AAEM", "AAFC", "AACL", "AARC"}


@dataclass(frozen=True)
class OutcomeDraft:
    """An outcome to record. Times are instants; `penalty_minutes` are taken off the time worked.

    `appointment` comes with its person. `notice` is for those stood down or sent home by the service.
    """

    appointment: Appointment
    code: str
    started_at: datetime | None = None
    finished_at: datetime | None = None
    penalty_minutes: int = 0
    notice: str = ""
    quality: str = ""
    behaviour: str = ""
    notes: str = ""
    sensitive: bool = False


@dataclass(frozen=True)
class Refusal:
    """One thing wrong with the outcome of one appointment, in words for its user. `field` is the draft's."""

    appointment: Appointment
    field: str
    message: str


class OutcomesRefused(Exception):
    """Nothing was recorded. `refusals` tells everything that is wrong."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(" ".join(refusal.message for refusal in refusals))


class AlreadyRecorded(Exception):
    """Somebody recorded an outcome meanwhile. `standing` holds the one that stands, by appointment id."""

    def __init__(self, standing: dict[int, ContactOutcome]) -> None:
        self.standing = standing
        super().__init__(_("An outcome has been recorded meanwhile."))


@transaction.atomic
def record_outcomes(drafts: Sequence[OutcomeDraft], *, by, at: datetime) -> list[ContactOutcome]:
    """Record the first outcome of each appointment; one audit event a person.

    Raises OutcomesRefused where any draft is wrong, AlreadyRecorded where any appointment has its outcome.
    """
    drafts = list(drafts)
    appointments = _locked(draft.appointment.pk for draft in drafts)
    if standing := standing_outcomes(appointments):
        raise AlreadyRecorded(standing)
    _check(drafts, appointments, at, replacing=set())
    outcomes = ContactOutcome.objects.bulk_create((_row(draft, by=by, at=at) for draft in drafts), batch_size=_AT_ONCE)
    _tell("record outcome", outcomes, by)
    return outcomes


@transaction.atomic
def correct_outcome(*, outcome: ContactOutcome, draft: OutcomeDraft, reason: str, by, at: datetime) -> ContactOutcome:
    """Put an outcome right by one that replaces it; the earlier one stays on record.

    Raises AlreadyRecorded where it was corrected meanwhile, OutcomesRefused where the draft is wrong.
    """
    appointments = _locked([draft.appointment.pk])
    standing = standing_outcomes(appointments)
    if standing.get(draft.appointment.pk) != outcome:
        raise AlreadyRecorded(standing)
    if not reason.strip():
        raise OutcomesRefused([Refusal(draft.appointment, "reason", _("Say why the outcome is corrected"))])
    _check([draft], appointments, at, replacing={outcome.pk})
    row = _row(draft, by=by, at=at)
    row.replaces, row.reason = outcome, reason.strip()
    row.save(force_insert=True)
    _tell("correct outcome", [row], by)
    return row


def standing_outcomes(appointments: Iterable[int]) -> dict[int, ContactOutcome]:
    """The outcome that stands of each appointment that has one, by appointment id."""
    found = ContactOutcome.objects.filter(appointment__in=list(appointments), replaced_by__isnull=True)
    return {outcome.appointment_id: outcome for outcome in found.select_related("recorded_by")}


def same_outcome(outcome: ContactOutcome, draft: OutcomeDraft) -> bool:
    """Whether an outcome on record says what the draft says."""
    fields = (
        "code",
        "started_at",
        "finished_at",
        "penalty_minutes",
        "notice",
        "quality",
        "behaviour",
        "notes",
        "sensitive",
    )
    return all(getattr(outcome, field) == getattr(draft, field) for field in fields)


def _locked(keys: Iterable[int]) -> dict[int, datetime | None]:
    """Lock the appointments, so that none is cancelled meanwhile: when each was cancelled, by its id."""
    rows = Appointment.objects.filter(pk__in=list(keys)).order_by("pk").select_for_update(no_key=True)
    return dict(rows.values_list("pk", "cancelled_at"))


def _check(drafts: Sequence[OutcomeDraft], cancelled: dict[int, datetime | None], at: datetime, *, replacing) -> None:
    refusals = [refusal for draft in drafts for refusal in faults_of(draft, at)]
    for draft in drafts:
        if cancelled.get(draft.appointment.pk) is not None:
            refusals.append(Refusal(draft.appointment, "code", _("This booking has been cancelled")))
    if not refusals:
        refusals = _overlaps(drafts, replacing)
    if refusals:
        raise OutcomesRefused(refusals)


def faults_of(draft: OutcomeDraft, at: datetime) -> list[Refusal]:
    """What is wrong with a draft by itself, as known at an instant."""
    if not is_outcome(draft.code):
        return [Refusal(draft.appointment, "code", _("Select the outcome"))]
    found = _fields_out_of_place(draft)
    if contact_outcome(draft.code).attended:
        found += _times_wrong(draft, at)
    elif draft.code not in _KNOWN_BEFOREHAND and draft.appointment.starts_at > at:
        found.append(("code", _("This can be recorded once the session has begun")))
    if draft.quality and draft.quality not in dict(codes.choices("session_quality")):
        found.append(("quality", _("Select the quality of the work from the list")))
    if draft.behaviour and draft.behaviour not in dict(codes.choices("session_behaviour")):
        found.append(("behaviour", _("Select the behaviour from the list")))
    return [Refusal(draft.appointment, field, message) for field, message in found]


def _fields_out_of_place(draft: OutcomeDraft) -> list[tuple[str, str]]:
    found = []
    attended = contact_outcome(draft.code).attended
    if not attended and draft.started_at:
        found.append(("started_at", _("Leave out when they arrived: the outcome says that they did not work")))
    if not attended and draft.finished_at:
        found.append(("finished_at", _("Leave out when they finished: the outcome says that they did not work")))
    if draft.penalty_minutes and (not attended or draft.code == SENT_HOME_BY_SERVICE):
        found.append(("penalty_minutes", _("There is no penalty with this outcome")))
    if draft.code == STOOD_DOWN and draft.notice not in NOTICES:
        found.append(("notice", _("Select when they were told")))
    if draft.notice and draft.code not in (STOOD_DOWN, SENT_HOME_BY_SERVICE):
        found.append(("notice", _("Leave out when they were told: the outcome is not the service's doing")))
    return found


def _times_wrong(draft: OutcomeDraft, at: datetime) -> list[tuple[str, str]]:
    start, end = draft.started_at, draft.finished_at
    if not start or not end:
        missing = [("started_at", _("Enter when they arrived"))] if not start else []
        return missing + ([("finished_at", _("Enter when they finished"))] if not end else [])
    found = []
    if civil_date(start) != civil_date(draft.appointment.starts_at):
        found.append(("started_at", _("They must have arrived on the day of the session")))
    if start.second or start.microsecond or end.second or end.microsecond:
        found.append(("started_at", _("Times are whole minutes")))
    if end <= start:
        return [*found, ("finished_at", _("They must have finished after they arrived"))]
    if end > at:
        found.append(("finished_at", _("This time has not come yet")))
    worked = elapsed(start, end) // _MINUTE
    if worked > 24 * 60:
        found.append(("finished_at", _("A session ends within a day")))
    if not 0 <= draft.penalty_minutes <= worked:
        told = _("The penalty must be from 0 to the %(minutes)s minutes of the session") % {"minutes": worked}
        found.append(("penalty_minutes", told))
    return found


def _overlaps(drafts: Sequence[OutcomeDraft], replacing: set[int]) -> list[Refusal]:
    """Drafts whose time worked overlaps other time worked by the same person, on record or in the drafts.

    A contact that was never booked takes no time from anything.
    """
    expected = [draft for draft in drafts if draft.appointment.expected]
    timed = [(d.started_at, d.finished_at, d) for d in expected if d.started_at and d.finished_at]
    if not timed:
        return []
    people = {draft.appointment.person_id for _start, _end, draft in timed}
    on_record = (
        ContactOutcome.objects.filter(
            appointment__person__in=people,
            replaced_by__isnull=True,
            started_at__lt=max(end for _start, end, _draft in timed),
            finished_at__gt=min(start for start, _end, _draft in timed),
        )
        .filter(was_expected("appointment__"))
        .exclude(pk__in=replacing)
    )
    spans: dict[int, list[tuple[datetime, datetime, OutcomeDraft | None]]] = {person: [] for person in people}
    for person, start, end in on_record.values_list("appointment__person_id", "started_at", "finished_at"):
        spans[person].append((start, end, None))
    for start, end, draft in timed:
        spans[draft.appointment.person_id].append((start, end, draft))
    told = _("This time overlaps other work recorded for this person")
    refusals = []
    for of_person in spans.values():
        of_person.sort(key=lambda span: span[:2])
        for earlier, later in pairwise(of_person):
            if later[0] < earlier[1] and (at_fault := later[2] or earlier[2]):
                refusals.append(Refusal(at_fault.appointment, "started_at", told))
    return refusals


def _row(draft: OutcomeDraft, *, by, at: datetime) -> ContactOutcome:
    return ContactOutcome(
        appointment=draft.appointment,
        code=draft.code,
        started_at=draft.started_at,
        finished_at=draft.finished_at,
        penalty_minutes=draft.penalty_minutes,
        notice=draft.notice,
        quality=draft.quality,
        behaviour=draft.behaviour,
        notes=draft.notes,
        sensitive=draft.sensitive,
        recorded_at=at,
        recorded_by=by,
    )


def _tell(action: str, outcomes: Iterable[ContactOutcome], by) -> None:
    of_person: dict[int, tuple[str, dict[str, object]]] = {}
    for outcome in outcomes:
        person = outcome.appointment.person
        of_person.setdefault(person.pk, (person.crn, {}))[1][str(outcome.appointment_id)] = outcome.code
    audit.record_many(
        by, action, ((f"cases.person {pk}", crn, {"outcomes": told}) for pk, (crn, told) in of_person.items())
    )
