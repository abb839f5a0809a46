"""A synthetic service as packages of files, one a region, made from a seed.

The same seed and day give the same bytes. A region is made and written before the next is begun, so that a national
service needs no more memory than a region.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from demo.assumptions import assumed
from demo.history import History, write_other_credit
from demo.organisation import QUALIFICATIONS, UnitStaff, make_organisation, prefix, write_supervisors
from demo.people import Someone, make_person, write_assessments, write_limits, write_person
from demo.places import Area, areas
from demo.projects import make_projects
from demo.writing import Package

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
# Role, what it is over, and the place of the linked member of staff among the unit's (None: not a member of it).
SIGN_INS = {
    "practitioner": "team",
    "senior": "pdu",
    "head_of_pdu": "region",
    "case_administrator": "pdu",
    "placement_coordinator": "pdu",
    "unpaid_work_supervisor": "upw_team",
    "court_officer": "region",
    "performance_analyst": "region",
    "records_officer": "region",
    "system_administrator": "",
}


@dataclass(frozen=True)
class Scale:
    """How large a service: people in a region, units of each region used (None: all), and which regions."""

    people: int
    units: int | None
    regions: tuple[str, ...]


def scales() -> dict[str, Scale]:
    """The scales by name."""
    everywhere = tuple(areas())
    return {
        "small": Scale(int(assumed("people_small")), int(assumed("units_small")), ("thames-valley",)),
        "region": Scale(int(assumed("people_region")), None, ("west-midlands",)),
        "national": Scale(int(assumed("people_region")), None, everywhere),
    }


def make_service(
    folder: Path, scale: str, *, seed: int, today: date, without: Collection[str] = (),
    advance: Callable[[int], object] = lambda people: None,
) -> Iterator[Path]:  # fmt: skip
    """Make the packages of a service under `folder`, each when it is asked for. `advance` is told the people done.

    `without` are regions to leave out: those made before.
    """
    chosen = scales()[scale]
    for place, code in enumerate(chosen.regions):
        if code in without:
            continue
        target = folder / code
        target.mkdir(parents=True)
        letter = _LETTERS[list(areas()).index(code)]
        with Package(target) as package:
            _make_region(package, areas()[code], chosen, letter, Random(f"{seed} {code}"), today, place == 0, advance)
        yield target


def _make_region(
    package: Package, area: Area, scale: Scale, letter: str, random: Random, today: date, first: bool, advance
) -> None:
    if first:
        for code, name in QUALIFICATIONS.items():
            package.add("qualifications", code=code, name=name)
    units = make_organisation(package, area, scale.units or len(area.units), scale.people, today, random)
    usernames = _write_users(package, area, units[0], today) if first else []
    everyone: list[Someone] = []
    for place, staff in enumerate(units):
        wanted = scale.people * (place + 1) // len(units) - scale.people * place // len(units)
        everyone += _make_unit(package, area, staff, wanted, letter, len(everyone), today, random, advance)
    if usernames:
        write_limits(package, everyone, usernames, today, random)


def _make_unit(
    package: Package,
    area: Area,
    staff: UnitStaff,
    live: int,
    letter: str,
    so_far: int,
    today: date,
    random: Random,
    advance,
) -> list[Someone]:
    projects = make_projects(package, prefix(area), staff, live, today, random)
    write_supervisors(package, staff, today, random)
    history = History(projects, today, random)
    people = []
    welsh = assumed("welsh_in_wales" if area.code == "wales" else "welsh_in_england")
    for place in range(live + round(live * assumed("ended_for_live"))):
        language = "cy" if random.random() < welsh else "en"
        crn = f"{letter}{100001 + so_far + place}"
        one = make_person(crn, staff, place, place >= live, language, today, random)
        history.work(one)
        write_person(package, one, today, random)
        write_assessments(package, one, today, random)
        write_other_credit(package, one, today, random)
        people.append(one)
        advance(1)
    history.write(package)
    return people


def _write_users(package: Package, area: Area, staff: UnitStaff, today: date) -> list[str]:
    """One user for each role, over the first unit; and a practitioner of nowhere in it, to show what is not seen."""
    linked = {"practitioner": staff.practitioners[0], "unpaid_work_supervisor": staff.supervisors[0].code}
    since = today - timedelta(days=400)
    for role, over in SIGN_INS.items():
        username = role.replace("_", ".")
        package.add("users", username=username, given_names="Demonstration",
                    family_name=role.replace("_", " "), staff=linked.get(role, ""))  # fmt: skip
        place = {
            "team": {"team": staff.practice_team}, "upw_team": {"team": staff.team}, "pdu": {"pdu": staff.unit.code},
            "region": {"region": area.code}, "": {},
        }[over]  # fmt: skip
        package.add("role_grants", username=username, role=role, from_date=since, **place)
    return ["practitioner", "placement.coordinator"]
