"""What the pages of `bench/casework.py` tell beside what their peers tell: the same people, counts and days."""

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.casework import Reader

_SEEN = ("office", "home")


def answers(reader: "Reader") -> dict[str, tuple[object, object]]:
    """Of each page, its answer and the peer's, in the same shape."""
    return {
        "a caseload": _caseload(reader),
        "a timeline": _timeline(reader),
        "contact due in the region": _due(reader),
        "what if another model held": _what_if(reader),
    }


def _caseload(reader: "Reader") -> tuple[object, object]:
    """Each person with the day that contact is due, and how they stand; and whose caseloads may be chosen."""
    from amends.contacts.queries import caseload

    on, at = reader.asked["today"], reader.asked["now"]
    people, staff = reader.sql("a caseload")
    chosen = {each.code: each for each in caseload.practitioners(reader.user, on)}
    shown = caseload.caseload(reader.user, chosen[reader.officer.code], on, at).people
    page = {(each.person.crn, each.due_on, each.overdue, each.unplanned, each.no_contact) for each in shown}
    peer = {(crn, due, bool(overdue), bool(unplanned), silent) for crn, due, overdue, unplanned, silent, *_ in people}
    return (page, Counter(list(chosen))), (peer, Counter(code for code, *_names in staff))


def _timeline(reader: "Reader") -> tuple[object, object]:
    """How many entries there are, and the instant, kind and key of each of the first page."""
    from amends.desk.timeline import A_PAGE, Sought, Timeline

    (rows,) = reader.sql("a timeline")
    count, keys = Timeline(reader.person, reader.user, Sought()).read(0, A_PAGE)
    return (count, keys), (rows[0][0], [(at, source, key) for _entries, source, at, key, *_words in rows])


def _due(reader: "Reader") -> tuple[object, object]:
    """The figures of each team, and since when the first page of those not contacted were not."""
    from amends.contacts.queries import places
    from amends.contacts.queries.due_by_place import due_by_place

    (rows,) = reader.sql("contact due in the region")
    found = due_by_place(reader.user, places.teams(reader.user), on=reader.asked["today"], at=reader.asked["now"])
    teams = {(each.team.pk, each.people, each.no_contact, each.overdue, each.unplanned) for each in found.teams}
    silent = {each.person.crn: each.last and each.last.on for each in found.shown("no_contact")}
    listed = sorted(str(on) for on in list(silent.values())[:25])
    told = sorted(str(silent.get(row[5], "nobody")) for row in rows if row[5])
    return (teams, listed), ({tuple(row[:5]) for row in rows if not row[5]}, told)


def _what_if(reader: "Reader") -> tuple[object, object]:
    """Contacts a week by mode now and then, who moves between modes, and who cannot be covered."""
    from amends.contacts.queries import places
    from amends.contacts.queries.what_if import what_if
    from bench.casework import MODEL

    (rows,) = reader.sql("what if another model held")
    teams, on, at = places.teams(reader.user), reader.asked["today"], reader.asked["now"]
    found = what_if(reader.user, teams, MODEL, on=on, at=at)
    now: Counter[str] = Counter()
    then: Counter[str] = Counter()
    moves: Counter[tuple[str, str]] = Counter()
    weekly: list[Any] = [row for row in rows if not row[6]]
    for mode, later, people, owed, seen, under, _shown in weekly:
        apart = 0 if mode in _SEEN else float(seen or 0)
        now[mode] += float(owed) - apart
        now["office"] += apart
        then[later] += float(under)
        if mode != later:
            moves[mode, later] = people
    uncovered = found.uncovered()
    page = (_rounded(found.now), _rounded(found.then), found.moves(), len(uncovered))
    peer = (_rounded(now), _rounded(then), moves, next((row[2] for row in rows if row[6]), 0))
    first = [(each.person.crn, each.then) for each in uncovered[:25]]
    return (*page, sorted(first)), (*peer, sorted((row[0], row[1]) for row in rows if row[6]))


def _rounded(weekly: Any) -> dict[str, float]:
    return {mode: round(number, 4) for mode, number in weekly.items()}
