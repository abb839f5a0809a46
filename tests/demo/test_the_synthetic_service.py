"""The synthetic service: the same from the same seed, and in proportion to what it says it assumes."""

import csv
import filecmp
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import override_settings

from amends.faults import Faults
from demo.assumptions import FILE, assumed
from demo.places import areas
from demo.service import SIGN_INS, make_service

TODAY = date(2026, 6, 3)


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    (folder,) = make_service(tmp_path_factory.mktemp("region"), "region", seed=7, today=TODAY)
    return folder


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_the_same_seed_makes_the_same_bytes_and_another_does_not(tmp_path):
    (first,) = make_service(tmp_path / "1", "small", seed=7, today=TODAY)
    (second,) = make_service(tmp_path / "2", "small", seed=7, today=TODAY)
    (other,) = make_service(tmp_path / "3", "small", seed=8, today=TODAY)
    names = [path.name for path in first.iterdir()]

    assert filecmp.cmpfiles(first, second, names, shallow=False)[0] == names
    assert "people.csv" in filecmp.cmpfiles(first, other, ["people.csv"], shallow=False)[1]


def test_a_region_has_the_people_projects_and_supervisors_assumed(region):
    live = [row for row in rows(region, "requirements") if not row["ended_on"]]
    supervisors = [row for row in rows(region, "staff") if row["grade"] == "supervisor"]

    assert len({row["sentence"][:7] for row in live}) == pytest.approx(8000, rel=0.03)
    assert len(rows(region, "projects")) == pytest.approx(350, rel=0.05)
    assert len(supervisors) == pytest.approx(260, rel=0.03)


def test_the_share_not_finished_in_12_months_is_the_reports(region):
    sentenced = {row["reference"]: date.fromisoformat(row["sentence_date"]) for row in rows(region, "sentences")}
    live = [sentenced[row["sentence"]] for row in rows(region, "requirements") if not row["ended_on"]]
    late = [day for day in live if day < TODAY - timedelta(days=365)]

    assert len(late) / len(live) == pytest.approx(assumed("past_12_months"), abs=0.03)


def test_stand_downs_are_in_proportion_to_days_kept(region):
    outcomes = [row["outcome"] for row in rows(region, "attendance")]
    kept = sum(outcome.startswith("AT") for outcome in outcomes)

    assert outcomes.count("AASD") / kept == pytest.approx(29_852 / 644_697, rel=0.2)
    assert kept / (len(outcomes) - outcomes.count("AASD")) == pytest.approx(assumed("attendance"), abs=0.05)


def test_women_are_the_share_interviewed_by_the_inspectors(region):
    sexes = [row["sex"] for row in rows(region, "people")]
    assert sexes.count("f") / len(sexes) == pytest.approx(assumed("female"), abs=0.02)


def test_nobody_is_in_two_places_on_a_day(region):
    seen = [(row["requirement"], row["date"]) for row in rows(region, "attendance")]
    supervised = [(row["supervisor"], row["date"]) for row in rows(region, "sessions") if row["supervisor"]]

    assert len(seen) == len(set(seen))
    assert len(supervised) == len(set(supervised))


def test_nothing_lies_ahead_but_leave_and_closures(region):
    assert max(row["date"] for row in rows(region, "sessions")) < TODAY.isoformat()
    assert max(row["from_date"] for row in rows(region, "assessments")) <= TODAY.isoformat()


def test_every_assumption_has_a_source_and_is_read_somewhere():
    with FILE.open(encoding="utf-8", newline="") as source:
        named = list(csv.DictReader(source))
    code = "".join(path.read_text(encoding="utf-8") for path in FILE.parent.rglob("*.py"))
    read_together = ("ethnicity_", "hours_", "need_", "risk_", "stood_down_", "told_", "projects_", "welsh_in_",
                     "replay_")  # fmt: skip

    assert len({row["name"] for row in named}) == len(named)
    for row in named:
        assert row["source"] == "assumed" or len(row["source"]) > 20, row["name"]
        assert f'"{row["name"]}"' in code or row["name"].startswith(read_together), row["name"]


def test_the_six_areas_of_the_review_have_real_towns():
    assert {"west-midlands", "east-midlands", "bristol-west", "thames-valley", "essex", "greater-manchester"} <= set(
        areas()
    )
    assert len(areas()) == 12
    reading = areas()["thames-valley"].units[0].towns[0]
    assert (reading.lat, reading.lon) == (pytest.approx(51.455, abs=0.02), pytest.approx(-0.97, abs=0.02))


@override_settings(PRODUCTION=True)
def test_production_is_refused():
    with pytest.raises(Faults, match="production"):
        call_command("demo", "--no-serve")


@pytest.mark.django_db
def test_the_demonstration_is_made_once_and_kept(capsys):
    from amends.cases.models import Person
    from amends.enforcement.models import EnforcementAction
    from amends.organisation.models import Team, User
    from amends.unpaid_work.models import Booking, Session

    call_command("demo", "--no-serve")
    said = capsys.readouterr().out
    people = Person.objects.count()
    ahead = Session.objects.filter(date__gte=date.today())
    Person.objects.filter(pk=Person.objects.first().pk).update(given_names="Entered by hand")
    call_command("demo", "--no-serve")

    assert people == Person.objects.count()
    # Beside them some are before a court for the first time, and three are of long ago.
    assert Person.objects.exclude(crn__startswith="Y9").exclude(crn__startswith="Y8").count() == 240
    assert Person.objects.filter(given_names="Entered by hand").exists()
    assert ahead.count() > 10
    assert Booking.objects.filter(session__in=ahead).count() > 40
    assert Team.objects.filter(kind="unpaid_work").count() == 2
    assert set(EnforcementAction.objects.values_list("kind", flat=True)) >= {
        "accept", "refuse", "warn", "not_enforce", "breach"
    }  # fmt: skip
    assert urlsplit(next(line for line in said.splitlines() if line.startswith("http"))).port == 8000
    for role in SIGN_INS:
        assert role.replace("_", ".") in said
        assert User.objects.get(username=role.replace("_", ".")).has_usable_password()
