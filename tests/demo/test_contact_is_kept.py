"""The demonstration's practitioner has judged risk and kept contact, but for some."""

from datetime import UTC, datetime
from random import Random

import pytest

from amends.cases.models import RiskOfHarm
from amends.contacts.models import Appointment, ContactOutcome
from amends.contacts.queries.caseload import caseload
from amends.organisation.models import Office
from amends.policy.delivery_models import minimum_contact
from demo.contact import keep_contact, limit_offices
from tests.factories import make_allocation, make_person, make_requirement, make_staff, make_team, make_user

AT = datetime(2026, 6, 13, 9, tzinfo=UTC)  # a Saturday


@pytest.mark.django_db
def test_a_caseload_shows_people_in_time_overdue_and_not_judged():
    team = make_team("sentence_management")
    practitioner = make_user("practitioner", team, staff=make_staff(team, "po"))
    for _number in range(20):
        person = make_person(team)
        make_requirement(person)
        make_allocation(person, practitioner.staff)
    made = keep_contact(practitioner=practitioner, at=AT, random=Random(1))
    assert made == Appointment.objects.count() > 40
    assert {day.isoweekday() for day in Appointment.objects.values_list("starts_at__date", flat=True)} <= {
        1,
        2,
        3,
        4,
        5,
    }
    for each in Appointment.objects.select_related("person").prefetch_related("person__registrations"):
        flags = [registered.kind for registered in each.person.registrations.all()]
        risk, on = each.person.risks_of_harm.get().overall, each.starts_at.date()
        assert each.mode in minimum_contact(risk, flags=flags, on=on).value.modes
    over = Appointment.objects.filter(ends_at__lte=AT)
    assert ContactOutcome.objects.count() == over.count()
    assert 10 < RiskOfHarm.objects.count() < 20
    states = caseload(practitioner, practitioner.staff, AT.date(), AT).people
    assert {each.state for each in states} == {"owed", "risk_unknown"}
    assert {each.overdue for each in states if each.state == "owed"} == {True, False}


@pytest.mark.django_db
def test_the_practitioners_offices_take_few_people():
    team = make_team("sentence_management")
    practitioner = make_user("practitioner", team, staff=make_staff(team, "po"))
    office = Office.objects.create(pdu=team.pdu, code="bridge-house", name="Bridge House")
    limit_offices(practitioner=practitioner, by=make_user("head_of_pdu", team), at=AT)
    assert office.limits.get().slots == 3
