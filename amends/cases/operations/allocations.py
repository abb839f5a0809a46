"""Who holds a case: dated, one practitioner at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import CaseAllocation, Person
from amends.cases.operations.refused import AllocationRefused
from amends.cases.queries.allocating import known_of
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.models import Absence, AllocationPause, Staff, Team, User
from amends.organisation.operations.refusal import Ground
from amends.organisation.ranges import current
from amends.policy.allocating import away_too_long
from amends.policy.workload import away

_AT_ONCE = 5_000


@dataclass(frozen=True)
class AllocationDraft:
    """A case to allocate from a day. `team`: the team that the case moves to with it, where it moves.

    `reason`: why this practitioner, where that was told.
    """

    person: Person
    practitioner: Staff
    from_date: date
    to_date: date | None = None
    team: Team | None = None
    reason: str = ""


@transaction.atomic
def allocate_cases(drafts: Sequence[AllocationDraft], *, by: User, at: datetime) -> list[CaseAllocation]:
    """Allocate cases in the order given; an allocation still open when the next begins ends there.

    Raises AllocationRefused with every ground, `Ground.number` the place in `drafts`, from 1: a practitioner not in
    post on the day, dates out of order, or an allocation on the same days already.
    """
    ids = {draft.person.pk for draft in drafts}
    people = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    standing: dict[int, list[CaseAllocation]] = defaultdict(list)
    for row in CaseAllocation.objects.filter(person__in=people).order_by("from_date"):
        standing[row.person_id].append(row)
    grounds: list[Ground] = []
    made: dict[int, CaseAllocation] = {}
    for number, draft in sorted(enumerate(drafts, start=1), key=lambda pair: pair[1].from_date):
        found = _grounds(draft, people.get(draft.person.pk), standing[draft.person.pk], number)
        grounds += found
        if not found:
            made[number] = _add(draft, standing[draft.person.pk])
    if grounds:
        raise AllocationRefused(sorted(grounds, key=lambda ground: ground.number or 0))
    closed = [row for rows in standing.values() for row in rows if row.pk]
    CaseAllocation.objects.bulk_update(closed, ["to_date"], batch_size=_AT_ONCE)
    rows = CaseAllocation.objects.bulk_create([made[number] for number in sorted(made)], batch_size=_AT_ONCE)
    moving = [draft for draft in drafts if draft.team and draft.team.pk != people[draft.person.pk].team_id]
    for draft in moving:
        people[draft.person.pk].team = draft.team
    Person.objects.bulk_update([people[draft.person.pk] for draft in moving], ["team"], batch_size=_AT_ONCE)
    audit.record_many(
        by,
        "allocate case",
        ((f"cases.caseallocation {row.pk}", row.person.crn, {"practitioner": row.practitioner.code}) for row in rows),
    )
    return rows


@transaction.atomic
def allocate_case(
    *, person: Person, practitioner: Staff, from_date: date, reason: str = "", by: User, at: datetime
) -> CaseAllocation:
    """Give one case to a practitioner from a day; it moves to the practitioner's team.

    Raises AllocationRefused as `allocate_cases` does, and where allocation to the practitioner is paused, they are
    away longer than policy lets a case wait, or the case is new and what must be known of it is not.
    """
    grounds = [*_unknown(person, localdate(at)), *_not_to(practitioner, from_date)]
    if grounds:
        raise AllocationRefused(grounds)
    draft = AllocationDraft(person, practitioner, from_date, team=practitioner.team, reason=reason.strip())
    (row,) = allocate_cases([draft], by=by, at=at)
    return row


def _unknown(person: Person, on: date) -> list[Ground]:
    known = known_of(person, on=on)
    if not (known.new and known.missing):
        return []
    words = _("Record first what must be known of a new case: %(missing)s") % {"missing": "; ".join(known.missing)}
    return [Ground(words)]


def _not_to(staff: Staff, on: date) -> list[Ground]:
    """Why the practitioner is given no case on the day."""
    grounds = []
    pause = AllocationPause.objects.filter(current(on), staff=staff).first()
    if pause:
        words = _("Allocation to %(name)s is paused: %(why)s") % {"name": staff.name, "why": pause.reason}
        grounds.append(Ground(words, "practitioner"))
    for absence in Absence.objects.filter(current(on), staff=staff):
        too_long = away(absence.kind, on=on) and away_too_long(absence.from_date, absence.to_date, on=on).value
        if too_long:
            words = _("%(name)s is away on %(day)s, longer than a case may wait")
            grounds.append(Ground(words % {"name": staff.name, "day": day(on)}, "practitioner"))
    return grounds


def _add(draft: AllocationDraft, standing: list[CaseAllocation]) -> CaseAllocation:
    for row in standing:
        if row.to_date is None or row.to_date > draft.from_date:
            row.to_date = draft.from_date
    row = CaseAllocation(
        person=draft.person, practitioner=draft.practitioner, from_date=draft.from_date, to_date=draft.to_date,
        reason=draft.reason,
    )  # fmt: skip
    standing.append(row)
    return row


def _grounds(
    draft: AllocationDraft, person: Person | None, standing: Sequence[CaseAllocation], number: int
) -> list[Ground]:
    grounds = []
    if person is None or person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Use the record that was kept."), "", number))
    if len(draft.reason) > CaseAllocation._meta.get_field("reason").max_length:
        grounds.append(Ground(_("The reason is too long"), "reason", number))
    if draft.to_date and draft.to_date <= draft.from_date:
        grounds.append(Ground(_("The last day must be after the first"), "to_date", number))
    staff = draft.practitioner
    if staff.from_date > draft.from_date or (staff.to_date and staff.to_date <= draft.from_date):
        words = _("%(name)s is not in post on %(day)s") % {"name": staff.name, "day": day(draft.from_date)}
        grounds.append(Ground(words, "practitioner", number))
    later = [row for row in standing if row.from_date >= draft.from_date]
    if later:
        words = _("The case is allocated from %(day)s already: begin after that day") % {"day": day(later[0].from_date)}
        grounds.append(Ground(words, "from_date", number))
    ended_later = [row for row in standing if row.to_date and row.to_date > draft.from_date and not later]
    if ended_later and draft.to_date and any(row.to_date > draft.to_date for row in ended_later if row.to_date):
        grounds.append(Ground(_("The case is allocated on these days already"), "from_date", number))
    return grounds
