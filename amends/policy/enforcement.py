"""What is due after a failure to comply, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from amends.faults import Fault, Faults
from amends.policy.civil_time import months_after
from amends.policy.dated_tables import table
from amends.policy.decision import Decision

Step = Literal["none", "warn", "breach"]


@dataclass(frozen=True)
class Failure:
    """A failure to comply, and whether its reason was accepted."""

    on: date
    acceptable: bool


def enforcement_step(failures: Sequence[Failure], warnings: Sequence[date] = (), *, on: date) -> Decision[Step]:
    """The step due for the latest failure (of those on one date, the last given), over every requirement of an order.

    Breach within twelve months after an earlier warning, or at the second unacceptable failure in twelve months; the
    anniversary is outside. A warning of the same date is not an earlier one. Raises Faults where there is no failure.
    """
    after_warning = table("enforcement", "ground").row(on, ground="earlier_warning")
    second = table("enforcement", "ground").row(on, ground="second_failure")
    if not failures:
        raise Faults([Fault("", None, "failures", "empty", "at least one failure")])
    position = max(range(len(failures)), key=lambda index: (failures[index].on, index))
    latest = failures[position]
    told = f"the latest failure was on {latest.on.isoformat()}"
    if latest.acceptable:
        return Decision(
            "none", "enforcement_step", second.cited, second.confidence, (told, "its reason was acceptable")
        )
    months = after_warning.whole("months")
    for warned in sorted(warnings, reverse=True):
        if warned < latest.on < months_after(warned, months):
            steps = (told, f"within {months} months after the warning of {warned.isoformat()}")
            return Decision("breach", "enforcement_step", after_warning.cited, after_warning.confidence, steps)
    months = second.whole("months")
    for index, failure in enumerate(failures):
        if index != position and not failure.acceptable and latest.on < months_after(failure.on, months):
            steps = (told, f"the second unacceptable one within {months} months: also {failure.on.isoformat()}")
            return Decision("breach", "enforcement_step", second.cited, second.confidence, steps)
    steps = (told, "the first unacceptable one in twelve months, with no warning in force")
    return Decision("warn", "enforcement_step", second.cited, second.confidence, steps)


@dataclass(frozen=True)
class AbsenceClocks:
    """The last days for the letter, for evidence of a reason, and for breach action."""

    letter_due: date
    evidence_due: date
    breach_due: date


def absence_clocks(failed_on: date, *, on: date | None = None) -> Decision[AbsenceClocks]:
    """The clocks that an absence starts, in working days after it; `on` is the date of the rule, else the absence's."""
    from amends.policy.working_days import add_working_days

    rows = {
        clock: table("absence_clocks", "clock").row(on or failed_on, clock=clock)
        for clock in ("letter", "evidence", "breach")
    }
    due = {clock: add_working_days(failed_on, row.whole("working_days")) for clock, row in rows.items()}
    steps = tuple(f"{clock} within {row['working_days']} working days: {due[clock]}" for clock, row in rows.items())
    value = AbsenceClocks(letter_due=due["letter"], evidence_due=due["evidence"], breach_due=due["breach"])
    return Decision(value, "absence_clocks", rows["letter"].cited, rows["letter"].confidence, steps)
