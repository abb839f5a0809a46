"""What was recorded on requirements, as the entries that their accounts are made from.

An entry that another put right (an outcome corrected, a credit reversed) stays in the record but does not count.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from amends.cases.models import Requirement, RequirementChange
from amends.contacts.models import ContactOutcome
from amends.policy.contact_outcomes import contact_outcome
from amends.policy.hours.events import AdjustmentEvent, EteEvent, Event, SessionEvent, Switches
from amends.policy.session_credit import session_credit
from amends.unpaid_work.models import EteCredit, HoursAdjustment, Project, Switch

ETE_TYPES = tuple(kind for kind, named in Project.KINDS.items() if named == "ete")
_OUTCOME_FIELDS = (
    "pk", "replaces_id", "appointment_id", "code", "started_at", "finished_at", "penalty_minutes", "notice", "reason",
    "recorded_at", "recorded_by__first_name", "recorded_by__last_name", "recorded_by__username",
    "appointment__starts_at", "appointment__ends_at", "appointment__booking__requirement_id",
    "appointment__booking__session__project__name", "appointment__booking__session__project__type",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing on record. `event` is what policy is asked about; `put_right` says by what it was replaced.

    `source` is the model and id of the row it comes from. `carried_from` is the reference of the requirement whose
    remaining minutes this work went beyond.
    """

    requirement: int
    event: Event
    what: str
    source: tuple[str, int]
    recorded_at: datetime
    recorded_by: str
    outcome: str = ""
    penalty_minutes: int = 0
    start: datetime | None = None
    end: datetime | None = None
    note: str = ""
    put_right: str = ""
    put_right_at: datetime | None = None
    put_right_by: str = ""
    carried_from: str = ""

    @property
    def counts(self) -> bool:
        """Whether it enters the account."""
        return self.put_right_at is None


@dataclass(frozen=True)
class Record:
    """Everything recorded for a set of people: requirements by person, and entries and changes by requirement."""

    requirements: dict[int, list[Requirement]]
    entries: dict[int, list[Entry]]
    changes: dict[int, list[RequirementChange]]
    switches: Switches


def record_of(people: Iterable[int]) -> Record:
    """The record of these people's unpaid work, in six queries however many they are."""
    people = list(people)
    requirements: dict[int, list[Requirement]] = defaultdict(list)
    found = Requirement.objects.filter(sentence__person__in=people, kind=Requirement.Kind.UNPAID_WORK)
    for requirement in found.select_related("sentence").order_by("sentence__sentence_date", "pk"):
        requirements[requirement.sentence.person_id].append(requirement)
    keys = [requirement.pk for of_person in requirements.values() for requirement in of_person]
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in [*_sessions(keys), *_ete(keys), *_adjustments(keys)]:
        entries[entry.requirement].append(entry)
    changes: dict[int, list[RequirementChange]] = defaultdict(list)
    for change in RequirementChange.objects.filter(requirement__in=keys).order_by("on", "pk"):
        changes[change.requirement_id].append(change)
    return Record(requirements, entries, changes, switches())


def switches() -> Switches:
    """The switches of policy as the service has set them: off where it has not."""
    on = set(Switch.objects.filter(on=True).values_list("name", flat=True))
    return Switches(
        earned_reduction=Switch.Name.EARNED_REDUCTION in on,
        later_failure_ends_earning=Switch.Name.LATER_FAILURE_ENDS_EARNING in on,
    )


def _sessions(requirements: list[int]) -> Iterable[Entry]:
    rows = list(
        ContactOutcome.objects.filter(appointment__booking__requirement__in=requirements)
        .order_by("appointment__starts_at", "recorded_at", "pk")
        .values_list(*_OUTCOME_FIELDS)
    )
    corrections = {row[1]: row for row in rows if row[1]}
    for row in rows:
        yield from _of_outcome(row, corrections.get(row[0]))


def _of_outcome(row: tuple, correction: tuple | None) -> Iterable[Entry]:
    pk, _replaces, _appointment, code, started, finished, penalty, notice, reason, recorded_at, *rest = row
    first, last, username, booked_start, booked_end, requirement, project, kind = rest
    attended = contact_outcome(code).attended
    start, end = (started, finished) if attended else (booked_start, booked_end)
    session = SessionEvent(start, end, code, penalty, notice or "on_site")
    event: Event = session
    common = {
        "requirement": requirement,
        "what": project,
        "source": ("contacts.contactoutcome", pk),
        "recorded_at": recorded_at,
        "recorded_by": f"{first} {last}".strip() or username,
        "outcome": code,
        "penalty_minutes": penalty,
        "start": start,
        "end": end,
        "note": reason,
    }
    if correction:
        common["put_right"], common["put_right_at"] = correction[8], correction[9]
        common["put_right_by"] = f"{correction[10]} {correction[11]}".strip() or correction[12]
    if kind in ETE_TYPES and attended:
        minutes = session_credit(start, end, code, penalty, notice=session.notice, on=session.date).value
        if contact_outcome(code).enforceable:
            # The failure counts as one; the time counts once, as education, training or employment.
            worked = (end - start) // timedelta(minutes=1)
            yield Entry(event=SessionEvent(start, end, code, worked), **common)
        event = EteEvent(session.date, minutes)
    yield Entry(event=event, **common)


def _ete(requirements: list[int]) -> Iterable[Entry]:
    rows = list(
        EteCredit.objects.filter(requirement__in=requirements).select_related("recorded_by").order_by("on", "pk")
    )
    reversals = {row.reverses_id: row for row in rows if row.reverses_id}
    for row in rows:
        if not row.reverses_id:
            yield _entry(row, EteEvent(row.on, row.minutes), row.activity, "", reversals.get(row.pk))


def _adjustments(requirements: list[int]) -> Iterable[Entry]:
    found = HoursAdjustment.objects.filter(requirement__in=requirements).select_related("recorded_by")
    rows = list(found.order_by("on", "pk"))
    reversals = {row.reverses_id: row for row in rows if row.reverses_id}
    for row in rows:
        if not row.reverses_id:
            event = AdjustmentEvent(row.on, row.minutes, row.reason)
            yield _entry(row, event, row.get_reason_display(), row.note, reversals.get(row.pk))


def _entry(row: EteCredit | HoursAdjustment, event: Event, what: str, note: str, reversal) -> Entry:
    return Entry(
        requirement=row.requirement_id,
        event=event,
        what=what,
        source=(row._meta.label_lower, row.pk),
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.name,
        note=note,
        put_right=(getattr(reversal, "note", "") or getattr(reversal, "activity", "")) if reversal else "",
        put_right_at=reversal.recorded_at if reversal else None,
        put_right_by=reversal.recorded_by.name if reversal else "",
    )


def day_of(entry: Entry) -> date:
    """The civil date on which an entry counts."""
    return entry.event.date
