"""The pages of breach and recall as their readers use them, from the failure to the result and back."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from amends.enforcement.models import EnforcementAction, Evidence, Pack, Proceeding
from amends.enforcement.operations.proceedings import send_pack
from amends.organisation.models import LimitedAccess
from tests.enforcement.failing import failed, sentenced
from tests.enforcement.proceeding_records import failed_supervision, in_breach, proposed, whole
from tests.factories import make_custody, make_person, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


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
def practitioner(team, staff):
    return make_user("practitioner", team, staff=staff)


@pytest.fixture
def manager(team):
    return make_user("senior", team, over="pdu")


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def post(client, address, **sent):
    """Send a form that is to be taken."""
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def rows(client, address):
    return list(csv.DictReader(io.StringIO(page(client, address).removeprefix("\ufeff"))))


def test_a_community_order_to_breach_and_back(client, practitioner, manager, team, staff):
    client.force_login(practitioner)
    person, requirement = sentenced(team, family_name="Exampleson")
    whole(person, staff)
    first, second = (failed(requirement, ago(days), practitioner) for days in (20, 6))
    base = f"/enforcement/people/{person.crn}"
    assert {row["step"] for row in rows(client, "/enforcement/pipeline.csv")} == {"letter"}
    post(client, f"{base}/failures/{first.appointment_id}/warn", outcome=first.pk, language="en")
    post(client, f"{base}/failures/{second.appointment_id}/breach", outcome=second.pk, language="en")
    breach = Proceeding.objects.get()
    at = f"{base}/proceedings/{breach.pk}"
    assert "Exampleson" in page(client, "/enforcement/pipeline")
    assert "Breach started" in page(client, base)
    assert "Lay before the court" in page(client, at)
    assert client.get(f"{at}/suspend").status_code == 404, "suspending is a manager's"
    assert zipfile.is_zipfile(io.BytesIO(client.get(f"{at}/pack.docx").content))

    client.force_login(manager)
    post(client, f"{at}/suspend", reason="The court is shut")
    (row,) = rows(client, f"/enforcement/pipeline.csv?whose={team.code}&only=suspended")
    assert (row["step"], row["suspended"], row["owner"]) == ("suspended", "true", "manager")
    post(client, f"{at}/resume", reason="The court sits again")

    client.force_login(practitioner)
    post(client, f"{at}/send")
    assert client.get(f"{at}/pack.pdf").content.startswith(b"%PDF")
    assert Pack.objects.get().proceeding == breach
    client.force_login(make_user("court_officer", team, over="pdu"))
    post(client, f"{at}/hearing", **boxes("hearing_on", ago(0)))
    assert "There is a problem" in client.post(f"{at}/result", {"note": "x"}).content.decode()
    post(client, f"{at}/result", outcome="continues", note="Fined", **boxes("on", ago(0)))
    shown = page(client, at)
    assert "The order continues" in shown and "Fined" in shown
    assert rows(client, f"/enforcement/pipeline.csv?whose={team.code}") == []


def test_the_pipeline_tells_where_a_failure_stands_and_by_when(client, practitioner, team, staff):
    client.force_login(practitioner)
    person, requirement = sentenced(team, family_name="Exampleson")
    whole(person, staff)
    outcome = failed(requirement, ago(20), practitioner)
    failure = f"/enforcement/people/{person.crn}/failures/{outcome.appointment_id}"

    def step():
        (row,) = rows(client, "/enforcement/pipeline.csv")
        assert row["order"] == requirement.sentence.reference
        assert (row["crn"], row["practitioner"], row["counts_from"]) == (person.crn, staff.name, str(ago(20)))
        assert f"/enforcement/people/{person.crn}#failure-{outcome.appointment_id}" in page(
            client, f"/enforcement/pipeline?step={row['step']}"
        )
        return row["step"]

    assert step() == "letter"
    post(client, f"{failure}/ask", outcome=outcome.pk, language="en")
    assert step() == "decision"
    post(
        client, f"{failure}/evidence", outcome=outcome.pk, kind="medical", description="Doctor's note",
        **boxes("received_on", ago(3)),
    )  # fmt: skip
    assert step() == "evidence"
    decide = f"/enforcement/people/{person.crn}/evidence/{Evidence.objects.get().pk}/decide"
    post(client, decide, accepted="no", reason="Does not say why", language="en")
    assert step() == "decision"


def test_the_case_and_the_first_page_tell_of_the_next_step_of_a_breach(client, practitioner, team, staff):
    """Started in March: the five working days for its pack are over."""
    requirement, breach = in_breach(team, practitioner)
    person = requirement.sentence.person
    person.allocations.update(practitioner=staff)
    client.force_login(practitioner)
    assert "Breach started. Next step: Practitioner" in page(client, f"/cases/{person.crn}/case")
    assert "1 breach or recall whose next step is due by today" in page(client, "/")
    send_pack(proceeding=breach, by=practitioner, at=timezone.now())
    assert "Before the court. Next step: Court officer" in page(client, f"/cases/{person.crn}/case")
    assert "whose next step is due" not in page(client, "/")


def test_a_recall_waits_on_the_first_page_of_whoever_may_sign_it_until_it_is_signed(
    client, practitioner, manager, team
):
    person = make_person(team)
    licence = make_custody(person, ago(300), release_date=ago(60))
    whole(person)
    licence.conditions.create(kind="standard", from_date=ago(60))
    proposer = make_user("senior", team)
    recall = proposed(licence, proposer, timezone.now())
    for reader in (practitioner, proposer):  # one may not sign, and nobody signs their own
        client.force_login(reader)
        assert "counter-sign" not in page(client, "/")
    client.force_login(manager)
    home = page(client, "/")
    assert "1 recall to counter-sign" in home
    (address,) = re.findall(r'href="(/enforcement/pipeline[^"]*step=proposed)"', home)
    assert person.crn in page(client, unescape(address))
    post(client, f"/enforcement/people/{person.crn}/proceedings/{recall.pk}/sign", signed="yes")
    assert "counter-sign" not in page(client, "/")


def test_a_pack_with_gaps_is_refused_on_its_page(client, practitioner, team):
    client.force_login(practitioner)
    person, requirement = sentenced(team)
    first, second = (failed(requirement, ago(days), practitioner) for days in (20, 6))
    base = f"/enforcement/people/{person.crn}"
    post(client, f"{base}/failures/{first.appointment_id}/warn", outcome=first.pk, language="en")
    post(client, f"{base}/failures/{second.appointment_id}/breach", outcome=second.pk, language="en")
    at = f"{base}/proceedings/{Proceeding.objects.get().pk}"
    assert "Nobody holds the case" in page(client, at)
    shown = page(client, f"{at}/send")
    assert "Nothing can be sent before this is recorded" in shown and "<button" not in shown.partition("<main")[2]
    answer = client.post(f"{at}/send").content.decode()
    assert "There is a problem" in answer and "The offence is not recorded" in answer
    assert not Pack.objects.exists()


def test_what_a_correction_undoes_is_shown_first(client, practitioner, team, staff):
    client.force_login(practitioner)
    person, requirement = sentenced(team)
    whole(person, staff)
    first, second = (failed(requirement, ago(days), practitioner) for days in (20, 6))
    base = f"/enforcement/people/{person.crn}"
    post(client, f"{base}/failures/{first.appointment_id}/warn", outcome=first.pk, language="en")
    post(client, f"{base}/failures/{second.appointment_id}/breach", outcome=second.pk, language="en")
    address = f"{base}/failures/{first.appointment_id}/correct"
    shown = page(client, address)
    reference = Proceeding.objects.get().reference
    assert "Warning of" in shown and f"{reference} is withdrawn" in shown
    assert "Attended, complied" not in shown, "a session's attendance is put right on its register"
    post(client, address, outcome=first.pk, code="AAEM", reason="The rota came late")
    assert Proceeding.objects.get().state == "withdrawn"
    assert not EnforcementAction.objects.filter(withdrawn_at=None).exists()


def test_a_licence_recall(client, practitioner, manager, team, staff):
    client.force_login(practitioner)
    person = make_person(team, family_name="Licensed")
    licence = make_custody(person, ago(300), release_date=ago(60))
    whole(person, staff)
    licence.conditions.create(kind="standard", from_date=ago(60))
    failed_supervision(person, ago(5), practitioner)
    base = f"/enforcement/people/{person.crn}"
    assert "Decide on recall" in page(client, base)
    recall = f"{base}/sentences/{licence.pk}/recall"
    assert "Say what was tried" in client.post(recall, {"grounds": "Out of touch"}).content.decode()
    sent = {
        "tried_warning": "Warned; then missed two more", "grounds": "Out of touch", "met_licence_breached": "yes",
        "met_not_manageable": "yes", "type_no_serious_harm": "no", "type_mappa_2_or_3": "yes",
    }  # fmt: skip
    unanswered = client.post(recall, sent | {"met_not_manageable": ""}).content.decode()
    assert "Answer every criterion" in unanswered
    post(client, recall, **sent)
    made = Proceeding.objects.get()
    at = f"{base}/proceedings/{made.pk}"
    assert "Counter-sign" not in page(client, at)
    assert client.get(f"{at}/sign").status_code == 404
    client.force_login(manager)
    for shown in (page(client, at), page(client, f"{at}/sign")):
        assert "Warned; then missed two more" in shown and "Out of touch" in shown, "what is to be weighed is told"
    assert "Say why it is not counter-signed" in client.post(f"{at}/sign", {"signed": "no"}).content.decode()
    post(client, f"{at}/sign", signed="yes")
    client.force_login(practitioner)
    post(client, f"{at}/send")
    post(client, f"{at}/return", **boxes("on", ago(0)))
    post(client, f"{at}/result", outcome="released", **boxes("on", ago(0)))
    shown = page(client, at)
    assert "Standard" in shown and "Released again" in shown


def test_a_restricted_person_is_in_no_pipeline_and_no_pack(client, practitioner, team, staff):
    client.force_login(practitioner)
    person, requirement = sentenced(team, family_name="Canaryson")
    whole(person, staff)
    failed(requirement, ago(6), practitioner)
    assert "Canaryson" in page(client, "/enforcement/pipeline")
    LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username=practitioner.username, reason="x", from_at=timezone.now()
    )
    assert "Canaryson" not in page(client, "/enforcement/pipeline")
    assert rows(client, "/enforcement/pipeline.csv") == []
