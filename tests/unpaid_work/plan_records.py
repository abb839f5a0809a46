"""A small unit with people, projects and supervisors to plan for."""

from datetime import UTC, date, datetime, timedelta

from amends.cases.models import Address, Person
from amends.organisation.models import Team, User
from amends.unpaid_work.models import Project
from tests.factories import MONDAY, make_project, make_staff, make_team, make_user
from tests.unpaid_work.board_records import make_ready

FRIDAY_BEFORE = MONDAY - timedelta(days=3)
AT = datetime(2026, 5, 29, 9, tzinfo=UTC)


def live_at(person: Person, lat: float, lon: float, from_date: date = date(2020, 1, 1)) -> Address:
    """Give the person an address at the position."""
    return Address.objects.create(person=person, lines="1 Test Street", lat=lat, lon=lon, from_date=from_date)


class World:
    """An unpaid work team, a team that holds cases in the same unit, and a coordinator of the former."""

    def __init__(self, people: int = 6, projects: int = 2, supervisors: int = 2) -> None:
        self.team: Team = make_team()
        self.cases: Team = make_team(kind="sentence_management", pdu=self.team.pdu)
        self.user: User = make_user("placement_coordinator", self.team)
        self.people = [self.person(number) for number in range(people)]
        self.projects: list[Project] = [make_project(self.team) for _ in range(projects)]
        self.supervisors = [make_staff(self.team) for _ in range(supervisors)]

    def person(self, number: int = 0, **values):
        """One more person who could be booked: (person, requirement, assessment)."""
        ready = make_ready(self.cases, self.user, **values)
        live_at(ready[0], 52.63 + number % 7 / 500, -1.13)
        return ready
