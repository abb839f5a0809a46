"""Registering people: names as they are written, a CRN each, everything about them at once, or nothing."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.cases.models import Address, ContactDetail, Person, ProtectedCharacteristics
from amends.cases.operations import (
    AddressDraft,
    ContactDraft,
    PersonRefused,
    ProtectedDraft,
    change_person,
    move_address,
    register_people,
)
from amends.cases.queries.finding import find_people
from amends.organisation.models import AccessFile, AuditEvent
from tests.cases.registering import draft, register
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db

WRITTEN = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), min_size=1, max_size=200).filter(
    str.strip
)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team):
    return make_user("practitioner", team)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_names=WRITTEN, family_name=WRITTEN)
def test_any_name_is_kept_as_written_and_found_again_by_it(team, user, given_names, family_name):
    person = register(user, team, given_names, family_name)
    stored = Person.objects.get(pk=person.pk)
    assert (stored.given_names, stored.family_name) == (given_names.strip(), family_name.strip())
    if any(character.isalpha() for character in family_name) and not re.search(r"\d", given_names + family_name):
        assert stored in find_people(user, family_name)


@pytest.mark.parametrize(
    "family_name",
    ["O'Brien", "Ołowska", "Жуков", "محمد", "王小明", "กิตติ", "Ngũgĩ", "Å" * 200, "\u0301", "—", "d’Arc-Süß", "ﷺ" * 200],
)
def test_names_of_any_script_and_length_are_registered(team, user, family_name):
    assert register(user, team, "", family_name).family_name == family_name


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"family_name": " "}, "family_name"),
        ({"family_name": "x" * 201}, "family_name"),
        ({"given_names": "a\x07b"}, "given_names"),
        ({"given_names": "abc\u202etxt"}, "given_names"),
        ({"date_of_birth": date(2999, 1, 1)}, "date_of_birth"),
        ({"date_of_birth": date(1880, 1, 1)}, "date_of_birth"),
        ({"sex": "q"}, "sex"),
        ({"language": "fr"}, "language"),
        ({"crn": "a123456"}, "crn"),
        ({"address": AddressDraft(" ", date(2020, 1, 1))}, "lines"),
        ({"address": AddressDraft("1 High Street", date(2020, 1, 1), lat=52.0)}, "position"),
        ({"contact_details": (ContactDraft("email", "nobody"),)}, "value"),
        ({"contact_details": (ContactDraft("mobile", "call me"),)}, "value"),
    ],
)
def test_what_is_wrong_with_a_draft_is_told_with_its_place_and_nothing_is_written(team, user, values, field):
    with pytest.raises(PersonRefused) as refused:
        register_people([draft(team), draft(team, **values)], by=user, at=timezone.now())
    assert [(ground.field, ground.number) for ground in refused.value.grounds] == [(field, 2)]
    assert not Person.objects.exists() and not AccessFile.objects.exists()


def test_a_crn_is_given_in_its_form_and_never_twice(team, user):
    people = register_people([draft(team) for _each in range(300)], by=user, at=timezone.now())
    crns = [person.crn for person in people]
    assert len(set(crns)) == 300
    assert all(re.fullmatch("[A-Z][0-9]{6}", crn) for crn in crns)


def test_a_crn_that_is_taken_or_given_twice_is_refused(team, user):
    register(user, team, crn="A000001")
    drafts = [draft(team, crn=crn) for crn in ("A000001", "A000002", "A000002")]
    with pytest.raises(PersonRefused) as refused:
        register_people(drafts, by=user, at=timezone.now())
    assert [ground.number for ground in refused.value.grounds] == [1, 2, 3]


def test_everything_about_a_person_is_registered_at_once_in_order_with_an_audit_event_each(team, user):
    full = draft(
        team,
        crn="B000001",
        language="cy",
        interpreter="Polish",
        address=AddressDraft("1 High Street", date(2020, 1, 1), "le1 1aa", 52.6, -1.1),
        contact_details=(ContactDraft("mobile", "07700 900 982", "text only"),),
        protected=ProtectedDraft(date(2026, 1, 5), ethnicity="white_roma"),
    )
    first, second = register_people([draft(team, crn="B000002"), full], by=user, at=timezone.now())
    assert (first.crn, second.crn) == ("B000002", "B000001")
    address, contact = Address.objects.get(), ContactDetail.objects.get()
    assert (address.person, address.postcode, address.lat, address.to_date) == (second, "LE1 1AA", 52.6, None)
    assert (contact.person, contact.note) == (second, "text only")
    assert ProtectedCharacteristics.objects.get().person == second
    assert set(AccessFile.objects.values_list("crn", flat=True)) == {"B000001", "B000002"}
    events = AuditEvent.objects.filter(action="register person")
    assert sorted(events.values_list("crn", "username")) == [("B000001", user.username), ("B000002", user.username)]


def test_registering_thousands_takes_no_more_queries_than_registering_a_few(team, user):
    def queries(number, first):  # with CRNs: one that is drawn may be taken, and costs a query more
        with CaptureQueriesContext(connection) as captured:
            drafts = [draft(team, crn=f"{first}{each:06}") for each in range(number)]
            register_people(drafts, by=user, at=timezone.now())
        return len(captured)

    assert queries(3, "K") == queries(2000, "L")


@pytest.mark.parametrize(
    "values",
    [{"crn": "ABC"}, {"crn": "a000001"}, {"sex": "q"}, {"search_name": "two  blanks"}, {"family_name": ""}],
)
def test_the_database_refuses_what_no_operation_would_write(team, values):
    row = {"crn": "C000001", "family_name": "A", "search_name": "a", "sex": "f", "date_of_birth": date(1990, 1, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(team=team, **(row | values))


def test_changing_a_name_makes_the_new_one_found_and_tells_which_fields_changed_but_not_how(team, user):
    person = register(user, team, "Ann", "Before")
    change_person(
        person=person, given_names="Ann", family_name="Àfter", date_of_birth=person.date_of_birth, sex="f",
        language="cy", interpreter="", by=user, at=timezone.now(),
    )  # fmt: skip
    assert list(find_people(user, "after")) == [person] and not find_people(user, "before").exists()
    event = AuditEvent.objects.get(action="change person")
    assert set(event.detail["fields"]) == {"family_name", "language", "search_name"}
    assert "fter" not in str(event.detail)


def test_moving_closes_the_address_before_and_keeps_it(team, user):
    today = timezone.localdate()
    person = register(user, team, address=AddressDraft("1 Old Street", today - timedelta(days=90)))
    move_address(
        person=person, draft=AddressDraft("2 New Street", today - timedelta(days=10)), by=user, at=timezone.now()
    )
    now, before = person.addresses.all()
    assert (before.lines, before.to_date) == ("1 Old Street", today - timedelta(days=10))
    assert (now.lines, now.to_date) == ("2 New Street", None)
    with pytest.raises(PersonRefused):
        move_address(person=person, draft=AddressDraft("3", today - timedelta(days=50)), by=user, at=timezone.now())
    with pytest.raises(PersonRefused):
        move_address(person=person, draft=AddressDraft("3", today + timedelta(days=1)), by=user, at=timezone.now())
