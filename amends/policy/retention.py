"""How long a person's record is kept."""

from collections.abc import Mapping
from datetime import date, timedelta

from amends.policy.civil_time import last_day_within
from amends.policy.dated_tables import table
from amends.policy.decision import Decision


def kept_until(kinds: Mapping[str, date | None], *, on: date) -> Decision[date | None]:
    """The last day on which a record is kept: the latest that any of its kinds asks for.

    `kinds` gives, for each kind that the record is of, the day from which its years are counted: None where that day
    has not come, as for a sentence that has not ended. The answer is then None: no day is known. Raises Faults for a
    kind without a rule.
    """
    if not kinds:
        raise ValueError("a record is of one kind at least")
    rows = {kind: table("retention", "kind").row(on, kind=kind) for kind in kinds}
    lasts: dict[str, date] = {}
    steps = []
    for kind, counted_from in kinds.items():
        row = rows[kind]
        if counted_from is None:
            steps.append(f"{kind}: {row['counted_from']} has not come")
            continue
        lasts[kind] = last_day_within(counted_from, 12 * row.whole("years"))
        steps.append(f"{kind}: {row['years']} years from {counted_from.isoformat()}, {lasts[kind].isoformat()}")
    unknown = [kind for kind in kinds if kind not in lasts]
    decisive = unknown[0] if unknown else max(lasts, key=lambda kind: lasts[kind])
    value = None if unknown else lasts[decisive]
    return Decision(value, "kept_until", rows[decisive].cited, rows[decisive].confidence, tuple(steps))


def shortest_years(*, on: date) -> int:
    """The fewest years for which any kind of record is kept: nothing younger has come due."""
    return min(row.whole("years") for row in table("retention", "kind").rows if row.holds(on))


def deleted_from(quarantined_on: date, *, on: date) -> Decision[date]:
    """The first day on which a record in quarantine may be deleted. Raises Faults without a rule."""
    row = table("quarantine").row(on)
    first = quarantined_on + timedelta(days=row.whole("days"))
    steps = (f"{row['days']} days from {quarantined_on.isoformat()}",)
    return Decision(first, "deleted_from", row.cited, row.confidence, steps)
