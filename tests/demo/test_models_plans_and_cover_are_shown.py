"""The demonstration shows own delivery models, plans at every step, people recorded twice, and who is to be covered."""

from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

from amends.cases.models import CasePlan, PersonMerge, PlanAgreement, PlanLink, PlanLookBack, SelfAssessment
from amends.cases.queries.finding import possible_duplicates
from amends.contacts.models import OwnDeliveryModel
from amends.contacts.queries.left_behind import left_behind
from amends.contacts.queries.own_models import weaker
from amends.policy.civil_time import civil_date
from demo.contact import keep_contact
from demo.managing import manage_cases
from demo.own_models import add_models
from demo.records import keep_records
from tests.factories import make_allocation, make_person, make_requirement, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def practitioner(team):
    return make_user("practitioner", team, staff=make_staff(team, "po", code="S1"))


@pytest.fixture
def senior(team):
    return make_user("senior", team, over="pdu")


def cases(team, holder, number: int) -> None:
    for _place in range(number):
        person = make_person(team)
        make_requirement(person, date(2024, 1, 8))
        make_allocation(person, holder)


def test_one_model_holds_and_one_that_asks_less_is_to_be_checked(team, senior):
    add_models(senior=senior, head=make_user("head_of_pdu", team, over="region"), at=timezone.now())
    agreed, draft = OwnDeliveryModel.objects.order_by("from_date")
    assert agreed.agreed_at and not weaker(agreed)
    assert draft.agreed_at is None and weaker(draft)


def test_plans_are_signed_under_review_in_draft_and_asked_about(team, practitioner):
    cases(team, practitioner.staff, 20)
    keep_contact(practitioner=practitioner, at=timezone.now(), random=Random(1))
    assert CasePlan.objects.filter(signed_at=None, follows=None).exists()
    assert PlanLookBack.objects.get().plan.signed_at is None
    assert PlanAgreement.objects.filter(link__isnull=False).count() == 1
    assert PlanLink.objects.filter(used_at=None, withdrawn_at=None).count() == 1
    assert SelfAssessment.objects.filter(used_at=None).count() == 1


def test_two_people_are_recorded_twice_and_one_of_the_records_is_merged(team, practitioner, senior):
    for _place in range(4):
        make_person(team)
    keeper = make_user("records_officer", team, over="region")
    head = make_user("head_of_pdu", team, over="region")
    keep_records(practitioner=practitioner, senior=senior, head=head, keeper=keeper, at=timezone.now())
    kept = PersonMerge.objects.get().kept
    (waits,) = type(kept).objects.filter(crn="Y800101")
    alike = possible_duplicates(
        senior, given_names=waits.given_names, family_name=waits.family_name, date_of_birth=waits.date_of_birth,
        besides=waits,
    )  # fmt: skip
    assert alike and waits.team == team


def test_people_of_an_officer_who_shields_are_seen_by_another_or_by_nobody_yet(team, practitioner, senior):
    for place in range(4):
        colleague = make_staff(team, "po", code=f"S{place + 2}")
        cases(team, colleague, 3)
    now = timezone.now()
    manage_cases(practitioner=practitioner, senior=senior, at=now, random=Random(1))
    rows = left_behind(senior, on=civil_date(now), at=now + timedelta(minutes=1))
    at_home = [row for row in rows if any(gap.home for gap in row.gaps)]
    seen_by = {row.person: (row.state, [cover.staff for cover in row.covers]) for row in at_home}
    assert sorted(seen_by.values(), key=str) == sorted(
        [("covered", [practitioner.staff]), ("open", []), ("open", [])], key=str
    )
