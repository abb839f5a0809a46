"""A person's unpaid work on one page, and who may change what stands there."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.contacts.operations.concerns import raise_concern
from amends.organisation.models import AuditEvent
from amends.unpaid_work.models import EteCredit, HoursAdjustment, Switch
from amends.unpaid_work.operations.hours import AdjustmentDraft, adjust_hours
from amends.unpaid_work.queries.statement import statement
from tests.factories import make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.hours_records import AT, EVERY_DAY, any_day_supervisor, days_from, open_project, worked

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team, client):
    user = make_user("placement_coordinator", team)
    client.force_login(user)
    return user


@pytest.fixture
def requirement(team):
    return make_requirement(make_person(team), ordered_minutes=6000)


def _page(client, requirement):
    answer = client.get(f"/unpaid-work/people/{requirement.sentence.person.crn}")
    assert answer.status_code == 200
    return answer.content.decode()


def _address(requirement, what):
    return f"/unpaid-work/people/{requirement.sentence.person.crn}/requirements/{requirement.pk}/{what}"


def test_it_says_what_is_ordered_credited_and_left_and_whether_bookings_may_be_made(client, requirement, team, by):
    worked(make_project(team), requirement, JUNE, by)
    page = _page(client, requirement)
    for expected in ("of 100h ordered", ">7h<", ">93h<", "No assessment has been made", "1 March 2027"):
        assert expected in page, expected
    assert f"Hours credited, {requirement.reference}" in page  # the chart


def test_the_timeline_tells_everything_that_happened(client, requirement, team, by):
    project = make_project(team)
    worked(project, requirement, JUNE, by, outcome="AASD")
    adjust_hours([AdjustmentDraft(requirement, JUNE, 45, "travel", "Replacement bus")], by=by, at=AT)
    raise_concern(person=requirement.sentence.person, text="Hurt hand", by=by, at=AT)
    page = _page(client, requirement)
    for expected in ("Stood down by the service", "No supervisor", "Replacement bus", "Sentenced"):
        assert expected in page, expected
    assert "Hurt hand" not in page  # concerns are for those who may read them
    client.force_login(make_user("practitioner", team))
    assert "Hurt hand" in _page(client, requirement)


def test_the_next_session_is_named(client, team, by):
    ready = make_ready(team, by, assessment=EVERY_DAY)
    tomorrow = timezone.localdate() + timedelta(days=1)
    soon = make_session(open_project(team, address="Mill Lane"), tomorrow, any_day_supervisor(team))
    put_on(soon, ready, by)
    page = _page(client, ready[1])
    assert "Mill Lane" in page
    assert "Booked" in page  # on the timeline
    assert "No session is booked" not in page


def test_opening_the_page_is_on_the_audit_trail_and_others_do_not_find_it(client, requirement, by):
    _page(client, requirement)
    crn = requirement.sentence.person.crn
    assert AuditEvent.objects.filter(crn=crn, username=by.username, action="open hours.view").exists()
    client.force_login(make_user("placement_coordinator", make_team()))
    assert client.get(f"/unpaid-work/people/{crn}").status_code == 404
    for what in ("statement", "statement.csv", "statement.json", "adjust", "ete"):
        assert client.get(_address(requirement, what)).status_code == 404


def test_the_page_asks_no_more_of_the_database_for_a_longer_history(client, requirement, team, by):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            _page(client, requirement)
        return len(queries)

    project, days = make_project(team, days="1234567"), days_from(JUNE)
    for _ in range(2):
        worked(project, requirement, next(days), by)
    asked()
    few = asked()
    for _ in range(8):
        worked(project, requirement, next(days), by)
    assert asked() == few
    assert few <= 40


def test_an_adjustment_is_made_and_reversed_by_hand(client, requirement, by):
    sent = {
        "reason": "travel", "direction": "add", "minutes_hours": "1", "minutes_minutes": "30", "note": "Two buses",
        "on_day": "2", "on_month": "6", "on_year": "2026",
    }  # fmt: skip
    assert client.post(_address(requirement, "adjust"), sent).status_code == 302
    entry = HoursAdjustment.objects.get()
    assert statement(requirement).adjustments == 90
    page = client.get(_address(requirement, "statement")).content.decode()
    address = f"/unpaid-work/people/{requirement.sentence.person.crn}/adjustments/{entry.pk}/reverse"
    assert address in page
    assert client.post(address, {"note": "Had a lift"}).status_code == 302
    assert statement(requirement).adjustments == 0
    assert HoursAdjustment.objects.count() == 2
    assert "reversed" in client.post(address, {"note": "Again"}).content.decode()
    assert HoursAdjustment.objects.count() == 2


def test_too_much_travel_is_refused_in_words(client, requirement, by):
    sent = {
        "reason": "travel", "direction": "add", "minutes_hours": "3", "minutes_minutes": "1", "note": "Far",
        "on_day": "2", "on_month": "6", "on_year": "2026",
    }  # fmt: skip
    assert "from 1 to 180 minutes" in client.post(_address(requirement, "adjust"), sent).content.decode()
    assert not HoursAdjustment.objects.exists()


def test_education_is_credited_with_its_cap_shown(client, requirement, by):
    assert "30h" in client.get(_address(requirement, "ete")).content.decode()  # 30% of 100 hours
    sent = {"activity": "Food hygiene", "minutes_hours": "2", "on_day": "2", "on_month": "6", "on_year": "2026"}
    assert client.post(_address(requirement, "ete"), sent).status_code == 302
    assert EteCredit.objects.get().minutes == 120
    assert statement(requirement).credited_ete == 120


def test_a_practitioner_reads_the_statement_and_may_not_change_hours(client, requirement, team, by):
    adjust_hours([AdjustmentDraft(requirement, JUNE, 45, "travel", "Bus")], by=by, at=AT)
    client.force_login(make_user("practitioner", team))
    page = client.get(_address(requirement, "statement")).content.decode()
    assert "Reverse" not in page
    assert client.get(_address(requirement, "adjust")).status_code == 404


def test_only_a_manager_turns_a_policy_on(client, by, team):
    sent = {"name": "earned_reduction", "on": "yes"}
    assert client.post("/unpaid-work/hours/switches", sent).status_code == 404
    assert not Switch.objects.exists()
    client.force_login(make_user("head_of_pdu", team, over="region"))
    assert "Off" in client.get("/unpaid-work/hours/switches").content.decode()
    assert client.post("/unpaid-work/hours/switches", sent).status_code == 302
    assert Switch.objects.get().on


def test_a_record_that_cannot_be_is_told_on_the_page_and_nothing_is_made_up(client, team, by):
    requirement = make_requirement(make_person(team), sentence_date=date(2026, 6, 20))
    late = make_requirement(requirement.sentence.person, sentence_date=date(2026, 1, 5))
    booking = worked(make_project(team), late, JUNE, by)
    booking.requirement = requirement  # a session before the sentence
    booking.save()
    assert "before the sentence date" in client.get(_address(requirement, "statement")).content.decode()
    assert "until the record is put right" in _page(client, requirement)
