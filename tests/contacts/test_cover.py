"""Contact kept remote by the officer and not the case is shown, and another officer sees the person meanwhile."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from amends.cases.models import CaseCover
from amends.cases.operations import AllocationRefused
from amends.contacts.models import Appointment
from amends.contacts.operations.standing_in import cover_case, end_cover, give_case
from amends.contacts.queries.candidates import candidates
from amends.contacts.queries.left_behind import left_behind
from amends.organisation.models import Absence
from tests.cases.visiting import text
from tests.contacts.appointing import AT, BEGAN, ON, contact, supervised
from tests.factories import make_allocation, make_appointment, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def senior(team):
    return make_user("senior", team)


@pytest.fixture
def officer(team):
    """One who is shielding."""
    staff = make_staff(team, "po")
    Absence.objects.create(staff=staff, kind="shielding", from_date=BEGAN)
    return staff


def held(officer, risk="high"):
    person = supervised(officer.team, risk)
    make_allocation(person, officer, BEGAN)
    return person


def rows(user, on=ON):
    return left_behind(user, on=on, at=AT)


def test_those_whom_the_case_asks_to_be_seen_are_listed_and_no_others(team, senior, officer):
    person = held(officer)
    contact(person, ON - timedelta(days=1), "telephone")  # kept remote, by the officer
    held(officer, "low")
    held(make_staff(team, "po"))
    (row,) = rows(senior)
    assert (row.person, row.holder, row.covers, row.state) == (person, officer, (), "open")


def covered(person, staff, by, at=AT, **days):
    """The case covered from the day on, without an end where none is given."""
    given = {"from_date": at.date(), "to_date": None, "reason": "Sees people on Mondays"} | days
    return cover_case(person=person, staff=staff, by=by, at=at, **given)


def test_one_covered_stands_after_those_seen_by_nobody(team, senior, officer):
    seen, open_one = held(officer), held(officer)
    other = make_staff(team, "pso")
    covered(seen, other, senior)
    assert [(row.person, row.state, [cover.staff for cover in row.covers]) for row in rows(senior)] == [
        (open_one, "open", []), (seen, "covered", [other])
    ]  # fmt: skip


def test_cover_no_longer_needed_is_told_until_it_ends(team, senior, officer):
    person = held(officer)
    covered(person, make_staff(team, "po"), senior)
    Absence.objects.update(to_date=ON)
    (row,) = rows(senior)
    assert (row.state, len(row.covers)) == ("over", 1)
    end_cover(person=person, from_date=ON, by=senior, at=AT)
    assert rows(senior) == []
    with pytest.raises(AllocationRefused):
        end_cover(person=person, from_date=ON, by=senior, at=AT)


def test_whoever_is_away_or_at_home_too_or_holds_the_case_cannot_cover(team, senior, officer):
    person, away, home = held(officer), make_staff(team, "po"), make_staff(team, "po")
    Absence.objects.create(staff=away, kind="sickness", from_date=BEGAN)
    Absence.objects.create(staff=home, kind="shielding", from_date=BEGAN)
    for staff in (officer, away, home, make_staff(team, "po", to_date=ON)):
        with pytest.raises(AllocationRefused) as refused:
            covered(person, staff, senior)
        assert refused.value.field == "staff"
    Absence.objects.filter(staff=officer).update(kind="leave")  # away, and not at home: telephone calls need cover too
    covered(person, home, senior)


def test_another_officer_takes_over_the_cover_with_its_appointments(team, senior, officer):
    person, first, second = held(officer), make_staff(team, "po"), make_staff(team, "po")
    seen = make_appointment(person, senior, AT + timedelta(days=4))
    rung = make_appointment(person, senior, AT + timedelta(days=5), "telephone")
    Appointment.objects.update(staff=officer)
    covered(person, first, senior)
    covered(person, second, senior, AT + timedelta(days=2))
    assert list(CaseCover.objects.order_by("from_date").values_list("staff", "to_date")) == [
        (first.pk, ON + timedelta(days=2)), (second.pk, None)
    ]  # fmt: skip
    for appointment, staff in ((seen, second), (rung, officer)):  # at home the holder still rings
        appointment.refresh_from_db()
        assert appointment.staff == staff
    end_cover(person=person, from_date=ON + timedelta(days=3), by=senior, at=AT + timedelta(days=2))
    seen.refresh_from_db()
    assert seen.staff == officer


def test_a_cover_that_begins_while_another_is_to_begin_is_refused(team, senior, officer):
    person, first, second = held(officer), make_staff(team, "po"), make_staff(team, "po")
    covered(person, first, senior, from_date=ON + timedelta(days=5))
    with pytest.raises(AllocationRefused):
        covered(person, second, senior)
    covered(person, second, senior, to_date=ON + timedelta(days=5))
    assert CaseCover.objects.count() == 2


def test_a_case_given_to_another_for_good_is_covered_no_longer(team, senior, officer):
    person, first, second = held(officer), make_staff(team, "po"), make_staff(team, "po")
    seen = make_appointment(person, senior, AT + timedelta(days=4))
    covered(person, first, senior)
    give_case(person=person, practitioner=second, from_date=ON, reason="Works nearby", by=senior, at=AT)
    seen.refresh_from_db()
    assert (seen.staff, CaseCover.objects.count()) == (second, 0)


@pytest.mark.parametrize("asks", ["over", "not_proposed"])
def test_a_reason_is_asked_where_another_has_more_room_or_the_officer_has_none(team, senior, officer, asks):
    person = held(officer)
    busy = make_staff(team, "po", contracted_minutes=60 if asks == "over" else 37 * 60)
    if asks == "not_proposed":
        held(busy)
        make_staff(team, "po")
    found = candidates(senior, person, on=ON, cover=True)
    assert found.asks_reason(busy) == asks
    with pytest.raises(AllocationRefused) as refused:
        covered(person, busy, senior, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(AllocationRefused):
        give_case(person=person, practitioner=busy, from_date=ON, by=senior, at=AT)
    give_case(person=person, practitioner=busy, from_date=ON, reason="Speaks Polish", by=senior, at=AT)
    assert person.allocations.get(to_date=None).reason == "Speaks Polish"


def test_the_one_with_most_room_of_the_persons_unit_is_proposed_and_needs_no_reason(team, senior, officer):
    person, free = held(officer), make_staff(team, "po")
    busy = make_staff(team, "po")
    held(busy)
    found = candidates(make_user("senior", team, over="region"), person, on=ON, cover=True)
    assert [row.before.staff for row in found.rows if row.proposed] == [free]
    covered(person, free, senior, reason="")
    assert officer not in {row.before.staff for row in found.rows}


def test_a_case_covered_is_in_the_caseload_and_the_contact_due_of_both(client, team, senior, officer):
    person, other = held(officer), make_staff(team, "po", name="Covering Example")
    practitioner = make_user("practitioner", team, staff=other)
    today = timezone.now()
    client.force_login(practitioner)
    assert person.crn not in text(client.get("/contacts/caseload?show=covers"))
    covered(person, other, senior, today, from_date=timezone.localdate(today))
    page = text(client.get("/contacts/caseload?show=covers"))
    assert person.crn in page and f"Covered for {officer.name}" in page
    assert f"{person.crn}" in text(client.get("/cases/?mine=on"))
    assert "Covered by Covering Example" in text(client.get(f"/contacts/caseload?practitioner={officer.code}"))
    client.force_login(senior)
    assert f"{officer.name}, covered by Covering Example" in text(client.get("/contacts/due?show=no_contact"))
    told = list(csv.DictReader(StringIO(client.get("/contacts/due.csv").content.decode().removeprefix("\ufeff"))))
    assert {row["crn"]: row["covered_by"] for row in told}[person.crn] == other.name


def test_the_page_has_a_person_covered_and_the_file_tells_it(client, team, senior, officer):
    person, other = held(officer), make_staff(team, "po")
    client.force_login(senior)
    page = text(client.get("/contacts/left-behind"))
    assert person.crn in page and "To be seen by" in page
    assert "1 case left behind by an absence" in text(client.get("/"))
    address, today = f"/contacts/{person.crn}/cover", timezone.localdate()
    first = {"from_date_day": today.day, "from_date_month": today.month, "from_date_year": today.year}
    assert "Proposed" in client.get(address).content.decode()
    assert client.post(address, first | {"staff": other.code, "reason": "Knows him"}).status_code == 302
    file = client.get("/contacts/left-behind.csv?show=covered").content.decode()
    told = list(csv.DictReader(StringIO(file.removeprefix("\ufeff"))))
    assert [(row["crn"], row["covered_by"], row["state"]) for row in told] == [(person.crn, other.name, "covered")]
    assert person.crn not in text(client.get("/contacts/left-behind"))
    assert f"Covered by {other.name}" in client.get(f"/contacts/{person.crn}").content.decode()
    timeline = text(client.get(f"/cases/{person.crn}/timeline?kind=holder"))
    assert f"Case covered by {other.name}, until further notice" in timeline and "Knows him" in timeline
    assert client.post(address, first | {"staff": "-"}).status_code == 302
    assert not CaseCover.objects.exists()
    assert client.post(address, first | {"staff": ""}).status_code == 200
