"""A provider's file of results, through its page: template, faults, certainty, one effect, and decisions by people."""

import csv
import doctest
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amends.cases.operations import merge_people
from amends.organisation.models import LimitedAccess
from amends.unpaid_work.models import EteCredit, EteResult, EteResultFile
from amends.unpaid_work.queries.person import standings
from tests.factories import make_person, make_requirement, make_team, make_user
from tests.unpaid_work.watching import NOW, TODAY

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "rules" / "ete_matching.md"
DAY = TODAY - timedelta(days=7)
HEADER = ("provider", "course", "name", "date_of_birth", "crn", "date", "minutes", "result")


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team, client):
    made = make_user("placement_coordinator", team, over="pdu")
    client.force_login(made)
    return made


@pytest.fixture
def person(team):
    made = make_person(team, given_names="Siân Mary", family_name="O’Brien", date_of_birth=date(1990, 5, 7))
    make_requirement(made, TODAY - timedelta(days=60), ordered_minutes=6000)
    return made


def row(person=None, **values):
    told = {
        "provider": "Adult Learning", "course": "Food hygiene", "name": person.name if person else "Nobody Known",
        "date_of_birth": person.date_of_birth if person else "1985-02-03", "crn": person.crn if person else "",
        "date": DAY, "minutes": 120, "result": "completed",
    } | values  # fmt: skip
    return [str(told[column]) for column in HEADER]


def send(client, team, *rows, header=HEADER):
    text = StringIO()
    csv.writer(text).writerows([header, *rows])
    file = SimpleUploadedFile("results.csv", text.getvalue().encode(), content_type="text/csv")
    return client.post(reverse("exchange:ete_results"), {"team": team.pk, "file": file}, follow=True)


def decide(client, result, **sent):
    return client.post(reverse("unpaid_work:ete_result", args=[result.pk]), sent, follow=True).content.decode()


def ete_used(person) -> int:
    (standing,) = standings(person, TODAY)
    return standing.account.statement.ete.used


def test_the_rules_page_answers_what_it_prints():
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert (found.failed, found.attempted) == (0, 9)


def test_the_template_is_a_file_that_is_taken_in(client, team, user):
    template = client.get(reverse("exchange:ete_results_template")).content
    file = SimpleUploadedFile("t.csv", template, content_type="text/csv")
    client.post(reverse("exchange:ete_results"), {"team": team.pk, "file": file})
    assert EteResult.objects.get().name == "Sam Example"


def test_a_certain_row_is_credited_once_however_often_it_comes(client, team, user, person):
    send(client, team, row(person), row(person, course="FOOD  hygiene"))
    assert ete_used(person) == 120
    send(client, team, row(person), row(person, date=DAY + timedelta(days=1)))
    assert ete_used(person) == 240
    assert [(file.rows, file.before) for file in EteResultFile.objects.all()] == [(2, 1), (2, 1)]
    result = EteResult.objects.get(on=DAY)
    assert (result.person, result.credit.minutes, result.decided_by) == (person, 120, None)


def test_what_is_beyond_the_cap_is_recorded_and_not_counted(client, team, user, person):
    send(client, team, *(row(person, date=DAY - timedelta(days=n), minutes=1440) for n in range(3)))
    assert sum(EteCredit.objects.values_list("minutes", flat=True)) == 3 * 1440
    assert ete_used(person) == 1800  # 30% of 100 hours


@pytest.mark.parametrize(
    "values",
    [
        {"crn": ""},
        {"date_of_birth": "1990-07-05"},
        {"date_of_birth": "1990-05-08"},
        {"name": "Peter Jones"},
        {"date": TODAY - timedelta(days=90)},
    ],
    ids=["no CRN", "turned", "another day", "another name", "nothing in force"],
)
def test_what_is_not_certain_waits_and_credits_nothing(client, team, user, person, values):
    page = send(client, team, row(person, **values)).content.decode()
    assert "Decide whose it is" in page
    assert ete_used(person) == 0
    assert EteResult.objects.get().decided_at is None


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"date": TODAY + timedelta(days=1)}, "Row 2, date: "),
        ({"minutes": 0}, "Row 2, minutes: 0 with completed. Should be: 0 for absent, otherwise 1 to 1440"),
        ({"minutes": "two"}, "Row 2, minutes: &#x27;two&#x27; is not a whole number"),
        ({"result": "great"}, "Should be: one of completed, passed, attended, not_passed, absent"),
        ({"crn": "12"}, "Row 2, crn: "),
        ({"date_of_birth": DAY}, "Row 2, date_of_birth: "),
        ({"name": ""}, "Row 2, name: is empty"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole_with_row_field_and_remedy(client, team, user, person, values, told):
    page = send(client, team, row(person), row(person, course="Another", **values)).content.decode()
    assert told in page
    assert not EteResult.objects.exists()
    assert not EteResultFile.objects.exists()
    assert not EteCredit.objects.exists()


def test_a_file_without_a_column_or_with_nothing_in_it_is_refused(client, team, user):
    assert "is missing" in send(client, team, header=HEADER[:-1]).content.decode()
    assert "has no row of data" in send(client, team).content.decode()


def test_a_person_decides_among_candidates_side_by_side(client, team, user, person):
    twin = make_person(team, given_names="Sian", family_name="O'Brien", date_of_birth=date(1990, 5, 7))
    make_requirement(twin, TODAY - timedelta(days=60))
    send(client, team, row(name="Sian O'Brien", date_of_birth="1990-05-07"))
    result = EteResult.objects.get()
    page = client.get(reverse("unpaid_work:ete_result", args=[result.pk])).content.decode()
    assert page.index(twin.crn) < page.index(person.crn)
    assert "50 of 100: another CRN or none: 0; same date of birth: 30; same name: 20" in page
    assert "40 of 100: another CRN or none: 0; same date of birth: 30; similar name: 10" in page
    decide(client, result, whose=person.crn)
    assert (ete_used(person), ete_used(twin)) == (120, 0)
    assert "decided about this result meanwhile" not in decide(client, result, whose=twin.crn)
    assert ete_used(twin) == 0


def test_a_decision_taken_back_reverses_the_credit_and_waits_again(client, team, user, person):
    send(client, team, row(person))
    result = EteResult.objects.get()
    client.post(reverse("unpaid_work:ete_result_reopen", args=[result.pk]), {"why": "Another Sian"})
    assert ete_used(person) == 0
    assert EteCredit.objects.count() == 2
    assert "Enter why it is nobody" in decide(client, result, whose="nobody")
    decide(client, result, whose="nobody", why="Not on unpaid work")
    result.refresh_from_db()
    assert (result.person, result.set_aside_why) == (None, "Not on unpaid work")
    send(client, team, row(person))
    assert ete_used(person) == 0  # the same row again


def test_somebody_of_limited_access_is_neither_matched_nor_shown_nor_told_of(client, team, user, person):
    LimitedAccess.objects.create(crn=person.crn, kind="exclusion", username=user.username, reason="x", from_at=NOW)
    page = send(client, team, row(person), row(person, crn="", course="By name")).content.decode()
    assert person.family_name not in page
    assert person.crn not in page
    assert not EteCredit.objects.exists()
    for result in EteResult.objects.all():
        assert client.get(reverse("unpaid_work:ete_result", args=[result.pk])).status_code == 404
    other = make_user("senior", team)
    client.force_login(other)
    assert client.get(reverse("unpaid_work:ete_results")).content.decode().count("Decide whose it is") == 2
    decide(client, EteResult.objects.exclude(crn="").get(), whose=person.crn)
    assert ete_used(person) == 120


def test_a_candidate_of_limited_access_is_left_out_of_the_comparison(client, team, user, person):
    hidden = make_person(team, given_names="Sian", family_name="O’Brien", date_of_birth=date(1990, 5, 7))
    LimitedAccess.objects.create(crn=hidden.crn, kind="exclusion", username=user.username, reason="x", from_at=NOW)
    send(client, team, row(name="Mary O'Brien", date_of_birth="1990-05-07"))
    page = client.get(reverse("unpaid_work:ete_result", args=[EteResult.objects.get().pk])).content.decode()
    assert person.crn in page
    assert hidden.crn not in page


def test_a_crn_of_a_record_merged_into_another_leads_to_the_one_kept(client, team, user, person):
    absorbed = make_person(team, given_names="Sian", family_name="O’Brien", date_of_birth=date(1990, 5, 7))
    merge_people(keep=person, absorb=absorbed, reason="Twice", by=make_user("senior", team), at=NOW)
    send(client, team, row(person, crn=absorbed.crn))
    page = client.get(reverse("unpaid_work:ete_result", args=[EteResult.objects.get().pk])).content.decode()
    assert "100 of 100" in page
