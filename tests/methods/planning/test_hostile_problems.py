"""What nobody would send on purpose: `amends plan` says what is wrong, or plans what it can and says the rest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from amends.cli import main
from amends.methods.planning.problem import Cap, Standing, Wish
from tests.methods.planning.folder import HEADERS, head, read_report, read_table, tables, write_problem, write_table
from tests.methods.planning.made import MONDAY, person, problem, project, supervisor

WEEK = [MONDAY + timedelta(days=n) for n in range(7)]
LONG_PAST = MONDAY - timedelta(days=900)


def planned(tmp_path, made, capsys):
    """The plan's folder: whole, and right by the verifier."""
    week, out = write_problem(tmp_path / "week", made), tmp_path / "plan"
    assert main(["plan", str(week), "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {"sessions.csv", "bookings.csv", "unmet.csv", "report.json"}
    capsys.readouterr()
    assert main(["check", str(week), str(out)]) == 0, capsys.readouterr().out
    return out


def refused(tmp_path, week, capsys):
    """The faults, a line each, of a problem of which nothing is written."""
    capsys.readouterr()
    assert main(["plan", str(week), "--out", str(tmp_path / "plan")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert {path.name for path in tmp_path.iterdir()} == {week.name}
    return captured.err.splitlines()


def everybody(count=1, **changes):
    return [person(f"p{n}", **changes) for n in range(count)]


G, S = project(), supervisor()
NEVER = Wish(None, "g", None, None)


@pytest.mark.parametrize(
    ("made", "reasons"),
    [
        (problem(), []),
        (problem(everybody()), ["no_suitable_project"]),
        (problem(everybody(), [G]), ["no_supervisor"]),
        (problem([], [G], [S]), []),
        (problem(everybody(3, eligible_from=None), [G], [S]), ["not_eligible"] * 3),
        (problem(everybody(3, eligible_to=LONG_PAST), [G], [S]), ["not_eligible"] * 3),
        (problem(everybody(2, away=frozenset(WEEK)), [G], [S]), ["away"] * 2),
        (problem(everybody(minutes_left=0, ete_left=0), [G], [S]), ["hours_nearly_done"]),
        (problem(everybody(), [G], [S], caps=(Cap(None, MONDAY, WEEK[-1], 0),), overbook_risk=0.0), ["no_place"]),
        (problem(everybody(), [replace(G, least=2)], [S]), ["no_place"]),
        (problem(everybody(), [replace(G, places=1, least=9)], [S], overbook_risk=0.0), ["no_place"]),
        (problem(everybody(), [replace(G, closed=frozenset(WEEK))], [S]), ["no_suitable_project"]),
        (problem(everybody(), [replace(G, open_to=LONG_PAST)], [S]), ["no_suitable_project"]),
        (problem(everybody(), [G], [S], wishes=(NEVER,)), ["no_suitable_project"]),
        (problem(everybody(), [G], [replace(S, days_a_week=0)]), ["no_supervisor"]),
        (problem(everybody(offer_min=419, offer_max=419), [G], [S]), ["no_suitable_project"]),
        (problem(everybody(lat=90.0, lon=180.0), [G], [S]), ["no_suitable_project"]),
        (problem(everybody(attendance=1e-9), [G], [S]), []),
    ],
)
def test_weeks_in_which_nobody_can_work_are_planned_empty_with_the_reason(tmp_path, capsys, made, reasons):
    out = planned(tmp_path, made, capsys)
    assert [row["reason"] for row in read_table(out / "unmet.csv")] == reasons
    assert bool(read_table(out / "bookings.csv")) == (not reasons and bool(made.people))


@pytest.mark.parametrize("people", [2, 70])  # below and above where seats are priced
def test_promises_that_contradict_each_other_or_the_rules_are_listed_and_the_first_is_kept(tmp_path, capsys, people):
    """One person at two sessions a day, one supervisor at two, people kept apart together, somebody who is away."""
    made = problem(
        [*everybody(people), person("ill", away=frozenset(WEEK))],
        [project("g", days=frozenset({1})), project("k", days=frozenset({1}))],
        [supervisor()],
        apart=(("p0", "p1"),),
        standing=(
            Standing("g", MONDAY, "s", "p0", True),
            Standing("k", MONDAY, "s", "p0", True),
            Standing("g", MONDAY, "s", "p1", True),
            Standing("k", MONDAY, "s", "ill", True),
            Standing("g", WEEK[1], "s", "p0", True),  # it runs on Mondays
        ),
    )
    out = planned(tmp_path, made, capsys)
    listed = [(row["person_id"], row["project_id"]) for row in read_report(out)["fixed_no_longer_allowed"]]
    assert listed == [("p0", "k"), ("p1", "g"), ("ill", "k"), ("p0", "g")]
    assert {"person_id": "p0", "project_id": "g", "date": MONDAY.isoformat()} in read_table(out / "bookings.csv")


def test_nobody_above_where_seats_are_priced_who_could_be_placed(tmp_path, capsys):
    out = planned(tmp_path, problem(everybody(80, kinds=frozenset()), [G], [S]), capsys)
    assert read_report(out)["status"] == "optimal"
    assert {row["reason"] for row in read_table(out / "unmet.csv")} == {"no_suitable_project"}


def test_ids_of_any_letters_come_out_as_they_went_in(tmp_path, capsys):
    names = ["Zoë", "李, 雷", 'O"Neil', "Ж;я", "a\nb", "=1+1", "😀", "ﬁ", "null", "0", "-"]
    made = problem([person(name) for name in names], [project("Gärten")], [supervisor("Ní Bhriain")])
    out = planned(tmp_path, made, capsys)
    assert {row["person_id"] for row in read_table(out / "bookings.csv")} == set(names)
    assert {row["supervisor_id"] for row in read_table(out / "sessions.csv")} == {"Ní Bhriain"}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_from_any_system_make_the_same_plan(tmp_path, capsys, ending, mark):
    made = problem(everybody(3), [G], [S], standing=(Standing("g", MONDAY, "s", "p0", True),))
    plan = planned(tmp_path / "own", made, capsys)
    week = write_problem(tmp_path / "week", made)
    for path in week.glob("*.csv"):
        text = mark + ending.join(path.read_text(encoding="utf-8").splitlines()) + ending
        path.write_bytes(text.encode("utf-8"))
    toml = (week / "problem.toml").read_text(encoding="utf-8")
    (week / "problem.toml").write_bytes((mark + toml.replace("\n", "\r\n")).encode("utf-8"))
    assert main(["plan", str(week), "--out", str(tmp_path / "plan")]) == 0
    for file in ("sessions.csv", "bookings.csv", "unmet.csv"):
        assert (tmp_path / "plan" / file).read_bytes() == (plan / file).read_bytes()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"weeks": "0"}, "weeks: 0; a whole number from 1 to 12"),
        ({"weeks": "-1"}, "weeks: -1; a whole number from 1 to 12"),
        ({"weeks": "1000000"}, "weeks: 1000000; a whole number from 1 to 12"),
        ({"first_day": "2026-03-04"}, "first_day: 2026-03-04 is not a Monday; a Monday"),
        ({"overbook_risk": "1e-400"}, None),
        ({"overbook_risk": "1e400"}, "overbook_risk: inf; a number from 0 to 0.5"),
    ],
)
def test_a_head_that_asks_for_what_cannot_be_is_refused_in_a_line(tmp_path, capsys, changes, told):
    made = problem(everybody(), [G], [S])
    week = write_problem(tmp_path / "week", made)
    (week / "problem.toml").write_text(head(made, **changes))
    if told is None:
        assert main(["plan", str(week), "--out", str(tmp_path / "plan")]) == 0
    else:
        assert refused(tmp_path, week, capsys) == [f"problem.toml: {told}"]


@pytest.mark.parametrize(
    ("file", "changes", "told"),
    [
        ("people.csv", {"offer_max": "1"}, "people.csv row 1: offer_max: 1 is less than offer_min; 420 or more"),
        ("people.csv", {"minutes_left": "10000000000"}, "people.csv row 1: minutes_left"),
        ("people.csv", {"lat": "999"}, "people.csv row 1: lat: '999'; a number from -90, at most 90"),
        ("projects.csv", {"end": "09:00"}, "projects.csv row 1: end: 09:00 is not after the start; after 09:00"),
        ("projects.csv", {"places": "-1"}, "projects.csv row 1: places: '-1'; a whole number from 0"),
        (
            "supervisors.csv",
            {"days_a_week": "8"},
            "supervisors.csv row 1: days_a_week: '8'; a whole number from 0 to 7",
        ),
    ],
)
def test_a_cell_that_cannot_be_is_refused_with_file_row_field_and_remedy(tmp_path, capsys, file, changes, told):
    made = problem(everybody(), [G], [S])
    week = write_problem(tmp_path / "week", made)
    rows = tables(made)[file]
    rows[0] |= changes
    write_table(week / file, rows)
    (line,) = refused(tmp_path, week, capsys)
    assert line.startswith(told)
    assert "; " in line


def test_thousands_of_faults_are_all_told_and_nothing_is_written(tmp_path, capsys):
    made = problem(everybody(3000), [G], [S])
    week = write_problem(tmp_path / "week", made)
    rows = tables(made)["people.csv"]
    write_table(week / "people.csv", [row | {"sex": "?"} for row in rows])
    told = refused(tmp_path, week, capsys)
    assert len(told) == 3000
    assert told[-1] == "people.csv row 3000: sex: '?'; one of f, m, x"


@pytest.mark.parametrize("content", [b"", b"\x00" * 5000, b'"', b"\xff\xfe" * 50, ("x" * 200_000).encode()])
def test_people_that_are_no_table_are_refused_and_nothing_is_written(tmp_path, capsys, content):
    week = write_problem(tmp_path / "week", problem([], [G], [S]))
    (week / "people.csv").write_bytes(content)
    told = refused(tmp_path, week, capsys)
    assert told
    assert all(line.startswith("people.csv") and line.isprintable() and len(line) < 500 for line in told)


def test_a_plan_that_was_there_stays_whole_when_the_next_problem_is_refused(tmp_path, capsys):
    out = planned(tmp_path, problem(everybody(), [G], [S]), capsys)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    write_table(tmp_path / "week" / "projects.csv", [], HEADERS["projects.csv"].split(",")[1:])
    assert main(["plan", str(tmp_path / "week"), "--out", str(out)]) == 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_many_people_with_little_time_are_planned_as_far_as_it_goes(tmp_path, capsys):
    made = problem(everybody(4000, attendance=0.5), [G, project("h", kind="home", supervised=False)], [S], weeks=6)
    week, out = write_problem(tmp_path / "week", made), tmp_path / "plan"
    assert main(["plan", str(week), "--out", str(out), "--seconds", "0"]) == 0
    report = read_report(out)
    assert report["status"] == "stopped"
    assert report["counts"]["unmet"] + len({(row["person_id"]) for row in read_table(out / "bookings.csv")}) >= 4000


def test_a_problem_that_does_not_fit_into_memory_is_refused_and_nothing_is_written(tmp_path, capsys, monkeypatch):
    def too_large(*arguments, **options):
        raise MemoryError

    monkeypatch.setattr("amends.methods.planning.files.commands.solve", too_large)
    week = write_problem(tmp_path / "week", problem(everybody(), [G], [S]))
    assert refused(tmp_path, week, capsys) == [f"{week}: does not fit into memory; fewer people or weeks"]
