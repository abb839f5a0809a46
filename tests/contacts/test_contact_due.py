"""Contact due: owed under the model in force that day, planned and made, with the rule that says so."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.cases.models import Registration
from amends.contacts.models import ContactOutcome
from amends.contacts.operations.levels import return_to_model, set_contact_level
from amends.contacts.operations.refused import LevelRefused
from amends.contacts.queries.due import contact_due
from amends.organisation.models import RegionTier
from tests.contacts.appointing import AT, BEGAN, ON, appointment, contact, digital, supervised
from tests.factories import make_custody, make_person, make_requirement, make_risk, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("sentence_management")


def due(person, on=ON, **options):
    (found,) = contact_due([person], on=on, at=datetime.combine(on, time(9), UTC), **options)
    return found


def registered(person, kind):
    Registration.objects.create(person=person, kind=kind, from_date=BEGAN, review_date=date(2027, 1, 1))


def test_with_no_contact_the_days_run_from_the_start_of_supervision(team):
    found = due(supervised(team, "high"))
    assert (found.state, found.every_days, found.due_on) == ("owed", 7, date(2026, 6, 8))
    assert found.overdue and found.unplanned and found.last is None
    assert found.owed.rule == "minimum_contact" and found.owed.source


def test_a_contact_that_counts_moves_the_day_on_and_another_does_not(team):
    person = supervised(team, "high")
    contact(person, date(2026, 6, 5), "telephone")  # face to face is owed
    contact(person, date(2026, 6, 6), "office", code="UACP")  # did not come
    assert due(person).due_on == date(2026, 6, 8)
    assert due(person).last.mode == "telephone"
    contact(person, date(2026, 6, 4), "home")
    assert (due(person).due_on, due(person).overdue) == (date(2026, 6, 11), False)
    assert due(person, on=date(2026, 6, 11)).overdue is False
    assert due(person, on=date(2026, 6, 12)).overdue is True
    assert due(person, on=date(2026, 6, 3)).last is None  # as it stood on that day


@pytest.mark.parametrize(
    ("mode", "approved", "counts"),
    [("telephone", False, True), ("message", False, False), ("check_in", False, False), ("check_in", True, True)],
)
def test_messages_never_count_and_a_check_in_only_where_a_manager_approved_it(team, mode, approved, counts):
    person = supervised(team, "low")
    contact(person, date(2026, 6, 5), mode, check_in_approved=approved)
    assert due(person).due_on == date(2026, 6, 5 if counts else 1) + timedelta(days=28)
    assert due(person).made_by_mode() == {mode: 1}


def test_a_session_of_unpaid_work_is_not_contact_owed(team):
    person = supervised(team, "low")
    held = appointment(person, date(2026, 6, 5))
    type(held).objects.filter(pk=held.pk).update(kind="unpaid_work", mode="")
    ContactOutcome.objects.create(appointment=held, code="ATTC", started_at=held.starts_at, finished_at=held.ends_at,
                                  recorded_at=AT, recorded_by=make_user())  # fmt: skip
    assert due(person).last is None


def test_a_corrected_outcome_no_longer_counts(team):
    person = supervised(team, "high")
    first = contact(person, date(2026, 6, 5))
    ContactOutcome.objects.create(appointment=first.appointment, code="UACP", replaces=first, reason="Another man",
                                  recorded_at=AT, recorded_by=make_user())  # fmt: skip
    assert due(person).due_on == date(2026, 6, 8)


def test_registrations_decide_what_is_owed_to_a_medium_risk(team):
    person = supervised(team, "medium")
    assert due(person).owed.value.owed_mode is None
    assert due(person).face_to_face_due_on == BEGAN + timedelta(days=56)
    registered(person, "domestic_abuse")
    assert due(person).owed.value.owed_mode == "face_to_face"
    registered(person, "terrorism")
    assert due(person).every_days == 7


def test_the_tier_of_the_region_on_the_day_decides_the_model(team):
    person = supervised(team, "high", began=date(2020, 10, 1))
    region = team.pdu.region
    RegionTier.objects.create(region=region, tier="3", from_date=date(2020, 10, 14), to_date=date(2020, 11, 5))
    RegionTier.objects.create(region=region, tier="lockdown", from_date=date(2020, 11, 5), to_date=date(2020, 12, 3))
    models = {day: due(person, on=day).owed.value.model
              for day in (date(2020, 10, 13), date(2020, 10, 14), date(2020, 11, 5), date(2021, 1, 4))}  # fmt: skip
    assert list(models.values()) == ["recovery", "restricted", "restricted", "edm"]
    RegionTier.objects.create(region=region, tier="1", from_date=date(2020, 3, 1), to_date=date(2020, 10, 14))
    assert due(person, on=date(2020, 10, 13)).state == "no_rule"


def test_the_first_contact_after_release_is_face_to_face_within_a_week(team):
    person = make_person(team)
    make_custody(person, date(2026, 1, 5), release_date=date(2026, 6, 8))
    make_risk(person, "low")
    assert due(person, on=date(2026, 6, 7)).state == "custody"
    found = due(person)
    assert set(found.flags) == {"first_after_release", "licence"}
    assert (found.every_days, found.due_on) == (7, date(2026, 6, 15))
    contact(person, date(2026, 6, 9))
    assert due(person).flags == ("licence",)
    assert due(person).every_days == 28


def test_one_without_a_telephone_is_seen_face_to_face_until_that_lapses(team):
    person = supervised(team, "low")
    digital(person, ON - timedelta(days=89), device="none")
    assert due(person).owed.value.owed_mode == "face_to_face"
    assert due(person, on=ON + timedelta(days=1)).owed.value.owed_mode is None
    assert due(person, on=ON + timedelta(days=1)).access_lapsed


def test_what_cannot_be_told_is_said_and_never_read_as_low(team):
    person = supervised(team, risk="")
    assert (due(person).state, due(person).owed, due(person).due_on) == ("risk_unknown", None, None)


def test_nothing_is_owed_once_the_sentence_has_ended(team):
    person = supervised(team)
    person.sentences.update(end_date=ON)
    assert due(person).state == "not_supervised"
    assert due(person, on=ON - timedelta(days=1)).state == "owed"
    assert due(make_person(team)).state == "not_supervised"


@pytest.mark.parametrize(("days", "silent"), [(27, False), (28, True)])
def test_no_contact_in_the_previous_four_weeks(team, days, silent):
    person = supervised(team, began=date(2026, 1, 5))
    contact(person, ON - timedelta(days=days), "telephone")
    contact(person, ON - timedelta(days=1), "message", hour=15)
    assert due(person).no_contact is silent


def test_what_is_planned_must_count_and_come_in_time(team):
    person = supervised(team, "high", began=date(2026, 6, 5))  # due by the 12th
    appointment(person, date(2026, 6, 11), "telephone")
    appointment(person, date(2026, 6, 13))
    assert due(person).unplanned
    assert due(person).planned_by_mode() == {"telephone": 1, "office": 1}
    held = appointment(person, date(2026, 6, 12), hour=15)
    assert not due(person).unplanned
    held.cancelled_at = AT
    held.save()
    assert due(person).unplanned


def set_level(person, every_days, mode="any", may_lower=False, on=AT):
    return set_contact_level(person=person, every_days=every_days, mode=mode, reason="As discussed", by=make_user(),
                             owed=due(person).owed.value, may_lower=may_lower, at=on)  # fmt: skip


def test_a_practitioner_may_set_more(team):
    person = supervised(team, "low")
    assert set_level(person, 7, "face_to_face").less is False
    found = due(person)
    assert (found.every_days, found.modes) == (7, {"office", "home"})
    return_to_model(person=person, by=make_user(), at=AT)
    assert (due(person).level, due(person).every_days) == (None, 28)
    with pytest.raises(LevelRefused):
        return_to_model(person=person, by=make_user(), at=AT)


@pytest.mark.parametrize(("every_days", "mode"), [(8, "face_to_face"), (7, "doorstep"), (7, "any")])
def test_less_is_a_managers_decision(team, every_days, mode):
    person = supervised(team, "high")
    with pytest.raises(LevelRefused):
        set_level(person, every_days, mode)
    assert due(person).level is None
    assert set_level(person, every_days, mode, may_lower=True).less is True
    assert due(person).every_days == every_days


def test_more_that_was_set_never_holds_back_a_model_that_owes_more(team):
    person = supervised(team, "low")
    set_level(person, 14)
    make_risk(person, "high", ON)
    found = due(person)
    assert (found.every_days, found.modes) == (7, {"office", "home"})


@pytest.mark.parametrize(
    ("values", "field"), [({"every_days": 0}, "every_days"), ({"every_days": 91}, "every_days"),
                          ({"mode": "pigeon"}, "mode"), ({"reason": " "}, "reason")],
)  # fmt: skip
def test_contact_that_cannot_be_set_is_refused(team, values, field):
    person = supervised(team)
    given = {"every_days": 7, "mode": "any", "reason": "As discussed"} | values
    with pytest.raises(LevelRefused) as refused:
        set_contact_level(person=person, owed=due(person).owed.value, may_lower=True, by=make_user(), at=AT, **given)
    assert refused.value.field == field


def test_another_model_may_be_asked_what_it_would_owe(team):
    person = supervised(team, "high")
    assert due(person, model="edm").owed.value.owed_mode == "doorstep"
    assert due(person).owed.value.owed_mode == "face_to_face"


def test_a_caseload_costs_no_more_queries_than_one_person(team):
    def asked(people):
        with CaptureQueriesContext(connection) as queries:
            contact_due(people, on=ON, at=AT)
        return len(queries)

    people = [supervised(team, "medium") for _number in range(4)]
    for person in people:
        make_requirement(person)
        contact(person, date(2026, 6, 5))
        registered(person, "terrorism")
    assert asked(people) == asked(people[:1]) <= 13
