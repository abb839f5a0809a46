"""A person who asks is given everything held on them, and is told what is withheld and why."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import Address, AgencyCheck, ContactDetail, KeepApart, SubjectAccess
from amends.cases.operations import (
    SubjectAccessRefused,
    check_subject_access,
    extend_subject_access,
    record_subject_access,
)
from amends.cases.operations.subject_access import gather_subject_access
from amends.cases.queries.disclosure import disclosure
from amends.contacts.models import ContactOutcome
from amends.organisation.models import AuditEvent, LimitedAccess
from tests.factories import make_appointment, make_person, make_requirement, make_team, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 8, 31, 9, tzinfo=UTC)
ON = date(2026, 8, 31)


@pytest.fixture
def person():
    found = make_person(make_team(), given_names="Ada", family_name="Asker")
    make_requirement(found)
    return found


def asked(person, by=None) -> SubjectAccess:
    by = by or make_user("records_officer", person.team)
    request = record_subject_access(person=person, received_on=ON, identity="Known to the office", by=by, at=AT)
    gather_subject_access(request=request.pk, clock=lambda: AT)
    request.refresh_from_db()
    return request


def bundle(request) -> dict[str, str]:
    with ZipFile(BytesIO(bytes(request.file))) as file:
        return {name: file.read(name).decode("utf-8-sig") for name in file.namelist()}


def test_everything_is_in_the_file_to_read_and_as_data(person):
    ContactDetail.objects.create(person=person, kind="mobile", value="07700 900123")
    files = bundle(asked(person))
    assert "07700 900123" in files["read-me-first.html"]
    rows = list(csv.DictReader(StringIO(files["csv/cases_contactdetail.csv"])))
    assert rows[0]["number or address"] == "07700 900123"
    parts = {part["name"]: part for part in json.loads(files["everything.json"])["parts"]}
    assert parts["cases_person"]["rows"][0]["family name as written"] == "Asker"
    assert {"cases_sentence", "cases_requirement", "organisation_accessfile"} <= set(parts)


def test_what_stood_before_a_change_and_what_was_deleted_is_given_too(person):
    detail = ContactDetail.objects.create(person=person, kind="mobile", value="07700 900001")
    detail.value = "07700 900002"
    detail.save()
    detail.delete()
    page = bundle(asked(person))["read-me-first.html"]
    assert "07700 900001" in page
    assert "07700 900002" in page


def test_what_was_recorded_under_a_merged_number_is_given_too(person):
    old = make_person(person.team, merged_into=person)
    Address.objects.create(person=old, lines="9 Former Street", from_date=date(2020, 1, 1))
    page = bundle(asked(person))["read-me-first.html"]
    assert "9 Former Street" in page
    assert old.crn in page


def test_third_parties_victims_and_what_endangers_are_withheld_and_it_says_why(person):
    other = make_person(person.team, family_name="Thirdparty")
    low, high = sorted((person, other), key=lambda row: row.pk)
    KeepApart.objects.create(person=low, other=high, reason="Feud with Thirdparty", from_date=date(2026, 1, 1))
    limit = {"crn": person.crn, "kind": "exclusion", "username": "cousin.of.theirs", "reason": "Related to a victim"}
    LimitedAccess.objects.create(**limit, from_at=timezone.now())
    by = make_user("practitioner", person.team)
    AgencyCheck.objects.create(
        person=person, agency="police_domestic_abuse", outcome="retrieved", checked_on=date(2026, 5, 1),
        summary="Told by a neighbour", recorded_at=AT, recorded_by=by,
    )  # fmt: skip
    appointment = make_appointment(person, by, timezone.now() - timedelta(days=3))
    note = {"appointment": appointment, "code": "ATTC", "recorded_at": AT, "recorded_by": by}
    ContactOutcome.objects.create(**note, notes="Spoke of his ex-partner's refuge", sensitive=True)
    everything = "".join(bundle(asked(person)).values())
    for secret in ("Thirdparty", "Feud", "cousin.of.theirs", "Related to a victim", "neighbour", "refuge", other.crn):
        assert secret not in everything, secret
    assert "It is about somebody else, or was told by somebody else in confidence" in everything
    assert "Telling it could put somebody" in everything
    assert "exclusion" in everything.lower()  # that there is a list is given


def test_notes_found_to_be_sensitive_afterwards_are_withheld_from_the_earlier_entry_too(person):
    by = make_user("practitioner", person.team)
    appointment = make_appointment(person, by, timezone.now() - timedelta(days=3))
    note = {"appointment": appointment, "code": "ATTC", "recorded_at": AT, "recorded_by": by}
    first = ContactOutcome.objects.create(**note, notes="Spoke of the refuge")
    second = ContactOutcome.objects.create(**note, notes="Of the refuge, by phone", replaces=first, reason="By phone")
    third = ContactOutcome.objects.create(
        **note, notes="Of the refuge, by phone", sensitive=True, replaces=second, reason="Sensitive"
    )
    ContactOutcome.objects.create(**note, notes="Spoke of work", replaces=third, reason="Moved to the victim's file")
    everything = "".join(bundle(asked(person)).values())
    assert "refuge" not in everything
    assert "Spoke of work" in everything
    assert "Withheld from 3 entries" in everything


def test_a_row_that_is_first_of_all_about_somebody_else_is_counted_not_shown(person):
    earlier = make_person(person.team)
    assert earlier.pk > person.pk
    KeepApart.objects.create(person=person, other=earlier, reason="x", from_date=date(2026, 1, 1))
    sections = {section.name: section for section in disclosure(earlier).sections}
    assert (sections["cases_keepapart"].rows, sections["cases_keepapart"].withheld_rows) == ([], 1)


def test_nothing_of_anybody_else_is_given(person):
    for _number in range(3):
        other = make_person(person.team, family_name="Bystander")
        make_requirement(other)
    assert "Bystander" not in "".join(bundle(asked(person)).values())


def test_a_spreadsheet_takes_no_cell_for_a_formula(person):
    ContactDetail.objects.create(person=person, kind="email", value="=cmd|'/c calc'!A1")
    assert "'=cmd" in bundle(asked(person))["csv/cases_contactdetail.csv"]


def test_it_is_due_in_a_month_and_may_take_two_more_once_said_why(person):
    request = asked(person)
    assert request.due_date == date(2026, 9, 30)
    by = make_user("records_officer", person.team)
    later = extend_subject_access(asked=request, reason="Eleven years of records", by=by, at=AT)
    assert later.due_date == date(2026, 11, 30)
    with pytest.raises(SubjectAccessRefused, match="once"):
        extend_subject_access(asked=later, reason="More", by=by, at=AT)


def test_it_is_released_by_a_second_person_alone(person):
    officer, second = (make_user("records_officer", person.team) for _ in range(2))
    request = asked(person, officer)
    with pytest.raises(SubjectAccessRefused, match="Another"):
        check_subject_access(asked=request, release=True, note="Read", by=officer, at=AT)
    done = check_subject_access(asked=request, release=True, note="Read all free text", by=second, at=AT)
    assert (done.status, done.checked_by) == ("released", second)
    told = list(AuditEvent.objects.filter(crn=person.crn).order_by("pk").values_list("action", "username"))
    assert [action for action, _who in told] == [
        "record subject access", "gather subject access", "release subject access",
    ]  # fmt: skip
    assert told[-1][1] == second.username


def test_the_pages_record_check_and_hand_out(person):
    officer, second = (make_user("records_officer", person.team) for _ in range(2))
    client, other = Client(), Client()
    client.force_login(officer)
    other.force_login(second)
    form = {
        "crn": person.crn,
        "received_on_day": "31",
        "received_on_month": "8",
        "received_on_year": "2025",
        "identity": "x",
    }
    assert client.post(reverse("cases:subject_access_new"), form | {"received_on_year": "2999"}).status_code == 200
    absent = client.post(reverse("cases:subject_access_new"), form | {"crn": "Z999999"}).content.decode()
    assert "nobody with that CRN" in absent
    assert client.post(reverse("cases:subject_access_new"), form).status_code == 302
    request = SubjectAccess.objects.get()
    gather_subject_access(request=request.pk, clock=timezone.now)
    page = reverse("cases:subject_access", args=[request.pk])
    assert "Check before it is given" not in client.get(page).content.decode()
    assert "Check before it is given" in other.get(page).content.decode()
    other.post(page, {"release": "yes", "note": "Read"})
    request.refresh_from_db()
    assert request.status == "released"
    answer = client.get(reverse("cases:subject_access_file", args=[request.pk]))
    assert ZipFile(BytesIO(answer.content)).testzip() is None
    assert AuditEvent.objects.filter(action="export subject access", username=officer.username).count() == 1


def test_an_excluded_officer_does_not_find_the_person(person):
    officer = make_user("records_officer", person.team)
    limit = {"crn": person.crn, "kind": "exclusion", "username": officer.username, "reason": "x"}
    LimitedAccess.objects.create(**limit, from_at=timezone.now() - timedelta(days=1))
    client = Client()
    client.force_login(officer)
    form = {
        "crn": person.crn,
        "received_on_day": "31",
        "received_on_month": "8",
        "received_on_year": "2020",
        "identity": "x",
    }
    assert "nobody with that CRN" in client.post(reverse("cases:subject_access_new"), form).content.decode()
