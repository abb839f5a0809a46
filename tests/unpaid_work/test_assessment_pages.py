"""The assessment as its reader meets it: the gate, the questionnaire, withdrawal, sign-off, the list."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import KeepApart
from amends.organisation.models import AuditEvent, LimitedAccess
from amends.unpaid_work.form_specs.assessment import SECTIONS
from amends.unpaid_work.models import Unavailability, Under18SignOff, UnfinishedAssessment, UnpaidWorkAssessment
from amends.unpaid_work.operations.assessments import withdraw_assessment
from amends.unpaid_work.operations.unfinished import save_section
from amends.unpaid_work.queries.assessments import gate
from tests.factories import (
    make_assessment,
    make_person,
    make_project,
    make_requirement,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ANSWERS = {
    "risk-of-harm": {"harm_check": "retrieved", "harm_checked_on_day": TODAY.day, "harm_checked_on_month": TODAY.month,
                     "harm_checked_on_year": TODAY.year, "risk_of_harm": "medium",
                     "harm_detail": "Oedi ger ysgolion 🏫"},
    "circumstances": {"has_circumstances": "yes", "circumstances": "Cares for two children; Ffion’s school run"},
    "health": {"has_health": "no", "health": "left over", "has_medication": "yes", "medication": "Inhaler",
               "lifting": "no"},
    "exclusions": {"excludes": ["near_school", "children"]},
    "areas": {"then": "continue"},
    "placement": {"kinds": ["group", "ete"], "preference": "mixed", "supervisor_gender": "any",
                  "close_supervision": "yes"},
    "travel": {"drives": "no", "max_travel_minutes": "45"},
    "availability": {"slots": ["1m", "1a", "3m"]},
    "skills": {"skills": ["cscs"]},
    "needs": {"needs": ["ete", "wellbeing"]},
}  # fmt: skip


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team):
    return make_user("practitioner", team)


@pytest.fixture
def page(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def person(team):
    return make_person(team, given_names="Siân", family_name="ap Rhys")


def address(name, person, *more):
    return reverse(f"unpaid_work:{name}", args=[person.crn, *more])


def section_address(person, slug):
    return address("assessment_areas", person) if slug == "areas" else address("assessment_section", person, slug)


def answer_all(page, person, **instead):
    for section in SECTIONS:
        given = instead.get(section.slug.replace("-", "_"), ANSWERS[section.slug])
        response = page.post(section_address(person, section.slug), given)
        assert response.status_code == 302, response.context["form"].errors
    return response


# The gate.


def test_the_gate_is_shut_without_an_assessment(person):
    assert not gate(person, TODAY).open
    assert gate(person, TODAY).reasons == ("No assessment has been made.",)


def test_the_gate_is_open_from_the_first_day_to_the_last(person, user):
    make_assessment(person, user, date(2026, 3, 2), to_date=date(2027, 3, 2))
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2027, 3, 1), date(2027, 3, 2)]
    assert [gate(person, on).open for on in days] == [False, True, True, False]
    assert gate(person, date(2026, 6, 1)).until == date(2027, 3, 1)


@pytest.mark.parametrize(("check", "is_open"), [("retrieved", True), ("nothing_held", True), ("not_retrieved", False)])
def test_not_retrieved_never_opens_the_gate(person, user, check, is_open):
    make_assessment(person, user, TODAY, harm_check=check)
    assert gate(person, TODAY).open is is_open


def test_a_withdrawn_assessment_shuts_the_gate_from_that_day_and_says_why(person, user):
    held = make_assessment(person, user, TODAY - timedelta(days=9))
    withdraw_assessment(assessment=held, on=TODAY, reason="New risk entry", by=user, at=timezone.now())
    assert gate(person, TODAY - timedelta(days=1)).open
    assert "New risk entry" in gate(person, TODAY).reasons[0]


def test_under_18_the_gate_waits_for_a_manager(team, user):
    young = make_person(team, date_of_birth=date(2010, 2, 28))
    make_assessment(young, user, date(2026, 3, 2))
    on = date(2026, 6, 1)
    assert "28 February 2028" in gate(young, on).reasons[0]
    Under18SignOff.objects.create(person=young, note="Weighed", signed_at=timezone.now(), signed_by=user)
    assert gate(young, on).open
    assert "marked suitable" in gate(young, on).cautions[0]
    grown = make_person(team, date_of_birth=date(2008, 6, 1))
    make_assessment(grown, user, date(2026, 3, 2))
    assert gate(grown, on).open


def test_one_that_lapses_within_30_days_is_flagged(person, user):
    make_assessment(person, user, date(2026, 3, 2), to_date=date(2026, 7, 1))
    assert not gate(person, date(2026, 5, 31)).cautions
    assert gate(person, date(2026, 6, 1)).cautions


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


# Who may see and do what.


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
    assert "ap Rhys" not in client.get(reverse("unpaid_work:assessments")).content.decode()


def test_who_only_reads_assessments_cannot_make_one(client, team, person):
    client.force_login(make_user("case_administrator", team))
    assert client.get(address("assessment", person)).status_code == 200
    assert "Assess</a>" not in client.get(address("assessment", person)).content.decode()
    assert client.post(section_address(person, "travel"), ANSWERS["travel"]).status_code == 404
    assert not UnfinishedAssessment.objects.exists()


def test_a_supervisor_sees_no_assessment(client, team, person):
    client.force_login(make_user("unpaid_work_supervisor", team))
    assert {client.get(where).status_code for where in [*pages_of(person), reverse("unpaid_work:assessments")]} == {404}


# The list.


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
    rows = page.get(reverse("unpaid_work:assessments")).context["table"].rows
    assert [(row[0].text.split()[-1], row[4].text) for row in rows] == [
        ("Never", "Never assessed"),
        ("Lapsed", "No longer holds"),
        ("Unretrieved", "Risk of harm not retrieved"),
        ("Lapsing", "Lapses within 30 days"),
    ]
    narrowed = page.get(reverse("unpaid_work:assessments"), {"state": ["lapsing"]}).context["table"].rows
    assert len(narrowed) == 1


def queries_of(page, where):
    with CaptureQueriesContext(connection) as captured:
        assert page.get(where).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_queries_for_many_people_as_for_few(page, team):
    def add(count):
        for _ in range(count):
            make_requirement(make_person(team))

    where = reverse("unpaid_work:assessments")
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
    address_of_duty = reverse("unpaid_work:assessments") + "?under_18=on"
    assert address_of_duty in home
    shown = client.get(address_of_duty).content.decode()
    assert all(person.crn in shown for person in young[:2])
    assert not any(person.crn in shown for person in (young[2], adult))
    assert "Under 18 without a manager" in shown and "Never assessed" in shown
