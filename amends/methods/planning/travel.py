"""How long the way is: people to a project, supervisors to their session. Minutes one way, not rounded."""

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
    if project.kind == "home":
        return 0.0
    return _between(problem.drive if person.drives else problem.travel, person, project)


def drive_minutes(supervisor: Supervisor, project: Project, problem: Problem) -> float:
    """Minutes one way that the supervisor drives to a session of the project."""
    return _between(problem.drive, supervisor, project)


def _between(journey: Journey, start: Person | Supervisor, end: Project) -> float:
    one = np.array([start.lat, start.lon, end.lat, end.lon], dtype=np.float64)
    return float(journey_minutes(journey, one[0:1], one[1:2], one[2:3], one[3:4])[0])
