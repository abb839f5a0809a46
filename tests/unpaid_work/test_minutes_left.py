"""What is left of many requirements at once is what each one's statement says, whatever happened."""

from datetime import date, timedelta

import pytest
from django.db import connection

from amends.unpaid_work.queries import minutes_left as of_many
from amends.unpaid_work.queries.accounts import accounts_of
from amends.unpaid_work.queries.minutes_left import minutes_left
from tests.factories import make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.histories import history
from tests.unpaid_work.hours_records import SENTENCED, worked

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 1)


def stated(people):
    """What the statements say."""
    return {
        key: account.statement.remaining if account.statement else account.requirement.ordered_minutes
        for key, account in accounts_of(people).items()
    }


@pytest.mark.parametrize("switched", [False, True])
def test_it_is_what_the_statements_say(switched):
    people, asked = set(), []
    for seed in range(100, 108):
        _by, requirements = history(seed, switched)
        people.add(requirements[0].sentence.person_id)
        asked += [requirement.pk for requirement in requirements]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # tables that seem empty are joined in the slowest of ways
    expected = stated(people)
    assert len(expected) == len(asked) > 10
    assert len(set(expected.values())) > 5
    assert minutes_left(asked, ON) == expected


def test_those_whose_hours_nothing_holds_back_are_not_accounted_one_by_one(monkeypatch):
    team = make_team()
    by = make_user("placement_coordinator", team)
    project, person = make_project(team, days="1234567"), make_person(team)
    first, second, beside = (
        make_requirement(person, SENTENCED + timedelta(days=days), ordered_minutes=6000, runs=runs)
        for days, runs in ((0, "consecutive"), (1, "consecutive"), (2, "concurrent"))
    )
    for number, requirement in enumerate([first, second, second, beside]):
        worked(project, requirement, SENTENCED + timedelta(days=10 + number), by, hours=(9, 12))
    expected = stated({person.pk})
    monkeypatch.setattr(of_many, "accounts_of", lambda people: {} if not people else pytest.fail(f"{people}"))
    found = minutes_left([first.pk, second.pk, beside.pk], ON)
    assert found == expected == {first.pk: 6000 - 180, second.pk: 6000 - 540, beside.pk: 6000 - 540}
    beside.ended_on, beside.ended_as = SENTENCED + timedelta(days=12), "completed"
    beside.save()
    assert minutes_left([beside.pk], ON) == {beside.pk: 6000 - 540}  # its last day counts
    beside.ended_as = "returned"
    beside.save()
    assert minutes_left([beside.pk], ON) == {beside.pk: 6000 - 360}
