"""The organisation of a synthetic region: units, teams, offices, staff, and who may sign in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from demo.assumptions import assumed
from demo.names import full_name
from demo.places import Area, Unit, near
from demo.writing import Package

QUALIFICATIONS = {
    "chainsaw": "Chainsaw maintenance and cross-cutting",
    "minibus": "Driving a minibus",
    "first-aid": "First aid at work",
    "strimmer": "Brush cutter and strimmer",
}
_LEAVE_WITHIN = 56
_FULL_TIME = 2220


@dataclass
class Supervisor:
    """A supervisor of unpaid work: where journeys start, and the project of each weekday (1 to 7)."""

    code: str
    at: tuple[float, float]
    days: dict[int, int] = field(default_factory=dict)
    qualifications: set[str] = field(default_factory=set)


@dataclass
class UnitStaff:
    """The staff of a unit: supervisors, and practitioners with the team each is in."""

    unit: Unit
    team: str
    practice_team: str
    supervisors: list[Supervisor]
    practitioners: list[str]


def prefix(area: Area) -> str:
    """The letters that begin a region's staff numbers and project codes."""
    return "".join(word[0] for word in area.code.split("-")).upper() + area.code[-1].upper()


def make_organisation(
    package: Package, area: Area, units: int, people: int, today: date, random: Random
) -> list[UnitStaff]:
    """Write places and practice staff for so many people; supervisors are written once their projects are known."""
    used = area.units[:units]
    package.add("regions", code=area.code, name=area.name)
    package.add("region_tiers", region=area.code, tier="open", from_date=date(2022, 4, 1))
    in_unit = people / len(used)
    practitioners = max(2, round(in_unit / (assumed("caseload") * assumed("unpaid_work_of_caseload"))))
    supervisors = max(
        int(assumed("supervisors_least_in_unit")), round(in_unit * assumed("supervisors_for_1000_people") / 1000)
    )
    numbers = _numbers(prefix(area))
    return [_make_unit(package, area, unit, practitioners, supervisors, numbers, today, random) for unit in used]


def _numbers(letters: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{letters}{number:05}"


def _make_unit(
    package: Package, area: Area, unit: Unit, practitioners: int, supervisors: int, numbers: Iterator[str], today: date,
    random: Random,
) -> UnitStaff:  # fmt: skip
    town = unit.towns[0]
    package.add("pdus", code=unit.code, region=area.code, name=unit.name)
    package.add(
        "offices", code=f"{unit.code}-office", pdu=unit.code, name=f"{town.name} probation office",
        address=f"1 Example Street, {town.name}", lat=town.lat, lon=town.lon,
    )  # fmt: skip
    unpaid_work, practice = f"{unit.code}-upw", f"{unit.code}-sm"
    package.add("teams", code=unpaid_work, pdu=unit.code, name=f"{unit.name} unpaid work", kind="unpaid_work")
    package.add(
        "teams", code=practice, pdu=unit.code, name=f"{unit.name} sentence management", kind="sentence_management"
    )
    grades = [("spo", practice), ("placement_coordinator", unpaid_work), ("administrator", practice)]
    codes = []
    for place in range(practitioners):
        grades.append(("pso" if place % 2 else "po", practice))
    for grade, team in grades:
        codes.append(next(numbers))
        _add_staff(package, codes[-1], grade, team, today, random)
    made = [Supervisor(next(numbers), near(random.choice(unit.towns), random)) for _ in range(supervisors)]
    return UnitStaff(unit, unpaid_work, practice, made, codes[3:])


def _add_staff(package: Package, code: str, grade: str, team: str, today: date, random: Random, **more: object) -> None:
    since = today - timedelta(days=random.randint(500, 4000))
    package.add("staff", code=code, name=full_name(random), team=team, grade=grade, contracted_minutes=_FULL_TIME,
                from_date=since, **more)  # fmt: skip


def write_supervisors(package: Package, staff: UnitStaff, today: date, random: Random) -> None:
    """Write a unit's supervisors, their qualifications and absences."""
    for supervisor in staff.supervisors:
        worked = sorted(supervisor.days) or [1, 2, 3, 4, 5]
        spare = [day for day in range(1, 6) if day not in worked]
        worked = sorted(worked + random.sample(spare, min(len(spare), max(0, 4 - len(worked)))))
        _add_staff(
            package, supervisor.code, "supervisor", staff.team, today, random, lat=supervisor.at[0],
            lon=supervisor.at[1], days="".join(map(str, worked)), days_a_week=min(5, len(worked)), max_drive_minutes=90,
        )  # fmt: skip
        for name in QUALIFICATIONS:
            if name in supervisor.qualifications or random.random() < 0.3:
                package.add("staff_qualifications", staff=supervisor.code, qualification=name,
                            from_date=today - timedelta(days=random.randint(450, 900)))  # fmt: skip
        _write_absences(package, supervisor.code, today, random)


def _write_absences(package: Package, code: str, today: date, random: Random) -> None:
    if random.random() < assumed("supervisor_away"):
        kind = random.choice(["sickness", "sickness", "self_isolation"])
        first = today - timedelta(days=random.randint(0, 6))
        last = random.choice([None, today + timedelta(days=random.randint(2, 12))])
        package.add("absences", staff=code, kind=kind, from_date=first, to_date=last)
    elif random.random() < assumed("supervisor_leave"):
        first = today + timedelta(days=random.randint(1, _LEAVE_WITHIN))
        kind = random.choice(["leave", "leave", "leave", "training"])
        package.add("absences", staff=code, kind=kind, from_date=first, to_date=first + timedelta(days=7))
