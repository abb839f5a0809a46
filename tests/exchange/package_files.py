"""Small packages for tests: a whole one that holds together, to be spoiled in one place at a time."""

import csv
from datetime import date
from pathlib import Path

from amends.exchange.files import BY_NAME

TODAY = date(2026, 6, 1)

_ROWS: dict[str, list[dict[str, str]]] = {
    "regions": [{"code": "north", "name": "North"}],
    "region_tiers": [{"region": "north", "tier": "open", "from_date": "2022-04-01"}],
    "pdus": [{"code": "north-1", "region": "north", "name": "Unit 1"}],
    "offices": [{"code": "office-1", "pdu": "north-1", "name": "Office", "lat": "52.6", "lon": "-1.1"}],
    "teams": [
        {"code": "upw", "pdu": "north-1", "name": "Unpaid work", "kind": "unpaid_work"},
        {"code": "sm", "pdu": "north-1", "name": "Sentence management", "kind": "sentence_management"},
    ],
    "qualifications": [{"code": "chainsaw", "name": "Chainsaw"}],
    "staff": [
        {"code": "S1", "name": "Lantern Quill", "team": "upw", "grade": "supervisor", "contracted_minutes": "2220",
         "from_date": "2020-01-06"},
        {"code": "S2", "name": "Marble Fern", "team": "sm", "grade": "po", "contracted_minutes": "2220",
         "from_date": "2020-01-06"},
    ],
    "staff_qualifications": [{"staff": "S1", "qualification": "chainsaw", "from_date": "2024-01-01"}],
    "absences": [{"staff": "S1", "kind": "leave", "from_date": "2026-08-03", "to_date": "2026-08-10"}],
    "users": [{"username": "lantern", "given_names": "Lantern", "family_name": "Quill", "staff": "S1"}],
    "role_grants": [
        {"username": "lantern", "role": "unpaid_work_supervisor", "team": "upw", "from_date": "2026-01-05"}
    ],
    "people": [
        {"crn": "X100001", "given_names": "Zoë", "family_name": "Φανταστικίδης", "date_of_birth": "1990-05-17",
         "sex": "f", "team": "sm"},
        {"crn": "X100002", "given_names": "Teapot", "family_name": "O'Spoon, the \"second\"",
         "date_of_birth": "1985-02-28", "sex": "m", "team": "sm"},
    ],
    "addresses": [{"crn": "X100001", "lines": "1 Example Road", "from_date": "2024-02-01", "lat": "52", "lon": "-1"}],
    "contact_details": [{"crn": "X100001", "kind": "mobile", "value": "07700 900123"}],
    "protected_characteristics": [{"crn": "X100001", "disability": "none", "recorded_on": "2026-01-12"}],
    "limited_access": [{"crn": "X100002", "kind": "exclusion", "username": "lantern", "reason": "Neighbours"}],
    "keep_apart": [
        {"crn": "X100002", "other_crn": "X100001", "reason": "Co-defendants", "from_date": "2026-01-12"}
    ],
    "sentences": [
        {"reference": "S-1", "crn": "X100001", "kind": "community", "court": "North Court",
         "sentence_date": "2026-01-12"},
        {"reference": "S-2", "crn": "X100002", "kind": "community", "court": "North Court",
         "sentence_date": "2026-01-12"},
    ],
    "requirements": [
        {"reference": "R-1", "sentence": "S-1", "ordered_minutes": "6000"},
        {"reference": "R-2", "sentence": "S-2", "ordered_minutes": "6000"},
    ],
    "requirement_changes": [
        {"requirement": "R-1", "on": "2026-03-02", "minutes": "600", "reason": "Added on breach"}
    ],
    "case_allocations": [{"crn": "X100001", "practitioner": "S2", "from_date": "2026-01-14"}],
    "projects": [
        {"code": "P-1", "name": "Riverside path", "type": "group_regional", "team": "upw", "lat": "52.6",
         "lon": "-1.1", "days": "135", "start_time": "09:00", "end_time": "16:00", "from_date": "2025-04-01",
         "places": "8", "tags": "outdoor;heavy", "qualifications": "chainsaw", "beneficiary": "Example Trust"},
    ],
    "project_closures": [
        {"project": "P-1", "from_date": "2026-08-10", "to_date": "2026-08-17", "reason": "Fair on the site"}
    ],
    "project_quality": [{"project": "P-1", "need": "ete", "score": "2"}],
    "health_and_safety": [{"project": "P-1", "assessed_by": "Marble Fern", "from_date": "2026-01-10"}],
    "assessments": [
        {"crn": "X100001", "from_date": "2026-01-16", "risk_of_harm": "low", "harm_check": "retrieved",
         "harm_checked_on": "2026-01-15", "kinds": "group;ete", "slots": "1m;1a"},
    ],
    "exclusion_areas": [
        {"crn": "X100001", "from_date": "2026-01-16", "description": "Former home", "lat": "52.7", "lon": "-1.2",
         "radius_km": "1.5"},
    ],
    "unavailability": [
        {"crn": "X100001", "from_date": "2026-07-06", "to_date": "2026-07-13", "reason": "Holiday, agreed"}
    ],
    "sessions": [
        {"project": "P-1", "date": "2026-02-02", "supervisor": "S1"},
        {"project": "P-1", "date": "2026-02-04", "supervisor": "S1"},
    ],
    "attendance": [
        {"project": "P-1", "date": "2026-02-02", "requirement": "R-1", "outcome": "ATTC", "started": "09:00",
         "finished": "16:00", "penalty_minutes": "30"},
        {"project": "P-1", "date": "2026-02-02", "requirement": "R-2", "outcome": "UACP"},
        {"project": "P-1", "date": "2026-02-04", "requirement": "R-1", "outcome": "AASD", "notice": "on_site"},
    ],
    "stand_downs": [
        {"project": "P-1", "date": "2026-02-04", "cause": "no_supervisor", "notice": "on_site", "whole": "true"}
    ],
    "hours_adjustments": [
        {"requirement": "R-1", "on": "2026-03-02", "minutes": "60", "reason": "travel", "note": "Two buses"}
    ],
    "ete_credits": [{"requirement": "R-1", "on": "2026-03-09", "minutes": "120", "activity": "Food hygiene"}],
}  # fmt: skip


def whole_package() -> dict[str, list[dict[str, str]]]:
    """A row or two for every file, all of which may be loaded together."""
    return {name: [dict(row) for row in rows] for name, rows in _ROWS.items()}


def write_package(folder: Path, rows: dict[str, list[dict[str, str]]]) -> Path:
    """Write the rows as a package; every column of each file is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, of_file in rows.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, [column.name for column in BY_NAME[name].columns], restval="")
            writer.writeheader()
            writer.writerows(of_file)
    return folder
