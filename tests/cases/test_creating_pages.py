"""Making a person's record, page by page."""

import re
from datetime import date

import pytest
from django.utils import timezone

from amends.cases.models import NotSamePerson, Person
from amends.cases.operations import limit_access
from tests.cases.registering import register
from tests.cases.visiting import hidden_inputs, text
from tests.factories import (
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
BORN = {"date_of_birth_day": "27", "date_of_birth_month": "3", "date_of_birth_year": "1990"}
WHO = {"given_names": "Siân", "family_name": "O’Brien", "sex": "f"} | BORN


def test_a_person_is_created_in_two_pages_when_nobody_is_alike(client, user, team):
    second = client.post("/cases/new", WHO)
    assert "Team, language" in text(second) and not Person.objects.exists()
    rest = {"team": team.pk, "language": "cy", "lines": "1 High Street\nLeicester", "postcode": "le1 1aa",
            "position": "52.6369, -1.1398", "mobile": "07700 900 982"}  # fmt: skip
    answer = client.post("/cases/new/finish", hidden_inputs(second) | rest)
    person = Person.objects.get()
    assert answer.headers["Location"] == f"/cases/{person.crn}"
    assert (person.given_names, person.family_name, person.date_of_birth) == ("Siân", "O’Brien", date(1990, 3, 27))
    address = person.addresses.get()
    assert (address.lines, address.lat, address.lon) == ("1 High Street, Leicester", 52.6369, -1.1398)
    assert person.contact_details.get().value == "07700 900 982"
    assert "Write in Welsh" in text(client.get(answer.headers["Location"]))


def test_possible_duplicates_are_shown_before_anything_is_made_and_can_be_told_apart(client, user, team):
    known = register(user, team, "Sian", "OBrien")
    duplicates = client.post("/cases/new", WHO)
    assert known.crn in text(duplicates)
    rest_page = client.post("/cases/new/none-of-these", hidden_inputs(duplicates))
    assert Person.objects.count() == 1
    carried = hidden_inputs(rest_page)
    assert carried["told_apart"] == [known.crn]
    client.post("/cases/new/finish", carried | {"team": team.pk, "language": "en"})
    assert Person.objects.count() == 2
    assert NotSamePerson.objects.count() == 1


def test_a_duplicate_made_meanwhile_is_shown_on_the_last_page(client, user, team):
    rest_page = client.post("/cases/new", WHO)
    known = register(user, team)
    answer = client.post("/cases/new/finish", hidden_inputs(rest_page) | {"team": team.pk, "language": "en"})
    assert known.crn in text(answer) and Person.objects.count() == 1


def test_creating_tells_nothing_of_a_record_that_the_reader_may_not_see(client, user, team):
    elsewhere = make_team()
    foreign = register(make_user("practitioner", elsewhere), elsewhere)
    restricted = register(user, team)
    limit_access(crn=restricted.crn, kind="restriction", username=make_user().username, reason="x", by=user,
                 at=timezone.now())  # fmt: skip
    with_hidden = client.post("/cases/new", WHO)
    without = client.post("/cases/new", WHO | {"date_of_birth_year": "1991"})
    assert "Team, language" in text(with_hidden)
    assert foreign.crn not in text(with_hidden) and restricted.crn not in text(with_hidden)

    def shape(answer):
        return re.sub(r'value="[^"]*"', "", text(answer))

    assert shape(with_hidden) == shape(without)


def test_a_person_cannot_be_created_in_a_team_of_others(client, user):
    page = client.post("/cases/new", WHO)
    answer = client.post("/cases/new/finish", hidden_inputs(page) | {"team": make_team().pk, "language": "en"})
    assert answer.status_code == 200 and not Person.objects.exists()


@pytest.mark.parametrize("address", ["/cases/new/finish", "/cases/new/none-of-these"])
def test_the_later_pages_of_creating_lead_to_the_first_when_nothing_is_carried(client, user, address):
    assert client.get(address).headers["Location"] == "/cases/new"
    assert client.post(address, {"family_name": ""}).headers["Location"] == "/cases/new"


def test_what_is_missing_is_told_at_its_field(client, user):
    page = text(client.post("/cases/new", {"given_names": "Siân"}))
    for words in ("There is a problem", "Enter family name", "Enter date of birth", "Select sex"):
        assert words in page
    assert 'value="Siân"' in page
