"""The monitors and plain SQL, written apart, give the same rows over generated histories."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from amends.unpaid_work.models import (
    HealthAndSafety,
    PrePlacement,
    RequirementReview,
    SupervisionPlan,
    UnpaidWorkAssessment,
)
from amends.unpaid_work.monitors import MONITORS
from amends.unpaid_work.queries.watching import practitioners
from amends.unpaid_work.views.monitor_tables import csv_rows
from bench.monitor_queries import QUERIES
from bench.monitor_queries_of_hours import QUERIES_OF_HOURS
from bench.monitor_queries_of_orders import QUERIES_OF_ORDERS
from bench.monitors import as_told, given_to
from tests.factories import (
    make_allocation,
    make_assessment,
    make_person,
    make_requirement,
    make_staff,
    make_team,
    make_user,
)
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.watching import NOW, TODAY, found, past

COMPARED = QUERIES | QUERIES_OF_HOURS | QUERIES_OF_ORDERS
CODES = ["ATTC", "AFTC", "ATSS", "UACP", "AAME", "AASD", "RSSR", None]

people = st.fixed_dictionaries(
    {
        "sentenced": st.integers(0, 420),
        "second": st.one_of(st.none(), st.tuples(st.integers(0, 400), st.sampled_from(["consecutive", "concurrent"]))),
        "hours": st.sampled_from([1, 7, 40, 240]),
        "born": st.sampled_from([16 * 365, 17 * 365 + 200, 30 * 365]),
        "assessed": st.one_of(st.none(), st.integers(0, 380)),
        "retrieved": st.booleans(),
        "allocated": st.one_of(st.none(), st.integers(0, 30)),
        "reviewed": st.sets(st.sampled_from(["first", "second"])),
        "change": st.booleans(),
        "planned": st.sampled_from(["", "before", "after"]),
        "inducted": st.sampled_from(["", "begun", "acknowledged"]),
        "days": st.dictionaries(st.integers(1, 40), st.tuples(st.integers(0, 2), st.sampled_from(CODES)), max_size=4),
    }
)


def record(world, number, told) -> None:
    """One person's history, as generated."""
    team, user, projects, practitioner = world
    person = make_person(team, family_name=f"Person{number}", date_of_birth=TODAY - timedelta(days=told["born"]))
    sentenced = TODAY - timedelta(days=told["sentenced"])
    requirement = make_requirement(person, sentenced, ordered_minutes=told["hours"] * 60)
    enough = told["hours"] >= 40  # what goes beyond one requirement is left to the tests of statements
    if enough and told["second"] and told["second"][0] <= told["sentenced"]:
        make_requirement(
            person, TODAY - timedelta(days=told["second"][0]), ordered_minutes=9 * 60, runs=told["second"][1]
        )
    if told["assessed"] is not None:
        check = {} if told["retrieved"] else {"harm_check": "not_retrieved", "risk_of_harm": ""}
        make_assessment(person, user, TODAY - timedelta(days=told["assessed"]), **check)
    if told["allocated"] is not None:
        make_allocation(person, practitioner, TODAY - timedelta(days=told["allocated"]))
    for review in told["reviewed"]:
        RequirementReview.objects.create(
            requirement=requirement, review=review, on=TODAY, note="x", plan="change" if told["change"] else "none",
            recorded_at=NOW, recorded_by=user,
        )  # fmt: skip
    if told["planned"]:
        SupervisionPlan.objects.create(
            requirement=requirement, version=1, on=TODAY, objectives=["x"], aim="x", contact_weeks=4,
            contact_way="telephone", agreement="agreed", recorded_by=user,
            recorded_at=NOW + timedelta(days=-1 if told["planned"] == "before" else 1),
        )  # fmt: skip
    for ago, (place, code) in told["days"].items():
        if ago <= told["sentenced"]:
            notice = {"notice": "on_site"} if code == "AASD" else {}
            booking = past(projects[place], (person, requirement), user, TODAY - timedelta(days=ago), code, **notice)
            if told["inducted"] and place == 1:
                PrePlacement.objects.create(
                    booking=booking, covered=[], recorded_at=NOW, recorded_by=user,
                    acknowledged_on=TODAY if told["inducted"] == "acknowledged" else None,
                )  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(people, min_size=1, max_size=5))
def test_every_monitor_lists_whom_plain_sql_finds(histories):
    with transaction.atomic():
        team = make_team()
        user = make_user("head_of_pdu", team, over="region")
        projects = [open_project(team, places=9), open_project(team, type="induction", places=9)]
        projects.append(open_project(team, type="ete_contracted", places=9, supervised=False))
        HealthAndSafety.objects.filter(project=projects[1]).update(to_date=TODAY + timedelta(days=9))
        world = team, user, projects, make_staff(team, "po")
        for number, told in enumerate(histories):
            record(world, number, told)
        asked = given_to(user) | {"now": NOW, "today": TODAY}
        for slug in COMPARED:
            assert in_python(slug, user) == in_sql(slug, asked), slug
        transaction.set_rollback(True)
    assert not UnpaidWorkAssessment.objects.exists()


def in_python(slug, user) -> Counter:
    """The rows of the monitor's file."""
    rows = found(slug, user)
    return as_told(csv_rows(MONITORS[slug], rows, practitioners([row.crn for row in rows], TODAY)))


def in_sql(slug, asked) -> Counter:
    with connection.cursor() as cursor:
        cursor.execute(COMPARED[slug], asked)
        return as_told(cursor.fetchall())
