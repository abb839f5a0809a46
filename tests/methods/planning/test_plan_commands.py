"""`amends plan` and `amends check`: exit codes, what is written, what is told where."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from amends.cli import main
from amends.methods.planning.problem import Standing
from tests.methods.planning import brute
from tests.methods.planning.folder import read_report, read_table, write_problem, write_table
from tests.methods.planning.made import MONDAY, person, problem, project, random_problem, supervisor

FILES = {"sessions.csv", "bookings.csv", "unmet.csv", "report.json"}
HEADERS = {
    "sessions.csv": ["project_id", "date", "supervisor_id"],
    "bookings.csv": ["person_id", "project_id", "date"],
    "unmet.csv": ["person_id", "week", "offered", "short", "reason"],
}


@pytest.fixture
def week(tmp_path):
    """A problem with work for everybody but one, who is away."""
    away = frozenset(MONDAY + timedelta(days=n) for n in range(7))
    people = [person("a"), person("b", attendance=0.5), person("c", away=away)]
    made = problem(people, [project(least=2), project("h", kind="home", supervised=False)], [supervisor()])
    return write_problem(tmp_path / "week", made)


@pytest.fixture
def plan(week, tmp_path):
    assert main(["plan", str(week), "--out", str(tmp_path / "plan")]) == 0
    return tmp_path / "plan"


def test_a_plan_is_written_whole_and_passes_the_check(week, plan, capsys):
    assert {path.name for path in plan.iterdir()} == FILES
    for file, header in HEADERS.items():
        assert next(csv.reader((plan / file).open(newline=""))) == header
    assert main(["check", str(week), str(plan)]) == 0
    assert capsys.readouterr().out == ""


def test_the_report_says_what_the_contract_asks(plan):
    said = read_report(plan)
    assert {"score", "bound", "gap", "status", "seconds", "build_seconds", "peak_mib", "seed"} <= set(said)
    assert said["seed"] == 0
    assert said["bound"] >= said["score"]
    assert said["gap"] == pytest.approx((said["bound"] - said["score"]) / abs(said["bound"]))
    assert said["status"] in ("optimal", "feasible", "stopped")
    assert said["counts"]["people"] == 3
    assert said["counts"]["bookings"] == len(read_table(plan / "bookings.csv"))
    assert sum(said["parts"].values()) == pytest.approx(said["score"])


def test_whoever_is_offered_less_is_listed_with_the_reason(plan):
    assert read_table(plan / "unmet.csv") == [
        {"person_id": "c", "week": "1", "offered": "0", "short": "420", "reason": "away"}
    ]


def test_the_same_problem_and_seed_give_the_same_files(tmp_path):
    week = write_problem(tmp_path / "week", random_problem(11, 12, 4, 3, 2))
    for out in ("one", "two"):
        assert main(["plan", str(week), "--out", str(tmp_path / out), "--seed", "5"]) == 0
    for file in HEADERS:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert read_report(tmp_path / "one")["score"] == read_report(tmp_path / "two")["score"]


def test_no_time_at_all_still_gives_a_whole_legal_plan(week, tmp_path):
    assert main(["plan", str(week), "--out", str(tmp_path / "out"), "--seconds", "0"]) == 0
    assert read_report(tmp_path / "out")["status"] == "stopped"
    assert main(["check", str(week), str(tmp_path / "out")]) == 0


def test_an_existing_plan_is_replaced_and_other_files_stay(week, plan):
    (plan / "notes.txt").write_text("mine")
    (plan / "bookings.csv").write_text("old")
    assert main(["plan", str(week), "--out", str(plan)]) == 0
    assert {path.name for path in plan.iterdir()} == FILES | {"notes.txt"}
    assert (plan / "notes.txt").read_text() == "mine"
    assert main(["check", str(week), str(plan)]) == 0


def test_nothing_is_left_beside_the_plan(plan, tmp_path):
    assert {path.name for path in tmp_path.iterdir()} == {"week", "plan"}


def test_folders_above_the_plan_are_made(week, tmp_path):
    assert main(["plan", str(week), "--out", str(tmp_path / "new" / "deep" / "plan")]) == 0
    assert (tmp_path / "new" / "deep" / "plan" / "report.json").exists()


def test_a_wrong_problem_writes_nothing_and_tells_each_fault_on_a_line(week, tmp_path, capsys):
    rows = read_table(week / "people.csv")
    rows[0]["sex"], rows[2]["lat"] = "?", "?"
    write_table(week / "people.csv", rows)
    assert main(["plan", str(week), "--out", str(tmp_path / "out")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert [line.split(": ")[:2] for line in captured.err.splitlines()] == [
        ["people.csv row 1", "sex"],
        ["people.csv row 3", "lat"],
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "options",
    [
        ["--seconds", "-1"],
        ["--seconds", "nan"],
        ["--seconds", "inf"],
        ["--seconds", "soon"],
        ["--seed", "-1"],
        ["--seed", "1.5"],
        ["--seed", "9" * 30],
    ],
)
def test_a_wrong_call_is_told_on_one_line(week, tmp_path, capsys, options):
    out = tmp_path / "out"
    assert main(["plan", str(week), "--out", str(out), f"{options[0]}={options[1]}"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert options[0] in line
    assert not out.exists()


def test_a_file_in_the_plans_way_is_told_and_kept(week, tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    assert main(["plan", str(week), "--out", str(tmp_path / "out")]) == 2
    assert (tmp_path / "out").read_text() == "mine"
    assert "--out" in capsys.readouterr().err


def test_fixed_rows_that_are_no_longer_allowed_are_listed(tmp_path):
    rows = (Standing("g", MONDAY, "s", "a", True), Standing("g", MONDAY, "s", "b", True))
    people = [person("a", eligible_from=None), person("b")]
    week = write_problem(tmp_path / "week", problem(people, [project()], [supervisor()], standing=rows))
    assert main(["plan", str(week), "--out", str(tmp_path / "plan")]) == 0
    listed = read_report(tmp_path / "plan")["fixed_no_longer_allowed"]
    assert listed == [{"project_id": "g", "date": "2026-03-02", "supervisor_id": "s", "person_id": "a"}]
    assert main(["check", str(week), str(tmp_path / "plan")]) == 0


def test_an_interrupt_stops_the_search_and_keeps_the_plan(tmp_path):
    made = replace(random_problem(2, 300, 20, 15, 4, rich=False))
    week, out = write_problem(tmp_path / "week", made), tmp_path / "out"
    call = [sys.executable, "-m", "amends.cli", "plan", str(week), "--out", str(out), "--seconds", "50"]
    with subprocess.Popen(call, env=os.environ | {"PYTHONUNBUFFERED": "1"}, stderr=subprocess.PIPE) as process:
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=40)
    assert process.returncode == 0
    assert read_report(out)["status"] == "stopped"
    assert main(["check", str(week), str(out)]) == 0


# --- check ---


def breaches(week, plan, capsys, *, code=1):
    capsys.readouterr()
    assert main(["check", str(week), str(plan)]) == code
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("key", "value"),
    [("score", 1.0), ("score", "+1e-5"), ("bound", -1.0), ("gap", 0.5), ("gap", None), ("status", "good")],
)
def test_a_figure_that_is_wrong_is_a_breach(week, plan, capsys, key, value):
    said = read_report(plan)
    said[key] = said[key] + 1e-5 if value == "+1e-5" else value
    (plan / "report.json").write_text(json.dumps(said))
    lines = breaches(week, plan, capsys)
    assert any(line.startswith(f"report: {key}") for line in lines)


def test_a_wrong_count_or_part_is_a_breach(week, plan, capsys):
    said = read_report(plan)
    said["counts"]["bookings"] += 1
    said["counts"]["people"] -= 1
    said["parts"]["least"] -= 1
    (plan / "report.json").write_text(json.dumps(said))
    told = [line.split(": ")[1] for line in breaches(week, plan, capsys)]
    assert told == ["counts.people", "counts.bookings", "parts"]


def test_optimal_is_said_only_of_a_score_that_meets_its_bound(week, plan, capsys):
    said = read_report(plan)
    said |= {"status": "optimal", "bound": said["score"] + 1, "gap": 1 / abs(said["score"] + 1)}
    (plan / "report.json").write_text(json.dumps(said))
    assert [line.split(": ")[1] for line in breaches(week, plan, capsys)] == ["status"]


@pytest.mark.parametrize(
    ("column", "value"), [("offered", "1"), ("short", "1"), ("reason", "no_place"), ("reason", "tired"), ("week", "2")]
)
def test_an_unmet_row_that_is_wrong_is_a_breach(week, plan, capsys, column, value):
    rows = read_table(plan / "unmet.csv")
    rows[0][column] = value
    write_table(plan / "unmet.csv", rows, HEADERS["unmet.csv"])
    assert all(line.startswith("unmet: c in week") for line in breaches(week, plan, capsys))


def test_an_unmet_row_twice_is_a_breach(week, plan, capsys):
    write_table(plan / "unmet.csv", read_table(plan / "unmet.csv") * 2, HEADERS["unmet.csv"])
    assert breaches(week, plan, capsys)[0] == "unmet: c in week 1: listed twice"


def test_an_unmet_row_left_out_is_a_breach(week, plan, capsys):
    write_table(plan / "unmet.csv", [], HEADERS["unmet.csv"])
    assert any(line.startswith("unmet: c in week 1: not listed") for line in breaches(week, plan, capsys))


@pytest.mark.parametrize(
    ("file", "spoil"),
    [
        ("bookings.csv", lambda text: text.replace("\r\na,", "\r\nnobody,", 1)),
        ("bookings.csv", lambda text: text.replace("2026-03", "2026/03")),
        ("sessions.csv", lambda text: text.replace("project_id", "project")),
        ("unmet.csv", lambda text: text.replace("420", "lots")),
        ("report.json", lambda text: text[:-10]),
        ("report.json", lambda text: "[]"),
        ("report.json", lambda text: text.replace('"score"', '"points"')),
        ("report.json", lambda text: json.dumps(json.loads(text) | {"score": float("nan")})),
        ("report.json", lambda text: json.dumps(json.loads(text) | {"score": "high"})),
    ],
)
def test_a_plan_that_cannot_be_read_is_a_fault(week, plan, capsys, file, spoil):
    before = (plan / file).read_bytes().decode()
    after = spoil(before)
    assert after != before
    (plan / file).write_bytes(after.encode())
    capsys.readouterr()
    assert main(["check", str(week), str(plan)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert file in captured.err


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_plan_without_one_of_its_files_is_a_fault(week, plan, file, capsys):
    (plan / file).unlink()
    assert main(["check", str(week), str(plan)]) == 2
    assert file in capsys.readouterr().err


def test_a_plan_made_by_hand_is_checked_too(tmp_path, capsys):
    """The best of all plans of a tiny problem, found by trying each, is accepted with its own figures."""
    made = replace(random_problem(4, people=2, projects=2, supervisors=1), standing=())
    best = max(brute.every_plan(made), key=lambda plan: brute.score(made, plan))
    week, out = write_problem(tmp_path / "week", made), tmp_path / "out"
    assert main(["plan", str(week), "--out", str(out)]) == 0
    sessions = [[one.project_id, one.date.isoformat(), one.supervisor_id or ""] for one in best.sessions]
    bookings = [[one.person_id, one.project_id, one.date.isoformat()] for one in best.bookings]
    for file, rows in (("sessions.csv", sessions), ("bookings.csv", bookings)):
        write_table(out / file, [dict(zip(HEADERS[file], row, strict=True)) for row in rows], HEADERS[file])
    score = brute.score(made, best)
    report = {"score": score, "bound": score, "gap": 0, "status": "optimal"}
    (out / "report.json").write_text(json.dumps(report))
    assert not [line for line in breaches(week, out, capsys, code=_code(week, out)) if not line.startswith("unmet")]


def _code(week, out):
    return main(["check", str(week), str(out)])
