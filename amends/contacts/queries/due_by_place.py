"""Contact due in a place: how many of each team's people are overdue, unplanned, or were not contacted, and who."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from amends.contacts.queries import places
from amends.contacts.queries.due import ContactDue, contact_due
from amends.organisation.models import Team

OUTSIDE = ("custody", "not_supervised")
SHOWN = {
    "no_contact": lambda each: each.no_contact,
    "overdue": lambda each: each.overdue,
    "unplanned": lambda each: each.unplanned,
    "untold": lambda each: each.state in ("risk_unknown", "no_rule"),
}


@dataclass
class TeamFigures:
    """How many of a team's people are in the community, and how many of those each list holds."""

    team: Team
    people: int = 0
    overdue: int = 0
    unplanned: int = 0
    no_contact: int = 0

    def add(self, other: "TeamFigures") -> None:
        """Count another team's people in."""
        self.people += other.people
        self.overdue += other.overdue
        self.unplanned += other.unplanned
        self.no_contact += other.no_contact


@dataclass(frozen=True)
class DueByPlace:
    """The people in the community of some teams as they stand, and the figures of each team that has any."""

    people: list[ContactDue]
    teams: list[TeamFigures]

    def shown(self, show: str) -> list[ContactDue]:
        """Those on one of the lists, the longest without contact first."""
        found = filter(SHOWN[show], self.people)
        return sorted(found, key=lambda each: (each.last is not None, each.last.on if each.last else date.min))

    def together(self) -> TeamFigures:
        """The figures of all the teams."""
        found = TeamFigures(self.teams[0].team if self.teams else Team())
        for each in self.teams:
            found.add(each)
        return found


def due_by_place(user, within: Collection[Team], *, on: date, at: datetime) -> DueByPlace:
    """How the people of the teams whom the user may see stand. A dozen queries, however many people."""
    everybody = contact_due(places.people(user, within), on=on, at=at)
    people = [each for each in everybody if each.state not in OUTSIDE]
    return DueByPlace(people, _figures(people, within))


def _figures(people: Iterable[ContactDue], within: Collection[Team]) -> list[TeamFigures]:
    figures = {team.pk: TeamFigures(team) for team in within}
    for each in people:
        told = figures[each.person.team_id]
        told.people += 1
        told.overdue += each.overdue
        told.unplanned += each.unplanned
        told.no_contact += each.no_contact
    return [each for each in figures.values() if each.people]
