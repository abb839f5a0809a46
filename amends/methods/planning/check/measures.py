"""Distances, chances, places and the worth of minutes, worked out for the verifier alone."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from amends.methods.planning.problem import Journey, Person, Problem, Project, Supervisor

SLACK = 1e-9


@lru_cache(maxsize=200_000)
def great_circle_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Kilometres between two points in degrees, on a sphere of radius 6371.0088 km."""
    north, east = radians(lat_b - lat_a), radians(lon_b - lon_a)
    haversine = sin(north / 2) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(east / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(min(1.0, haversine)))


def minutes_of_travel(problem: Problem, person: Person, project: Project) -> float:
    """Minutes one way; 0 to a home project."""
    if project.kind == "home":
        return 0.0
    return _way(problem.drive if person.drives else problem.travel, person, project)


def minutes_of_drive(problem: Problem, supervisor: Supervisor, project: Project) -> float:
    """Minutes one way by car."""
    return _way(problem.drive, supervisor, project)


def _way(journey: Journey, start: Person | Supervisor, end: Project) -> float:
    return journey.base_minutes + journey.minutes_per_km * great_circle_km(start.lat, start.lon, end.lat, end.lon)


def chance_of_more_than(places: int, attendances: Iterable[float]) -> float:
    """The chance that more than `places` turn up, by adding one person after another to the numbers who come."""
    chances = list(attendances)
    if len(chances) <= places:
        return 0.0
    come = [1.0] + [0.0] * places
    too_many = 0.0
    for chance in chances:
        too_many += come[places] * chance
        come = [
            stay * (1 - chance) + one_fewer * chance for stay, one_fewer in zip(come, [0.0, *come[:-1]], strict=True)
        ]
    return too_many


def places_on(problem: Problem, project: Project, day: date) -> int:
    """Places, lowered by the caps of the day."""
    lowered = [
        cap.places
        for cap in problem.caps
        if cap.first_day <= day <= cap.last_day
        and (project.kind in ("group", "ete") if cap.project_id is None else cap.project_id == project.project_id)
    ]
    return min([project.places, *lowered])


def points_of_minutes(problem: Problem, person: Person, week: int, booked: int) -> float:
    """5 u min(U, m) + 0.75 u max(0, min(U, t) - m) + 0.15 max(0, U - t), week counted from 1."""
    m = max(0, min(person.offer_min, person.minutes_left - (week - 1) * person.offer_min))
    weeks, u = 26.0, 1.0
    if person.limit_date is not None:
        days = person.limit_date.toordinal() - problem.first_day.toordinal()
        weeks = max(1.0, days / 7)
        u = 1 + min(1.0, max(0.0, (90 - days) / 90))
    t = max(m, min(person.offer_max, person.minutes_left / weeks))
    return 5 * u * min(booked, m) + 0.75 * u * max(0, min(booked, t) - m) + 0.15 * max(0, booked - t)
