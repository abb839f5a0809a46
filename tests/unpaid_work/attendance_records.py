"""What people did at past sessions, as the record has it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from amends.contacts.models import ContactOutcome
from tests.factories import make_project
from tests.unpaid_work.board_records import make_session, put_on


def write_down(
    team, by, outcomes: Mapping[str, Sequence[tuple]], day: date, *, days_before: int | None = None
) -> list[ContactOutcome]:
    """A session of a new project on the day, with the people (ready to be booked) who have each outcome.

    `days_before`: how long before they were booked; else the session is a record of the past.
    """
    count = sum(map(len, outcomes.values()))
    project = make_project(team, supervised=False, places=max(1, count), days="1234567", open_on_bank_holidays=True)
    project.health_and_safety.update(from_date=date(2000, 1, 1), to_date=date(2200, 1, 1))
    booked_at = datetime.combine(day, time(8), UTC) - timedelta(days=days_before or 0)
    session = make_session(project, day, opened_at=booked_at)
    rows = []
    for code, people in outcomes.items():
        for ready in people:
            past = session.ends_at + timedelta(hours=1)
            booking = (
                put_on(session, (*ready[:2], None), by, booked_at=past)
                if days_before is None
                else put_on(session, ready, by, booked_at=booked_at)
            )
            came = code == "ATTC"
            rows.append(
                ContactOutcome(
                    appointment=booking.appointment, code=code, recorded_at=session.ends_at, recorded_by=by,
                    started_at=session.starts_at if came else None, finished_at=session.ends_at if came else None,
                )
            )  # fmt: skip
    return ContactOutcome.objects.bulk_create(rows)
