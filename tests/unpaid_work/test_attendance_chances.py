"""The chance that people turn up, as the week board and plans have it: from what is on record, and nothing else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.cases.models import ProtectedCharacteristics
from amends.contacts.models import ContactOutcome
from amends.unpaid_work.queries import attendance
from amends.unpaid_work.queries.attendance import chances, past_of
from tests.factories import make_team, make_user
from tests.unpaid_work.attendance_records import write_down
from tests.unpaid_work.board_records import make_ready

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)
WEEK = timedelta(weeks=1)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team):
    return make_user("placement_coordinator", team, over="pdu")


def readies(team, by, count: int):
    return [make_ready(team, by) for _ in range(count)]


def chance(ready, on=ON) -> float:
    return chances([ready[0]], on)[ready[0].pk].chance


def test_where_nothing_is_known_everybody_is_reckoned_to_come(team, by):
    ready = make_ready(team, by)
    found = chances([ready[0]], ON)[ready[0].pk]
    assert (found.chance, found.high, found.seen) == (1.0, 1.0, 0)
    assert found.low < 0.7, "and nobody pretends to know it"


def test_who_came_is_likelier_to_come_than_who_stayed_away_and_a_newcomer_lies_between(team, by):
    came, stayed, new = readies(team, by, 3)
    for week in range(1, 5):
        write_down(team, by, {"ATTC": [came], "UACP": [stayed]}, ON - week * WEEK)
    found = chances([came[0], stayed[0], new[0]], ON)
    assert found[stayed[0].pk].chance < found[new[0].pk].chance - 0.1
    assert found[new[0].pk].chance < found[came[0].pk].chance - 0.1
    assert [found[one[0].pk].seen for one in (came, stayed, new)] == [4, 4, 0]
    assert found[new[0].pk].high - found[new[0].pk].low > found[came[0].pk].high - found[came[0].pk].low


def test_a_stand_down_is_nobodys_doing(team, by):
    ready, other = readies(team, by, 2)
    write_down(team, by, {"ATTC": [other]}, ON - WEEK)
    before = chance(ready)
    write_down(team, by, {"AASD": [ready], "RSSR": [other]}, ON - 2 * WEEK)
    assert chance(ready) == before
    assert chances([ready[0]], ON)[ready[0].pk].seen == 0


def test_an_outcome_that_was_corrected_counts_as_corrected(team, by):
    ready, other = readies(team, by, 2)
    [outcome, _other] = write_down(team, by, {"UACP": [ready], "ATTC": [other]}, ON - WEEK)
    absent = chance(ready)
    ContactOutcome.objects.create(
        appointment=outcome.appointment, replaces=outcome, code="ATTC", reason="Wrong line", recorded_by=by,
        recorded_at=outcome.recorded_at, started_at=outcome.appointment.starts_at,
        finished_at=outcome.appointment.ends_at,
    )  # fmt: skip
    assert chance(ready) > absent
    assert chances([ready[0]], ON)[ready[0].pk].seen == 1


def test_what_is_more_than_a_year_ago_or_not_yet_past_does_not_count(team, by):
    ready, other = readies(team, by, 2)
    write_down(team, by, {"ATTC": [other]}, ON - WEEK)
    write_down(team, by, {"UACP": [ready]}, ON - timedelta(days=366))
    write_down(team, by, {"UACP": [ready]}, ON)
    assert len(past_of([team.pdu_id], ON).history) == 1
    assert len(past_of([team.pdu_id], ON + timedelta(days=1)).history) == 2


def test_another_units_people_do_not_count(team, by):
    elsewhere = make_team()
    ready = make_ready(team, by)
    write_down(team, by, {"ATTC": [ready]}, ON - WEEK)
    before = chance(ready)
    write_down(elsewhere, by, {"UACP": readies(elsewhere, by, 3)}, ON - WEEK)
    assert chance(ready) == pytest.approx(before)


def test_a_new_outcome_is_seen_at_once(team, by):
    ready = make_ready(team, by)
    write_down(team, by, {"ATTC": [ready]}, ON - 2 * WEEK)
    before = chance(ready)
    write_down(team, by, {"UACP": [ready]}, ON - WEEK)
    assert chance(ready) < before


def test_protected_characteristics_change_nothing(team, by):
    people = readies(team, by, 4)
    write_down(team, by, {"ATTC": people[:2], "UACP": people[2:]}, ON - WEEK)
    before = [chance(ready) for ready in people]
    for number, (person, *_) in enumerate(people):
        ProtectedCharacteristics.objects.create(
            person=person, ethnicity=("white_british", "black_african")[number % 2], disability="yes", recorded_on=ON
        )
        person.sex, person.date_of_birth = "fmx"[number % 3], date(1950 + 10 * number, 1, 1)
        person.save()
    write_down(team, by, {"AASD": people}, ON - 2 * WEEK)  # so that it is learned anew
    assert [chance(ready) for ready in people] == before


def test_a_record_of_the_past_tells_no_notice_and_others_do(team, by):
    ready = make_ready(team, by)
    write_down(team, by, {"ATTC": [ready]}, ON - 2 * WEEK)
    assert list(past_of([team.pdu_id], ON).history.occasions.notice) == [-1]
    write_down(team, by, {"ATTC": [ready]}, ON - WEEK, days_before=9)
    assert list(past_of([team.pdu_id], ON).history.occasions.notice) == [-1, 9]


def test_the_queries_do_not_grow_with_people_or_outcomes(by):
    counted = []
    for size in (2, 9):
        unit = make_team()
        people = readies(unit, by, size)
        write_down(unit, by, {"ATTC": people}, ON - WEEK)
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                chances([ready[0] for ready in people], ON)
            counted.append(len(asked))
    assert counted == [4, 3, 4, 3], "what was learned of the day is kept"


def test_outcomes_of_today_and_of_other_units_do_not_have_the_year_learned_anew(team, by, monkeypatch):
    ready = make_ready(team, by)
    elsewhere = make_team()
    other = make_ready(elsewhere, by)
    write_down(team, by, {"ATTC": [ready]}, ON - WEEK)
    before = chance(ready)
    write_down(team, by, {"UACP": [ready]}, ON)
    write_down(elsewhere, by, {"UACP": [other]}, ON - WEEK)
    with monkeypatch.context() as patched:
        patched.setattr(attendance, "fit", lambda history: pytest.fail("learned anew"))
        assert chance(ready) == before
    assert chance(other) < before
    assert chance(ready, ON + timedelta(days=1)) < before
