"""Who is past the last day for their hours or likely to be, and which projects rest on one supervisor."""

from datetime import timedelta

import pytest

from amends.organisation.models import Absence
from amends.unpaid_work.queries.completion_forecasts import Finish
from tests.factories import make_person, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_session
from tests.unpaid_work.hours_records import any_day_supervisor, open_project
from tests.unpaid_work.watching import NOW, TODAY, address, found, past, read_file, whys

pytestmark = pytest.mark.django_db
LONG_AGO = TODAY - timedelta(days=400)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team, client):
    made = make_user("placement_coordinator", team, over="pdu")
    client.force_login(made)
    return made


def ordered(team, name, sentenced, hours, **values):
    person = make_person(team, family_name=name)
    return make_requirement(person, sentenced, ordered_minutes=hours * 60, **values)


def weekly(team, requirement, user, weeks):
    """Seven hours in each of the last weeks."""
    project = open_project(team)
    someone = requirement.sentence.person, requirement
    for week in range(1, weeks + 1):
        past(project, someone, user, TODAY - timedelta(weeks=week) + timedelta(days=1), "ATTC")


def test_those_past_the_last_day_are_told_by_whether_they_still_work(team, user):
    idle = ordered(team, "Idle", LONG_AGO, 100)
    working = ordered(team, "Working", LONG_AGO, 100)
    ordered(team, "Extended", LONG_AGO, 100, limit_date=TODAY + timedelta(days=700))
    done = ordered(team, "Done", LONG_AGO, 7)
    ended = ordered(team, "Ended", LONG_AGO, 100, ended_on=TODAY, ended_as="returned")
    weekly(team, working, user, 3)
    weekly(team, done, user, 1)
    assert ended.ended_on == TODAY
    assert whys("past_limit", user) == {"Idle": "idle", "Working": "working"}
    left = {row.name.split()[-1]: row.figures[0] for row in found("past_limit", user)}
    assert left == {"Idle": 6000, "Working": 6000 - 3 * 420}
    assert idle.limit_date is None


def test_the_last_day_itself_is_not_past(team, user):
    requirement = ordered(team, "Someone", LONG_AGO, 100, limit_date=TODAY)
    assert whys("past_limit", user) == {}
    requirement.limit_date = TODAY - timedelta(days=1)
    requirement.save()
    assert whys("past_limit", user) == {"Someone": "idle"}


def test_those_who_will_not_be_done_in_time_at_their_pace_are_likely_to_be_late(team, user):
    steady = ordered(team, "Steady", TODAY - timedelta(weeks=12), 140)
    late = ordered(team, "Late", TODAY - timedelta(weeks=12), 240, limit_date=TODAY + timedelta(weeks=4))
    for requirement in (steady, late):
        weekly(team, requirement, user, 12)
    assert whys("likely_late", user) == {"Late": "surely"}
    (row,) = found("likely_late", user)
    left, weeks, finish = row.figures
    assert left == (240 - 84) * 60
    assert 20 <= weeks <= 25  # 156 hours at seven a week
    assert isinstance(finish, Finish) and finish.earliest <= finish.day <= finish.latest
    assert finish.day == TODAY + timedelta(weeks=weeks)


def test_waiting_for_a_first_session_does_not_slow_the_pace(team, user):
    """Seven hours a week since they began, however long ago the sentence was."""
    for name, waited in (("Prompt", 1), ("Waited", 30)):
        requirement = ordered(team, name, TODAY - timedelta(weeks=12 + waited), 150,
                              limit_date=TODAY + timedelta(weeks=13))  # fmt: skip
        weekly(team, requirement, user, 12)
    assert whys("likely_late", user) == {}  # 66 hours: ten weeks


def test_a_later_order_waits_for_the_earlier_and_a_concurrent_one_does_not(team, user):
    requirement = ordered(team, "First", TODAY - timedelta(weeks=20), 154, limit_date=TODAY + timedelta(weeks=99))
    weekly(team, requirement, user, 12)
    after = make_requirement(
        requirement.sentence.person, TODAY - timedelta(weeks=1), ordered_minutes=42 * 60, limit_date=TODAY
    )
    weeks = {row.key: row.figures[1] for row in found("likely_late", user)}
    assert 15 <= weeks[after.pk] <= 18  # 70 hours of the first come before its own 42
    after.runs = "concurrent"
    after.save()
    weeks = {row.key: row.figures[1] for row in found("likely_late", user)}
    assert 5 <= weeks[after.pk] <= 7


def test_the_file_tells_hours_weeks_and_the_forecast_with_its_range(client, team, user):
    weekly(team, ordered(team, "Late", TODAY - timedelta(weeks=12), 240, limit_date=TODAY), user, 12)
    (row,) = read_file(client, "likely_late")
    assert (row["minutes_left"], row["due"]) == (str((240 - 84) * 60), TODAY.isoformat())
    day, _space, interval = row["finish"].partition(" ")
    assert day == (TODAY + timedelta(weeks=int(row["weeks_needed"]))).isoformat()
    assert interval.startswith("(") and "/" in interval
    assert "Left to work" in client.get(address("likely_late")).content.decode()


def test_a_project_all_of_whose_sessions_have_one_supervisor_rests_on_them(team, user):
    def sessions(name, supervisors):
        project = open_project(team, name=name)
        for number, staff in enumerate(supervisors):
            make_session(project, TODAY - timedelta(days=number + 1), staff, opened_at=NOW)

    one, two, away = (any_day_supervisor(team) for _ in range(3))
    Absence.objects.create(staff=away, kind="leave", from_date=TODAY + timedelta(days=20))
    sessions("Alone", [one] * 2)
    sessions("Shared", [two, any_day_supervisor(team)])
    sessions("Leaving", [away] * 2)
    sessions("Once", [any_day_supervisor(team)])
    assert whys("single_supervisor", user) == {"Alone": "one", "Leaving": "away"}
