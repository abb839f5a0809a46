"""Officers to whom a case can be given, for a time or for good: as they stand, and as they would with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from amends.cases.models import CaseAllocation, Person
from amends.cases.queries.person import practitioners_for
from amends.cases.queries.tier import Tier, tier_now
from amends.cases.queries.workload import Officer, officers
from amends.organisation.models import Staff
from amends.organisation.ranges import current
from amends.organisation.roles import Permission


@dataclass(frozen=True)
class Candidate:
    """An officer before and after. `closed`: away, paused or not in post. `proposed`: nobody has more room."""

    before: Officer
    after: Officer
    closed: bool
    proposed: bool

    @property
    def over(self) -> bool:
        """Whether they would be over capacity with the case."""
        return self.after.capacity.value["over"]


@dataclass(frozen=True)
class Candidates:
    """Everybody to whom a case can be given, and its tier."""

    tier: Tier
    rows: tuple[Candidate, ...]

    def asks_reason(self, staff: Staff) -> str:
        """Why a reason must be given for this officer: `over`, `not_proposed`, or empty where none need be."""
        row = next((row for row in self.rows if row.before.staff == staff), None)
        if row is not None and row.over:
            return "over"
        return "" if row is not None and row.proposed else "not_proposed"


def choosable(user, person: Person, on: date) -> QuerySet[Staff]:
    """Those in the user's remit who may hold a case, besides the one who holds this one."""
    held = CaseAllocation.objects.filter(current(on), person=person)
    return practitioners_for(user, Permission.CASE_ALLOCATE, on).exclude(pk__in=held.values("practitioner"))


def candidates(user, person: Person, *, on: date, cover: bool = False) -> Candidates:
    """Those whom the user may give the case, with the most room first, and first of the person's own unit.

    Those away, at home where it is to be covered, not in post or paused stand last: none of them is proposed.
    """
    tier = tier_now(person, on=on)
    found = officers(user, choosable(user, person, on), on=on)
    pairs = [(each, each.with_case(tier, on) if tier.kind else each) for each in found]
    return Candidates(tier, _ordered(pairs, person.team.pdu_id, closed_at_home=cover))


def _ordered(pairs: Iterable[tuple[Officer, Officer]], pdu: int, *, closed_at_home: bool) -> tuple[Candidate, ...]:
    def closed(officer: Officer) -> bool:
        standing = officer.standing
        return bool(standing.pause or standing.absence or not officer.in_post or (closed_at_home and standing.home))

    def order(pair: tuple[Officer, Officer]) -> tuple[bool, bool, bool, float]:
        percent = pair[1].capacity.value["percent"]
        return closed(pair[0]), pair[0].staff.team.pdu_id != pdu, percent is None, percent or 0.0

    rows: Sequence[tuple[Officer, Officer]] = sorted(pairs, key=order)
    best = order(rows[0]) if rows else None
    return tuple(Candidate(*pair, closed(pair[0]), order(pair) == best and not best[0]) for pair in rows)
