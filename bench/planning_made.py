"""Made-up regions for the planning benchmark: people around towns, projects in them, from a seed."""

from dataclasses import dataclass
from datetime import date, time, timedelta

import numpy as np

from amends.methods.planning.problem import Journey, Person, Problem, Project, Supervisor

FIRST_DAY = date(2026, 3, 2)
EQUAL_ATTENDANCE = 0.7
KM_PER_DEGREE = 111.2
NOTHING: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything."""

    people: int
    projects: int
    supervisors: int
    weeks: int


def region(size: Size, *, mixed: bool, two_lengths: bool, seed: int = 1) -> Problem:
    """A region: attendance 0.7 for all or mixed from 0.25 to 0.98; days of seven hours, or half days among them."""
    chance = np.random.default_rng([seed, size.people, size.weeks])
    towns = _Towns(chance, max(2, size.projects // 16))
    days = [FIRST_DAY + timedelta(days=offset) for offset in range(size.weeks * 7)]
    projects = tuple(_project(chance, f"J{n:04}", towns, two_lengths) for n in range(size.projects))
    ids = [one.project_id for one in projects]
    return Problem(
        first_day=FIRST_DAY,
        weeks=size.weeks,
        overbook_risk=0.05,
        travel=Journey(12.0, 2.4),
        drive=Journey(6.0, 1.2),
        people=tuple(_person(chance, f"P{n:05}", towns, ids, days, mixed) for n in range(size.people)),
        projects=projects,
        supervisors=tuple(_supervisor(chance, f"S{n:04}", towns, projects, days) for n in range(size.supervisors)),
        apart=tuple(_pair(chance, size.people) for _ in range(size.people // 200)),
    )


class _Towns:
    """Places to live and work: a few large towns, more small ones, scattered evenly."""

    def __init__(self, chance: np.random.Generator, count: int) -> None:
        side = 22.0 * count**0.5  # km: as dense for a small region as for a large one
        self._at = chance.uniform(-side / 2, side / 2, size=(count, 2))
        weight = 1.0 / np.arange(1, count + 1) ** 0.7
        self._share = weight / weight.sum()

    def near(self, chance: np.random.Generator, km: float) -> dict[str, float]:
        """A point near a town, larger towns more often."""
        town = self._at[chance.choice(len(self._at), p=self._share)]
        east, north = town + chance.normal(0.0, km, size=2)
        return {"lat": 52.0 + north / KM_PER_DEGREE, "lon": -1.5 + east / (KM_PER_DEGREE * np.cos(np.radians(52.0)))}


def _pick(chance: np.random.Generator, least: int, most: int, of: int) -> frozenset[int]:
    count = int(chance.integers(least, most + 1))
    return frozenset((1 + chance.choice(of, size=min(count, of), replace=False)).tolist())


def _project(chance: np.random.Generator, project_id: str, towns: _Towns, two_lengths: bool) -> Project:
    kind = str(chance.choice(["group", "individual", "ete", "home"], p=[0.78, 0.1, 0.09, 0.03]))
    half = two_lengths and chance.random() < 0.35
    start, end = (
        (time(9), time(16))
        if not half
        else [(time(9), time(12, 30)), (time(13), time(16, 30))][int(chance.integers(2))]
    )
    shared = kind in ("group", "ete")
    return Project(
        project_id=project_id,
        kind=kind,
        **towns.near(chance, 4.0),
        days=_pick(chance, 2, 6, 7 if chance.random() < 0.3 else 6),
        start=start,
        end=end,
        open_from=date(2025, 1, 1),
        open_to=date(2027, 1, 1),
        closed=NOTHING,
        places=int(chance.choice([6, 8, 8, 8, 10])) if shared else int(chance.integers(1, 4)),
        least=int(chance.integers(2, 4)) if shared else 0,
        tags=frozenset(tag for tag, often in [("near_school", 0.2), ("heavy", 0.3)] if chance.random() < often),
        needs=NOTHING,
        audience=str(chance.choice(["any", "women", "men"], p=[0.92, 0.06, 0.02])),
        supervised=shared,
        qualifications=frozenset({"saw"}) if kind == "group" and chance.random() < 0.12 else NOTHING,
    )


def _person(
    chance: np.random.Generator, person_id: str, towns: _Towns, projects: list[str], days: list[date], mixed: bool
) -> Person:
    intensive = chance.random() < 0.15
    away = chance.choice(len(days), size=int(chance.integers(0, 1 + len(days) // 7)), replace=False)
    drives = bool(chance.random() < 0.3)
    return Person(
        person_id=person_id,
        eligible_from=FIRST_DAY + timedelta(days=int(chance.integers(-90, 3))),
        eligible_to=days[-1] - timedelta(days=int(chance.integers(0, len(days)))) if chance.random() < 0.05 else None,
        minutes_left=int(chance.integers(2, 300)) * 60,
        ete_left=int(chance.integers(0, 30)) * 60,
        limit_date=FIRST_DAY + timedelta(days=int(chance.integers(-40, 360))),
        offer_min=420,
        offer_max=1680 if intensive else 1200,
        attendance=round(float(chance.uniform(0.25, 0.98)), 3) if mixed else EQUAL_ATTENDANCE,
        **towns.near(chance, 6.0),
        drives=drives,
        max_travel=float(chance.choice([45.0, 60.0, 60.0, 90.0])),
        days=_pick(chance, 1, 6, 7) if chance.random() < 0.7 else frozenset(range(1, 6)),
        away=frozenset(days[day] for day in away.tolist()),
        kinds=frozenset(
            kind
            for kind, often in [("group", 0.95), ("individual", 0.4), ("ete", 0.5), ("home", 0.1)]
            if chance.random() < often
        ),
        excludes=frozenset(tag for tag, often in [("near_school", 0.15), ("heavy", 0.15)] if chance.random() < often),
        skills=NOTHING,
        sex=str(chance.choice(["m", "f", "x"], p=[0.86, 0.13, 0.01])),
        women_only=False,
        last_project=str(chance.choice(projects)) if chance.random() < 0.7 else None,
    )


def _supervisor(
    chance: np.random.Generator, supervisor_id: str, towns: _Towns, projects: tuple[Project, ...], days: list[date]
) -> Supervisor:
    absent = chance.choice(len(days), size=int(chance.integers(0, 1 + len(days) // 14)), replace=False)
    return Supervisor(
        supervisor_id=supervisor_id,
        **towns.near(chance, 8.0),
        days=frozenset(range(1, 6)) if chance.random() < 0.5 else _pick(chance, 4, 6, 7),
        absent=frozenset(days[day] for day in absent.tolist()),
        days_a_week=int(chance.choice([3, 4, 5, 5])),
        qualifications=frozenset({"saw"}) if chance.random() < 0.5 else NOTHING,
        usual=frozenset(projects[n].project_id for n in chance.choice(len(projects), size=min(3, len(projects)))),
        max_drive=float(chance.choice([30.0, 45.0, 60.0])),
    )


def _pair(chance: np.random.Generator, people: int) -> tuple[str, str]:
    one, other = chance.choice(people, size=2, replace=False).tolist()
    return f"P{one:05}", f"P{other:05}"
