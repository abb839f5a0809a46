"""How long the way is: people to a project, supervisors to their session. Minutes one way, not rounded."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from amends.methods.planning.problem import Journey, Person, Problem, Project, Supervisor

EARTH_RADIUS_KM = 6371.0088

Floats = npt.NDArray[np.float64]


def kilometres(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Great-circle kilometres (haversine) between points in degrees; arrays are broadcast."""
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_phi = (phi_b - phi_a) / 2
    half_lambda = (np.radians(lon_b) - np.radians(lon_a)) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lambda) ** 2
    angle: Floats = 2 * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return EARTH_RADIUS_KM * angle


def journey_minutes(journey: Journey, lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Minutes of the way between points."""
    return journey.base_minutes + journey.minutes_per_km * kilometres(lat_a, lon_a, lat_b, lon_b)


def travel_minutes(person: Person, project: Project, problem: Problem) -> float:
    """Minutes one way from the person to the project: by car if they drive, 0 for a project done at home."""
    return float(travel_minutes_of([(person, project)], problem)[0])


def drive_minutes(supervisor: Supervisor, project: Project, problem: Problem) -> float:
    """Minutes one way that the supervisor drives to a session of the project."""
    return float(drive_minutes_of([(supervisor, project)], problem)[0])


def travel_minutes_of(pairs: Sequence[tuple[Person, Project]], problem: Problem) -> Floats:
    """`travel_minutes` of each pair."""
    drives = np.array([person.drives for person, _ in pairs], dtype=bool)
    at_home = np.array([project.kind == "home" for _, project in pairs], dtype=bool)
    ways = [_between(journey, pairs) for journey in (problem.drive, problem.travel)]
    minutes: Floats = np.where(at_home, 0.0, np.where(drives, *ways))
    return minutes


def drive_minutes_of(pairs: Sequence[tuple[Supervisor, Project]], problem: Problem) -> Floats:
    """`drive_minutes` of each pair."""
    return _between(problem.drive, pairs)


def _between(journey: Journey, pairs: Sequence[tuple[Person | Supervisor, Project]]) -> Floats:
    table = np.array([(start.lat, start.lon, end.lat, end.lon) for start, end in pairs], dtype=np.float64)
    return journey_minutes(journey, *table.reshape(-1, 4).T)
