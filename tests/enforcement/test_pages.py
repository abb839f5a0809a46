"""The pages of enforcement as their readers use them; and people whom a reader may not see."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from amends.enforcement.models import EnforcementAction, Evidence, Letter
from amends.organisation.models import AuditEvent, LimitedAccess
from tests.enforcement.failing import corrected, failed, sentenced
from tests.factories import make_allocation, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def past_recorded_today(monkeypatch):
    """What `failed` writes down, it writes down now: failures here are days old, whatever day it is."""
    monkeypatch.setattr("tests.unpaid_work.hours_records.AT", timezone.now())


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def staff(team):
    return make_staff(team, "po")


@pytest.fixture
def practitioner(team, staff, client):
    user = make_user("practitioner", team, staff=staff)
    client.force_login(user)
    return user


@pytest.fixture
def case(team, staff):
    person, requirement = sentenced(team, family_name="Exampleson")
    make_allocation(person, staff)
    return person, requirement


def ago(days):
    return TODAY - timedelta(days=days)


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def rows(client, address):
    return list(csv.DictReader(io.StringIO(page(client, address).removeprefix("\ufeff"))))


def about(person, outcome):
    return f"/enforcement/people/{person.crn}/failures/{outcome.appointment_id}"


def test_a_practitioner_works_a_failure_from_the_list_to_the_letter(client, practitioner, case):
    person, requirement = case
    outcome = failed(requirement, ago(20), practitioner)
    shown = page(client, "/enforcement/")
    for words in ("Exampleson", "Warning", "Late", "Unacceptable absence"):
        assert words in shown
    ledger = page(client, f"/enforcement/people/{person.crn}")
    assert "Issue a warning" in ledger
    assert "Decide not to enforce" not in ledger
    preview = page(client, f"{about(person, outcome)}/warn")
    assert "This letter is a warning" in preview
    assert "Rhybudd" in preview
    client.post(f"{about(person, outcome)}/warn", {"outcome": outcome.pk, "language": "en"})
    assert EnforcementAction.objects.get().recorded_by == practitioner
    assert "Warned" in page(client, f"/enforcement/people/{person.crn}")
    assert rows(client, "/enforcement/due.csv") == []
    letter = client.get(f"/enforcement/people/{person.crn}/letters/{Letter.objects.get().pk}.pdf")
    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")


def test_evidence_is_recorded_and_decided_on(client, practitioner, case):
    person, requirement = case
    outcome = failed(requirement, ago(20), practitioner)
    day = ago(3)
    sent = {
        "outcome": outcome.pk, "kind": "medical", "description": "Doctor's note", "received_on_day": day.day,
        "received_on_month": day.month, "received_on_year": day.year,
    }  # fmt: skip
    client.post(f"{about(person, outcome)}/evidence", sent)
    evidence = Evidence.objects.get()
    decide = f"/enforcement/people/{person.crn}/evidence/{evidence.pk}/decide"
    assert "There is a problem" in client.post(decide, {"language": "en"}).content.decode()
    client.post(decide, {"accepted": "yes", "reason": "Was ill", "language": "en"})
    ledger = page(client, f"/enforcement/people/{person.crn}")
    assert "Reason accepted" in ledger
    assert "Issue a warning" not in ledger


def test_deciding_not_to_enforce_is_for_managers(client, practitioner, case, team):
    person, requirement = case
    outcome = failed(requirement, ago(20), practitioner)
    address = f"{about(person, outcome)}/not-enforce"
    assert client.get(address).status_code == 404
    manager = make_user("senior", team, over="pdu")
    client.force_login(manager)
    client.post(address, {"outcome": outcome.pk, "reason": ""})
    assert not EnforcementAction.objects.exists()
    client.post(address, {"outcome": outcome.pk, "reason": "Lost the home that week"})
    assert EnforcementAction.objects.get().recorded_by == manager
    assert "Lost the home that week" in page(client, f"/enforcement/people/{person.crn}")


def test_a_correction_meanwhile_is_noticed(client, practitioner, case):
    person, requirement = case
    outcome = failed(requirement, ago(20), practitioner)
    corrected(outcome, "ATFI", practitioner, timezone.now())
    answer = client.post(f"{about(person, outcome)}/warn", {"outcome": outcome.pk, "language": "en"})
    assert "corrected meanwhile" in answer.content.decode()
    assert not EnforcementAction.objects.exists()


def test_a_decision_undone_by_a_correction_is_shown_and_withdrawn(client, practitioner, case):
    person, requirement = case
    outcome = failed(requirement, ago(20), practitioner)
    client.post(f"{about(person, outcome)}/warn", {"outcome": outcome.pk, "language": "en"})
    corrected(outcome, "AAME", practitioner, timezone.now())
    ledger = page(client, f"/enforcement/people/{person.crn}")
    assert "Undone by a correction" in ledger
    assert "No failure is recorded" in ledger
    warning = EnforcementAction.objects.get()
    client.post(f"/enforcement/people/{person.crn}/actions/{warning.pk}/withdraw", {"reason": "Was ill"})
    assert "Undone by a correction" not in page(client, f"/enforcement/people/{person.crn}")
    assert Letter.objects.filter(template="withdrawn").count() == 1


def test_the_list_narrows_sorts_pages_and_comes_as_a_file(client, practitioner, team, staff):
    people = []
    for place in range(27):
        person, requirement = sentenced(team, family_name=f"Name{place:02}")
        make_allocation(person, staff)
        failed(requirement, ago(40 + place), practitioner)
        people.append((person, requirement))
    failed(people[3][1], ago(1), practitioner)
    first, second = page(client, "/enforcement/?sort=person"), page(client, "/enforcement/?sort=person&page=2")
    assert "Name00" in first and "Name26" not in first
    assert "Name26" in second
    breach = rows(client, "/enforcement/due.csv?step=breach")
    assert [row["crn"] for row in breach] == [people[3][0].crn]
    assert breach[0]["late"] == "false"
    assert len(rows(client, "/enforcement/due.csv?state=late")) == 27
    listed = rows(client, "/enforcement/due.csv?sort=-failed")
    assert [row["failed_on"] for row in listed] == sorted((row["failed_on"] for row in listed), reverse=True)
    told = AuditEvent.objects.filter(action="export enforcement.view").latest("pk")
    assert set(told.detail["crns"]) == {row["crn"] for row in listed}


def test_a_practitioner_sees_their_own_cases_first_and_the_team_on_asking(client, practitioner, team):
    other, requirement = sentenced(team, family_name="Colleagues")
    make_allocation(other, make_staff(team, "po"))
    failed(requirement, ago(20), practitioner)
    assert "Colleagues" not in page(client, "/enforcement/")
    assert "Colleagues" in page(client, f"/enforcement/?whose={team.code}")
    elsewhere = make_team("sentence_management")
    failed(sentenced(elsewhere, family_name="Elsewhere")[1], ago(20), practitioner)
    for whose in (elsewhere.code, "all"):
        assert "Elsewhere" not in page(client, f"/enforcement/?whose={whose}")


def test_somebody_restricted_appears_nowhere(client, practitioner, case, team):
    person, requirement = case
    outcome = failed(requirement, ago(20), practitioner)
    client.post(f"{about(person, outcome)}/warn", {"outcome": outcome.pk, "language": "en"})
    failed(requirement, ago(5), practitioner)
    letter, action = Letter.objects.get(), EnforcementAction.objects.get()
    assert "Exampleson" in page(client, f"/enforcement/?whose={team.code}")
    LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username=practitioner.username, reason="x", from_at=timezone.now()
    )
    for address in ("/enforcement/", f"/enforcement/?whose={team.code}"):
        shown = page(client, address)
        assert "Exampleson" not in shown
        assert person.crn not in shown
    assert rows(client, f"/enforcement/due.csv?whose={team.code}") == []
    nothing = client.get("/nothing/is/here")
    for address in (
        f"/enforcement/people/{person.crn}", f"/enforcement/people/{person.crn}/ledger.csv",
        f"{about(person, outcome)}/warn", f"{about(person, outcome)}/evidence",
        f"/enforcement/people/{person.crn}/letters/{letter.pk}.pdf",
        f"/enforcement/people/{person.crn}/actions/{action.pk}/withdraw",
    ):  # fmt: skip
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, nothing.content), address


def test_another_persons_failure_is_not_reached_through_ones_own(client, practitioner, case):
    person, _requirement = case
    other = failed(sentenced(make_team())[1], ago(20), practitioner)
    for act in ("warn", "evidence"):
        assert client.get(f"/enforcement/people/{person.crn}/failures/{other.appointment_id}/{act}").status_code == 404


def test_the_ledger_comes_as_a_file_of_the_same_failures(client, practitioner, case):
    person, requirement = case
    failed(requirement, ago(40), practitioner)
    failed(requirement, ago(20), practitioner)
    told = rows(client, f"/enforcement/people/{person.crn}/ledger.csv")
    assert [(row["failed_on"], row["step"]) for row in told] == [
        (ago(20).isoformat(), "breach"), (ago(40).isoformat(), "warn")
    ]  # fmt: skip


def test_what_is_to_be_acted_on_is_on_the_first_page_of_whoever_holds_the_case(client, practitioner, case):
    assert "to act on by today" not in page(client, "/")
    failed(case[1], ago(20), practitioner)
    assert "1 failure to act on by today" in page(client, "/")


def test_the_persons_page_leads_to_the_ledger(client, practitioner, case):
    person, _requirement = case
    assert f"/enforcement/people/{person.crn}" in page(client, f"/cases/{person.crn}")
