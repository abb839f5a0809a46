"""The figures of the page of stand-downs, and plain SQL, written apart, are the same over generated histories."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from amends.contacts.models import ContactOutcome
from amends.unpaid_work.models import StandDown, StandDownPerson
from amends.unpaid_work.queries.stand_down_causes import turned_away_again, where_of
from amends.unpaid_work.queries.stand_downs import Period, days_of, teams_of
from bench.monitors import given_to
from bench.report_queries_of_records import STAND_DOWN_FIGURES
from tests.factories import make_person, make_requirement, make_team, make_user
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.watching import NOW, TODAY, past

DAYS = st.fixed_dictionaries(
    {
        "project": st.integers(0, 2),
        "code": st.sampled_from(["ATTC", "AFTC", "ATSS", "UACP", "AASD", "AASD", "RSSR", "RSOF", None]),
        "cause": st.sampled_from(["weather", "vehicle"]),
        "notice": st.sampled_from(["on_site", "before_day"]),
        "penalty": st.sampled_from([0, 45]),
        "corrected": st.booleans(),
    }
)
AWAY = {"project": 0, "code": "AASD", "cause": "weather", "notice": "on_site", "penalty": 0, "corrected": False}
KEPT = AWAY | {"code": "ATTC", "penalty": 45}


def record(team, user, projects, number, days) -> None:
    """One person's days by how long ago they were; `corrected`: first put down as an absence."""
    person = make_person(team, family_name=f"Person{number}")
    someone = person, make_requirement(person, TODAY - timedelta(days=90))
    for ago, told in days.items():
        day, code = TODAY - timedelta(days=ago), told["code"]
        booking = past(projects[told["project"]], someone, user, day, "UACP" if told["corrected"] and code else None)
        if code is None:
            continue
        times = {}
        if code in ("ATTC", "AFTC", "ATSS"):
            times = {"started_at": booking.session.starts_at, "finished_at": booking.session.ends_at}
            times |= {"penalty_minutes": told["penalty"]}
        if told["corrected"]:
            times |= {"replaces": booking.appointment.outcomes.get(), "reason": "Corrected"}
        if code == "AASD":
            times |= {"notice": told["notice"]}
            made = StandDown.objects.create(
                session=booking.session, cause=told["cause"], notice=told["notice"], whole=False, recorded_at=NOW,
                recorded_by=user,
            )  # fmt: skip
            StandDownPerson.objects.create(stand_down=made, booking=booking)
        ContactOutcome.objects.create(
            appointment=booking.appointment, code=code, recorded_at=NOW, recorded_by=user, **times
        )


def on_the_page(user) -> Counter:
    """Every figure of the period as the page has it, each by what it is of."""
    period = Period(tuple(teams_of(user)), TODAY - timedelta(days=27), TODAY)
    days, where = days_of(period, NOW), where_of(period)
    words = dict(StandDown.Cause.choices)
    told = [("all", "", days.unrecorded, 0, 0, 0, 0)]
    told += [
        ("cause", cause + notice, count, 0, 0, 0, 0)
        for cause in words for name, notices in days.causes if name == words[cause]
        for notice, count in notices.items()
    ]  # fmt: skip
    weeks = {monday.isoformat(): lost for monday, lost in where.weeks.items()}
    for of, found in (("project", where.projects), ("team", where.teams), ("week", weeks)):
        told += [(of, name, row.days, row.minutes, row.kept, row.offered, row.worked) for name, row in found.items()]
    for crn, _given, _family, count, length in turned_away_again(user, period):
        told.append(("person", crn, count, length // timedelta(minutes=1), 0, 0, 0))
    assert (days.rate.lost, days.rate.kept) == (where.all.days, where.all.kept)
    return Counter(told)


def in_sql(user) -> Counter:
    asked = given_to(user) | {"now": NOW, "today": TODAY}
    with connection.cursor() as cursor:
        cursor.execute(STAND_DOWN_FIGURES, asked)
        rows = cursor.fetchall()
    return Counter((of, name, *map(_plain, figures)) for of, name, *figures in rows if of != "completed")


def _plain(figure) -> int:
    """A length as minutes, and what is of nobody as none."""
    return figure // timedelta(minutes=1) if isinstance(figure, timedelta) else int(figure or 0)


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(st.lists(st.dictionaries(st.integers(1, 32), DAYS, max_size=4), min_size=1, max_size=4))
@example([{1: AWAY, 2: AWAY | {"project": 2}, 27: KEPT, 28: AWAY}, {1: AWAY | {"corrected": True}, 3: KEPT}])
def test_every_figure_of_the_page_is_what_plain_sql_comes_to(histories):
    with transaction.atomic():
        team = make_team()
        user = make_user("head_of_pdu", team, over="region")
        near = make_team(pdu=team.pdu)
        projects = [open_project(of, name=name, places=9)
                    for of, name in ((team, "Park"), (team, "Shop"), (near, "Yard"))]  # fmt: skip
        for number, days in enumerate(histories):
            record(team, user, projects, number, days)
        assert on_the_page(user) == in_sql(user)
        transaction.set_rollback(True)
    assert not StandDown.objects.exists()


@pytest.mark.django_db
def test_two_projects_of_one_name_are_told_apart():
    team = make_team()
    user = make_user("head_of_pdu", team, over="region")
    projects = [open_project(of, name="Park", places=9) for of in (team, make_team(pdu=team.pdu))]
    record(team, user, projects, 1, {1: AWAY, 2: AWAY | {"project": 1}, 3: AWAY | {"project": 1}})
    period = Period(tuple(teams_of(user)), TODAY - timedelta(days=27), TODAY)
    lost = {name: row.days for name, row in where_of(period).projects.items()}
    assert lost == {f"Park ({projects[0].code})": 1, f"Park ({projects[1].code})": 2}
