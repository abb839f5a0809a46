"""Writing a problem as the folder that `amends plan` reads, cell by cell, so that a test can spoil any of them."""

import csv
import json
from datetime import date, time
from pathlib import Path

from amends.methods.planning.problem import Problem

HEADERS = {
    "people.csv": "person_id,eligible_from,eligible_to,minutes_left,ete_left,limit_date,offer_min,offer_max,attendance,"
    "lat,lon,drives,max_travel,days,away,kinds,excludes,skills,sex,women_only,last_project",
    "projects.csv": "project_id,kind,lat,lon,days,start,end,open_from,open_to,closed,places,least,tags,needs,for,"
    "supervised,qualifications",
    "supervisors.csv": "supervisor_id,lat,lon,days,absent,days_a_week,qualifications,usual,max_drive",
    "apart.csv": "person_a,person_b",
    "standing.csv": "project_id,date,supervisor_id,person_id,fixed",
    "wishes.csv": "person_id,project_id,date,points",
    "caps.csv": "project_id,from,to,places",
}


def cell(value: object) -> str:
    """A value as its cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, frozenset):
        items = sorted(cell(item) for item in value)
        return ("" if all(isinstance(item, int) for item in value) else ";").join(items)
    return str(value)


def tables(problem: Problem) -> dict[str, list[dict[str, str]]]:
    """Every table of the problem, its cells as text."""
    rows: dict[str, list[dict[str, object]]] = {
        "people.csv": [{c: getattr(p, c) for c in HEADERS["people.csv"].split(",")} for p in problem.people],
        "projects.csv": [
            {c: getattr(p, "audience" if c == "for" else c) for c in HEADERS["projects.csv"].split(",")}
            for p in problem.projects
        ],
        "supervisors.csv": [
            {c: getattr(s, c) for c in HEADERS["supervisors.csv"].split(",")} for s in problem.supervisors
        ],
        "apart.csv": [{"person_a": one, "person_b": other} for one, other in problem.apart],
        "standing.csv": [{c: getattr(s, c) for c in HEADERS["standing.csv"].split(",")} for s in problem.standing],
        "wishes.csv": [
            {"person_id": w.person_id, "project_id": w.project_id, "date": w.date}
            | {"points": "never" if w.points is None else w.points}
            for w in problem.wishes
        ],
        "caps.csv": [
            {"project_id": c.project_id, "from": c.first_day, "to": c.last_day, "places": c.places}
            for c in problem.caps
        ],
    }
    return {file: [{c: cell(v) for c, v in row.items()} for row in found] for file, found in rows.items()}


def head(problem: Problem, **changes: str) -> str:
    """problem.toml, with keys changed or (by an empty text) left out."""
    keys = {
        "first_day": problem.first_day.isoformat(),
        "weeks": str(problem.weeks),
        "overbook_risk": str(problem.overbook_risk),
    } | changes
    lines = [f"{key} = {value}" for key, value in keys.items() if value]
    for name, journey in (("travel", problem.travel), ("drive", problem.drive)):
        lines += [f"[{name}]", f"base_minutes = {journey.base_minutes}", f"minutes_per_km = {journey.minutes_per_km}"]
    return "\n".join(lines) + "\n"


def write_table(path: Path, rows: list[dict[str, str]], header: list[str] | None = None) -> None:
    """A table of text cells."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header or HEADERS[path.name].split(","))
        writer.writeheader()
        writer.writerows(rows)


def write_problem(folder: Path, problem: Problem) -> Path:
    """The whole problem as a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "problem.toml").write_text(head(problem), encoding="utf-8")
    for file, rows in tables(problem).items():
        write_table(folder / file, rows)
    return folder


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_report(out: Path) -> dict:
    """report.json of a plan."""
    return json.loads((out / "report.json").read_text(encoding="utf-8"))
