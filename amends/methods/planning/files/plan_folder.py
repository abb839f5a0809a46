"""A plan as a folder: sessions.csv, bookings.csv, unmet.csv and report.json, read and written whole."""

import csv
import io
import json
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

from amends.faults import Fault, Faults
from amends.methods.planning.files import table
from amends.methods.planning.files.table import Found, Row, read_rows
from amends.methods.planning.plan import Booking, Plan, Session, Unmet
from amends.methods.planning.problem import Problem, Standing
from amends.methods.planning.solve import Result

SESSIONS = ("project_id", "date", "supervisor_id")
BOOKINGS = ("person_id", "project_id", "date")
UNMET = ("person_id", "week", "offered", "short", "reason")
FILES = ("sessions.csv", "bookings.csv", "unmet.csv", "report.json")
FIGURES = ("score", "bound", "gap")  # verified, so they must be there; the others only have to be numbers
OTHER_NUMBERS = ("seconds", "build_seconds", "peak_mib", "seed")


def counts(problem: Problem, plan: Plan) -> dict[str, int]:
    """The counts of a report."""
    return {
        "people": len(problem.people),
        "projects": len(problem.projects),
        "supervisors": len(problem.supervisors),
        "sessions": len(plan.sessions),
        "bookings": len(plan.bookings),
        "unmet": len(plan.unmet),
    }


def report(problem: Problem, result: Result, *, seconds: float) -> dict[str, Any]:
    """What report.json says of a result. `seconds` is the whole time the planning took."""
    return {
        "score": result.score,
        "bound": result.bound,
        "gap": result.gap,
        "status": result.status,
        "seconds": round(seconds, 3),
        "build_seconds": round(result.build_seconds, 3),
        "peak_mib": round(peak_mib(), 1),
        "seed": result.seed,
        "counts": counts(problem, result.plan),
        "parts": asdict(result.parts),
        "fixed_no_longer_allowed": [promise_as_json(row) for row in result.broken_promises],
    }


def promise_as_json(row: Standing) -> dict[str, str | None]:
    """A standing row as the report lists it."""
    return {
        "project_id": row.project_id,
        "date": row.date.isoformat(),
        "supervisor_id": row.supervisor_id,
        "person_id": row.person_id,
    }


def peak_mib() -> float:
    """The most memory that this process has held, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def write_plan(out: Path, problem: Problem, result: Result, *, seconds: float) -> None:
    """Write the plan: whole or not at all where `out` is new; file by file, the report last, where it is there.

    Files of other names in `out` stay. Raises Faults where it cannot be written.
    """
    plan = result.plan
    contents = {
        "sessions.csv": _csv(
            SESSIONS, ((s.project_id, s.date.isoformat(), s.supervisor_id or "") for s in plan.sessions)
        ),
        "bookings.csv": _csv(BOOKINGS, ((b.person_id, b.project_id, b.date.isoformat()) for b in plan.bookings)),
        "unmet.csv": _csv(UNMET, ((u.person_id, u.week, u.offered, u.short, u.reason) for u in plan.unmet)),
        "report.json": json.dumps(report(problem, result, seconds=seconds), indent=2, ensure_ascii=False) + "\n",
    }
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        try:
            made.chmod(0o755)
            for name, content in contents.items():
                (made / name).write_bytes(content.encode())
            if out.is_dir():
                for name in contents:
                    (made / name).replace(out / name)
            else:
                made.rename(out)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise Faults([_unwritable(out, error.strerror or str(error))]) from error


def check_writable(out: Path) -> None:
    """Raise Faults where no plan could be written to `out`: told before the planning, not after."""
    if out.exists() and not out.is_dir():
        raise Faults([_unwritable(out, "a file of that name is there")])
    for name in FILES:
        if (out / name).is_dir():
            raise Faults([_unwritable(out / name, "a folder of that name is there")])


def _unwritable(out: Path, why: str) -> Fault:
    return Fault("", None, "--out", f"{out} cannot be written ({why})", "a folder that is new or can be written")


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def read_plan(folder: Path, problem: Problem) -> tuple[Plan, dict[str, Any]]:
    """The plan in the folder and its report. Raises Faults where they are malformed or name what the problem lacks."""
    found = Found()
    if not folder.is_dir():
        found.add(str(folder), None, "", "not a folder", "the folder of a plan")
        found.raise_if_any()
    sessions = [_session(row, problem) for row in read_rows(folder / "sessions.csv", SESSIONS, found)]
    bookings = [_booking(row, problem) for row in read_rows(folder / "bookings.csv", BOOKINGS, found)]
    unmet = [_unmet(row, problem) for row in read_rows(folder / "unmet.csv", UNMET, found)]
    said = _report(folder / "report.json", found)
    found.raise_if_any()
    plan = Plan(
        tuple(one for one in sessions if one is not None),
        tuple(one for one in bookings if one is not None),
        tuple(one for one in unmet if one is not None),
    )
    return plan, said


def _session(row: Row, problem: Problem) -> Session | None:
    project_id = row.read("project_id", table.one_known(problem.project_of, "projects.csv"))
    on = row.read("date", table.day)
    supervisor_id = row.read("supervisor_id", table.optional(table.one_known(problem.supervisor_of, "supervisors.csv")))
    return Session(on, project_id, supervisor_id) if row.sound and on and project_id else None


def _booking(row: Row, problem: Problem) -> Booking | None:
    person_id = row.read("person_id", table.one_known(problem.person_of, "people.csv"))
    project_id = row.read("project_id", table.one_known(problem.project_of, "projects.csv"))
    on = row.read("date", table.day)
    return Booking(on, project_id, person_id) if row.sound and on and project_id and person_id else None


def _unmet(row: Row, problem: Problem) -> Unmet | None:
    values: dict[str, Any] = {
        "person_id": row.read("person_id", table.one_known(problem.person_of, "people.csv")),
        "week": row.read("week", table.whole(0)),
        "offered": row.read("offered", table.whole(0)),
        "short": row.read("short", table.whole(0)),
        "reason": row.read("reason", table.text),
    }
    return Unmet(**values) if row.sound else None


def _report(path: Path, found: Found) -> dict[str, Any]:
    text = table.read_text(path, found)
    if text is None:
        return {}
    try:
        said = json.loads(text)
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        found.add(path.name, None, "", f"not JSON ({error})", "one JSON object")
        return {}
    if not isinstance(said, dict):
        found.add(path.name, None, "", "not an object", "one JSON object")
        return {}
    for key in (*FIGURES, *OTHER_NUMBERS):
        value = said.get(key)
        if (key == "gap" and value is None and "gap" in said) or (key in OTHER_NUMBERS and key not in said):
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            found.add(path.name, None, key, "missing" if key not in said else repr(value)[:60], "a number")
    if not isinstance(said.get("status"), str):
        found.add(path.name, None, "status", repr(said.get("status"))[:60], "optimal, feasible or stopped")
    return said


def _finite(value: int | float) -> bool:
    try:
        return isfinite(value)
    except OverflowError:
        return False
