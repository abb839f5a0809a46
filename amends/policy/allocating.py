"""What must be known before a case is given to an officer, and how long its officer may be away."""

from datetime import date, timedelta

from amends.policy.dated_tables import table
from amends.policy.decision import Decision, weakest
from amends.policy.working_days import working_days_between

_A_DAY = timedelta(days=1)


def allocation_information(*, on: date) -> Decision[tuple[str, ...]]:
    """What must be known of a new case before it is allocated: `sentence`, `risk_of_harm`, and agencies to be asked."""
    rows = [row for row in table("allocation_information", "item").rows if row.holds(on)]
    cited = rows[0].cited if rows else "nothing is asked on that day"
    value = tuple(row["item"] for row in rows)
    return Decision(value, "allocation_information", cited, weakest(*(row.confidence for row in rows)))


def away_too_long(from_date: date, to_date: date | None, *, on: date) -> Decision[bool]:
    """Whether an absence leaves every case behind: an unknown end does, and more working days than the limit.

    `to_date` is the first day back.
    """
    limit = absence_working_days(on=on)
    if to_date is None:
        return Decision(True, "away_too_long", limit.source, limit.confidence, ("no end of the absence is known",))
    days = working_days_between(from_date - _A_DAY, to_date - _A_DAY)
    step = f"away for {days} working days; every case is covered where there are more than {limit.value}"
    return Decision(days > limit.value, "away_too_long", limit.source, limit.confidence, (step,))


def absence_working_days(*, on: date) -> Decision[int]:
    """Working days for which cases may wait while their officer is away."""
    row = table("allocation", "limit").row(on, limit="absence_working_days")
    return Decision(row.whole("amount"), "absence_working_days", row.cited, row.confidence)


def release_ahead_days(*, on: date) -> Decision[int]:
    """Days before a release in which who will see the person, and where they will live, is looked at."""
    row = table("allocation", "limit").row(on, limit="release_ahead_days")
    return Decision(row.whole("amount"), "release_ahead_days", row.cited, row.confidence)
