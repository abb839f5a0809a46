"""Concerns: raised at a session, read by the practitioner, the reading visible to whoever raised them."""

from datetime import UTC, datetime, timedelta

import pytest

from amends.cases.models import CaseCover
from amends.contacts.models import Appointment, Concern
from amends.contacts.operations.concerns import raise_concern, read_concern
from amends.organisation.models import AuditEvent
from tests.factories import make_allocation, make_person, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 2, 9, tzinfo=UTC)


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def concern(team):
    return raise_concern(person=make_person(team), text="Seemed unwell", by=make_user("senior", team), at=AT)


def test_the_first_reading_stands(concern, team):
    first, second = make_user("practitioner", team), make_user("practitioner", team)
    read_concern(concern=concern, by=first, at=AT)
    read_concern(concern=concern, by=second, at=datetime(2026, 6, 9, tzinfo=UTC))
    concern.refresh_from_db()
    assert (concern.read_by, concern.read_at) == (first, AT)
    told = AuditEvent.objects.filter(action="read concern", crn=concern.person.crn)
    assert [event.username for event in told] == [first.username]


def test_a_practitioner_lists_concerns_about_the_cases_they_hold_or_cover(client, team):
    staff = make_staff(team, "po")
    mine, covered, other = make_person(team), make_person(team), make_person(team)
    make_allocation(mine, staff)
    make_allocation(covered, make_staff(team, "po"))
    by = make_user("senior", team)
    CaseCover.objects.create(person=covered, staff=staff, from_date=AT.date(), made_at=AT, made_by=by)
    for person in (mine, covered, other):
        raise_concern(person=person, text=f"About {person.crn}", by=by, at=AT)
    client.force_login(make_user("practitioner", team, staff=staff))
    page = client.get("/contacts/concerns").content.decode()
    assert f"About {mine.crn}" in page
    assert f"About {covered.crn}" in page
    assert f"About {other.crn}" not in page
    assert f"About {other.crn}" in client.get("/contacts/concerns?whose=team").content.decode()


def test_reading_takes_a_concern_off_the_list(client, team, concern):
    client.force_login(make_user("practitioner", team))
    assert concern.text in client.get("/contacts/concerns").content.decode()
    assert client.get(f"/contacts/concerns/{concern.pk}/read").status_code == 405
    client.post(f"/contacts/concerns/{concern.pk}/read")
    assert concern.text not in client.get("/contacts/concerns").content.decode()
    assert concern.text in client.get("/contacts/concerns?state=read").content.decode()


def test_another_team_reads_nothing(client, concern):
    client.force_login(make_user("practitioner", make_team()))
    assert concern.text not in client.get("/contacts/concerns?state=all&whose=team").content.decode()
    assert client.post(f"/contacts/concerns/{concern.pk}/read").status_code == 404
    assert Concern.objects.get().read_at is None


def test_a_concern_raised_from_a_page_leads_back_to_that_page_and_nowhere_else(client, team):
    supervisor = make_user("unpaid_work_supervisor", team)
    appointment = Appointment.objects.create(
        person=make_person(), kind="unpaid_work", team=team, starts_at=AT, ends_at=AT + timedelta(hours=7),
        booked_at=AT, booked_by=supervisor,
    )  # fmt: skip
    client.force_login(supervisor)
    address = f"/contacts/appointments/{appointment.pk}/concern"
    back = client.post(f"{address}?next=/unpaid-work/sessions/1/register", {"text": "Hurt"})
    assert back.url == "/unpaid-work/sessions/1/register"
    assert client.post(f"{address}?next=https://elsewhere.example/", {"text": "Hurt"}).url == "/unpaid-work/registers"
    assert {concern.raised_by for concern in Concern.objects.all()} == {supervisor}
