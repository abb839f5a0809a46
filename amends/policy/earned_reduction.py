"""Minutes taken off an order for working without failure (Sentencing Act 2026 s.37): off unless turned on."""

from fractions import Fraction

from amends.policy.dated_tables import Row, table
from amends.policy.decision import Decision


def _row() -> Row:
    """The one row: it waits for a date of commencement, so only a switch applies it, whatever the date."""
    return table("earned_reduction").rows[0]


def qualifying_minutes(ordered_minutes: int) -> Fraction:
    """The credited minutes, exact, that must be done without failure before anything is earned."""
    return ordered_minutes * Fraction(_row()["qualifying_share"])


def minutes_earned(ordered_minutes: int, credited_minutes: int) -> int:
    """Minutes earned by so many credited minutes without failure, rounded down; never below 0."""
    further = credited_minutes - qualifying_minutes(ordered_minutes)
    return max(0, int(further * Fraction(_row()["minutes_per_credited_minute"]) // 1))


def earned_reduction(
    ordered_minutes: int,
    credited_minutes: int,
    *,
    failed_in_first_quarter: bool = False,
    credited_at_later_failure: int | None = None,
) -> Decision[int]:
    """Minutes earned as if the switch were on; with `credited_at_later_failure`, as if the second were on too.

    Credited minutes are sessions, stand-downs and ETE. A statement cuts what is earned to what then remains.
    """
    row = _row()
    quarter = qualifying_minutes(ordered_minutes)
    steps = [f"the first {float(quarter):g} credited minutes, a quarter of the {ordered_minutes} ordered, earn nothing"]
    counting = credited_minutes
    if credited_at_later_failure is not None:
        counting = min(counting, credited_at_later_failure)
        steps.append(
            f"a failure at {credited_at_later_failure} credited minutes ends earning: {counting} minutes count"
        )
    if failed_in_first_quarter:
        earned = 0
        steps.append("a failure in the first quarter: nothing is ever earned")
    else:
        earned = minutes_earned(ordered_minutes, counting)
        steps.append(f"half of what {counting} is beyond that, rounded down: {earned}")
    steps.append("off unless a service turns it on; a statement cuts it to what then remains")
    return Decision(earned, "earned_reduction", row.cited, row.confidence, tuple(steps))
