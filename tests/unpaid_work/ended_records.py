"""People near the end of their hours: what they worked, and sessions yet to come."""

from datetime import UTC, date, datetime, timedelta

from amends.cases.models import Requirement
from amends.unpaid_work.models import Booking
from tests.factories import MONDAY, make_assessment, make_person, make_project, make_requirement
from tests.unpaid_work.board_records import make_session, put_on
from tests.unpaid_work.hours_records import worked

AT = datetime(2026, 5, 20, 9, tzinfo=UTC)  # before the sessions to come
ON = date(2026, 5, 20)
WORKED = date(2026, 5, 11)
DAY = 420  # minutes of one session


class Case:
    """Somebody with a requirement of some days of work, so many of them done, and bookings on days after."""

    def __init__(self, team, by, *, ordered: int = 2, done: int = 1, coming: int = 0, **person) -> None:
        self.team, self.by = team, by
        self.person = make_person(team, **person)
        self.requirement = make_requirement(self.person, ordered_minutes=ordered * DAY)
        self.assessment = make_assessment(self.person, by)
        self.project = make_project(team)
        for number in range(done):
            worked(self.project, self.requirement, WORKED + timedelta(days=number), by)
        self.bookings = [self.book(MONDAY + timedelta(days=number)) for number in range(coming)]

    def book(self, day: date, requirement: Requirement | None = None, project=None) -> Booking:
        session = make_session(project or self.project, day)
        return put_on(session, (self.person, requirement or self.requirement, self.assessment), self.by)

    def standing_bookings(self) -> list[tuple[date, int]]:
        """The day and the requirement of each booking that stands, of those to come."""
        rows = Booking.objects.filter(appointment__person=self.person, appointment__cancelled_at=None)
        return list(
            rows.filter(session__starts_at__gt=AT).order_by("session__date").values_list("session__date", "requirement")
        )
