"""Who may see assessments, and the list of those that need something done."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import KeepApart
from amends.organisation.models import AuditEvent, LimitedAccess
from amends.unpaid_work.models import Under18SignOff, UnfinishedAssessment
from amends.unpaid_work.operations.assessments import withdraw_assessment
from amends.unpaid_work.operations.unfinished import save_section
from tests.factories import (
    make_assessment,
    make_person,
    make_requirement,
    make_team,
    make_user,
)
from tests.unpaid_work.assessing import ANSWERS, TODAY, address, section_address

pytestmark = pytest.mark.django_db


def pages_of(person):
    names = ("assessment", "assessment_tasks", "assessment_withdraw", "assessment_check", "assessment_areas",
             "under_18", "days_away_new")  # fmt: skip
    return [address(name, person) for name in names] + [section_address(person, "health")]


def test_another_regions_user_gets_the_answer_of_what_is_absent(client, person):
    client.force_login(make_user("senior", make_team()))
    absent = client.get(reverse("unpaid_work:assessment", args=["Z999999"]))
    for where in pages_of(person):
        response = client.get(where)
        assert (response.status_code, response.content) == (404, absent.content), where


def test_a_restricted_person_is_absent_from_every_page_and_the_list(client, team, person):
    make_requirement(person)
    user = make_user("senior", team)
    LimitedAccess.objects.create(
        crn=person.crn,
        kind="exclusion",
        username=user.username,
        reason="Related",
        from_at=timezone.now() - timedelta(days=9),
    )
    client.force_login(user)
    assert {client.get(where).status_code for where in pages_of(person)} == {404}
    assert "ap Rhys" not in client.get(reverse("unpaid_work:monitor_assessments")).content.decode()


def test_who_only_reads_assessments_cannot_make_one(client, team, person):
    client.force_login(make_user("case_administrator", team))
    assert client.get(address("assessment", person)).status_code == 200
    assert "Assess</a>" not in client.get(address("assessment", person)).content.decode()
    assert client.post(section_address(person, "travel"), ANSWERS["travel"]).status_code == 404
    assert not UnfinishedAssessment.objects.exists()


def test_a_supervisor_sees_no_assessment(client, team, person):
    client.force_login(make_user("unpaid_work_supervisor", team))
    assert {
        client.get(where).status_code for where in [*pages_of(person), reverse("unpaid_work:monitor_assessments")]
    } == {404}


# The list.


def _name(row) -> str:
    """The last name in the first cell of a list."""
    return BeautifulSoup(row[0], "html.parser").a.text.split()[-1]


def test_the_list_names_who_needs_what_done_and_leaves_out_who_does_not(page, team, user):
    def someone(name, **assessment):
        person = make_person(team, family_name=name)
        make_requirement(person)
        if assessment:
            make_assessment(person, user, **assessment)
        return person

    long_ago, soon = TODAY - timedelta(days=300), TODAY + timedelta(days=10)
    someone("Never")
    someone("Lapsed", from_date=long_ago, to_date=TODAY)
    someone("Unretrieved", from_date=TODAY, harm_check="not_retrieved")
    someone("Lapsing", from_date=long_ago, to_date=soon)
    someone("Fine", from_date=TODAY)
    make_person(team, family_name="Nowork")
    rows = page.get(reverse("unpaid_work:monitor_assessments")).context["table"].rows
    assert [(_name(row), row[2]) for row in rows] == [
        ("Never", "Never assessed"),
        ("Lapsed", "No longer holds"),
        ("Unretrieved", "Risk of harm not retrieved"),
        ("Lapsing", "Lapses within 30 days"),
    ]
    narrowed = page.get(reverse("unpaid_work:monitor_assessments"), {"why": ["lapsing"]}).context["table"].rows
    assert len(narrowed) == 1


def test_it_is_the_newest_assessment_that_says_whether_something_is_needed(page, team, user):
    renewed, withdrawn, young = (make_person(team, family_name=name) for name in ("Renewed", "Withdrawn", "Young"))
    for person in (renewed, withdrawn, young):
        make_requirement(person)
        make_assessment(person, user, from_date=TODAY - timedelta(days=30), to_date=TODAY)
        make_assessment(person, user, from_date=TODAY)
    young.date_of_birth = TODAY - timedelta(days=17 * 365)
    young.save()
    withdraw_assessment(
        assessment=withdrawn.unpaid_work_assessments.get(from_date=TODAY), on=TODAY, reason="Wrong person", by=user,
        at=timezone.now(),
    )  # fmt: skip
    rows = page.get(reverse("unpaid_work:monitor_assessments")).context["table"].rows
    assert [(_name(row), row[2]) for row in rows] == [
        ("Withdrawn", "No longer holds"),
        ("Young", "Under 18 without a manager's sign-off"),
    ]
    Under18SignOff.objects.create(person=young, note="x", signed_at=timezone.now(), signed_by=user)
    assert len(page.get(reverse("unpaid_work:monitor_assessments")).context["table"].rows) == 1


def queries_of(page, where):
    with CaptureQueriesContext(connection) as captured:
        assert page.get(where).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_queries_for_many_people_as_for_few(page, team):
    def add(count):
        for _ in range(count):
            make_requirement(make_person(team))

    where = reverse("unpaid_work:monitor_assessments")
    add(2)
    page.get(where)
    few = queries_of(page, where)
    add(15)
    assert queries_of(page, where) == few <= 40


def test_the_persons_page_stays_within_its_budget(page, person, user):
    for years in range(4):
        start = date(TODAY.year - years, 1, 1)
        make_assessment(person, user, start, to_date=date(TODAY.year - years + 1, 1, 1))
    save_section(person=person, section="travel", answers={}, by=user, at=timezone.now())
    where = address("assessment", person)
    assert queries_of(page, where) <= 40
    assert len(page.get(where).content) < 150_000


def test_people_to_keep_apart_are_named_and_listed_in_the_trail_and_those_out_of_sight_not_even_counted(
    page, user, team
):
    person, near, far = make_person(team), make_person(team), make_person(make_team())
    for other in (near, far):
        low, high = sorted((person, other), key=lambda one: one.pk)
        KeepApart.objects.create(person=low, other=high, reason="Synthetic", from_date=TODAY)
    addresses = [reverse("unpaid_work:assessment", args=[person.crn]), reverse("cases:person", args=[person.crn])]
    shown = [page.get(address).content.decode() for address in addresses]
    assert all(near.crn in each and far.crn not in each for each in shown)
    listed = AuditEvent.objects.filter(action="list person.view").values_list("detail", flat=True)
    assert list(listed) == [{"crns": [near.crn]}] * 2
    KeepApart.objects.filter(person__in=[person, near], other__in=[person, near]).delete()
    assert "Nobody is recorded." in page.get(addresses[0]).content.decode()


def test_the_manager_finds_everyone_under_18_who_waits_for_them_from_the_first_page(client, team, user):
    client.force_login(make_user("senior", team))
    born = TODAY.replace(year=TODAY.year - 18, day=1) + timedelta(days=40)
    young = [make_person(team, family_name=name, date_of_birth=born) for name in ("Assessed", "Not", "Signed")]
    adult = make_person(team, family_name="Adult")
    for person in (*young, adult):
        make_requirement(person)
    make_assessment(young[0], user, TODAY - timedelta(days=9))
    Under18SignOff.objects.create(person=young[2], note="x", signed_at=timezone.now(), signed_by=user)
    home = client.get("/").content.decode()
    assert "2 people under 18 waiting for a manager" in home
    address_of_duty = reverse("unpaid_work:monitor_under_18")
    assert address_of_duty in home
    shown = client.get(address_of_duty).content.decode()
    assert all(person.crn in shown for person in young[:2])
    assert not any(person.crn in shown for person in (young[2], adult))
    assert "Aged 17" in shown
