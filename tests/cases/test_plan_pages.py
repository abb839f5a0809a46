"""The pages of a plan: written and signed there, agreed with by a link, and kept from those who may not see it."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from amends.cases.models import CasePlan, FitAnswer, NeedService, PlanAgreement, SentenceCondition
from amends.cases.operations.plan_agreement import record_agreement
from amends.cases.operations.plans import begin_plan
from amends.cases.operations.refused import CasePlanRefused
from amends.cases.plan_document import plan_text
from amends.cases.queries.disclosure import disclosure
from amends.cases.queries.plans import whole_plans
from amends.contacts.forms.places import model_words
from amends.organisation.models import LimitedAccess
from amends.policy.delivery_models import minimum_contact
from tests.cases.visiting import signed_in, text
from tests.factories import make_allocation, make_person, make_requirement, make_risk, make_staff
from tests.house.world_of_assessments import make_signed
from tests.house.world_of_plans import PARTS, begun, signed

pytestmark = pytest.mark.django_db
KEPT_BACK = ("monitoring", "interventions", "victim_safety", "contingency")


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def person(team, user, at):
    found = make_person(team, given_names="Ada", family_name="Thimblemoss")
    make_risk(found, "high", at.date() - timedelta(days=9), recorded_by=user)
    make_signed(found, user, at - timedelta(days=3), severe="drugs")
    return found


def typed(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_plan_is_written_and_signed_on_its_pages(client, person, at):
    where = f"/cases/{person.crn}/plans"
    assert "No service" in text(client.get(where))  # the severe need, of which nothing is delivered
    client.post(f"{where}/begin")
    plan = CasePlan.objects.get()
    page = f"{where}/{plan.pk}"
    assert "There is no objective" in text(client.get(page))
    sent = {"for_what": "area:drugs", "priority": "1", "change": "Stay with the treatment"}
    client.post(f"{page}/objectives/new", sent)
    objective = plan.objectives.get()
    day = timezone.localdate(at) + timedelta(days=20)
    action = {"what": "Go to the first session", "by_whom": "person", "how": "In person"}
    client.post(f"/cases/{person.crn}/objectives/{objective.pk}/actions/new", action | typed("by_date", day))
    for part, words in PARTS.items():
        client.post(f"{page}/parts/{part}", {"words": words if part != "contingency" else ""})
    assert "calls for a contingency plan" in text(client.get(page))
    client.post(f"{page}/parts/contingency", {"words": PARTS["contingency"]})
    shown = text(client.get(page))
    assert "Check the time left, and sign" in shown and "Go to the first session" in shown
    assert "Signed by" in text(client.post(f"{page}/sign", follow=True))
    shown = text(client.get(page))
    assert "Add an objective" not in shown and "Record what they say in the room" in shown


def test_an_action_is_added_beside_the_delivery_model_in_force_and_what_it_owes(client, user, person, at):
    today = timezone.localdate(at)
    make_requirement(person, today - timedelta(days=10))
    page = f"/cases/{person.crn}/objectives/{begun(person, user, at).objectives.get().pk}/actions/new"
    in_force = minimum_contact("high", on=today).value
    shown = text(client.get(page)).partition("Delivery model in force")[2]
    assert model_words(in_force.model) in shown and f"Every {in_force.every_days} days" in shown


def test_a_draft_is_discarded_on_its_page_and_a_signed_plan_is_not(client, user, person, at):
    first, draft = signed(person, user, at - timedelta(days=1)), begun(person, user, at)
    page = f"/cases/{person.crn}/plans/{draft.pk}"
    assert "Discard the draft" in text(client.get(page))
    assert "goes, for good" in text(client.get(f"{page}/discard"))
    assert CasePlan.objects.count() == 2
    assert "Discarded." in text(client.post(f"{page}/discard", follow=True))
    signed_page = f"/cases/{person.crn}/plans/{first.pk}"
    assert "Discard the draft" not in text(client.get(signed_page))
    assert "it never changes" in text(client.post(f"{signed_page}/discard"))
    assert CasePlan.objects.get() == first


def test_what_does_not_fit_is_asked_about_where_it_is_signed(client, user, person, at):
    today = timezone.localdate(at)
    requirement = make_requirement(person, today - timedelta(days=10), ordered_minutes=60)
    sentence = requirement.sentence
    sentence.end_date = today + timedelta(weeks=10)
    sentence.save()
    SentenceCondition.objects.create(
        sentence=sentence, kind="programme", amount=40, unit="sessions", from_date=sentence.sentence_date
    )
    plan = begun(person, user, at)
    page = f"/cases/{person.crn}/plans/{plan.pk}/sign"
    assert "40 sessions at 2 a week take 20 weeks: does not fit" in text(client.get(page))
    assert "There is a problem" in text(client.post(page))
    assert not FitAnswer.objects.exists()
    answer = {f"answer_{sentence.pk}": "sequence", f"reason_{sentence.pk}": "Four sessions in a week"}
    shown = text(client.post(page, answer, follow=True))
    assert "Four sessions in a week" in shown and "take 20 weeks: does not fit" in shown


def test_a_person_reads_their_plan_and_answers_once_in_their_language(client, user, person, at):
    plan = signed(person, user, at)
    made = text(client.post(f"/cases/{person.crn}/plans/{plan.pk}/agreement/ask", {"language": "cy"}))
    address = re.search(r"http://testserver(/cases/own-plan/\S+)", made)[1]
    outside = Client()
    page = text(outside.get(address))
    assert "Eich cynllun" in page and "Find a place of my own" in page and PARTS["contact"] in page
    assert "Thimblemoss" not in page and person.crn not in page
    assert not any(PARTS[part] in page for part in KEPT_BACK)
    assert "Dywedwch â beth nad ydych yn cytuno" in text(outside.post(address, {"agreed": "not_agreed", "words": " "}))
    assert "Dewiswch ateb" in text(outside.post(address, {"words": "x"}))
    assert "Diolch" in text(outside.post(address, {"agreed": "not_agreed", "words": "Rhy bell i ffwrdd"}))
    assert outside.get(address).status_code == 404  # once
    assert PlanAgreement.objects.get().agreed == "not_agreed"
    shown = text(client.get(f"/cases/{person.crn}/plans/{plan.pk}"))
    assert "Rhy bell i ffwrdd" in shown and "The person, by a link" in shown
    assert "Not agreed" in text(client.get(f"/cases/{person.crn}/case"))


def test_an_answer_in_the_room_takes_the_links_place_and_is_given_once(client, user, person, at):
    plan = signed(person, user, at)
    made = text(client.post(f"/cases/{person.crn}/plans/{plan.pk}/agreement/ask", {"language": "en"}))
    address = re.search(r"http://testserver(/cases/own-plan/\S+)", made)[1]
    said = {"plan": plan, "by": user, "at": timezone.now()}
    with pytest.raises(CasePlanRefused):
        record_agreement(agreed="in_part", words="  ", **said)
    record_agreement(agreed="in_part", words="Mornings are hard", **said)
    assert Client().get(address).status_code == 404
    with pytest.raises(CasePlanRefused):
        record_agreement(agreed="agreed", words="", **said)
    draft = begin_plan(person=person, by=user, at=at)
    with pytest.raises(CasePlanRefused):  # nobody agrees with a draft
        record_agreement(plan=draft, agreed="agreed", words="", by=user, at=at)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_document_for_the_person_holds_back_what_the_page_holds_back(client, user, person, at, language):
    plan = signed(person, user, at)
    told = plan_text(whole_plans().get(pk=plan.pk), language).as_json()
    assert "Find a place of my own" in told and PARTS["contact"] in told
    assert not any(PARTS[part] in told for part in KEPT_BACK)
    assert "Thimblemoss" not in told
    if language == "en":
        answer = client.get(f"/cases/{person.crn}/plans/{plan.pk}/document")
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")


def test_the_case_page_and_the_timeline_tell_of_the_plan(client, user, person, at):
    assert "No plan is signed yet" in text(client.get(f"/cases/{person.crn}/case"))
    signed(person, user, at)
    shown = text(client.get(f"/cases/{person.crn}/case"))
    assert "1. Find a place of my own" in shown and "Not asked, or no answer yet" in shown
    timeline = text(client.get(f"/cases/{person.crn}/timeline"))
    assert "Plan signed" in timeline
    assert "Plan signed" in text(client.get(f"/cases/{person.crn}/timeline?q=call-outs"))
    assert "Plan signed" not in text(client.get(f"/cases/{person.crn}/timeline?q=marker"))  # how victims are kept safe


def test_a_service_is_referred_to_started_attended_and_finished_on_its_pages(client, person, at):
    today = timezone.localdate(at)
    where = f"/cases/{person.crn}/services"
    client.post(
        f"{where}/new", {"area": "drugs", "name": "Recovery service", "condition": ""} | typed("from_date", today)
    )
    service = NeedService.objects.get()
    assert "not started" in text(client.get(f"/cases/{person.crn}/plans"))
    client.post(f"{where}/{service.pk}/start", typed("started_on", today))
    client.post(f"{where}/{service.pk}/sessions/new", {"attended": "yes"} | typed("on", today))
    assert "1 of 1" in text(client.get(f"{where}/{service.pk}"))
    client.post(f"{where}/{service.pk}/finish", {"finished_as": "completed", "note": "Well"} | typed("last_on", today))
    shown = text(client.get(f"{where}/{service.pk}"))
    assert "Completed" in shown and "Record a session" not in shown


def test_the_list_of_plans_due_and_its_file_keep_to_what_the_reader_may_see(client, user, team):
    held, hidden = make_person(team, family_name="Shown"), make_person(team, family_name="Hidden")
    holder, since = make_staff(team, "po"), datetime(2020, 1, 6, tzinfo=UTC).date()
    for each in (held, hidden):
        make_requirement(each, since)
        make_allocation(each, holder, since)
    LimitedAccess.objects.create(
        crn=hidden.crn, kind="exclusion", username=user.username, reason="x", from_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    page = text(client.get(f"/cases/plans-due?team={team.code}"))
    assert "Shown" in page and "Hidden" not in page and hidden.crn not in page
    assert "Plans due" in page and "1 shown, 1 of them overdue" in page
    answer = client.get(f"/cases/plans-due/as-csv?team={team.code}&state=overdue")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == [held.crn]


def test_what_waits_on_the_first_page_names_plans_of_the_cases_held(client, team):
    staff = make_staff(team, "po")
    reader = signed_in(client, "practitioner", team)
    reader.staff = staff
    reader.save()
    person = make_person(team)
    make_requirement(person, datetime(2020, 1, 6, tzinfo=UTC).date())
    make_allocation(person, staff)
    assert "1 plan of a case to sign or review now" in text(client.get("/"))


def test_those_who_read_no_assessment_read_no_plan(client, user, team, person, at):
    plan = signed(person, user, at)
    signed_in(client, "case_administrator", team)
    for where in ("plans", f"plans/{plan.pk}", f"plans/{plan.pk}/document"):
        assert client.get(f"/cases/{person.crn}/{where}").status_code == 404
    shown = text(client.get(f"/cases/{person.crn}/case")) + text(client.get(f"/cases/{person.crn}/timeline"))
    assert "Find a place of my own" not in shown and "Plan signed" not in shown


def test_what_is_held_on_a_person_gives_them_the_plan_but_not_how_victims_are_kept_safe(user, person, at):
    signed(person, user, at)
    told = str(disclosure(person))
    assert PARTS["contact"] in told and "Find a place of my own" in told
    assert PARTS["victim_safety"] not in told
