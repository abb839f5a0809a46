"""By when the hours are to be worked, and when the requirement is reviewed on the way."""

from datetime import date

from amends.policy.civil_time import last_day_within, months_after
from amends.policy.dated_tables import table
from amends.policy.decision import Decision


def completion_date(sentence_date: date, *, on: date) -> Decision[date | None]:
    """The last civil date on which the hours may be worked, None where no limit applies on `on`.

    The months begin with the sentence date. The removal of the limit (Sentencing Act 2026 s.36) is a row without a
    date of commencement; it reaches orders whenever made, so the date asked for decides, not the sentence date. Raises
    Faults where no rule holds on either date.
    """
    limits = table("time_to_finish")
    limits.row(sentence_date)
    row = limits.row(on)
    if not row["months"]:
        return Decision(None, "completion_date", row.cited, row.confidence, ("no limit applies",))
    months = row.whole("months")
    last = last_day_within(sentence_date, months)
    steps = [
        f"{months} months begin with the sentence date, {sentence_date.isoformat()}",
        f"the last day within them is {last.isoformat()}; the court may extend it",
    ]
    steps += [f"not in force, so not applied: {waiting.cited}" for waiting in limits.awaiting()]
    return Decision(last, "completion_date", row.cited, row.confidence, tuple(steps))


def review_due_dates(sentence_date: date, *, on: date) -> Decision[tuple[date, ...]]:
    """The dates on which the requirement is due for review, whether or not the hours have a limit."""
    rows = [table("review_due", "review").row(on, review=review) for review in ("first", "second")]
    dates = tuple(months_after(sentence_date, row.whole("months")) for row in rows)
    steps = tuple(f"{row['review']} review after {row['months']} months" for row in rows)
    return Decision(dates, "review_due_dates", rows[0].cited, rows[0].confidence, steps)
