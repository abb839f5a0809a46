"""A package of files comes in whole, or not at all, and every fault is told where it stands."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.cases.models import Address, CaseAllocation, KeepApart, Person, Requirement, RequirementChange
from amends.contacts.models import ContactOutcome
from amends.exchange.checking import check
from amends.exchange.files import BY_NAME, FILES
from amends.exchange.models import ImportRun
from amends.exchange.operations import import_package, importing_user
from amends.exchange.templates import DESCRIPTION, write_templates
from amends.faults import Faults
from amends.organisation.models import AccessFile, Region, RoleGrant, Staff
from amends.unpaid_work.models import EteCredit, Project, Session, StandDown, UnpaidWorkAssessment
from tests.exchange.package_files import whole_package, write_package

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def bring_in(folder, **options):
    told = []
    done = import_package(folder=folder, report=told.append, by=importing_user(), at=AT, **options)
    return done, told


def told_of(folder):
    return {(fault.file, fault.row, fault.field): fault for fault in bring_in(folder)[1]}


def spoiled(folder, file, place, cells):
    rows = whole_package()
    rows[file][place].update(cells)
    return write_package(folder, rows)


def test_every_file_of_a_package_is_loaded(tmp_path):
    done, told = bring_in(write_package(tmp_path / "p", whole_package()))

    assert told == []
    assert done.outcome == "accepted"
    assert {name: count.rows for name, count in done.counts.items()} == {
        name: len(rows) for name, rows in whole_package().items()
    }
    zoe = Person.objects.get(crn="X100001")
    assert zoe.name == "Zoë Φανταστικίδης"
    assert Person.objects.get(crn="X100002").family_name == 'O\'Spoon, the "second"'
    assert AccessFile.objects.count() == 2
    assert Address.objects.get(person=zoe).lat == 52
    assert KeepApart.objects.count() == CaseAllocation.objects.count() == EteCredit.objects.count() == 1
    assert RequirementChange.objects.get().requirement.reference == "R-1"
    assert RoleGrant.objects.get(user__username="lantern").team.code == "upw"
    project = Project.objects.get()
    assert (project.tags, project.beneficiary.name) == (["heavy", "outdoor"], "Example Trust")
    assert [held.code for held in project.qualifications.all()] == ["chainsaw"]
    assert UnpaidWorkAssessment.objects.get().areas.get().radius_km == 1.5
    assert Session.objects.count() == 2
    assert sorted(ContactOutcome.objects.values_list("code", flat=True)) == ["AASD", "ATTC", "UACP"]
    worked = ContactOutcome.objects.get(code="ATTC")
    assert (worked.started_at, worked.finished_at) == (
        datetime(2026, 2, 2, 9, tzinfo=UTC), datetime(2026, 2, 2, 16, tzinfo=UTC),
    )  # fmt: skip
    assert StandDown.objects.get().people.get().booking.requirement.reference == "R-1"
    run = ImportRun.objects.get()
    assert (run.outcome, run.package, run.faults) == ("accepted", "p", 0)
    assert run.counts["people"] == {"rows": 2, "accepted": 2, "rejected": 0}


def test_why_a_case_was_given_to_an_officer_comes_with_it(tmp_path):
    done, told = bring_in(spoiled(tmp_path / "p", "case_allocations", 0, {"reason": "Knows the family"}))
    assert (done.outcome, told) == ("accepted", [])
    assert CaseAllocation.objects.get().reason == "Knows the family"


def test_a_package_may_refer_to_what_is_in_the_database(tmp_path):
    first = {name: whole_package()[name] for name in ("regions", "pdus", "teams", "staff")}
    later = {name: rows for name, rows in whole_package().items() if name not in first and name != "region_tiers"}
    assert bring_in(write_package(tmp_path / "1", first))[1] == []

    assert bring_in(write_package(tmp_path / "2", later))[1] == []
    assert Requirement.objects.count() == 2


def test_a_dry_run_checks_everything_and_keeps_nothing(tmp_path):
    done, told = bring_in(write_package(tmp_path / "p", whole_package()), dry_run=True)

    assert (done.outcome, told) == ("checked", [])
    assert not Region.objects.exists()
    assert not Person.objects.exists()
    assert ImportRun.objects.get().outcome == "checked"


def test_the_same_package_twice_is_refused_row_by_row(tmp_path):
    folder = write_package(tmp_path / "p", whole_package())
    bring_in(folder)

    done, told = bring_in(folder)

    assert done.outcome == "refused"
    assert ("people.csv", 1, "crn") in {(fault.file, fault.row, fault.field) for fault in told}
    assert "database already" in next(fault.wrong for fault in told if fault.file == "people.csv")
    assert Person.objects.count() == 2


SPOILED = [
    ("regions", 0, {"code": "no spaces"}, "code", "letters, digits"),
    ("regions", 0, {"name": ""}, "name", "text of at most 100"),
    ("region_tiers", 0, {"tier": "4"}, "tier", "one of open, 1, 2, 3, lockdown"),
    ("pdus", 0, {"region": "south"}, "region", "regions.csv"),
    ("staff", 0, {"contracted_minutes": "37.5"}, "contracted_minutes", "a whole number from 0 to 3600"),
    ("staff", 0, {"contracted_minutes": "3601"}, "contracted_minutes", "a whole number from 0 to 3600"),
    ("staff", 0, {"days": "531"}, "days", "weekdays as digits in order"),
    ("staff", 0, {"to_date": "2020-01-06"}, "to_date", "2020-01-07 or later"),
    ("staff", 1, {"code": "S1"}, "code", "each once"),
    ("staff", 0, {"days": "12", "days_a_week": "3"}, "days_a_week", "at most as many"),
    ("offices", 0, {"lon": ""}, "lat", "both, or neither"),
    ("offices", 0, {"lat": "91"}, "lat", "a number from -90 to 90"),
    ("users", 0, {"username": "Lantern"}, "username", "lower-case"),
    ("role_grants", 0, {"role": "king"}, "role", "one of practitioner"),
    ("role_grants", 0, {"region": "north"}, "region", "one of region, pdu and team"),
    ("people", 0, {"crn": "100001"}, "crn", "a capital letter and six digits"),
    ("people", 0, {"date_of_birth": "17/05/1990"}, "date_of_birth", "a date, YYYY-MM-DD"),
    ("people", 0, {"date_of_birth": "2025-02-29"}, "date_of_birth", "a date, YYYY-MM-DD"),
    ("people", 0, {"family_name": "a\x00b"}, "family_name", "text of at most 200"),
    ("people", 0, {"family_name": "x" * 201}, "family_name", "text of at most 200"),
    ("people", 0, {"family_name": "x" * 2_000_000}, "", "RFC 4180"),
    ("people", 0, {"team": "nowhere"}, "team", "teams.csv"),
    ("keep_apart", 0, {"other_crn": "X100002"}, "other_crn", "two different people"),
    ("sentences", 0, {"sentence_date": "2027-01-01"}, "sentence_date", ""),
    ("sentences", 0, {"crn": "X999999"}, "crn", "people.csv"),
    ("requirements", 0, {"ordered_minutes": "60"}, "ordered_minutes", ""),
    ("requirements", 0, {"sentence": "S-9"}, "sentence", "sentences.csv"),
    ("requirements", 0, {"ended_as": "completed"}, "ended_as", "both, or neither"),
    ("case_allocations", 0, {"practitioner": "S9"}, "practitioner", "staff.csv"),
    ("projects", 0, {"end_time": "08:00"}, "end_time", "a later time"),
    ("projects", 0, {"end_time": "24:00"}, "end_time", "a time of day, HH:MM"),
    ("projects", 0, {"least": "9"}, "least", "at most as many as places"),
    ("projects", 0, {"tags": "heavy;heavy"}, "tags", "separated by semicolons"),
    ("projects", 0, {"qualifications": "diving"}, "qualifications", "qualifications.csv"),
    ("projects", 0, {"supervised": "yes"}, "supervised", "true or false"),
    ("assessments", 0, {"harm_checked_on": "2026-01-17"}, "harm_checked_on", "the check comes first"),
    ("assessments", 0, {"slots": "8m"}, "slots", "separated by semicolons"),
    ("exclusion_areas", 0, {"from_date": "2026-01-17"}, "crn, from_date", "assessments.csv"),
    ("exclusion_areas", 0, {"radius_km": "0"}, "radius_km", "a number from 0.01 to 100"),
    ("attendance", 0, {"outcome": "LATE"}, "outcome", "one of ATTC"),
    ("attendance", 0, {"finished": ""}, "finished", "when the person started and finished"),
    ("attendance", 1, {"started": "09:00", "finished": "10:00"}, "started", "no times, or an attended outcome"),
    ("attendance", 2, {"notice": ""}, "notice", "for AASD"),
    ("attendance", 0, {"date": "2026-02-03"}, "project, date", "sessions.csv"),
    ("sessions", 0, {"date": "2026-06-01"}, "date", "over"),
    ("hours_adjustments", 0, {"minutes": "181"}, "minutes", "1 to 180"),
    ("ete_credits", 0, {"requirement": "R-9"}, "requirement", "requirements.csv"),
]


@pytest.mark.parametrize(("name", "place", "cells", "field", "right"), SPOILED)
def test_a_fault_names_file_row_field_and_what_would_be_right(tmp_path, name, place, cells, field, right):
    told = told_of(spoiled(tmp_path / "p", name, place, cells))

    fault = told.get((f"{name}.csv", place + 1, field))
    assert fault is not None, sorted(told, key=str)
    assert right in f"{fault.wrong}; {fault.right}"
    assert not Region.objects.exists()
    assert ImportRun.objects.get().outcome == "refused"


def test_every_fault_is_told_not_only_the_first(tmp_path):
    rows = whole_package()
    rows["people"][1]["date_of_birth"] = "yesterday"
    rows["people"][1]["team"] = "nowhere"
    rows["projects"][0]["places"] = "0"
    rows["requirements"][0]["ordered_minutes"] = "60"  # what the rules refuse, not the form of the file

    told = told_of(write_package(tmp_path / "p", rows))

    assert {
        ("people.csv", 2, "date_of_birth"), ("people.csv", 2, "team"), ("projects.csv", 1, "places"),
        ("requirements.csv", 1, "ordered_minutes"),
    } == set(told)  # fmt: skip


def test_periods_of_the_same_that_overlap_are_told(tmp_path):
    rows = whole_package()
    rows["absences"].append({"staff": "S1", "kind": "sickness", "from_date": "2026-08-09", "to_date": "2026-08-12"})
    rows["absences"].append({"staff": "S1", "kind": "sickness", "from_date": "2026-08-12"})

    told = told_of(write_package(tmp_path / "p", rows))

    assert set(told) == {("absences.csv", 2, "from_date")}
    assert "row 1" in told["absences.csv", 2, "from_date"].wrong


def test_what_only_the_database_knows_is_told_with_its_row(tmp_path):
    first = {name: whole_package()[name] for name in ("regions", "pdus", "teams", "staff", "absences")}
    bring_in(write_package(tmp_path / "1", first))
    more = [{"staff": "S2", "kind": "leave", "from_date": "2026-08-03", "to_date": "2026-08-10"},
            {"staff": "S1", "kind": "leave", "from_date": "2026-08-05", "to_date": "2026-08-06"}]  # fmt: skip

    told = told_of(write_package(tmp_path / "2", {"absences": more}))

    assert set(told) == {("absences.csv", 2, "from_date")}


HEADERS = [
    (b"", "", "is empty"),
    (b"code\r\nnorth\r\n", "name", "is missing"),
    (b"code,name,colour\r\nnorth,North,red\r\n", "'colour'", "no such column"),
    (b"code,name,code\r\nnorth,North,n\r\n", "code", "more than once"),
]


@pytest.mark.parametrize(("content", "field", "wrong"), HEADERS)
def test_a_wrong_header_is_told(tmp_path, content, field, wrong):
    (tmp_path / "regions.csv").write_bytes(content)

    _, told = bring_in(tmp_path)

    assert [(fault.file, fault.field) for fault in told] == [("regions.csv", field)]
    assert wrong in told[0].wrong


@pytest.mark.parametrize(
    "content",
    [
        b"code,name\r\nnorth,North\r\n",
        b"code,name\nnorth,North",
        b"\xef\xbb\xbfcode,name\r\nnorth,North\r\n",
        b'"code","name"\r\n"north","North"\r\n\r\n\r\n',
        b" name , code \r\n North ,north\r\n",
    ],
    ids=["CRLF", "LF without an end", "byte-order mark", "quoted, blank lines after", "other order, spaces"],
)
def test_files_as_programs_write_them_are_read(tmp_path, content):
    (tmp_path / "regions.csv").write_bytes(content)

    done, told = bring_in(tmp_path)

    assert told == []
    assert Region.objects.get().name == "North"
    assert done.counts["regions"].rows == 1


@pytest.mark.parametrize(
    ("content", "row", "wrong"),
    [
        (b"code,name\r\nnorth,N\xff\r\nsouth,South\r\n", 1, "not UTF-8"),
        (b"code,name\r\nnorth\r\n", 1, "1 cells"),
        (b"code,name\r\nnorth,North,x\r\n", 1, "3 cells"),
        (b'code,name\r\nnorth,"North\r\n', 1, "not CSV"),
        (b'code,name\r\nnorth,"North"x\r\n', 1, "not CSV"),
    ],
)
def test_files_that_are_not_csv_are_told(tmp_path, content, row, wrong):
    (tmp_path / "regions.csv").write_bytes(content)

    _, told = bring_in(tmp_path)

    assert [(fault.row, wrong in fault.wrong) for fault in told] == [(row, True)]


def test_a_folder_that_is_no_package_is_told(tmp_path):
    (tmp_path / "notes.csv").write_text("a,b\n")
    assert {fault.file for fault in bring_in(tmp_path)[1]} == {"notes.csv", str(tmp_path)}
    assert "is not a folder" in bring_in(tmp_path / "absent")[1][0].wrong


def test_templates_can_be_brought_in_as_they_are(tmp_path):
    write_templates(tmp_path)

    done, told = bring_in(tmp_path)

    assert told == []
    assert set(done.counts) == set(BY_NAME)
    described = (tmp_path / DESCRIPTION).read_text(encoding="utf-8")
    for file in FILES:
        for column in file.columns:
            assert f"| `{column.name}` |" in described.split(f"## {file.file_name}")[1]
    with pytest.raises(Faults):
        write_templates(tmp_path)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_example_of_each_column_can_be_read(file):
    for column in file.columns:
        if column.required or column.example:
            column.kind.read(column.example)


@pytest.mark.parametrize("file", [file for file in FILES if file.stored], ids=lambda file: file.name)
def test_no_column_takes_more_than_the_database_holds(file):
    model = apps.get_model(file.stored.model)
    fields = {field.name: field for field in model._meta.get_fields()}
    for column in file.columns:
        field, most = fields.get(column.name), getattr(column.kind, "most", None)
        if field is not None and isinstance(most, int) and getattr(field, "max_length", None):
            assert most <= field.max_length, column.name


CELLS = st.sampled_from(
    ["", "north", "S1", "2026-01-05", "2026-02-30", "12345", "9", "-1", "true", "x;y", "Ω\u202e", "0"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=9, max_size=13), max_size=12))
def test_rows_are_accepted_or_rejected_and_never_lost(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("p")
    header = ",".join(column.name for column in BY_NAME["staff"].columns)
    (folder / "staff.csv").write_text("\n".join([header, *(",".join(row) for row in rows)]), encoding="utf-8")
    told = []

    counts = check(folder, told.append).counts["staff"]

    whole = [row for row in rows if len(row) > 1 or row[0]]
    assert counts.rows == len(whole) == counts.accepted + counts.rejected
    assert counts.rejected == len({fault.row for fault in told})
    assert all(fault.wrong and fault.right for fault in told)


def test_the_command_tells_a_fault_a_line_and_exits_with_2(tmp_path, capsys):
    rows = whole_package()
    rows["people"][0]["sex"] = "?"
    rows["people"][1]["crn"] = "a\nb"

    with pytest.raises(SystemExit) as ended:
        call_command("import_package", str(write_package(tmp_path / "p", rows)))

    said = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert "people.csv row 1: sex: '?' is not known; one of f, m, x" in said
    assert "people.csv: 2 rows = 0 accepted + 2 rejected" in said
    assert said[-1].endswith("Nothing was written.")


def test_the_command_counts_one_in_the_singular(tmp_path, capsys):
    rows = {name: whole_package()[name][:1] for name in ("regions",)}
    rows["regions"][0]["name"] = ""

    with pytest.raises(SystemExit):
        call_command("import_package", str(write_package(tmp_path / "p", rows)))

    said = capsys.readouterr().err.splitlines()
    assert "regions.csv: 1 row = 0 accepted + 1 rejected" in said
    assert said[-1] == "1 fault. Nothing was written."


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_half_way_leaves_nothing(tmp_path):
    rows = {name: whole_package()[name] for name in ("regions", "pdus", "teams")}
    rows["people"] = [{"crn": f"X{number:06}", "family_name": "Teapot", "date_of_birth": "1990-01-01", "sex": "m",
                       "team": "sm"} for number in range(20_000)]  # fmt: skip
    folder = write_package(tmp_path / "p", rows)
    environment = os.environ | {"DATABASE_URL": _address(), "DJANGO_SETTINGS_MODULE": "amends.config.settings"}
    done = subprocess.Popen(
        [sys.executable, "-m", "amends.cli", "import", str(folder)], env=environment, stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    written, until = False, time.monotonic() + 120
    while done.poll() is None and not written and time.monotonic() < until:
        time.sleep(0.02)
        written = _rows_not_committed("cases_person") > 0
    done.send_signal(signal.SIGKILL)
    done.wait(60)

    assert written and done.returncode == -signal.SIGKILL
    for model in (Region, Staff, Person, ImportRun):
        assert not model.objects.exists()


def _rows_not_committed(table: str) -> int:
    """How much has been written to a table, whoever has or has not committed it: its size on disk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s)", [table])
        return cursor.fetchone()[0]


def _address() -> str:
    given = connection.settings_dict
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgresql://{given['USER']}{password}@/{given['NAME']}?host={given['HOST']}&port={given['PORT'] or 5432}"
