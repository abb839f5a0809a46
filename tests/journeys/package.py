"""A small package of files about one unit, dated around the day it is made on."""

import csv
from datetime import date, timedelta
from pathlib import Path

COORDINATOR, SUPERVISOR, PRACTITIONER, HEAD = "c.example", "s.example", "p.example", "h.example"
ASSESSED = ["X200001", "X200002", "X200003"]
NOT_ASSESSED = "X200004"
NAMES = {
    "X200001": ("Ffion", "Exampleton"),
    "X200002": ("Zoë", "Samplewright"),
    "X200003": ("Dafydd", "O’Testing"),
    "X200004": ("Mwyn", "Placeholder"),
}
PROJECT = "Canal towpath"


def write_package(folder: Path, today: date) -> Path:
    """One team that gives unpaid work, one that holds cases, a project open every day, four people."""
    before, sentenced = today - timedelta(days=60), today - timedelta(days=30)
    week = [f"{day}{part}" for day in range(1, 8) for part in "ma"]
    staff = {"contracted_minutes": 2220, "days": "1234567", "lat": 52.63, "lon": -1.13, "from_date": before}
    files = {
        "regions": [{"code": "east", "name": "East"}],
        "region_tiers": [{"region": "east", "tier": "open", "from_date": before}],
        "pdus": [{"code": "leicester", "region": "east", "name": "Leicester"}],
        "teams": [
            {"code": "upw", "pdu": "leicester", "name": "Leicester unpaid work", "kind": "unpaid_work"},
            {"code": "sm", "pdu": "leicester", "name": "Leicester cases", "kind": "sentence_management"},
        ],
        "staff": [
            {"code": "S1", "name": "Sam Example", "team": "upw", "grade": "supervisor", "days_a_week": 5} | staff,
            {"code": "S2", "name": "Sol Example", "team": "upw", "grade": "supervisor", "days_a_week": 5} | staff,
            {"code": "P1", "name": "Pat Example", "team": "sm", "grade": "po"} | staff,
        ],
        "users": [
            {"username": COORDINATOR, "given_names": "Chris", "family_name": "Example"},
            {"username": SUPERVISOR, "given_names": "Sam", "family_name": "Example", "staff": "S1"},
            {"username": PRACTITIONER, "given_names": "Pat", "family_name": "Example", "staff": "P1"},
            {"username": HEAD, "given_names": "Hal", "family_name": "Example"},
        ],
        "role_grants": [
            {"username": COORDINATOR, "role": "placement_coordinator", "pdu": "leicester", "from_date": before},
            {"username": SUPERVISOR, "role": "unpaid_work_supervisor", "team": "upw", "from_date": before},
            {"username": PRACTITIONER, "role": "practitioner", "team": "sm", "from_date": before},
            {"username": HEAD, "role": "head_of_pdu", "region": "east", "from_date": before},
        ],
        "people": [
            {"crn": crn, "given_names": given, "family_name": family, "date_of_birth": f"199{number}-05-17",
             "sex": "m", "team": "sm"}
            for number, (crn, (given, family)) in enumerate(NAMES.items())
        ],
        "addresses": [
            {"crn": crn, "lines": "1 Example Road", "lat": 52.63, "lon": -1.13, "from_date": before} for crn in NAMES
        ],
        "sentences": [
            {"reference": f"S-{crn}", "crn": crn, "kind": "community", "court": "Leicester Magistrates’ Court",
             "sentence_date": sentenced}
            for crn in NAMES
        ],
        "requirements": [{"reference": f"R-{crn}", "sentence": f"S-{crn}", "ordered_minutes": 6000} for crn in NAMES],
        "case_allocations": [{"crn": crn, "practitioner": "P1", "from_date": sentenced} for crn in NAMES],
        "projects": [
            {"code": "CANAL", "name": PROJECT, "type": "group_regional", "team": "upw", "lat": 52.63, "lon": -1.13,
             "days": "1234567", "start_time": "09:00", "end_time": "16:00", "from_date": before,
             "open_on_bank_holidays": "true", "places": 8, "least": 1}
        ],
        "health_and_safety": [{"project": "CANAL", "assessed_by": "Sam Example", "from_date": before}],
        "assessments": [
            {"crn": crn, "from_date": sentenced, "risk_of_harm": "low", "harm_check": "retrieved",
             "harm_checked_on": sentenced, "kinds": "group", "slots": ";".join(week)}
            for crn in ASSESSED
        ],
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as written:
            writer = csv.DictWriter(written, list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
    return folder
