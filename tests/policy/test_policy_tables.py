"""Policy tables: no source, no row; one rule for a date; never a guess."""

import csv
from datetime import date
from pathlib import Path

import pytest

import amends.policy
from amends.faults import Faults
from amends.policy.dated_tables import FOLDER, read, table

KEYS = {
    "absence_clocks": ("clock",),
    "allocation": ("limit",),
    "booking_limits": ("pattern",),
    "break_glass": ("limit",),
    "case_tier": ("factor", "level"),
    "codes": ("scheme", "code"),
    "contact_minimum": ("model", "case"),
    "contact_modes": ("mode",),
    "contact_outcomes": ("code",),
    "delivery_models": ("region_tier",),
    "enforcement": ("ground",),
    "exit_interview": ("question",),
    "group_size": ("region_tier",),
    "journeys": ("way",),
    "public_consultation": ("party",),
    "recall_criteria": ("sentence", "criterion"),
    "retention": ("kind",),
    "review_due": ("review",),
    "stand_down_credit": ("notice",),
    "subject_access": ("limit",),
    "supervision": ("limit",),
    "validity": ("subject",),
    "weekly_offer": ("pattern",),
    "workload_points": ("kind", "item"),
    "workload_reductions": ("circumstance",),
}
TABLES = sorted(FOLDER.glob("*.csv"))
NAMES = {
    *KEYS,
    "earned_reduction",
    "ete_cap",
    "order_hours",
    "order_hours_on_breach",
    "outstanding_limit",
    "overbooking_risk",
    "quarantine",
    "sent_home_credit",
    "session_credit",
    "time_to_finish",
    "travel_credit",
}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_row_has_a_source_and_no_two_rules_hold_on_a_date(name):
    rows = read(FOLDER / f"{name}.csv", KEYS.get(name, ())).rows
    assert rows
    for row in rows:
        assert row.source.strip()
        assert row.paragraph.strip()
        assert row.confidence in ("F", "default")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_table_lacks_a_source(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert {"from_date", "to_date"} <= set(row)
        assert row["source"].strip()
        assert row["paragraph"].strip()
        assert row["confidence"] in ("F", "default")


def test_every_table_is_used():
    code = "".join(path.read_text() for path in Path(amends.policy.__file__).parent.rglob("*.py"))
    assert [path.stem for path in TABLES if f'"{path.stem}"' not in code] == []


def test_what_has_not_commenced_is_kept_and_never_used():
    (waiting,) = table("time_to_finish").awaiting()
    assert "s.36" in waiting.paragraph
    assert not waiting.holds(date(2026, 6, 1))
    assert not waiting.holds(date(2199, 12, 31))


HEADER = "from_date,to_date,tier,people,source,paragraph,confidence\n"


@pytest.mark.parametrize(
    ("rows", "row", "field"),
    [
        ("2020-01-01,,1,6,,p,F\n", 1, "source"),
        ("2020-01-01,,1,6,  ,p,F\n", 1, "source"),
        ("2020-01-01,,1,6,s,,F\n", 1, "paragraph"),
        ("2020-01-01,,1,6,s,p,law\n", 1, "confidence"),
        ("2020-01-01,2020-01-01,1,6,s,p,F\n", 1, "to_date"),
        (",2020-01-01,1,6,s,p,F\n", 1, "to_date"),
        ("2020-02-30,,1,6,s,p,F\n", 1, "from_date"),
        ("2020-01-01,,1,6,s,p\n", 1, ""),
        ("2020-01-01,,1,6,s,p,F,extra\n", 1, ""),
        ("2020-01-01,,1,6,s,p,F\n2021-01-01,,1,4,s,p,F\n", 2, "from_date"),
        ("2021-01-01,,1,6,s,p,F\n2020-01-01,2021-01-02,1,4,s,p,F\n", 1, "from_date"),
        ("2020-01-01,,1,6,s,p,F\n2020-01-01,,1,4,s,p,F\n", 2, "from_date"),
    ],
)
def test_a_table_that_breaks_the_rules_is_refused(tmp_path, rows, row, field):
    path = tmp_path / "group_size.csv"
    path.write_text(HEADER + rows)
    with pytest.raises(Faults) as refused:
        read(path, ("tier",))
    (fault,) = refused.value.faults
    assert (fault.file, fault.row, fault.field) == ("group_size.csv", row, field)


def test_a_table_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "group_size.csv"
    path.write_text("from_date,to_date,people\n")
    with pytest.raises(Faults) as refused:
        read(path, ("tier",))
    assert [fault.field for fault in refused.value.faults] == ["tier", "source", "paragraph", "confidence"]


def test_rules_meet_without_a_gap_or_an_overlap(tmp_path):
    path = tmp_path / "group_size.csv"
    path.write_text(HEADER + "2021-01-01,,1,4,s,p,F\n2020-01-01,2021-01-01,1,6,s,p,F\n2020-01-01,,2,5,s,p,F\n")
    made = read(path, ("tier",))
    assert made.row(date(2020, 12, 31), tier="1").whole("people") == 6
    assert made.row(date(2021, 1, 1), tier="1").whole("people") == 4
    assert made.row(date(2021, 1, 1), tier="2").whole("people") == 5
    for day, tier in ((date(2019, 12, 31), "1"), (date(2021, 1, 1), "3")):
        with pytest.raises(Faults):
            made.row(day, tier=tier)
