"""Completing a requirement: only once no hours remain; then everybody is told, and places are free again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from amends.cases.letters import as_issued
from amends.cases.operations import reopen_requirement
from amends.organisation.models import AuditEvent
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Completion, OrderDocument, RequirementOutcome
from amends.unpaid_work.operations.completions import complete_requirement, record_outcome
from amends.unpaid_work.operations.hours import AdjustmentDraft, adjust_hours
from amends.unpaid_work.queries.statement import statement
from tests.factories import MONDAY, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.ended_records import AT, DAY, ON, WORKED, Case
from tests.unpaid_work.hours_records import worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user("practitioner", make_team())


def said(letter: OrderDocument) -> str:
    told = as_issued(letter)
    rows = [cell for row in told.table for cell in row]
    return " ".join([*told.to, *told.reference, told.greeting, told.subject, *told.paragraphs, *rows])


def test_it_is_refused_while_a_minute_remains(by):
    case = Case(make_team(), by, ordered=2, done=2, coming=1)
    draft = AdjustmentDraft(case.requirement, ON, -1, "correction", "A minute too many")
    adjust_hours([draft], by=by, at=AT)
    with pytest.raises(Refused, match="remain to be worked"):
        complete_requirement(requirement=case.requirement, by=by, at=AT)
    case.requirement.refresh_from_db()
    assert case.requirement.ended_on is None
    assert not Completion.objects.exists()
    assert len(case.standing_bookings()) == 1


def test_it_ends_on_the_day_of_the_last_hours_and_frees_what_was_to_come(by):
    case = Case(make_team(), by, ordered=2, done=2, coming=3)
    made = complete_requirement(requirement=case.requirement, by=by, at=AT)
    case.requirement.refresh_from_db()
    last = WORKED + timedelta(days=1)
    assert (case.requirement.ended_on, case.requirement.ended_as) == (last, "completed")
    assert made.completion.on == last
    assert [booking.session.date for booking in made.released.freed] == [MONDAY + timedelta(days=n) for n in range(3)]
    assert case.standing_bookings() == []
    assert AuditEvent.objects.filter(action="cancel booking", crn=case.person.crn).count() == 3
    assert statement(case.requirement).remaining == 0


def test_the_person_is_told_in_their_language_and_the_court_with_the_statement(by):
    case = Case(make_team(), by, ordered=1, done=2, language="cy", given_names="Siân", family_name="O’Neill #x")
    made = complete_requirement(requirement=case.requirement, by=by, at=AT).completion
    person, court = said(made.letter), said(made.court_letter)
    assert "Rydych wedi cwblhau eich oriau" in person
    assert "sgwrs fer" in person  # an exit interview is asked for
    assert dict(as_issued(made.letter).table)["Wedi’u gweithio mewn sesiynau"] == "7h"
    assert as_issued(made.court_letter).to == ("Test Court",)
    assert "Siân O’Neill #x" in court
    # One session more than was ordered: it is credited as far as it counts, and the rest is a line of its own.
    assert dict(as_issued(made.court_letter).table)["Wedi’u gweithio y tu hwnt i’r hyn oedd yn cyfrif"]
    english = Case(make_team(), by, ordered=1, done=1)
    made = complete_requirement(requirement=english.requirement, by=by, at=AT).completion
    assert "short talk" in said(made.letter)
    assert "beyond" not in said(made.court_letter)


def test_what_was_booked_works_off_the_next_requirement_as_far_as_hours_are_left_there(by):
    case = Case(make_team(), by, ordered=1, done=1, coming=3)
    later = make_requirement(case.person, ordered_minutes=2 * DAY)
    made = complete_requirement(requirement=case.requirement, by=by, at=AT)
    assert [booking.session.date for booking in made.released.freed] == [MONDAY + timedelta(days=2)]
    assert case.standing_bookings() == [(MONDAY, later.pk), (MONDAY + timedelta(days=1), later.pk)]
    assert "other unpaid work" in said(made.completion.letter)


def test_a_requirement_worked_beside_another_is_completed_by_its_sessions(by):
    case = Case(make_team(), by, ordered=2, done=2)
    beside = make_requirement(case.person, ordered_minutes=2 * DAY, runs="concurrent")
    for requirement in (case.requirement, beside):
        complete_requirement(requirement=requirement, by=by, at=AT)
        assert statement(requirement).remaining == 0
    assert statement(case.requirement).remaining == 0


def test_it_is_completed_once_and_again_after_the_end_was_taken_back(by):
    case = Case(make_team(), by, ordered=1, done=1)
    complete_requirement(requirement=case.requirement, by=by, at=AT)
    with pytest.raises(Refused, match="ended already"):
        complete_requirement(requirement=case.requirement, by=by, at=AT)
    reopen_requirement(requirement=case.requirement, by=by, at=AT)
    complete_requirement(requirement=case.requirement, by=by, at=AT)
    assert Completion.objects.filter(requirement=case.requirement).count() == 2


def test_nothing_is_completed_by_what_the_court_took_away_alone(by):
    case = Case(make_team(), by, ordered=1, done=0)
    case.requirement.changes.create(on=ON, minutes=-DAY, reason="Resentenced", recorded_at=AT, recorded_by=by)
    with pytest.raises(Refused, match="No hours were credited"):
        complete_requirement(requirement=case.requirement, by=by, at=AT)


def test_what_is_not_said_of_the_order_is_not_known(by):
    case = Case(make_team(), by, ordered=1, done=1)
    complete_requirement(requirement=case.requirement, outcomes={"certificate": "yes"}, by=by, at=AT)
    held = RequirementOutcome.objects.get()
    assert (held.certificate, held.no_new_offence, held.into_work, held.volunteer) == ("yes", *["not_known"] * 3)
    record_outcome(requirement=case.requirement, outcomes={"into_work": "no"}, by=by, at=AT)
    held.refresh_from_db()
    assert (held.certificate, held.into_work) == ("yes", "no")
    with pytest.raises(Refused):
        record_outcome(requirement=case.requirement, outcomes={"into_work": ""}, by=by, at=AT)
    with pytest.raises(Refused):
        record_outcome(requirement=make_requirement(case.person), outcomes={}, by=by, at=AT)


def test_a_letter_kept_cannot_be_changed(by):
    case = Case(make_team(), by, ordered=1, done=1)
    complete_requirement(requirement=case.requirement, by=by, at=AT)
    letter = OrderDocument.objects.first()
    for change in ({"content": "{}"}, {"digest": "0" * 64}, {"template": "transfer"}):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            OrderDocument.objects.filter(pk=letter.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderDocument.objects.create(
            person=case.person, template="completed", language="en", content="x", digest="0" * 64, issued_at=AT,
            issued_by=by,
        )  # fmt: skip


def test_work_after_completion_stays_a_surplus(by):
    case = Case(make_team(), by, ordered=1, done=1)
    complete_requirement(requirement=case.requirement, by=by, at=AT)
    worked(make_project(case.team), case.requirement, WORKED + timedelta(days=3), by)
    stated = statement(case.requirement)
    assert (stated.remaining, sum(line.surplus for line in stated.lines)) == (0, DAY)
