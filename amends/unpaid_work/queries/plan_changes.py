"""How a plan differs from what stood when it was made: what it opens, gives another supervisor, calls off; whom it
books, moves, drops."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class SessionChange:
    """`opened`, `supervised` (another supervisor) or `called_off`. `session` is the id of the one that stood."""

    date: date
    project: str
    kind: str
    supervisor: str | None
    before: str | None
    session: int | None

    @property
    def key(self) -> tuple[str, str]:
        """Project and date, as text: there is one session of them."""
        return self.project, self.date.isoformat()


@dataclass(frozen=True)
class Place:
    """A session, for one person: the booking's id where it stood."""

    project: str
    date: date
    booking: int | None = None
    session: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Project and date, as text."""
        return self.project, self.date.isoformat()


@dataclass(frozen=True)
class PersonChange:
    """Someone booked (`to` alone), dropped (`of` alone), or moved within a week (both)."""

    person: str
    of: Place | None
    to: Place | None

    @property
    def kind(self) -> str:
        """`added`, `dropped` or `moved`."""
        return "moved" if self.of and self.to else "added" if self.to else "dropped"

    @property
    def left(self) -> Place:
        """The place that stood. Only of those dropped or moved."""
        if self.of is None:
            raise ValueError("nothing stood")
        return self.of

    @property
    def taken(self) -> Place:
        """The place planned. Only of those added or moved."""
        if self.to is None:
            raise ValueError("nothing is planned")
        return self.to

    @property
    def date(self) -> date:
        """The first day it concerns."""
        return min(place.date for place in (self.of, self.to) if place)


@dataclass(frozen=True)
class Changes:
    """Everything that a plan would change, and what it keeps of the bookings that stood (their ids)."""

    sessions: tuple[SessionChange, ...]
    people: tuple[PersonChange, ...]
    kept: tuple[tuple[str, Place], ...]

    @property
    def crns(self) -> set[str]:
        """Everyone it concerns."""
        return {change.person for change in self.people}


def changes_of(result: Mapping) -> Changes:
    """What the stored result would change."""
    wanted = {(row["person"], row["project"], row["date"]) for row in result["bookings"]}
    stood = {(row["person"], row["project"], row["date"]): row for row in result["stood"]["bookings"]}
    leaving: dict[tuple[str, date], list[Place]] = defaultdict(list)
    coming: dict[tuple[str, date], list[Place]] = defaultdict(list)
    kept = []
    for key, row in stood.items():
        place = Place(row["project"], date.fromisoformat(row["date"]), row["id"], row["session"])
        if key in wanted:
            kept.append((row["person"], place))
        elif not row["decided"]:
            leaving[row["person"], _monday(place.date)].append(place)
    for person, project, day in wanted - stood.keys():
        place = Place(project, date.fromisoformat(day))
        coming[person, _monday(place.date)].append(place)
    people = [
        PersonChange(person, of, to)
        for person, monday in leaving.keys() | coming.keys()
        for of, to in _paired(leaving[person, monday], coming[person, monday])
    ]
    people.sort(key=lambda change: (change.date, change.person, change.kind))
    return Changes(
        tuple(sorted(_sessions(result), key=lambda one: (one.date, one.project))), tuple(people), tuple(kept)
    )


def _sessions(result: Mapping) -> Iterable[SessionChange]:
    wanted = {(row["project"], row["date"]): row["supervisor"] for row in result["sessions"]}
    stood = {(row["project"], row["date"]): row for row in result["stood"]["sessions"]}
    decided = {row["session"] for row in result["stood"]["bookings"] if row["decided"]}
    for (project, day), supervisor in wanted.items():
        before = stood.get((project, day))
        if before is None:
            yield SessionChange(date.fromisoformat(day), project, "opened", supervisor, None, None)
        elif before["supervisor"] != supervisor:
            yield SessionChange(
                date.fromisoformat(day), project, "supervised", supervisor, before["supervisor"], before["id"]
            )
    for key, row in stood.items():
        if key not in wanted and row["id"] not in decided:
            yield SessionChange(
                date.fromisoformat(row["date"]), row["project"], "called_off", None, row["supervisor"], row["id"]
            )


def _paired(leaving: list[Place], coming: list[Place]) -> Iterable[tuple[Place | None, Place | None]]:
    """One left and one taken within a week are a move, the same day first."""
    leaving, coming = sorted(leaving, key=_when), sorted(coming, key=_when)
    for place in list(leaving):
        same = next((other for other in coming if other.date == place.date), None)
        if same:
            leaving.remove(place)
            coming.remove(same)
            yield place, same
    shared = min(len(leaving), len(coming))
    yield from zip(leaving[:shared], coming[:shared], strict=True)
    yield from ((place, None) for place in leaving[shared:])
    yield from ((None, place) for place in coming[shared:])


def _when(place: Place) -> tuple[date, str]:
    return place.date, place.project


def _monday(day: date) -> date:
    return day - timedelta(days=day.isoweekday() - 1)
