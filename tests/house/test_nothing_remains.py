"""After a record is deleted, no table holds the person's number or name, whatever had been recorded of them."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.cases.models import ContactDetail, CourtReport, Person, Sentence
from amends.cases.names import search_name
from amends.cases.operations import RetentionRefused, erase_person, merge_people, place_hold, quarantine, undo_merge
from amends.organisation.models import AuditEvent, Hold, LimitedAccess, Quarantine
from amends.unpaid_work.models import Plan, Unavailability
from tests.factories import make_person, make_user
from tests.house.kept import count_anew, kept
from tests.house.world import make_world

GIVEN, FAMILY = "Zephyrina", "Erasable-Name"
PROOF = {"organisation_auditevent"}
LONG_AGO = date(1990, 1, 1)


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker):
    """A region with a record of every kind about one person, whose name is marked."""
    with kept(django_db_blocker):
        made = make_world().own
        count_anew()
        yield made


def tables_with(text: str) -> set[str]:
    """Every table of the database in which the text stands, in any column of any row."""
    names = [name for name in connection.introspection.table_names() if not name.startswith("pg_")]
    parts = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\" t WHERE t::text ILIKE %s)" for name in names]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [f"%{text}%"] * len(names))
        return {name for (name,) in cursor.fetchall()}


def name(person: Person) -> None:
    person.given_names, person.family_name = GIVEN, FAMILY
    person.search_name = search_name(GIVEN, FAMILY)
    person.save()


def come_due(person: Person) -> None:
    """As if everything had ended long ago."""
    Person.objects.filter(pk=person.pk).update(date_of_birth=date(1890, 1, 1))
    dates = {"sentence_date": LONG_AGO, "end_date": LONG_AGO + timedelta(days=400), "licence_end_date": None}
    Sentence.objects.filter(person=person, kind="custody").update(**dates, release_date=LONG_AGO + timedelta(days=9))
    Sentence.objects.filter(person=person).exclude(kind="custody").update(**dates)
    open_reports = CourtReport.objects.filter(person=person, delivered_at=None, cancelled_at=None)
    open_reports.update(cancelled_at=timezone.now(), cancelled_as="mistake")


def merged(place, person):
    other = make_person(place.team, given_names=GIVEN, family_name=FAMILY)
    ContactDetail.objects.create(person=other, kind="email", value=f"{other.crn}@{FAMILY}.example")
    merge_people(keep=person, absorb=other, reason="Twice", by=place.keeper, at=timezone.now())


def merged_and_taken_back(place, person):
    other = make_person(place.team)
    merge = merge_people(keep=person, absorb=other, reason="Twice", by=place.keeper, at=timezone.now())
    undo_merge(merge=merge, by=place.keeper, at=timezone.now())


def changed_and_removed(place, person):
    detail = ContactDetail.objects.create(person=person, kind="email", value=f"{FAMILY}@example.org")
    detail.value = f"{GIVEN}@example.org"
    detail.save()
    detail.delete()


def away_and_back(place, person):
    Unavailability.objects.filter(person=person).delete()


def named_in_a_plan(place, person):
    plan = Plan.objects.get(pk=place.plan.pk)
    plan.applied = {"refused": [{"crn": person.crn, "why": "booked already"}]}
    plan.save()


def limited(place, person):
    limit = LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username="x", reason=f"Knows {GIVEN} {FAMILY}", from_at=timezone.now()
    )
    limit.delete()


def addressed(place, person):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pghistory_context (id, metadata, created_at, updated_at) "
            "VALUES (gen_random_uuid(), jsonb_build_object('url', '/cases/' || %s::text), now(), now())",
            [person.crn],
        )


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happened=st.lists(
        st.sampled_from(
            [merged, merged_and_taken_back, changed_and_removed, away_and_back, named_in_a_plan, limited, addressed]
        ),
        min_size=3, max_size=7, unique=True,
    )
)  # fmt: skip
def test_no_table_holds_the_number_or_the_name(place, happened):
    with transaction.atomic():
        place.keeper = make_user("senior", place.team, over="all")
        person = Person.objects.get(pk=place.person.pk)
        name(person)
        for step in happened:
            step(place, person)
        crns = [person.crn, *Person.objects.filter(merged_into=person).values_list("crn", flat=True)]
        gone(place, person)
        assert not {table for crn in crns for table in tables_with(crn)} - PROOF
        assert tables_with(FAMILY) == set()
        assert tables_with(GIVEN) == set()
        assert Person.objects.filter(pk=place.other_person.pk).exists()
        told = AuditEvent.objects.get(action="erase person")
        assert (told.crn, told.detail["records"]) == (crns[0], crns)
        transaction.set_rollback(True)


def gone(place, person) -> int:
    come_due(person)
    LimitedAccess.objects.filter(crn=person.crn).delete()
    began, now = timezone.now() - timedelta(days=40), timezone.now()
    Hold.objects.all().delete()
    quarantine(person=person, by=place.keeper, at=began)
    return erase_person(person=person, by=make_user("records_officer", place.team), at=now)


@pytest.mark.django_db
def test_nothing_is_deleted_under_a_hold_or_too_soon_or_by_one_person_alone(place):
    place.keeper = make_user("records_officer", place.team)
    person, now = Person.objects.get(pk=place.person.pk), timezone.now()
    other = make_user("records_officer", place.team)
    with pytest.raises(RetentionRefused, match="not come due"):
        quarantine(person=person, by=place.keeper, at=now)
    come_due(person)
    with pytest.raises(RetentionRefused, match="hold stands"):
        quarantine(person=person, by=place.keeper, at=now)
    Hold.objects.all().delete()
    quarantine(person=person, by=place.keeper, at=now - timedelta(days=27))
    with pytest.raises(RetentionRefused, match="restorable until then"):
        erase_person(person=person, by=other, at=now)
    Quarantine.objects.update(begun_at=now - timedelta(days=40))
    with pytest.raises(RetentionRefused, match="Another"):
        erase_person(person=person, by=place.keeper, at=now)
    place_hold(person=person, reason="An inquest", by=other, at=now)
    with pytest.raises(RetentionRefused, match="hold stands"):
        erase_person(person=person, by=other, at=now)
    assert Person.objects.filter(pk=person.pk).exists()
