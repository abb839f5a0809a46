"""The monitors of surveys and of checks, and plain SQL, written apart, give the same rows over generated histories."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from amends.organisation.models.links import digest_of, new_token
from amends.unpaid_work.models import Beneficiary, BeneficiaryReply, BeneficiarySurvey, ProjectRecheck
from amends.unpaid_work.queries.surveys import quarter_of
from bench.monitor_queries import QUERIES
from bench.monitors import given_to
from tests.factories import LONDON, make_project, make_team, make_user
from tests.unpaid_work.board_records import make_session
from tests.unpaid_work.hours_records import any_day_supervisor
from tests.unpaid_work.watching import NOW, TODAY, found

THIS = quarter_of(TODAY)
BEFORE = quarter_of(THIS - timedelta(days=1))
ASKED = st.fixed_dictionaries(
    {
        "ago": st.integers(0, 40),
        "about": st.sampled_from(["this", "before"]),
        "reply": st.booleans(),
        "gone": st.booleans(),
    }
)
PROJECTS = st.fixed_dictionaries(
    {
        "beneficiary": st.sampled_from([True, True, True, False]),
        "worked": st.sets(st.sampled_from(["this", "before", "long ago"])),
        "called_off": st.booleans(),
        "ended": st.one_of(st.none(), st.integers(-5, 130)),  # days ago
        "asked": st.lists(ASKED, max_size=3),
        "check": st.one_of(st.none(), st.integers(-20, 30)),
        "checked": st.booleans(),
    }
)
OFTEN = {"beneficiary": True, "worked": {"before"}, "called_off": False, "ended": None, "check": None, "checked": False}


def record(team, user, number, told) -> None:
    project = make_project(team, name=f"Project {number}", days="1234567")
    days = {"this": THIS, "before": BEFORE + timedelta(days=40), "long ago": BEFORE - timedelta(days=20)}
    for when in told["worked"]:
        off = {"cancelled_at": NOW, "cancel_reason": "x"} if told["called_off"] else {}
        make_session(project, days[when], any_day_supervisor(team), opened_at=NOW, **off)
    if told["beneficiary"]:
        project.beneficiary = Beneficiary.objects.create(name=f"Beneficiary {project.pk}")
    if told["ended"] is not None:
        project.to_date = TODAY - timedelta(days=told["ended"])
    project.save()
    standing = set()
    for asking in told["asked"]:
        first = THIS if asking["about"] == "this" else BEFORE
        gone = asking["gone"] or first in standing
        survey(project, user, first, asking, gone)
        standing |= set() if gone else {first}
    if told["check"] is not None:
        done = {"closed_at": NOW, "closed_by": user, "outcome": "no_change", "finding": "x"} if told["checked"] else {}
        ProjectRecheck.objects.create(
            project=project, reason="other", note="x", due_on=TODAY - timedelta(days=told["check"]), assigned_to=user,
            opened_at=NOW, **done,
        )  # fmt: skip


def survey(project, user, first, asking, gone) -> None:
    issued = datetime.combine(TODAY - timedelta(days=asking["ago"]), time(0, 30), LONDON)
    replied = asking["reply"] and not gone
    made = BeneficiarySurvey.objects.create(
        project=project, from_date=first, to_date=first + timedelta(days=90), language="en", issued_by=user,
        token_digest=digest_of(new_token()), issued_at=issued, expires_at=issued + timedelta(days=28),
        withdrawn_at=NOW if gone else None, used_at=issued + timedelta(minutes=1) if replied else None,
    )  # fmt: skip
    if replied:
        answers = {"work": "well", "communications": "well", "again": "yes", "benefit": "some"}
        BeneficiaryReply.objects.create(survey=made, replied_at=NOW, **answers)


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PROJECTS, min_size=1, max_size=4))
@example([OFTEN | {"asked": [{"ago": ago, "about": "before", "reply": False, "gone": False}]} for ago in (14, 15, 30)])
@example([OFTEN | {"asked": []}, OFTEN | {"worked": set(), "asked": []}, OFTEN | {"called_off": True, "asked": []}])
def test_the_monitors_list_what_plain_sql_finds(histories):
    with transaction.atomic():
        team = make_team()
        user = make_user("placement_coordinator", team, over="region")
        for number, told in enumerate(histories):
            record(team, user, number, told)
        asked = given_to(user) | {"now": NOW, "today": TODAY}
        for slug in ("beneficiary_replies", "rechecks"):
            with connection.cursor() as cursor:
                cursor.execute(QUERIES[slug], asked)
                in_sql = Counter((name, why, due) for name, _team, why, due, *_more in cursor.fetchall())
            assert Counter((row.name, row.why, row.due) for row in found(slug, user)) == in_sql, slug
        transaction.set_rollback(True)
    assert not BeneficiarySurvey.objects.exists()
