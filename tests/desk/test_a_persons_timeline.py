"""A person's timeline: everything from every room, for the reader who asks, in few queries however long it is."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.cases.models import AgencyCheck, CaseCover, Registration, SentenceCondition
from amends.contacts.models import ActivityDay, Appointment, Concern, ContactOutcome, Reminder
from amends.desk.timeline import Sought, Timeline, kinds
from amends.organisation.models import AuditEvent, LimitedAccess
from tests.factories import (
    make_allocation,
    make_custody,
    make_person,
    make_requirement,
    make_risk,
    make_staff,
    make_user,
)
from tests.factories import make_team as a_team

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 9)


@pytest.fixture
def team():
    return a_team("sentence_management")


@pytest.fixture
def person(team):
    return make_person(team)


@pytest.fixture
def user(client, team):
    return reader(client, team, "practitioner")


def reader(client, team, role):
    found = make_user(role, team)
    client.force_login(found)
    return found


def seen(person, by, day=DAY, notes="", sensitive=False, number=0):
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC) + timedelta(hours=number)
    appointment = Appointment.objects.create(
        person=person, kind="supervision", team=person.team, mode="office", starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30), booked_at=starts_at, booked_by=by,
    )  # fmt: skip
    return ContactOutcome.objects.create(
        appointment=appointment, code="ATTC", notes=notes, sensitive=sensitive, recorded_at=starts_at, recorded_by=by
    )


def titles(person, by, **sought):
    return [each.entry.title for each in Timeline(person, by, Sought(**sought))[:]]


def test_every_room_tells_its_own_and_the_latest_stands_first(person, user):
    make_requirement(person, DAY - timedelta(days=7))
    make_risk(person, "high", DAY - timedelta(days=2))
    make_allocation(person, make_staff(person.team, "po"), DAY - timedelta(days=6))
    seen(person, user, notes="Spoke of work")
    Concern.objects.create(
        person=person, text="Seemed low", raised_at=datetime(2026, 3, 12, 9, tzinfo=UTC), raised_by=user
    )
    found = Timeline(person, user, Sought())
    assert [each.label for each in found[:]] == ["Concern", "Contact", "Risk", "Case holder", "Sentence"]
    assert found.count() == 5
    assert [each.entry.text for each in found[1:2]] == ["Spoke of work"]


def test_cover_with_its_reason_reminders_and_activity_days_are_told(person, user):
    officer = make_staff(person.team, "po", name="Stand Example")
    at = datetime(2026, 3, 12, 9, tzinfo=UTC)
    CaseCover.objects.create(
        person=person, staff=officer, from_date=DAY, reason="Speaks Polish", made_at=at, made_by=user
    )
    make_allocation(person, officer, DAY - timedelta(days=1), reason="Works nearby")
    kept = seen(person, user)
    order = make_custody(person, date(2025, 9, 1)).conditions.create(
        kind="rehabilitation_activity", amount=10, unit="days", from_date=DAY - timedelta(days=9)
    )
    ActivityDay.objects.create(appointment=kept.appointment, condition=order, counted_at=at, counted_by=user)
    for number, (outcome, taken_up_at) in enumerate([("sent", at), ("failed", at), ("", at), ("", None)], start=1):
        coming = seen(person, user, number=number).appointment
        Reminder.objects.create(appointment=coming, number="07700 900000", language="en", owed_at=at,
                                taken_up_at=taken_up_at, outcome=outcome)  # fmt: skip
    held = {each.entry.title: each.entry.text for each in Timeline(person, user, Sought(kind="holder"))[:]}
    assert held == {
        "Case covered by Stand Example, until further notice": "Speaks Polish",
        "Case allocated to Stand Example": "Works nearby",
    }
    found = Timeline(person, user, Sought(kind="contact"))[:]
    reminders = sorted(each.entry.title for each in found if each.entry.title.startswith("Reminder"))
    assert [title.split(" of the")[0] for title in reminders] == ["Reminder not sent", "Reminder", "Reminder sent"]
    assert "07700" not in " ".join(each.entry.title + each.entry.text for each in found)
    assert titles(person, user, words="rehabilitation activity day", kind="contact") == [
        "Counted as a day of a rehabilitation activity requirement"
    ]
    assert titles(person, user, words="polish") == ["Case covered by Stand Example, until further notice"]


def test_it_is_narrowed_by_kind_by_words_and_by_days(person, user):
    make_risk(person, "high", DAY)
    seen(person, user, DAY, notes="A flat was found")
    seen(person, user, DAY + timedelta(days=9), notes="No change")
    assert len(titles(person, user, kind="contact")) == 2
    assert len(titles(person, user, words="FLAT found")) == 1
    assert titles(person, user, words="flat lost") == []
    assert len(titles(person, user, words="attended office")) == 2  # codes are found by their words
    assert len(titles(person, user, from_date=DAY + timedelta(days=1))) == 1
    assert len(titles(person, user, last_day=DAY)) == 2  # the day itself is within
    assert {kind for kind, _label in kinds(person, user)} >= {"contact", "risk", "sentence", "enforcement"}


def test_a_corrected_outcome_stands_once(person, user):
    first = seen(person, user)
    ContactOutcome.objects.create(
        appointment=first.appointment, replaces=first, code="AFTC", reason="Misread",
        recorded_at=first.recorded_at, recorded_by=user,
    )  # fmt: skip
    assert len(titles(person, user, kind="contact")) == 1


def test_sensitive_notes_are_neither_shown_nor_found_by_those_they_are_kept_from(client, person, team):
    by = make_user("practitioner", team)
    seen(person, by, notes="Zebra told in confidence", sensitive=True)
    assert "Zebra" in Timeline(person, by, Sought(words="zebra"))[:][0].entry.text
    other = reader(client, team, "head_of_pdu")
    assert titles(person, other, words="zebra") == []
    for page in ("timeline", "timeline/as-csv", "case"):
        assert b"Zebra" not in client.get(f"/cases/{person.crn}/{page}").content


def test_what_a_role_may_not_see_is_not_counted(client, person, team):
    make_risk(person, "high", DAY)
    make_requirement(person, DAY)
    court = reader(client, team, "placement_coordinator")
    assert [each.label for each in Timeline(person, court, Sought())[:]] == ["Sentence"]
    assert Timeline(person, court, Sought(kind="risk")).count() == 0
    assert b"Very high" not in client.get(f"/cases/{person.crn}/case").content


def test_a_restricted_record_is_not_there(client, person, user):
    LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username=user.username, reason="x", from_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    for page in ("timeline", "timeline/as-csv", "case"):
        answer = client.get(f"/cases/{person.crn}/{page}")
        assert answer.status_code == 404
        assert person.family_name.encode() not in answer.content


def test_a_record_opened_urgently_is_read_whole_but_for_what_is_kept_even_then(client, person, team):
    by = make_user("practitioner", team)
    make_risk(person, "high", DAY)
    held = seen(person, by, notes="Rang about the rent")
    seen(person, by, notes="Zebra told in confidence", sensitive=True, number=3)
    Concern.objects.create(person=person, appointment=held.appointment, text="Yellow", raised_at=timezone.now(),
                           raised_by=by)  # fmt: skip
    reader(client, a_team(), "practitioner")
    address = f"/cases/{person.crn}/timeline"
    assert client.get(address).status_code == 404
    client.post("/cases/break-glass", {"crn": person.crn, "reason": "He rang to say that he will harm his partner"})
    page = client.get(address).content.decode()
    assert all(words in page for words in ("Rang about the rent", "Risk of serious harm judged", "kept from view"))
    assert "Judged on" in client.get(f"/cases/{person.crn}/case").content.decode()
    for kept in ("Zebra", "Yellow"):
        for part in ("timeline", "timeline/as-csv", "case"):
            assert kept not in client.get(f"/cases/{person.crn}/{part}").content.decode()
    other = make_person(a_team())
    assert client.get(f"/cases/{other.crn}/timeline").status_code == 404


def queries(act) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_a_long_timeline_costs_no_more_queries_than_a_short_one(person, user):
    def first_page():
        return list(Paginator(Timeline(person, user, Sought()), 50).get_page(1))

    for number in range(3):
        seen(person, user, number=number)
    first_page()
    few = queries(first_page)
    for number in range(3, 120):
        seen(person, user, number=number)
    assert len(first_page()) == 50
    assert queries(first_page) == few == 2  # which, and the rows of the one source


def test_pages_join_without_gap_or_repeat(person, user):
    for number in range(23):
        seen(person, user, number=number, notes=str(number))
    pages = Paginator(Timeline(person, user, Sought()), 5)
    told = [each.entry.text for number in pages.page_range for each in pages.page(number)]
    assert told == [str(number) for number in reversed(range(23))]


def test_it_is_read_searched_printed_and_taken_out_as_a_file(client, person, user):
    for number in range(60):
        seen(person, user, number=number, notes="=SUM(1)")
    where = f"/cases/{person.crn}/timeline"
    first = client.get(where).content.decode()
    assert "Showing 1 to 50 of 60" in first
    assert "Showing 1 to 60 of 60" in client.get(f"{where}?all=yes").content.decode()
    assert "Nothing fits that." in client.get(f"{where}?q=nothing-like-it").content.decode()
    assert client.get(f"{where}?kind=nonsense&from_date_day=99&page=zz").status_code == 200
    lines = list(csv.reader(io.StringIO(client.get(f"{where}/as-csv?kind=contact").content.decode("utf-8-sig"))))
    assert len(lines) == 61
    assert lines[1][4] == "'=SUM(1)"
    assert AuditEvent.objects.filter(action="export person.view", detail__crns=[person.crn]).count() == 1


def test_the_case_on_one_page(client, person, user):
    make_custody(person, release_date=DAY, end_date=date(2030, 1, 1), offence="Burglary")
    make_risk(person, "very_high", DAY)
    Registration.objects.create(person=person, kind="weapons", note="Kept a knife", from_date=DAY, review_date=DAY)
    AgencyCheck.objects.create(
        person=person, agency="health", outcome="not_retrieved", checked_on=DAY, recorded_by=user,
        recorded_at=datetime(2026, 3, 9, tzinfo=UTC),
    )  # fmt: skip
    make_allocation(person, make_staff(person.team, "po", name="Holder of the case"))
    page = client.get(f"/cases/{person.crn}/case").content.decode()
    for words in ("Burglary", "On licence", "Very high", "Kept a knife", "Holder of the case", "Review: Weapons",
                  "Ask again, not retrieved: Health", "Ask: Prison", "Late"):  # fmt: skip
        assert words in page, words


def test_a_case_says_whether_what_is_asked_fits_the_time_left(client, person, user):
    on = timezone.localdate()
    order = make_requirement(person, on - timedelta(days=30), ordered_minutes=20 * 60).sentence
    order.end_date = on + timedelta(weeks=5)
    order.save()
    where = f"/cases/{person.crn}/case"
    assert "Unpaid work: 20 hours at 7 a week take 3 weeks: fits" in client.get(where).content.decode()
    SentenceCondition.objects.create(
        sentence=order, kind="programme", amount=30, unit="sessions", from_date=order.sentence_date
    )
    page = client.get(where).content.decode()
    assert "Accredited programme: 30 sessions at 2 a week take 15 weeks: does not fit" in page


def test_a_case_of_which_nothing_is_known_says_so(client, person, user):
    page = client.get(f"/cases/{person.crn}/case").content.decode()
    for words in ("No sentence is recorded", "Not judged", "Not allocated", "Judge the risk of serious harm"):
        assert words in page, words


def test_what_a_source_has_of_a_person_hangs_on_who_that_is_and_on_nothing_else(person, user):
    """Its SQL is made once, for anybody: were it another for this person or this reader, entries would be missed."""
    timeline = Timeline(person, user, Sought())
    for number, source in enumerate(timeline.sources):
        found = source.rows(person, user)
        own, given = found.rows.order_by().values_list(found.at, "pk").query.sql_with_params()
        assert timeline.keys_of(number) == (own, list(given)), source.label
