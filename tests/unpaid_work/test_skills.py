"""Certificates and what they are worth to matching, guided learning and its hours, the pre-placement session."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from amends.organisation.operations.refusal import Refused
from amends.policy.codes import codes
from amends.unpaid_work.models import Certificate, PrePlacement, SkillLearning, UnpaidWorkAssessment
from amends.unpaid_work.operations.skills import (
    CertificateDraft,
    end_learning,
    record_certificate,
    record_pre_placement,
    start_learning,
    withdraw_certificate,
)
from amends.unpaid_work.queries.skills import learning_of
from amends.unpaid_work.queries.skills_held import SkillsHeld
from tests.factories import MONDAY, make_assessment, make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.following import posted
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.watching import NOW, TODAY, past, whys

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "rules" / "skills_held.md"


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team, client):
    made = make_user("placement_coordinator", team, over="pdu")
    client.force_login(made)
    return made


def certificate(person, user, skill="cscs", first=MONDAY - timedelta(days=30), after=None):
    return record_certificate(
        person=person, draft=CertificateDraft(skill, "A card", first, after), by=user, at=NOW + timedelta(days=999)
    )


def held(assessment, on) -> list[str]:
    return sorted(UnpaidWorkAssessment.objects.annotate(held=SkillsHeld(on)).get(pk=assessment.pk).held)


def test_the_worked_example_of_the_rule(team, user):
    person = make_person(team)
    assessment = make_assessment(person, user, date(2025, 1, 6), skills=["cscs", "gardening"])
    certificate(person, user, "cscs", date(2025, 7, 1), date(2026, 7, 1))
    certificate(person, user, "first_aid", date(2026, 6, 1))
    rows = re.findall(r"^\| (\d+ \w+ \d{4}) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == 4
    for day, skills in rows:
        assert ", ".join(held(assessment, datetime.strptime(day, "%d %B %Y").date())) == skills


def test_the_database_lets_a_booking_rest_on_a_certificate_only_while_it_holds(team, user):
    ready = make_ready(team, user)
    session = make_session(make_project(team, skills_needed=["cscs"]), MONDAY)
    with pytest.raises(IntegrityError, match="booking_skill"):
        _trial(session, ready, user)
    made = certificate(ready[0], user, after=MONDAY)
    with pytest.raises(IntegrityError, match="booking_skill"):
        _trial(session, ready, user)  # it runs out on the very day
    withdraw_certificate(certificate=made, why="Another's", by=user, at=NOW)
    certificate(ready[0], user, after=MONDAY + timedelta(days=1))
    put_on(session, ready, user)


def test_a_certificate_that_ran_out_outweighs_what_the_assessment_lists(team, user):
    ready = make_ready(team, user, assessment={"skills": ["cscs"]})
    session = make_session(make_project(team, skills_needed=["cscs"]), MONDAY)
    certificate(ready[0], user, after=MONDAY)
    with pytest.raises(IntegrityError, match="booking_skill"):
        _trial(session, ready, user)


def _trial(session, ready, user):
    with transaction.atomic():
        put_on(session, ready, user)


def test_a_certificate_is_recorded_shown_and_taken_back_on_its_page(client, team, user):
    person = make_person(team)
    page = reverse("unpaid_work:skills", args=[person.crn])
    new = reverse("unpaid_work:certificate_new", args=[person.crn])
    sent = posted(TODAY, "from_date") | posted(TODAY + timedelta(days=30), "last_day")
    client.post(new, sent | {"skill": "cscs", "title": "Green card", "number": "X 12"})
    made = Certificate.objects.get()
    assert (made.number, made.to_date) == ("X 12", TODAY + timedelta(days=31))
    assert "Runs out soon" in client.get(page).content.decode()
    again = client.post(new, sent | {"skill": "cscs", "title": "Green card"}).content.decode()
    assert "recorded already" in again
    client.post(reverse("unpaid_work:certificate_withdraw", args=[person.crn, made.pk]), {"why": "Not theirs"})
    assert "Green card" not in client.get(page).content.decode()


def test_the_hours_of_guided_learning_are_those_of_its_sessions(team, user):
    person = make_person(team)
    requirement = make_requirement(person, TODAY - timedelta(days=60))
    project, elsewhere = open_project(team), open_project(team)
    someone = (person, requirement)
    learning = start_learning(
        requirement=requirement, project=project, skill="gardening", aim="Pruning", by=user, at=NOW,
        from_date=TODAY - timedelta(days=20),
    )  # fmt: skip
    past(project, someone, user, TODAY - timedelta(days=21), "ATTC")  # the day before
    past(project, someone, user, TODAY - timedelta(days=20), "ATTC", penalty_minutes=30)
    past(project, someone, user, TODAY - timedelta(days=19), "UACP")
    past(elsewhere, someone, user, TODAY - timedelta(days=18), "ATTC")
    past(project, someone, user, TODAY - timedelta(days=17), "ATTC")
    end_learning(learning=learning, last_day_after=TODAY - timedelta(days=17), result="learned", by=user, at=NOW)
    (found,) = learning_of(person)
    assert found.minutes == 7 * 60 - 30
    with pytest.raises(Refused):
        end_learning(learning=learning, last_day_after=TODAY, result="left", by=user, at=NOW)
    assert SkillLearning.objects.get().result == "learned"


def test_an_induction_is_acknowledged_only_when_all_was_gone_through_and_leaves_the_list(team, user):
    person = make_person(team, family_name="New")
    requirement = make_requirement(person, TODAY - timedelta(days=60))
    booking = past(open_project(team, type="induction"), (person, requirement), user, TODAY - timedelta(days=5), "ATTC")
    assert whys("pre_placement", user) == {"New": "nothing"}
    everything = [code.code for code in codes("pre_placement")]
    given = {"booking": booking, "asked": "", "by": user, "at": NOW}
    with pytest.raises(Refused) as refused:
        record_pre_placement(covered=everything[1:], acknowledged_on=TODAY, **given)
    assert refused.value.field == "covered"
    record_pre_placement(covered=everything[1:], acknowledged_on=None, **given)
    assert whys("pre_placement", user) == {"New": "part"}
    record_pre_placement(covered=everything, acknowledged_on=TODAY, **given)
    assert whys("pre_placement", user) == {}
    assert PrePlacement.objects.get().covered == everything


def test_nobody_acknowledges_an_induction_they_were_not_at(client, team, user):
    person = make_person(team)
    someone = person, make_requirement(person, TODAY - timedelta(days=60))
    missed = past(open_project(team, type="induction"), someone, user, TODAY - timedelta(days=5), "UACP")
    covered = [code.code for code in codes("pre_placement")]
    sent = posted(TODAY, "acknowledged_on") | {"acknowledged": "yes", "covered": covered}
    page = client.post(reverse("unpaid_work:pre_placement", args=[missed.pk]), sent).content.decode()
    assert "does not say that the person was there" in page
    assert not PrePlacement.objects.exists()
