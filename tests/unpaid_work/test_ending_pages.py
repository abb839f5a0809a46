"""The pages on which a requirement is completed or returned to court, and the list of what is out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from amends.organisation.models import AuditEvent, LimitedAccess
from amends.unpaid_work.models import Completion, CourtReturn, RequirementOutcome
from amends.unpaid_work.operations.completions import complete_requirement
from amends.unpaid_work.operations.court_returns import Application, return_to_court
from tests.factories import make_team, make_user
from tests.unpaid_work.ended_records import AT, Case

pytestmark = pytest.mark.django_db
ANSWERS = {"no_new_offence": "yes", "certificate": "not_known", "into_work": "no", "volunteer": "not_known"}


@pytest.fixture
def by(client):
    user = make_user("practitioner", make_team())
    client.force_login(user)
    return user


def case_of(user, **values) -> Case:
    return Case(user.grants.get().team, user, **values)


def address(case: Case, name: str) -> str:
    return f"/unpaid-work/people/{case.person.crn}/requirements/{case.requirement.pk}/{name}"


def person_page(client, case: Case) -> str:
    return client.get(f"/unpaid-work/people/{case.person.crn}").content.decode()


def test_a_practitioner_completes_a_requirement_and_prints_the_letters(client, by):
    case = case_of(by, ordered=1, done=1)
    assert "Complete the requirement" in person_page(client, case)
    shown = client.get(address(case, "complete")).content.decode()
    assert "You have completed your hours" in shown
    client.post(address(case, "complete"), ANSWERS | {"language": "en"})
    held = RequirementOutcome.objects.get(requirement=case.requirement)
    assert (held.no_new_offence, held.into_work, held.volunteer) == ("yes", "no", "not_known")
    made = Completion.objects.get(requirement=case.requirement)
    page = person_page(client, case)
    assert "Complete the requirement" not in page
    for letter in (made.letter, made.court_letter):
        href = f"/unpaid-work/people/{case.person.crn}/documents/{letter.pk}"
        assert href in page
        answer = client.get(href)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_with_hours_left_there_is_nothing_to_complete(client, by):
    case = case_of(by, ordered=2, done=1)
    assert "Complete the requirement" not in person_page(client, case)
    shown = client.get(address(case, "complete")).content.decode()
    assert "7h remain to be worked" in shown
    assert "no_new_offence" not in shown
    client.post(address(case, "complete"), ANSWERS | {"language": "en"})
    assert not Completion.objects.exists()


def test_what_came_of_an_order_can_be_told_later(client, by):
    case = case_of(by, ordered=1, done=1)
    complete_requirement(requirement=case.requirement, by=by, at=AT)
    client.post(address(case, "outcome"), ANSWERS | {"volunteer": "yes"})
    assert RequirementOutcome.objects.get().volunteer == "yes"
    refused = client.post(address(case, "outcome"), ANSWERS | {"volunteer": ""})
    assert b"error-summary" in refused.content
    assert RequirementOutcome.objects.get().volunteer == "yes"


def test_an_application_goes_on_the_list_until_the_court_has_decided(client, by):
    case = case_of(by, ordered=9, done=1)
    until = timezone.localdate() + timedelta(days=900)
    sent = {"asked": "extension", "grounds": "Was in hospital", "language": "en", "until_day": until.day,
            "until_month": until.month, "until_year": until.year}  # fmt: skip
    client.post(address(case, "court"), sent)
    row = CourtReturn.objects.get()
    assert row.until == until
    listed = client.get("/unpaid-work/court-returns").content.decode()
    assert case.person.crn in listed
    assert case.person.crn in client.get("/unpaid-work/court-returns.csv").content.decode()
    assert AuditEvent.objects.filter(action__startswith="export", detail__crns=[case.person.crn]).exists()
    assert "Work goes on" in person_page(client, case)
    assert client.get(f"/unpaid-work/people/{case.person.crn}/court-returns/{row.pk}/report").content[:4] == b"%PDF"
    today = timezone.localdate()
    client.post(f"/unpaid-work/people/{case.person.crn}/court-returns/{row.pk}",
                {"result": "refused", "on_day": today.day, "on_month": today.month, "on_year": today.year})  # fmt: skip
    assert case.person.crn not in client.get("/unpaid-work/court-returns").content.decode()
    assert "Refused on" in person_page(client, case)


def test_an_application_without_grounds_is_refused_on_the_form(client, by):
    case = case_of(by, ordered=9, done=1)
    answer = client.post(address(case, "court"), {"asked": "extension", "language": "en"})
    assert b"error-summary" in answer.content
    assert not CourtReturn.objects.exists()


def test_nobody_restricted_or_of_another_team_is_on_the_list(client, by):
    for restricted in (True, False):
        case = case_of(by, ordered=9) if restricted else Case(make_team(), by, ordered=9)
        row = return_to_court(requirement=case.requirement, application=Application("revocation", "Ill"), by=by, at=AT)
        if restricted:
            LimitedAccess.objects.create(
                crn=case.person.crn, kind="restriction", username="someone", reason="x", from_at=AT
            )
        for href in ("/unpaid-work/court-returns", "/unpaid-work/court-returns.csv"):
            shown = client.get(href).content.decode()
            assert case.person.crn not in shown
            assert case.person.family_name not in shown
        assert client.get(f"/unpaid-work/people/{case.person.crn}/court-returns/{row.pk}/report").status_code == 404
        assert client.get(f"/unpaid-work/people/{case.person.crn}/documents/{row.report_id}").status_code == 404


def test_a_court_officer_records_what_the_court_did(client, by):
    case = case_of(by, ordered=9, coming=1)
    row = return_to_court(requirement=case.requirement, application=Application("revocation", "Ill"), by=by, at=AT)
    client.force_login(make_user("court_officer", case.team))
    today = timezone.localdate()
    sent = {"result": "revoked", "on_day": today.day, "on_month": today.month, "on_year": today.year}
    client.post(f"/unpaid-work/people/{case.person.crn}/court-returns/{row.pk}", sent)
    case.requirement.refresh_from_db()
    assert case.requirement.ended_as == "revoked"
