"""The projects of a synthetic region, and who usually supervises them on which weekday."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random

from demo.assumptions import assumed
from demo.organisation import UnitStaff
from demo.places import kilometres, near
from demo.writing import Package

_WORK = (
    ("Riverside path", "group", ("outdoor", "heavy", "near_water"), "Clearing and resurfacing a footpath", "strimmer"),
    ("Community garden", "group", ("outdoor",), "Growing food for a kitchen that feeds people in need", ""),
    ("Cemetery care", "group", ("outdoor",), "Clearing paths, mending fences, righting stones", "strimmer"),
    ("Woodland coppice", "group", ("outdoor", "heavy", "tools"), "Thinning, coppicing and making hurdles", "chainsaw"),
    ("Village hall", "group", ("indoor",), "Painting and mending inside and out", ""),
    ("Playing field", "group", ("outdoor", "near_school"), "Marking out, mowing and mending benches", "strimmer"),
    ("Canal towpath", "group", ("outdoor", "heavy", "near_water"), "Cutting back and laying stone", ""),
    ("Furniture workshop", "group", ("indoor", "tools"), "Mending furniture for people setting up home", ""),
    ("Street clean-up", "group", ("outdoor",), "Clearing graffiti and dumped rubbish", "minibus"),
    ("Charity shop", "individual", ("indoor",), "Sorting, cleaning and serving", ""),
    ("Food bank", "individual", ("indoor",), "Packing and handing out parcels", ""),
    ("Animal shelter", "individual", ("outdoor",), "Cleaning, feeding, walking", ""),
    ("Learning centre", "ete", ("indoor",), "Literacy, numbers and job applications", ""),
    ("Project in a box", "home", ("indoor",), "Greeting cards and face coverings, made at home", ""),
)
_TYPES = {"group": ("group_regional", "group_regional", "group_national", "group_rapid"), "individual": ("individual",),
          "ete": ("ete_contracted", "ete_elearning"), "home": ("home",)}  # fmt: skip
_NEEDS = {"group": ("thinking", "lifestyle"), "individual": ("attitudes", "wellbeing"), "ete": ("ete", "thinking"),
          "home": ("wellbeing",)}  # fmt: skip
_WEEKDAYS = ("135", "24", "12345", "246", "67", "16", "3456", "12", "45", "7")
_OLDEST_DAYS = 2500


@dataclass
class Work:
    """A project as the people and the history need it. `supervisors` by weekday; closed days are half-open."""

    code: str
    kind: str
    type: str
    at: tuple[float, float]
    days: str
    start: time
    end: time
    from_date: date
    places: int
    for_whom: str
    tags: tuple[str, ...]
    under_18: bool
    needs: str
    supervisors: dict[int, str] = field(default_factory=dict)
    closed: tuple[date, date] | None = None

    @property
    def supervised(self) -> bool:
        return self.kind == "group" or self.type == "ete_contracted"

    def open_on(self, day: date) -> bool:
        closed = self.closed is not None and self.closed[0] <= day < self.closed[1]
        return str(day.isoweekday()) in self.days and day >= self.from_date and not closed


def make_projects(
    package: Package, letters: str, staff: UnitStaff, people: int, today: date, random: Random
) -> list[Work]:
    """Write a unit's projects, in proportion to its people; an induction first."""
    wanted = max(int(assumed("projects_least_in_unit")), round(people * assumed("projects_for_1000_people") / 1000))
    kinds = ["induction"]
    for kind in ("individual", "ete", "home"):
        kinds += [kind] * max(1, round(wanted * assumed(f"projects_{kind}")))
    kinds += ["group"] * (wanted - len(kinds))
    made = []
    for place, kind in enumerate(kinds, start=1):
        work = _make(package, f"{letters}-{staff.unit.code.split('-')[-1][:12]}-{place:03}", kind, staff, today, random)
        if work:
            made.append(work)
    return made


def _make(package: Package, code: str, kind: str, staff: UnitStaff, today: date, random: Random) -> Work | None:
    town = random.choice(staff.unit.towns)
    title, _, tags, description, qualification = random.choice([each for each in _WORK if each[1] == kind] or [
        ("Induction", "group", ("indoor",), "What is expected, health and safety, the first tasks", "")])  # fmt: skip
    induction = kind == "induction"
    if induction:
        town = staff.unit.towns[0]
    new = random.random() < assumed("projects_new") and not induction
    age = random.randint(20, int(assumed("projects_new_days"))) if new else random.randint(460, _OLDEST_DAYS)
    group = kind == "group"
    women = group and random.random() < assumed("projects_women")
    work = Work(
        code=code, kind="group" if induction else kind, type="induction" if induction else random.choice(_TYPES[kind]),
        at=near(town, random), days="1234" if induction else "12345" if kind == "home" else random.choice(_WEEKDAYS),
        start=time(9, 30) if induction else time(9),
        end=time(12, 30) if induction else random.choice([time(16), time(15)]),
        from_date=today - timedelta(days=age),
        places=(6 if group and random.random() < assumed("projects_of_six") else 8) if kind != "individual" else 2,
        for_whom="women" if women else "any", tags=() if induction else tags,
        under_18=induction or random.random() < assumed("projects_under_18"), needs=qualification,
    )  # fmt: skip
    if kind == "home":
        work.places = 30
    if work.supervised and not _staffed(work, staff, random):
        return None
    _write(package, work, f"{title}, {town.name}" + (" (women)" if women else ""), description, town.name, staff, today,
           random)  # fmt: skip
    return work


def _staffed(work: Work, staff: UnitStaff, random: Random) -> bool:
    """Give the project its usual supervisors: the nearest with the weekday free. Weekdays without one are not run."""
    for weekday in work.days:
        free = [one for one in staff.supervisors if int(weekday) not in one.days and len(one.days) < 5]
        if free:
            chosen = min(free, key=lambda one: (len(one.days) * 4 + kilometres(one.at, work.at), one.code))
            chosen.days[int(weekday)] = 1
            chosen.qualifications |= {work.needs} - {""}
            work.supervisors[int(weekday)] = chosen.code
    work.days = "".join(str(day) for day in sorted(work.supervisors))
    return bool(work.days)


def _write(package: Package, work: Work, name: str, description: str, town: str, staff: UnitStaff, today: date,
           random: Random) -> None:  # fmt: skip
    package.add(
        "projects", code=work.code, name=name, type=work.type, team=staff.team, lat=work.at[0], lon=work.at[1],
        beneficiary="" if work.type == "induction" else f"{town} Example Trust", description=description, address=town,
        days=work.days, start_time=work.start, end_time=work.end, from_date=work.from_date, places=work.places,
        least=3 if work.kind == "group" and work.type != "induction" else 1, supervised=work.supervised,
        for_whom=work.for_whom, suitable_under_18=work.under_18, tags=work.tags,
        qualifications=[work.needs] if work.needs else [],
        hazards="Gloves and boots are worn; the supervisor checks tools in and out." if "outdoor" in work.tags else "",
    )  # fmt: skip
    _write_health_and_safety(package, work, today, random)
    if random.random() < assumed("project_closed") and work.type != "induction":
        first = today + timedelta(days=random.randint(3, 40))
        work.closed = first, first + timedelta(days=random.randint(2, 9))
        package.add("project_closures", project=work.code, from_date=work.closed[0], to_date=work.closed[1],
                    reason="The beneficiary has the site in use")  # fmt: skip
    for need in _NEEDS["group" if work.type == "induction" else work.kind]:
        package.add("project_quality", project=work.code, need=need, score=random.randint(1, 3))


def _write_health_and_safety(package: Package, work: Work, today: date, random: Random) -> None:
    """Assessed when it began, and each year after, unless it has lapsed."""
    assessed = work.from_date
    lapsed = random.random() < assumed("health_and_safety_lapsed") and (today - assessed).days > 400
    assessed = max(assessed, today - timedelta(days=740))
    while True:
        package.add("health_and_safety", project=work.code, assessed_by="Demonstration assessor", from_date=assessed)
        following = assessed + timedelta(days=random.randint(330, 364))
        if following >= today or (lapsed and (today - following).days < 365):
            return
        assessed = following
