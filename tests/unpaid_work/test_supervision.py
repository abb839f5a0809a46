"""The supervision plan of an order, its reviews, the practitioner's contact, and the notes of the site."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from amends.contacts.models import Concern, ContactOutcome
from amends.contacts.operations.appointments import AppointmentDraft, record_contact
from amends.organisation.models import AuditEvent, LimitedAccess
from amends.organisation.operations.refusal import Refused
from amends.policy.supervision import supervision_plan_due
from amends.unpaid_work.models import RequirementReview, SupervisionPlan
from amends.unpaid_work.monitors import MONITORS
from amends.unpaid_work.operations.reviews import record_review
from amends.unpaid_work.queries.supervision import followed
from tests.contacts import appointing
from tests.factories import london, make_person, make_requirement, make_team, make_user
from tests.unpaid_work.following import planned, posted
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.watching import NOW, TODAY, found, past, whys

pytestmark = pytest.mark.django_db
SENTENCED = TODAY - timedelta(days=60)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team, client):
    made = make_user("practitioner", team)
    client.force_login(made)
    return made


@pytest.fixture
def requirement(team):
    return make_requirement(make_person(team, family_name="Someone"), SENTENCED)


def address(requirement, name="supervision"):
    return reverse(f"unpaid_work:{name}", args=[requirement.sentence.person.crn, requirement.pk])


def test_a_plan_is_made_and_changed_on_its_page_and_every_version_stays(client, user, requirement):
    sent = posted(TODAY) | {
        "objectives": "Be on time\n\nLearn to prune", "aim": "A reference", "contact_weeks": 3,
        "contact_way": "in_person", "agreement": "agreed", "instead_of": 0,
    }  # fmt: skip
    client.post(address(requirement, "supervision_plan"), sent)
    sent |= {
        "aim": "A routine",
        "why": "Found work",
        "instead_of": 1,
        "agreement": "in_part",
        "persons_view": "Too far",
    }
    client.post(address(requirement, "supervision_plan"), sent)
    latest, first = SupervisionPlan.objects.all()
    assert (first.version, first.objectives, first.aim) == (1, ["Be on time", "Learn to prune"], "A reference")
    assert (latest.version, latest.aim, latest.why, latest.recorded_by) == (2, "A routine", "Found work", user)
    page = client.get(address(requirement)).content.decode()
    assert "A routine" in page
    assert "Version 1, of" in page
    assert AuditEvent.objects.filter(action="record supervision plan").count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": SENTENCED - timedelta(days=1)}, "on"),
        ({"objectives": ()}, "objectives"),
        ({"objectives": ("x",) * 9}, "objectives"),
        ({"aim": " "}, "aim"),
        ({"contact_weeks": 5}, "contact_weeks"),
        ({"contact_weeks": 0}, "contact_weeks"),
        ({"barriers": "No bus"}, "barriers_done"),
        ({"agreement": "not_agreed"}, "persons_view"),
        ({"why": "Because"}, "why"),
    ],
)
def test_a_plan_that_lacks_what_a_plan_says_is_refused(user, requirement, values, field):
    with pytest.raises(Refused) as refused:
        planned(requirement, user, **values)
    assert [ground.field for ground in refused.value.grounds] == [field]
    assert not SupervisionPlan.objects.exists()


def test_of_two_who_change_a_plan_the_second_reads_the_firsts_first(user, requirement):
    planned(requirement, user)
    planned(requirement, user, instead_of=1, why="Moved")
    with pytest.raises(Refused, match="version 2"):
        planned(requirement, user, instead_of=1, why="Found work")


def test_the_database_keeps_a_plan_as_it_was_made(user, requirement):
    made = planned(requirement, user)
    with pytest.raises(ProgrammingError), transaction.atomic():
        SupervisionPlan.objects.update(aim="Another")
    made.pk, made.version = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)  # a second version that does not say why


def test_a_plan_is_due_after_fifteen_working_days_until_made_and_again_when_a_review_says_so(team, user, requirement):
    fresh = make_requirement(make_person(team, family_name="Fresh"), TODAY - timedelta(days=1))
    assert whys("supervision_plans", user) == {"Someone": "overdue"}
    (row,) = found("supervision_plans", user)
    assert row.due == supervision_plan_due(SENTENCED, on=TODAY).value
    planned(requirement, user, at=NOW - timedelta(hours=2))
    assert whys("supervision_plans", user) == {}
    record_review(
        requirement=requirement, review="first", on=TODAY, note="x", plan="change", by=user, at=NOW - timedelta(hours=1)
    )
    assert whys("supervision_plans", user) == {"Someone": "change"}
    planned(requirement, user, instead_of=1, why="The review", on=TODAY)
    assert whys("supervision_plans", user) == {}
    assert fresh.ended_on is None


@pytest.mark.parametrize(("made", "plan"), [(False, "stands"), (False, "change"), (True, "none"), (True, "?")])
def test_a_review_says_of_the_plan_only_what_is_so(user, requirement, made, plan):
    if made:
        planned(requirement, user)
    with pytest.raises(Refused) as refused:
        record_review(requirement=requirement, review="first", on=TODAY, note="x", plan=plan, by=user, at=NOW)
    assert refused.value.field == "plan"
    assert not RequirementReview.objects.exists()


def test_whoever_works_without_contact_is_listed_from_the_first_session_and_by_the_plans_weeks(team, user, requirement):
    project = open_project(team)
    idle = make_requirement(make_person(team, family_name="Idle"), SENTENCED)
    someone = requirement.sentence.person
    past(project, (someone, requirement), user, TODAY - timedelta(days=28), "ATTC")
    assert whys("contact", user) == {}  # the last day of the four weeks
    past(project, (someone, requirement), user, TODAY - timedelta(days=29), "ATTC")
    assert whys("contact", user) == {"Someone": "never"}
    contact(someone, user, TODAY - timedelta(days=20))
    assert whys("contact", user) == {}
    planned(requirement, user)  # every two weeks
    assert whys("contact", user) == {"Someone": "plan"}
    contact(someone, user, TODAY - timedelta(days=14))
    assert whys("contact", user) == {}
    assert idle.ended_on is None


def test_contact_before_the_sentence_and_a_missed_session_count_for_nothing(team, user, requirement):
    someone = requirement.sentence.person
    past(open_project(team), (someone, requirement), user, TODAY - timedelta(days=40), "UACP")
    assert whys("contact", user) == {}
    past(open_project(team), (someone, requirement), user, TODAY - timedelta(days=41), "ATTC")
    contact(someone, user, SENTENCED - timedelta(days=1))
    assert whys("contact", user) == {"Someone": "never"}


def test_an_appointment_counts_once_it_was_kept_and_a_message_never(team, user, requirement):
    someone = requirement.sentence.person
    past(open_project(team), (someone, requirement), user, TODAY - timedelta(days=40), "ATTC")
    appointing.contact(someone, TODAY - timedelta(days=8), "message", user=user)
    appointing.contact(someone, TODAY - timedelta(days=9), "telephone", "UACP", user=user)
    appointing.contact(someone, TODAY - timedelta(days=10), "check_in", user=user)
    mistaken = appointing.contact(someone, TODAY - timedelta(days=7), "office", user=user)
    ContactOutcome.objects.create(
        appointment=mistaken.appointment, replaces=mistaken, code="AAME", reason="Typed for another", recorded_at=NOW,
        recorded_by=user,
    )  # fmt: skip
    assert whys("contact", user) == {"Someone": "never"}
    appointing.contact(someone, TODAY - timedelta(days=11), "check_in", user=user, check_in_approved=True)
    assert whys("contact", user) == {}
    assert followed(requirement, TODAY).due.value == TODAY + timedelta(days=17)
    appointing.contact(someone, TODAY - timedelta(days=5), "office", user=user)
    assert followed(requirement, TODAY).due.value == TODAY + timedelta(days=23)


@pytest.mark.parametrize(
    ("way", "mode", "keeps"),
    [
        ("in_person", "video", False), ("in_person", "doorstep", True), ("video", "telephone", False),
        ("video", "office", True), ("telephone", "video", True), ("in_person", "check_in", False),
        ("telephone", "check_in", True),
    ],
)  # fmt: skip
def test_contact_is_kept_in_the_way_that_the_plan_says_or_nearer(team, user, requirement, way, mode, keeps):
    someone = requirement.sentence.person
    past(open_project(team), (someone, requirement), user, TODAY - timedelta(days=40), "ATTC")
    planned(requirement, user, contact_way=way, contact_weeks=3)
    appointing.contact(someone, TODAY - timedelta(days=2), mode, user=user, check_in_approved=mode == "check_in")
    assert whys("contact", user) == ({} if keeps else {"Someone": "plan"})
    last = TODAY - timedelta(days=2 if keeps else 40)
    assert followed(requirement, TODAY).due.value == last + timedelta(days=21)


def contact(person, user, on):
    draft = AppointmentDraft(person, london(on, 7), 10, "telephone")
    return record_contact(draft=draft, notes="Going well", by=user, at=NOW)


def test_a_contact_is_recorded_from_the_list_and_what_was_said_is_for_those_who_read_contact(
    client, team, user, requirement
):
    person = requirement.sentence.person
    past(open_project(team), (person, requirement), user, TODAY - timedelta(days=40), "ATTC")
    (row,) = found("contact", user)
    where = MONITORS["contact"].action.href(row)
    sent = posted(TODAY - timedelta(days=1), "day") | {"time": "7:15am", "minutes": 10, "mode": "doorstep"}
    assert b"Enter what was said" in client.post(where, sent).content
    client.post(where, sent | {"notes": "Likes the pruning"})
    assert found("contact", user) == []
    assert "Likes the pruning" in client.get(address(requirement)).content.decode()
    client.force_login(make_user("placement_coordinator", team))  # reads hours, and no contact
    page = client.get(address(requirement)).content.decode()
    assert "Doorstep" in page
    assert "Likes the pruning" not in page


def test_the_practitioner_reads_what_the_site_noted_and_others_do_not(client, team, user, requirement):
    person = requirement.sentence.person
    booking = past(
        open_project(team), (person, requirement), user, TODAY - timedelta(days=3), "ATTC", notes="Tools lost"
    )
    Concern.objects.create(
        person=person, appointment=booking.appointment, text="Came with a bruise", raised_at=NOW, raised_by=user
    )
    for where in (address(requirement), reverse("unpaid_work:person", args=[person.crn])):
        page = client.get(where).content.decode()
        assert "Tools lost" in page
        assert "Came with a bruise" in page
    client.force_login(make_user("case_administrator", team))
    page = client.get(address(requirement)).content.decode()
    assert "Tools lost" not in page
    assert "Came with a bruise" not in page


def test_somebody_of_limited_access_is_on_neither_list(team, user, requirement):
    person = requirement.sentence.person
    past(open_project(team), (person, requirement), user, TODAY - timedelta(days=40), "ATTC")
    LimitedAccess.objects.create(crn=person.crn, kind="exclusion", username=user.username, reason="x", from_at=NOW)
    assert whys("supervision_plans", user) == whys("contact", user) == {}
