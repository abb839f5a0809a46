"""Problem folders: what is read, and how each fault is told."""

import csv
from dataclasses import replace
from datetime import date, time

import pytest

from amends.faults import Faults
from amends.methods.planning.files import read_problem
from amends.methods.planning.problem import Cap, Standing, Wish
from tests.methods.planning.folder import HEADERS, head, tables, write_problem, write_table
from tests.methods.planning.made import MONDAY, person, problem, project, random_problem, supervisor

FULL = problem(
    [person("a", last_project="g", away=frozenset({MONDAY}), skills=frozenset({"cscs"})), person("b", sex="f")],
    [project("g", tags=frozenset({"heavy"})), project("k", kind="ete", start=time(9, 5), end=time(12, 50))],
    [supervisor("s", usual=frozenset({"g", "k"}), absent=frozenset({MONDAY}))],
    apart=(("a", "b"),),
    standing=(Standing("g", MONDAY, "s", "a", True), Standing("k", MONDAY, None, None, False)),
    wishes=(Wish("a", None, None, 2.5), Wish(None, "g", MONDAY, None)),
    caps=(Cap(None, MONDAY, MONDAY, 4), Cap("g", date(2026, 1, 1), date(2026, 12, 31), 6)),
)


def told(folder):
    with pytest.raises(Faults) as caught:
        read_problem(folder)
    return [(fault.file, fault.row, fault.field) for fault in caught.value.faults]


def spoil(folder, file, row, column, value):
    """Write FULL with one cell changed (row counted from 1)."""
    write_problem(folder, FULL)
    rows = tables(FULL)[file]
    rows[row - 1][column] = value
    write_table(folder / file, rows)
    return folder


def test_a_problem_is_read_as_it_was_written(tmp_path):
    assert read_problem(write_problem(tmp_path, FULL)) == FULL


@pytest.mark.parametrize("seed", range(15))
def test_made_up_problems_are_read_as_they_were_written(tmp_path, seed):
    made = random_problem(seed, 8, 4, 3, 2)
    assert read_problem(write_problem(tmp_path, made)) == made


@pytest.mark.parametrize("missing", ["standing.csv", "wishes.csv", "caps.csv"])
def test_optional_tables_may_be_absent(tmp_path, missing):
    (write_problem(tmp_path, FULL) / missing).unlink()
    assert getattr(read_problem(tmp_path), missing.removesuffix(".csv")) == ()


@pytest.mark.parametrize("missing", ["problem.toml", "people.csv", "projects.csv", "supervisors.csv", "apart.csv"])
def test_other_files_may_not_be_absent_and_that_alone_is_told(tmp_path, missing):
    (write_problem(tmp_path, FULL) / missing).unlink()
    assert told(tmp_path) == [(missing, None, "")]


def test_the_column_eligible_to_may_be_absent(tmp_path):
    write_problem(tmp_path, FULL)
    rows = [{c: v for c, v in row.items() if c != "eligible_to"} for row in tables(FULL)["people.csv"]]
    write_table(tmp_path / "people.csv", rows, [c for c in HEADERS["people.csv"].split(",") if c != "eligible_to"])
    assert read_problem(tmp_path) == FULL


def test_columns_may_stand_in_any_order_and_files_may_have_a_byte_order_mark(tmp_path):
    write_problem(tmp_path, FULL)
    header = HEADERS["people.csv"].split(",")[::-1]
    write_table(tmp_path / "people.csv", tables(FULL)["people.csv"], header)
    for path in [tmp_path / "people.csv", tmp_path / "problem.toml", tmp_path / "apart.csv"]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_problem(tmp_path) == FULL


def test_ids_may_hold_any_letters_commas_and_quotes(tmp_path):
    odd = 'Zoë, "Ж" 李\nO’Neil'
    made = problem([person(odd, last_project=odd)], [project(odd)], [supervisor(odd, usual=frozenset({odd}))])
    assert read_problem(write_problem(tmp_path, made)) == made


def test_nobody_and_nothing_is_a_problem_too(tmp_path):
    assert read_problem(write_problem(tmp_path, problem())) == problem()


def test_a_span_that_ends_before_it_begins_covers_no_day(tmp_path):
    never = problem(
        [person(eligible_from=MONDAY, eligible_to=date(2026, 3, 1))],
        [project(open_from=MONDAY, open_to=date(2026, 3, 1))],
    )
    assert read_problem(write_problem(tmp_path, never)) == never


def test_empty_cells_are_no_date_no_items_and_no(tmp_path):
    bare = person(
        eligible_from=None, limit_date=None, days=frozenset(), kinds=frozenset(), drives=False, last_project=None
    )
    write_problem(tmp_path, problem([bare]))
    rows = tables(problem([bare]))["people.csv"]
    rows[0] |= {"drives": "", "women_only": ""}
    write_table(tmp_path / "people.csv", rows)
    assert read_problem(tmp_path).people == (bare,)


SPOILT = [
    ("people.csv", "person_id", ["", " a", "b"]),  # b is the other row's
    ("people.csv", "eligible_from", ["2026-02-30", "20260301", "2026-3-1", "1 March", "2026-W10-1", "٢٠٢٦-٠٣-٠٢"]),
    ("people.csv", "eligible_to", ["never", "0000-01-01"]),
    ("people.csv", "minutes_left", ["", "-1", "1.5", "1e3", "x", "9" * 5000, "²", "1_000"]),
    ("people.csv", "ete_left", ["", "-60"]),
    ("people.csv", "limit_date", ["2026-13-01"]),
    ("people.csv", "offer_min", ["", "-7", "1681"]),  # the last is more than offer_max
    ("people.csv", "offer_max", ["", "419"]),
    ("people.csv", "attendance", ["", "0", "1.01", "-0.5", "nan", "inf", "80%", "0,8", "1e-999", "1_0"]),
    ("people.csv", "lat", ["", "90.1", "-91", "nan", "north", "1e999"]),
    ("people.csv", "lon", ["", "180.5", "-181", "NaN", "Infinity"]),
    ("people.csv", "drives", ["yes", "1", "True", "TRUE"]),
    ("people.csv", "max_travel", ["", "-1", "nan", "inf"]),
    ("people.csv", "days", ["0", "18", "11", "mon", "1;3", "1 3", "१"]),
    ("people.csv", "away", ["2026-03-02,2026-03-03", "2026-03-32", "2026-03-02;", ";", "2026-03-02; 2026-03-03"]),
    ("people.csv", "kinds", ["Group", "group,ete", "work", "group;"]),
    ("people.csv", "excludes", ["heavy;;outdoor", "heavy ", "heavy; outdoor"]),
    ("people.csv", "sex", ["", "F", "female"]),
    ("people.csv", "women_only", ["no", "0"]),
    ("people.csv", "last_project", ["nowhere"]),
    ("projects.csv", "project_id", ["", "k"]),
    ("projects.csv", "kind", ["", "indoor", "GROUP"]),
    ("projects.csv", "lat", ["91"]),
    ("projects.csv", "days", ["8"]),
    ("projects.csv", "start", ["", "9:00", "24:00", "09:60", "09:00:00", "16:00"]),  # the last is the end
    ("projects.csv", "end", ["09:00", "08:00", "noon"]),
    ("projects.csv", "open_from", [""]),
    ("projects.csv", "open_to", ["", "2025"]),
    ("projects.csv", "closed", ["Christmas"]),
    ("projects.csv", "places", ["", "-1", "8.0", "many"]),
    ("projects.csv", "least", ["", "-2"]),
    ("projects.csv", "for", ["", "all", "Women"]),
    ("projects.csv", "supervised", ["", "yes", "True"]),
    ("supervisors.csv", "supervisor_id", [""]),
    ("supervisors.csv", "days_a_week", ["", "8", "-1"]),
    ("supervisors.csv", "usual", ["g;nowhere", "g,k"]),
    ("supervisors.csv", "max_drive", ["", "far"]),
    ("apart.csv", "person_a", ["", "nobody", "b"]),
    ("apart.csv", "person_b", ["", "nobody", "a"]),
    ("standing.csv", "project_id", ["", "nowhere"]),
    ("standing.csv", "date", ["", "2026-03-01", "2026-03-09"]),  # the days before and after the week
    ("standing.csv", "supervisor_id", ["nobody"]),
    ("standing.csv", "person_id", ["nobody"]),
    ("standing.csv", "fixed", ["yes"]),
    ("wishes.csv", "person_id", ["nobody"]),
    ("wishes.csv", "project_id", ["nowhere"]),
    ("wishes.csv", "date", ["soon"]),
    ("wishes.csv", "points", ["", "Never", "nan", "1e9"]),
    ("caps.csv", "project_id", ["nowhere"]),
    ("caps.csv", "from", ["", "2026-03-03"]),  # after `to`
    ("caps.csv", "to", ["", "2026-03-01"]),
    ("caps.csv", "places", ["", "-1", "none"]),
]


@pytest.mark.parametrize(
    ("file", "column", "value"), [(file, column, value) for file, column, values in SPOILT for value in values]
)
def test_a_cell_that_is_wrong_is_told_with_its_place(tmp_path, file, column, value):
    found = told(spoil(tmp_path, file, 1, column, value))
    related = {"offer_min": "offer_max", "start": "end", "from": "to", "person_a": "person_b"}
    places = {(file, 1, column), (file, 1, related.get(column)), (file, 2, column)}  # an id twice: in the second row
    assert places & set(found)
    assert {place[0] for place in found} <= {file, "apart.csv", "standing.csv", "wishes.csv", "caps.csv", *REFERRING}


REFERRING = {"people.csv", "supervisors.csv"}  # an id that is spoilt is missed by those who name it


def test_a_fault_says_what_is_wrong_and_what_would_be_right(tmp_path):
    with pytest.raises(Faults) as caught:
        read_problem(spoil(tmp_path, "people.csv", 2, "attendance", "1.2"))
    assert str(caught.value) == "people.csv row 2: attendance: '1.2'; a number above 0, at most 1"


def test_every_fault_of_every_file_is_told_at_once(tmp_path):
    spoil(tmp_path, "people.csv", 1, "lat", "x")
    rows = tables(FULL)["caps.csv"]
    rows[0]["places"], rows[1]["to"] = "x", "x"
    write_table(tmp_path / "caps.csv", rows)
    (tmp_path / "problem.toml").write_text(head(FULL, weeks="13"))
    assert told(tmp_path) == [
        ("problem.toml", None, "weeks"),
        ("people.csv", 1, "lat"),
        ("caps.csv", 1, "places"),
        ("caps.csv", 2, "to"),
    ]


def test_unknown_ids_are_told_beside_the_other_faults_of_their_row(tmp_path):
    write_problem(tmp_path, FULL)
    rows = tables(FULL)["standing.csv"]
    rows[0] |= {"fixed": "yes", "project_id": "?", "supervisor_id": "?", "person_id": "?"}
    write_table(tmp_path / "standing.csv", rows)
    rows = tables(FULL)["supervisors.csv"]
    rows[0] |= {"lat": "x", "usual": "g;?"}
    write_table(tmp_path / "supervisors.csv", rows)
    assert sorted(told(tmp_path)) == [
        ("standing.csv", 1, "fixed"),
        ("standing.csv", 1, "person_id"),
        ("standing.csv", 1, "project_id"),
        ("standing.csv", 1, "supervisor_id"),
        ("supervisors.csv", 1, "lat"),
        ("supervisors.csv", 1, "usual"),
    ]


def test_a_booking_promised_twice_is_told(tmp_path):
    twice = replace(FULL, standing=(FULL.standing[0], replace(FULL.standing[0], fixed=False)))
    assert told(write_problem(tmp_path, twice)) == [("standing.csv", 2, "person_id")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_day": "2026-03-03"}, "first_day"),  # a Tuesday
        ({"first_day": ""}, "first_day"),
        ({"first_day": "2026-03-02T00:00:00"}, "first_day"),
        ({"first_day": '"soon"'}, "first_day"),
        ({"first_day": "9999-12-27"}, "first_day"),
        ({"weeks": "0"}, "weeks"),
        ({"weeks": "13"}, "weeks"),
        ({"weeks": "1.0"}, "weeks"),
        ({"weeks": "true"}, "weeks"),
        ({"weeks": ""}, "weeks"),
        ({"overbook_risk": "0.51"}, "overbook_risk"),
        ({"overbook_risk": "-0.01"}, "overbook_risk"),
        ({"overbook_risk": "nan"}, "overbook_risk"),
        ({"overbook_risk": '"low"'}, "overbook_risk"),
        ({"overbook_risk": ""}, "overbook_risk"),
        ({"week": "1"}, "week"),  # an unknown key
    ],
)
def test_a_wrong_key_of_the_head_is_told(tmp_path, changes, field):
    write_problem(tmp_path, FULL)
    (tmp_path / "problem.toml").write_text(head(FULL, **changes))
    assert told(tmp_path) == [("problem.toml", None, field)]


@pytest.mark.parametrize("spoilt", ["base_minutes = -1", "base_minutes = inf", "base_minutes = true", ""])
def test_a_wrong_journey_is_told(tmp_path, spoilt):
    write_problem(tmp_path, FULL)
    text = head(FULL).replace("base_minutes = 5.0", spoilt)
    (tmp_path / "problem.toml").write_text(text)
    assert told(tmp_path) == [("problem.toml", None, "drive.base_minutes")]


def test_a_missing_journey_is_told(tmp_path):
    write_problem(tmp_path, FULL)
    (tmp_path / "problem.toml").write_text(head(FULL).split("[drive]")[0])
    assert told(tmp_path) == [("problem.toml", None, "drive")]


@pytest.mark.parametrize(("risk", "weeks"), [("0", "12"), ("0.5", "1")])
def test_the_limits_of_the_head_are_allowed_and_whole_numbers_are_numbers(tmp_path, risk, weeks):
    write_problem(tmp_path, FULL)
    (tmp_path / "problem.toml").write_text(head(FULL, overbook_risk=risk, weeks=weeks, first_day='"2026-03-02"'))
    made = read_problem(tmp_path)
    assert (made.overbook_risk, made.weeks, made.first_day) == (float(risk), int(weeks), MONDAY)


@pytest.mark.parametrize(
    ("content", "row", "field"),
    [
        (b"", None, ""),
        (b"person_a\r\na\r\n", "header", "person_b"),
        (b"person_a,person_b,note\r\n", "header", "note"),
        (b"person_a,person_b,person_b\r\n", "header", "person_b"),
        (b"person_a,person_b\r\na\r\n", 1, ""),
        (b"person_a,person_b\r\na,b\r\na,b,c\r\n", 2, ""),
        (b'person_a,person_b\r\na,"b\r\n', 1, ""),
        (b'person_a,person_b\r\na,"b"x\r\n', 1, ""),
        (b"person_a,person_b\r\na,\xff\r\n", None, ""),
        ("person_a,person_b\r\n".encode("utf-16"), None, ""),
        (b"\x00\x01\x02", "header", "person_a"),
    ],
)
def test_a_table_that_is_not_csv_is_told(tmp_path, content, row, field):
    write_problem(tmp_path, FULL)
    (tmp_path / "apart.csv").write_bytes(content)
    assert ("apart.csv", row, field) in told(tmp_path)


def test_a_huge_cell_is_told_and_not_swallowed(tmp_path):
    before = csv.field_size_limit(131_072)  # the library's own: what else ran in this process may have changed it
    try:
        found = told(spoil(tmp_path, "people.csv", 1, "last_project", "x" * 300_000))
    finally:
        csv.field_size_limit(before)
    assert ("people.csv", 1, "") in found


def test_a_head_that_is_not_toml_is_told(tmp_path):
    (write_problem(tmp_path, FULL) / "problem.toml").write_text("first_day: 2026-03-02")
    assert told(tmp_path) == [("problem.toml", None, "")]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert told(tmp_path / "nowhere") == [(str(tmp_path / "nowhere"), None, "")]
