"""A problem from its folder: problem.toml and the tables. Every fault in every file is found before any is told."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from amends.methods.planning.files import table
from amends.methods.planning.files.head import Head, read_head
from amends.methods.planning.files.table import MINUTES_MOST, Found, Row, read_rows
from amends.methods.planning.problem import (
    KINDS,
    Cap,
    Person,
    Problem,
    Project,
    Standing,
    Supervisor,
    Wish,
)

Made = TypeVar("Made")

POINTS_MOST = 1_000_000.0

_LATITUDE, _LONGITUDE = table.number(-90, 90), table.number(-180, 180)
_WORDS = table.listed(table.text)
_ID, _ID_OR_NONE = table.text, table.optional(table.text)
_DAY_OR_NONE = table.optional(table.day)

Known = set[str] | None  # the ids that a reference may name; None: not known, so nothing is said
Columns = dict[str, Callable[[str], object]]

PEOPLE: Columns = {
    "person_id": _ID,
    "eligible_from": _DAY_OR_NONE,
    "eligible_to": _DAY_OR_NONE,
    "minutes_left": table.whole(0),
    "ete_left": table.whole(0),
    "limit_date": _DAY_OR_NONE,
    "offer_min": table.whole(0),
    "offer_max": table.whole(0),
    "attendance": table.number(0, 1, above=True),
    "lat": _LATITUDE,
    "lon": _LONGITUDE,
    "drives": table.truth_or_empty,
    "max_travel": table.number(0, MINUTES_MOST),
    "days": table.weekdays,
    "away": table.listed(table.day),
    "kinds": table.listed(table.one_of(*KINDS)),
    "excludes": _WORDS,
    "skills": _WORDS,
    "sex": table.one_of("f", "m", "x"),
    "women_only": table.truth_or_empty,
    "last_project": _ID_OR_NONE,
}
PROJECTS: Columns = {
    "project_id": _ID,
    "kind": table.one_of(*KINDS),
    "lat": _LATITUDE,
    "lon": _LONGITUDE,
    "days": table.weekdays,
    "start": table.clock,
    "end": table.clock,
    "open_from": table.day,
    "open_to": table.day,
    "closed": table.listed(table.day),
    "places": table.whole(0),
    "least": table.whole(0),
    "tags": _WORDS,
    "needs": _WORDS,
    "for": table.one_of("any", "women", "men"),
    "supervised": table.truth,
    "qualifications": _WORDS,
}
SUPERVISORS: Columns = {
    "supervisor_id": _ID,
    "lat": _LATITUDE,
    "lon": _LONGITUDE,
    "days": table.weekdays,
    "absent": table.listed(table.day),
    "days_a_week": table.whole(0, 7),
    "qualifications": _WORDS,
    "usual": _WORDS,
    "max_drive": table.number(0, MINUTES_MOST),
}
APART: Columns = {"person_a": _ID, "person_b": _ID}
STANDING: Columns = {
    "project_id": _ID,
    "date": table.day,
    "supervisor_id": _ID_OR_NONE,
    "person_id": _ID_OR_NONE,
    "fixed": table.truth_or_empty,
}
WISHES: Columns = {
    "person_id": _ID_OR_NONE,
    "project_id": _ID_OR_NONE,
    "date": _DAY_OR_NONE,
    "points": table.or_word("never", table.number(-POINTS_MOST, POINTS_MOST)),
}
CAPS: Columns = {"project_id": _ID_OR_NONE, "from": table.day, "to": table.day, "places": table.whole(0)}


def read_problem(folder: Path) -> Problem:
    """The problem in the folder. Raises Faults with every fault of every file."""
    found = Found()
    if not folder.is_dir():
        found.add(str(folder), None, "", "not a folder", "the folder of a planning problem")
        found.raise_if_any()
    head = read_head(folder / "problem.toml", found)
    people = _all(read_rows(folder / "people.csv", PEOPLE, found, may_lack=("eligible_to",)), _person)
    projects = _all(read_rows(folder / "projects.csv", PROJECTS, found), _project)
    supervisors = _all(read_rows(folder / "supervisors.csv", SUPERVISORS, found), _supervisor)
    known = {
        "person": _unique("people.csv", "person_id", people, found),
        "project": _unique("projects.csv", "project_id", projects, found),
        "supervisor": _unique("supervisors.csv", "supervisor_id", supervisors, found),
    }
    for row, _ in people:
        _refer(row, "last_project", known["project"])
    for row, _ in supervisors:
        _refer(row, "usual", known["project"])
    apart = _all(read_rows(folder / "apart.csv", APART, found), lambda row: _apart(row, known))
    standing = _all(_optional(folder / "standing.csv", STANDING, found), lambda row: _standing(row, known, head))
    _no_promise_twice(standing)
    wishes = _all(_optional(folder / "wishes.csv", WISHES, found), lambda row: _wish(row, known))
    caps = _all(_optional(folder / "caps.csv", CAPS, found), lambda row: _cap(row, known))
    found.raise_if_any()
    if head is None:
        raise AssertionError("a problem without a head has faults")
    return Problem(
        first_day=head.first_day,
        weeks=head.weeks,
        overbook_risk=head.overbook_risk,
        travel=head.travel,
        drive=head.drive,
        people=_made(people),
        projects=_made(projects),
        supervisors=_made(supervisors),
        apart=_made(apart),
        standing=_made(standing),
        wishes=_made(wishes),
        caps=_made(caps),
    )


# --- a row of each table; None where one of its cells has a fault ---


def read_wishes(path: Path) -> tuple[Wish, ...]:
    """The wishes of a file by itself, whoever and whatever they name. Raises Faults."""
    return _read_alone(path, WISHES, _wish)


def read_caps(path: Path) -> tuple[Cap, ...]:
    """The caps of a file by itself, whichever projects they name. Raises Faults."""
    return _read_alone(path, CAPS, _cap)


def _read_alone(path: Path, columns: Columns, make: Callable[[Row, dict[str, Known]], Made | None]) -> tuple[Made, ...]:
    found = Found()
    rows = _all(read_rows(path, columns, found), lambda row: make(row, {"person": None, "project": None}))
    found.raise_if_any()
    return _made(rows)


def _person(row: Row) -> Person | None:
    if (values := row.read_all(PEOPLE)) is None:
        return None
    person = Person(**values)
    if person.offer_max < person.offer_min:
        row.fault("offer_max", f"{person.offer_max} is less than offer_min", f"{person.offer_min} or more")
    return person


def _project(row: Row) -> Project | None:
    if (values := row.read_all(PROJECTS)) is None:
        return None
    project = Project(audience=values.pop("for"), **values)
    if project.end <= project.start:
        row.fault("end", f"{project.end:%H:%M} is not after the start", f"after {project.start:%H:%M}, the same day")
    return project


def _supervisor(row: Row) -> Supervisor | None:
    values = row.read_all(SUPERVISORS)
    return None if values is None else Supervisor(**values)


def _apart(row: Row, known: dict[str, Known]) -> tuple[str, str] | None:
    values = row.read_all(APART)
    _refer(row, "person_a", known["person"])
    _refer(row, "person_b", known["person"])
    if values is None:
        return None
    one, other = values["person_a"], values["person_b"]
    if one == other:
        row.fault("person_b", f"{one!r} is person_a too", "someone else")
    return one, other


def _standing(row: Row, known: dict[str, Known], head: Head | None) -> Standing | None:
    values = row.read_all(STANDING)
    _refer(row, "project_id", known["project"])
    _refer(row, "supervisor_id", known["supervisor"])
    _refer(row, "person_id", known["person"])
    if values is None:
        return None
    promise = Standing(**values)
    if head is not None and not head.first_day <= promise.date <= head.last_day:
        row.fault("date", f"{promise.date} is not in the weeks planned", f"from {head.first_day} to {head.last_day}")
    return promise


def _wish(row: Row, known: dict[str, Known]) -> Wish | None:
    values = row.read_all(WISHES)
    _refer(row, "person_id", known["person"])
    _refer(row, "project_id", known["project"])
    return None if values is None else Wish(**values)


def _cap(row: Row, known: dict[str, Known]) -> Cap | None:
    values = row.read_all(CAPS)
    _refer(row, "project_id", known["project"])
    if values is None:
        return None
    cap = Cap(values["project_id"], values["from"], values["to"], values["places"])
    if cap.last_day < cap.first_day:
        row.fault("to", f"{cap.last_day} is before from", f"{cap.first_day} or later")
    return cap


# --- shared by the tables ---


def _no_promise_twice(rows: Iterable[tuple[Row, Standing | None]]) -> None:
    first: dict[tuple[str, date, str], int] = {}
    for row, promise in rows:
        if promise is None or promise.person_id is None:
            continue
        key = promise.project_id, promise.date, promise.person_id
        if key in first:
            row.fault("person_id", f"{promise.person_id!r} is booked as in row {first[key]}", "a row per booking")
        first.setdefault(key, row.number)


def _optional(path: Path, columns: Columns, found: Found) -> Iterable[Row]:
    return read_rows(path, columns, found) if path.exists() else ()


def _all(rows: Iterable[Row], make: Callable[[Row], Made | None]) -> list[tuple[Row, Made | None]]:
    return [(row, make(row)) for row in rows]


def _made(rows: Iterable[tuple[Row, Made | None]]) -> tuple[Made, ...]:
    return tuple(made for _, made in rows if made is not None)


def _unique(file: str, column: str, rows: Iterable[tuple[Row, object]], found: Found) -> Known:
    """The ids of a table, with a fault for each that is there twice; None where the table could not be read."""
    first: dict[str, int] = {}
    for row, _ in rows:
        name = row.cells[column]
        if name and name in first:
            row.fault(column, f"{name!r} is in row {first[name]} too", "an id of its own")
        first.setdefault(name, row.number)
    unread = not first and any(fault.file == file for fault in found.faults)
    return None if unread else set(first)


def _refer(row: Row, column: str, known: Known) -> None:
    """A fault for each id in the cell that its own file does not have, whatever else is wrong with the row."""
    if known is None:
        return
    for name in row.cells[column].split(";") if column == "usual" else [row.cells[column]]:
        if name and name == name.strip() and name not in known:
            row.fault(column, f"{name!r} is unknown", "an id of its own file")
