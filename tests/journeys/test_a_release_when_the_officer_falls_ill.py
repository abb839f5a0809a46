"""A man whose officer falls ill the day before his release is seen and covered, and his need for housing raised, in
time, because the system says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from amends.contacts.models import Appointment, ContactOutcome
from tests.cases.visiting import text
from tests.factories import (
    london,
    make_allocation,
    make_custody,
    make_person,
    make_risk,
    make_staff,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
RELEASE = date(2031, 6, 4)  # a Wednesday
BEFORE = RELEASE - timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """The clock of the journey: `clock(day, hour)` moves it on."""
    now = [datetime.now(UTC)]

    def move(day, hour):
        now[0] = london(day, hour)

    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])
    return move


def day_of(name, day):
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def test_he_is_covered_seen_and_his_housing_raised(client, clock):
    team = make_team("sentence_management")
    officer, colleague = make_staff(team, "po", name="Ill Example"), make_staff(team, "po", name="Well Example")
    senior = make_user("senior", team)
    covering = make_user("practitioner", team, staff=colleague)
    man = make_person(team, given_names="Owen", family_name="Release-Example")
    make_custody(man, date(2030, 12, 2), release_date=RELEASE)
    make_allocation(man, officer, date(2030, 12, 3))
    make_risk(man, "high", date(2031, 5, 1))
    held = Appointment.objects.create(
        person=man, kind="supervision", team=team, staff=officer, mode="office", starts_at=london(RELEASE, 14),
        ends_at=london(RELEASE, 15), booked_at=london(date(2031, 5, 20), 9), booked_by=senior,
    )  # fmt: skip

    # The day before: the officer rings in sick, and their manager records it.
    clock(BEFORE, 9)
    sign_in(client, senior)
    assert "left behind" not in text(client.get("/")).replace("Left behind by absences", "")
    client.post(
        f"/organisation/staff/{officer.code}/absences/record",
        {"kind": "sickness", **day_of("from_date", BEFORE), **day_of("last_day", RELEASE + timedelta(days=1))},
    )

    # The system says at once who is left without anybody, and why.
    assert "1 case left behind by an absence" in text(client.get("/"))
    page = text(client.get("/contacts/left-behind"))
    assert "Owen Release-Example" in page and "Released 4 June 2031" in page
    ahead = text(client.get("/contacts/releases"))
    assert "Away that day" in ahead and "Not raised" in ahead

    # The manager has a colleague cover, who then keeps the appointment, and raises the need for housing.
    answer = client.post(
        f"/contacts/{man.crn}/cover",
        {"staff": colleague.code, **day_of("from_date", BEFORE), **day_of("last_day", RELEASE + timedelta(days=7))},
        follow=True,
    )
    assert "Well Example covers the case. One appointment is handed over." in text(answer)
    assert "Owen" not in text(client.get("/contacts/left-behind"))
    assert "left behind by an absence" not in text(client.get("/"))
    clock(BEFORE, 10)
    sign_in(client, covering)
    home = text(client.get("/"))
    assert "Owen Release-Example" in home
    assert "1 release ahead without an appointment or housing raised" in home
    client.post(
        f"/cases/{man.crn}/housing/new",
        {**day_of("needed_from", RELEASE), "raised_with": "Leicester City Council", "note": "No fixed address"},
    )
    assert "1 release ahead" not in text(client.get("/"))

    # The day of release: the covering officer sees him, and the appointment is kept.
    clock(RELEASE, 16)
    sign_in(client, covering)
    answer = client.post(f"/contacts/appointments/{held.pk}/outcome", {"code": "ATTC", "notes": "Seen on release"})
    assert answer.status_code == 302
    outcome = ContactOutcome.objects.select_related("appointment").get(appointment__person=man)
    assert (outcome.appointment.staff, outcome.recorded_by) == (colleague, covering)
    need = man.housing_needs.get()
    assert timezone.localdate(need.raised_at) < RELEASE
    sign_in(client, senior)
    assert "left behind by an absence" not in text(client.get("/"))
    assert man.allocations.get().practitioner == officer
