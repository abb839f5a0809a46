"""One box finds people by CRN, name and date of birth; and shows who may be recorded twice."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from amends.cases.operations import tell_apart
from amends.cases.queries.finding import Sought, find_people, possible_duplicates, understood
from amends.organisation.models import AccessFile, LimitedAccess
from tests.cases.registering import BORN, register
from tests.factories import make_allocation, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team):
    return make_user("practitioner", team)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Sought()),
        ("a123456", Sought(crns=("A123456",))),
        ("27/3/1990", Sought(born=(BORN,))),
        ("27.03.1990", Sought(born=(BORN,))),
        ("27 3 1990", Sought(born=(BORN,))),
        ("1990-03-27", Sought(born=(BORN,))),
        ("27 March 1990", Sought(born=(BORN,))),
        ("27th mar 1990", Sought(born=(BORN,))),
        ("27 Mawrth 1990", Sought(born=(BORN,))),
        ("siân 27/3/1990 O’Brien", Sought(born=(BORN,), words=("sian", "obrien"))),
        ("31/2/1990", Sought(words=("31", "2", "1990"))),
    ],
)
def test_what_is_typed_is_understood(typed, expected):
    assert understood(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["Siân O’Brien", "o'brien sian", "OBRIEN", "sian", "SIÂN", "Sia\u0302n", "obr si", "27 3 1990", "o’brien 27/3/1990",
     "1990-03-27 sian"],
)  # fmt: skip
def test_a_person_is_found_whatever_the_accents_case_and_order(team, user, typed):
    person = register(user, team)
    register(user, team, "Ann", "Elsewhere", date(1991, 1, 1))
    assert list(find_people(user, typed)) == [person]


@pytest.mark.parametrize(
    "typed", ["rien", "sian elsewhere", "28/3/1990", "sian 28/3/1990", "A000000", "!!", "'", "\\", "a:*"]
)
def test_who_does_not_fit_all_of_it_is_not_found(team, user, typed):
    register(user, team, crn="B123456")
    assert not find_people(user, typed).exists()


def test_a_person_is_found_by_crn_in_either_case(team, user):
    person = register(user, team, crn="B123456")
    assert list(find_people(user, " b123456 ")) == [person]


def test_nobody_of_another_team_is_found(user):
    other = make_team()
    person = register(make_user("practitioner", other), other)
    for typed in ("", person.crn, "obrien", "27/3/1990"):
        assert not find_people(user, typed).exists()


def test_whoever_is_kept_out_finds_nothing_by_any_way(team, user):
    excluded, restricted, unknown = (register(user, team) for _each in range(3))
    now = timezone.now()
    LimitedAccess.objects.create(crn=excluded.crn, kind="exclusion", username=user.username, reason="x", from_at=now)
    LimitedAccess.objects.create(crn=restricted.crn, kind="restriction", username="another", reason="x", from_at=now)
    AccessFile.objects.filter(crn=unknown.crn).delete()
    for typed in ("", "obrien", "27/3/1990", excluded.crn, restricted.crn, unknown.crn):
        assert not find_people(user, typed).exists()


def test_names_are_looked_up_in_the_index(team, user):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM cases_person WHERE array_to_tsvector(string_to_array(search_name, ' ')) @@ "
            "'''obr'':*'::tsquery"
        )
        assert "person_name_words" in str(cursor.fetchall())
    from amends.cases.models import Person
    from amends.cases.queries.finding import _fits

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "person_name_words" in Person.objects.filter(_fits(understood("obr si"))).order_by().explain()


@pytest.mark.parametrize(
    ("given_names", "family_name", "born"),
    [
        ("Sian", "OBrien", BORN),  # accents
        ("O’Brien", "Siân", BORN),  # turned round
        ("Siân", "O’Brian", BORN),  # misspelt
        ("Siân Mair", "O’Brien", BORN),  # a name more
        ("", "O’Brien", BORN),  # a name less
        ("Siân", "O’Brien", date(1990, 3, 27)),
    ],
)
def test_a_similar_name_with_the_same_date_of_birth_is_a_possible_duplicate(team, user, given_names, family_name, born):
    person = register(user, team)
    found = possible_duplicates(user, given_names=given_names, family_name=family_name, date_of_birth=born)
    assert found == [person]


def test_the_same_name_with_day_and_month_exchanged_is_a_possible_duplicate(team, user):
    person = register(user, team, "Siân", "O’Brien", date(1990, 3, 4))
    described = {"given_names": "SIAN", "family_name": "O'BRIEN"}
    assert possible_duplicates(user, **described, date_of_birth=date(1990, 4, 3)) == [person]
    assert possible_duplicates(user, **described, date_of_birth=date(1990, 4, 4)) == []
    misspelt = {"given_names": "Siân", "family_name": "O’Brian"}
    assert possible_duplicates(user, **misspelt, date_of_birth=date(1990, 4, 3)) == []


def test_another_name_with_the_same_date_of_birth_is_none(team, user):
    register(user, team, "Mohammed", "Khan")
    assert possible_duplicates(user, given_names="Siân", family_name="O’Brien", date_of_birth=BORN) == []


def test_a_possible_duplicate_whom_the_user_may_not_see_is_not_shown(team, user):
    hidden = register(user, team)
    now = timezone.now()
    LimitedAccess.objects.create(crn=hidden.crn, kind="restriction", username="another", reason="x", from_at=now)
    other = make_team()
    register(make_user("practitioner", other), other)
    assert possible_duplicates(user, given_names="Siân", family_name="O’Brien", date_of_birth=BORN) == []


def test_people_told_apart_are_no_longer_shown_to_one_another(team, user):
    one, other = register(user, team), register(user, team)
    described = {"given_names": "Siân", "family_name": "O’Brien", "date_of_birth": BORN}
    assert possible_duplicates(user, **described, besides=one) == [other]
    tell_apart(person=one, others=[other], by=user, at=timezone.now())
    tell_apart(person=other, others=[one], by=user, at=timezone.now())  # said twice, told once
    assert possible_duplicates(user, **described, besides=one) == []
    assert possible_duplicates(user, **described, besides=other) == []
    assert len(possible_duplicates(user, **described)) == 2


def test_only_the_cases_that_the_reader_holds(client, team):
    staff = make_staff(team, grade="po")
    user = make_user("practitioner", team, staff=staff)
    mine, other = register(user, team, "Mine", "One"), register(user, team, "Other", "Two")
    make_allocation(mine, staff)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/cases/", {"mine": "on"}).content.decode()
    assert mine.crn in page and other.crn not in page
