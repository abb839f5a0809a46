"""Contact kept remote by the officer and not the case is shown, and another officer sees the person meanwhile."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from amends.contacts.models import ContactCover
from amends.contacts.operations.cover import cover_contact, end_cover
from amends.contacts.operations.refused import CoverRefused
from amends.contacts.queries import places
from amends.contacts.queries.cover import candidates, to_cover
from amends.organisation.models import Absence
from tests.contacts.appointing import AT, BEGAN, ON, contact, supervised
from tests.factories import make_allocation, make_staff, make_team, make_user

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
    return to_cover(user, places.teams(user), on=on, at=AT)


def test_those_whom_the_case_asks_to_be_seen_are_listed_and_no_others(team, senior, officer):
    person = held(officer)
    contact(person, ON - timedelta(days=1), "telephone")  # kept remote, by the officer
    held(officer, "low")
    held(make_staff(team, "po"))
    (row,) = rows(senior)
    assert (row.due.person, row.holder.name, row.cover, row.needed) == (person, officer.name, None, True)


def test_one_covered_stands_after_those_seen_by_nobody(team, senior, officer):
    covered, open_one = held(officer), held(officer)
    other = make_staff(team, "pso")
    cover_contact(person=covered, staff=other, reason="Shielding", by=senior, at=AT)
    assert [(row.due.person, row.cover.staff if row.cover else None) for row in rows(senior)] == [
        (open_one, None), (covered, other)
    ]  # fmt: skip


def test_cover_no_longer_needed_is_told_until_it_ends(team, senior, officer):
    person = held(officer)
    cover_contact(person=person, staff=make_staff(team, "po"), reason="Shielding", by=senior, at=AT)
    Absence.objects.update(to_date=ON)
    (row,) = rows(senior)
    assert (row.needed, row.cover is None) == (False, False)
    end_cover(person=person, by=senior, at=AT)
    assert rows(senior) == []
    with pytest.raises(CoverRefused):
        end_cover(person=person, by=senior, at=AT)


def test_whoever_is_away_or_holds_the_case_cannot_cover(team, senior, officer):
    person, away, free = held(officer), make_staff(team, "po"), make_staff(team, "po")
    Absence.objects.create(staff=away, kind="sickness", from_date=BEGAN)
    assert list(candidates(person, ON)) == [free]
    for staff in (officer, away, make_staff(team, "po", to_date=ON)):
        with pytest.raises(CoverRefused) as refused:
            cover_contact(person=person, staff=staff, reason="Shielding", by=senior, at=AT)
        assert refused.value.field == "staff"
    with pytest.raises(CoverRefused):
        cover_contact(person=person, staff=free, reason=" ", by=senior, at=AT)


def test_another_officer_takes_over_the_cover(team, senior, officer):
    person, first, second = held(officer), make_staff(team, "po"), make_staff(team, "po")
    cover_contact(person=person, staff=first, reason="Shielding", by=senior, at=AT)
    cover_contact(person=person, staff=second, reason="First is ill", by=senior, at=AT + timedelta(days=2))
    assert list(ContactCover.objects.order_by("from_date").values_list("staff", "to_date")) == [
        (first.pk, ON + timedelta(days=2)), (second.pk, None)
    ]  # fmt: skip


def test_the_page_has_a_person_covered_and_the_file_tells_it(client, team, senior, officer):
    person, other = held(officer), make_staff(team, "po")
    client.force_login(senior)
    assert "Have them covered" in client.get("/contacts/cover").content.decode()
    address = f"/contacts/{person.crn}/cover"
    assert client.post(address, {"staff": other.code, "reason": "Shielding"}).status_code == 302
    told = list(csv.DictReader(StringIO(client.get("/contacts/cover.csv").content.decode().removeprefix("\ufeff"))))
    assert [(row["crn"], row["seen_by"], row["needed"]) for row in told] == [(person.crn, other.name, "yes")]
    assert other.name in client.get(f"/contacts/{person.crn}").content.decode()
    assert client.post(address, {"staff": "-"}).status_code == 302
    assert not ContactCover.objects.filter(to_date=None, from_date__lt=timezone.localdate()).exists()
    assert client.post(address, {"staff": ""}).status_code == 200
