"""The assessment as who makes it meets it: the questionnaire, withdrawal, sign-off, days away."""

from datetime import timedelta

import pytest

from amends.organisation.models import AuditEvent
from amends.unpaid_work.models import Unavailability, Under18SignOff, UnfinishedAssessment, UnpaidWorkAssessment
from tests.factories import (
    make_assessment,
    make_person,
    make_project,
    make_user,
)
from tests.unpaid_work.assessing import ANSWERS, TODAY, address, answer_all, section_address

pytestmark = pytest.mark.django_db


# The questionnaire.


def test_a_whole_assessment_is_made_section_by_section_and_opens_the_gate(page, person, user):
    last = answer_all(page, person)
    assert last.url == address("assessment_check", person)
    assert not UnpaidWorkAssessment.objects.exists()
    shown = page.get(last.url).content.decode()
    assert "Oedi ger ysgolion 🏫" in shown
    assert "left over" not in shown
    done = page.post(last.url, follow=True)
    assert "may be booked until" in done.content.decode()
    held = UnpaidWorkAssessment.objects.get()
    assert (held.from_date, held.person, held.assessed_by) == (TODAY, person, user)
    assert (held.health, held.medication, held.lifting) == ("", "Inhaler", False)
    assert held.excludes == ["children", "heavy", "near_school"]
    assert (held.kinds, held.slots, held.max_travel_minutes) == (["group", "ete"], ["1a", "1m", "3m"], 45)
    assert (held.needs, held.skills, held.drives) == (["ete", "wellbeing"], ["cscs"], False)
    assert held.circumstances == "Cares for two children; Ffion’s school run"
    assert not UnfinishedAssessment.objects.exists()


def test_one_not_retrieved_is_saved_and_says_plainly_that_nobody_may_be_booked(page, person):
    answer_all(page, person, risk_of_harm=ANSWERS["risk-of-harm"] | {"harm_check": "not_retrieved"})
    check = address("assessment_check", person)
    assert "must not be booked" in page.get(check).content.decode()
    done = page.post(check, follow=True).content.decode()
    assert "Must not be booked" in done
    assert "Not retrieved does not mean no risk" in done
    assert UnpaidWorkAssessment.objects.get().harm_check == "not_retrieved"


def test_a_risk_that_is_not_known_need_not_be_guessed_and_never_reads_as_low(page, person):
    unknown = ANSWERS["risk-of-harm"] | {"harm_check": "not_retrieved", "risk_of_harm": "", "harm_detail": ""}
    answer_all(page, person, risk_of_harm=unknown)
    page.post(address("assessment_check", person))
    assert UnpaidWorkAssessment.objects.get().risk_of_harm == ""
    assert "Low" not in page.get(address("assessment", person)).content.decode()


def test_answers_outlast_the_sign_in_and_another_colleague_may_go_on(page, person, team, client):
    page.post(section_address(person, "travel"), ANSWERS["travel"] | {"then": "later"})
    other = make_user("placement_coordinator", team)
    client.logout()
    client.force_login(other)
    assert 'value="45"' in client.get(section_address(person, "travel")).content.decode()
    assert "1 of 10 sections" in client.get(address("assessment_tasks", person)).content.decode()


def test_an_assessment_cannot_be_completed_with_a_section_missing(page, person):
    page.post(section_address(person, "travel"), ANSWERS["travel"])
    done = page.post(address("assessment_check", person), follow=True)
    assert "Answer these sections first: Risk of serious harm" in done.content.decode()
    assert not UnpaidWorkAssessment.objects.exists()


@pytest.mark.parametrize(
    ("slug", "changed", "field"),
    [
        ("risk-of-harm", {"harm_check": ""}, "harm_check"),
        ("risk-of-harm", {"harm_check": "unknown"}, "harm_check"),
        ("risk-of-harm", {"harm_checked_on_year": TODAY.year + 1}, "harm_checked_on"),
        ("risk-of-harm", {"harm_checked_on_month": 13}, "harm_checked_on"),
        ("risk-of-harm", {"risk_of_harm": ""}, "risk_of_harm"),
        ("risk-of-harm", {"harm_detail": " "}, "harm_detail"),
        ("risk-of-harm", {"harm_detail": "x" * 4001}, "harm_detail"),
        ("circumstances", {"has_circumstances": ""}, "has_circumstances"),
        ("circumstances", {"circumstances": ""}, "circumstances"),
        ("health", {"has_health": "yes", "health": ""}, "health"),
        ("health", {"medication": ""}, "medication"),
        ("health", {"lifting": ""}, "lifting"),
        ("exclusions", {"excludes": ["made_up"]}, "excludes"),
        ("placement", {"kinds": []}, "kinds"),
        ("placement", {"preference": "individual"}, "preference"),
        ("placement", {"supervisor_gender": "x"}, "supervisor_gender"),
        ("placement", {"close_supervision": ""}, "close_supervision"),
        ("travel", {"drives": ""}, "drives"),
        ("travel", {"max_travel_minutes": "241"}, "max_travel_minutes"),
        ("travel", {"max_travel_minutes": "-1"}, "max_travel_minutes"),
        ("travel", {"max_travel_minutes": "an hour"}, "max_travel_minutes"),
        ("availability", {"slots": []}, "slots"),
        ("availability", {"slots": ["8m"]}, "slots"),
        ("skills", {"skills": ["made_up"]}, "skills"),
        ("needs", {"needs": ["housing"]}, "needs"),
    ],
)
def test_a_wrong_answer_is_named_at_its_field_and_the_section_is_not_kept(page, person, slug, changed, field):
    response = page.post(section_address(person, slug), ANSWERS[slug] | changed)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "There is a problem" in response.content.decode()
    assert not UnfinishedAssessment.objects.exists()


def test_a_man_is_not_asked_about_women_only_and_a_woman_is(page, team):
    man, woman = make_person(team, sex="m"), make_person(team, sex="f")
    assert "women_only" not in page.get(section_address(man, "placement")).context["form"].fields
    given = ANSWERS["placement"] | {"women_only": "yes"}
    response = page.post(section_address(woman, "placement"), given)
    assert list(response.context["form"].errors) == ["preference"]
    assert page.post(section_address(woman, "placement"), given | {"preference": "women_only"}).status_code == 302


def test_areas_are_added_and_removed_one_by_one(page, person):
    where = section_address(person, "areas")
    area = {"then": "add", "description": "Heol y Bont", "position": "51.7700, -4.3900", "radius_km": "1.5"}
    page.post(where, area)
    page.post(where, area | {"description": "Stryd Fawr"})
    page.post(where, {"then": "remove-0"})
    assert UnfinishedAssessment.objects.get().answers["areas"]["areas"] == [
        {"description": "Stryd Fawr", "lat": 51.77, "lon": -4.39, "radius_km": 1.5}
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"description": ""}, "description"),
        ({"position": "Carmarthen"}, "position"),
        ({"position": "-4.39, 51.77"}, "position"),
        ({"position": ""}, "position"),
        ({"radius_km": "0"}, "radius_km"),
        ({"radius_km": "101"}, "radius_km"),
    ],
)
def test_an_area_that_is_no_area_is_refused_at_its_field(page, person, changed, field):
    area = {"then": "add", "description": "Heol y Bont", "position": "51.77, -4.39", "radius_km": "1.5"}
    response = page.post(section_address(person, "areas"), area | changed)
    assert list(response.context["form"].errors) == [field]


def test_an_area_typed_but_not_added_is_not_lost_when_going_on(page, person):
    where = section_address(person, "areas")
    typed = {"then": "continue", "description": "Heol y Bont", "position": "", "radius_km": ""}
    assert set(page.post(where, typed).context["form"].errors) == {"position", "radius_km"}
    page.post(where, typed | {"position": "51.77, -4.39", "radius_km": "2"})
    assert len(UnfinishedAssessment.objects.get().answers["areas"]["areas"]) == 1


def test_the_answers_of_the_last_assessment_are_offered_again_but_risk_is_asked_anew(page, person, user):
    make_assessment(person, user, TODAY - timedelta(days=340), risk_of_harm="high", max_travel_minutes=35)
    assert 'value="35"' in page.get(section_address(person, "travel")).content.decode()
    harm = page.get(section_address(person, "risk-of-harm")).context["form"]
    assert harm["risk_of_harm"].value() is None


def test_tags_that_a_package_brought_are_offered_again(page, person, user):
    make_assessment(person, user, TODAY - timedelta(days=340), excludes=["near_prison"])
    response = page.post(section_address(person, "exclusions"), {"excludes": ["near_prison"]})
    assert response.status_code == 302


def test_answers_can_be_wiped(page, person):
    page.post(section_address(person, "travel"), ANSWERS["travel"])
    page.post(address("assessment_give_up", person))
    assert not UnfinishedAssessment.objects.exists()


def test_saving_a_section_is_in_the_audit_trail_without_the_answers(page, person):
    page.post(section_address(person, "health"), ANSWERS["health"])
    event = AuditEvent.objects.get(action="save assessment section")
    assert (event.crn, event.detail) == (person.crn, {"section": "health"})


# Withdrawal, sign-off, days away.


def test_withdrawing_asks_why_and_shuts_the_gate(page, person, user):
    make_assessment(person, user, TODAY - timedelta(days=9))
    where = address("assessment_withdraw", person)
    assert list(page.post(where, {"reason": " "}).context["form"].errors) == ["reason"]
    done = page.post(where, {"reason": "New risk entry"}, follow=True).content.decode()
    assert "Must not be booked" in done
    assert "New risk entry" in done


def test_a_manager_signs_off_and_sees_only_suitable_projects(client, team):
    boss = make_user("senior", team)
    client.force_login(boss)
    young = make_person(team, date_of_birth=TODAY - timedelta(days=365 * 17))
    suitable, other = make_project(team, suitable_under_18=True), make_project(team)
    shown = client.get(address("under_18", young)).content.decode()
    assert suitable.name in shown
    assert other.name not in shown
    client.post(address("under_18", young), {"note": "School on Fridays; small group"})
    assert Under18SignOff.objects.get().signed_by == boss


def test_nobody_signs_off_someone_who_is_18(client, team):
    client.force_login(make_user("senior", team))
    adult = make_person(team)
    response = client.post(address("under_18", adult), {"note": "x"})
    assert "18 or over" in response.content.decode()
    assert not Under18SignOff.objects.exists()


def test_days_away_are_recorded_and_taken_away_again(page, person):
    first, last = TODAY + timedelta(days=3), TODAY + timedelta(days=5)
    days = {f"{name}_{part}": getattr(value, part) for name, value in (("from_date", first), ("last_date", last))
            for part in ("day", "month", "year")}  # fmt: skip
    page.post(address("days_away_new", person), days | {"reason": "Hospital"})
    away = Unavailability.objects.get()
    assert (away.from_date, away.to_date) == (first, last + timedelta(days=1))
    again = page.post(address("days_away_new", person), days | {"reason": "Again"})
    assert list(again.context["form"].errors) == ["from_date"]
    page.post(address("days_away_end", person, away.pk))
    assert not Unavailability.objects.exists()
