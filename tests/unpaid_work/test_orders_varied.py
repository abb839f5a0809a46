"""An order varied in the middle of the work keeps its credit and its history; what no longer fits is shown."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from amends.cases.models import Requirement
from amends.cases.operations import ChangeDraft, change_requirement
from amends.contacts.models import ContactOutcome
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Plan, Unavailability
from amends.unpaid_work.operations.hours import reverse_adjustment
from amends.unpaid_work.operations.plans import make_plan, request_plan
from amends.unpaid_work.operations.replacements import carry_over, replace_requirement
from amends.unpaid_work.queries.conflicts import conflicts_of, plans_in_flight, varied_since
from amends.unpaid_work.queries.statement import account_of, lines_of, statement
from tests.factories import MONDAY, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_session, put_on
from tests.unpaid_work.ended_records import AT, DAY, ON, WORKED, Case
from tests.unpaid_work.hours_records import any_day_supervisor, open_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user("senior", make_team())


@pytest.fixture
def case(by):
    return Case(by.grants.get().team, by, ordered=6, done=2, coming=4)


def changed(case, minutes: int = 0, last_day: date | None = None) -> None:
    draft = ChangeDraft(ON, minutes, "Varied by the court", last_day)
    change_requirement(requirement=case.requirement, draft=draft, by=case.by, at=AT)


def against(case) -> dict[date, list[str]]:
    return {
        each.booking.session.date: [reason.rule for reason in each.reasons] for each in conflicts_of(case.person, AT)
    }


def test_where_all_fits_nothing_is_shown(case):
    assert against(case) == {}


def test_hours_removed_leave_the_credit_and_show_the_bookings_beyond_what_remains(case):
    before = statement(case.requirement)
    changed(case, -2 * DAY)
    after = statement(case.requirement)
    assert after.credited_sessions == before.credited_sessions == 2 * DAY
    assert [(line.on, line.credited) for line in lines_of(account_of(case.requirement)) if line.sessions] == [
        (WORKED, DAY), (WORKED + timedelta(days=1), DAY)
    ]  # fmt: skip
    assert after.remaining == 2 * DAY
    assert against(case) == {MONDAY + timedelta(days=number): ["booking_hours_covered"] for number in (2, 3)}
    changed(case, 2 * DAY)
    assert against(case) == {}


def test_a_last_day_moved_forward_shows_the_bookings_after_it(case):
    changed(case, last_day=MONDAY + timedelta(days=1))
    assert against(case) == {MONDAY + timedelta(days=number): ["booking_past_last_day"] for number in (2, 3)}


def test_days_no_longer_allowed_are_shown(case):
    Unavailability.objects.create(
        person=case.person, from_date=MONDAY, to_date=MONDAY + timedelta(days=1), reason="New job on Mondays"
    )
    assert against(case) == {MONDAY: ["booking_away"]}


def test_a_requirement_that_ended_shows_what_is_still_booked_on_it(case):
    Requirement.objects.filter(pk=case.requirement.pk).update(ended_on=ON, ended_as="expired")
    assert set(against(case)) == {MONDAY + timedelta(days=number) for number in range(4)}
    assert all("booking_requirement_ended" in rules for rules in against(case).values())


def test_a_requirement_replaced_carries_its_credit_over_and_its_bookings_as_far_as_they_fit(case):
    before = lines_of(account_of(case.requirement))
    made = replace_requirement(requirement=case.requirement, ordered_minutes=5 * DAY, on=ON, by=case.by, at=AT)
    stated = statement(made.requirement)
    assert (made.carried, stated.adjustments, stated.remaining) == (2 * DAY, 2 * DAY, 3 * DAY)
    assert lines_of(account_of(case.requirement)) == before
    case.requirement.refresh_from_db()
    assert (case.requirement.ended_as, made.requirement.replaces) == ("replaced", case.requirement)
    assert case.standing_bookings() == [(MONDAY + timedelta(days=n), made.requirement.pk) for n in range(3)]
    assert [each.session.date for each in made.released.freed] == [MONDAY + timedelta(days=3)]
    assert against(case) == {}
    with pytest.raises(Refused, match="ended already"):
        replace_requirement(requirement=case.requirement, ordered_minutes=DAY, on=ON, by=case.by, at=AT)


def corrected(case, minutes: int) -> None:
    """The first session of the earlier requirement was longer, or shorter, than recorded."""
    held = ContactOutcome.objects.filter(appointment__booking__requirement=case.requirement).earliest("pk")
    ContactOutcome.objects.create(
        appointment=held.appointment, code="ATTC", started_at=held.started_at, replaces=held, reason="Wrong time",
        finished_at=held.finished_at + timedelta(minutes=minutes), recorded_at=AT, recorded_by=case.by,
    )  # fmt: skip


@pytest.mark.parametrize(("minutes", "told"), [(30, "30m more than"), (-60, "1h less than")])
def test_a_later_correction_to_a_requirement_replaced_is_shown_until_it_is_carried_over(client, by, minutes, told):
    case = Case(by.grants.get().team, by, ordered=6, done=2)
    made = replace_requirement(requirement=case.requirement, ordered_minutes=5 * DAY, on=ON, by=by, at=AT).requirement
    client.force_login(by)
    page = f"/unpaid-work/people/{case.person.crn}"
    assert "was corrected since" not in client.get(page).content.decode()
    corrected(case, minutes)
    shown = client.get(page).content.decode()
    assert f"it credits {told} was carried over" in shown
    assert f"{page}/requirements/{made.pk}/carry-over" in shown
    client.post(f"{page}/requirements/{made.pk}/carry-over")
    assert statement(made).remaining == 5 * DAY - 2 * DAY - minutes
    assert "was corrected since" not in client.get(page).content.decode()
    with pytest.raises(Refused, match="is carried over"):
        carry_over(requirement=made, by=by, at=AT)
    entry = made.adjustments.get(minutes=minutes)
    reverse_adjustment(adjustment=entry, note="Recorded twice", by=by, at=AT)
    assert "was corrected since" in client.get(page).content.decode()


def test_an_order_that_ended_frees_its_bookings_the_moment_it_is_entered(client, by):
    today = timezone.localdate()
    case = Case(by.grants.get().team, by, ordered=6, done=1)
    type(case.assessment).objects.filter(pk=case.assessment.pk).update(to_date=today + timedelta(days=90))
    days = [today + timedelta(days=number) for number in (1, 2, 3)]
    project = open_project(case.team)
    for day in days:
        session = make_session(project, day, any_day_supervisor(case.team))
        put_on(session, (case.person, case.requirement, case.assessment), by)
    later = make_requirement(case.person, today, ordered_minutes=DAY)
    client.force_login(by)
    address = f"/unpaid-work/people/{case.person.crn}/requirements/{case.requirement.pk}/end"
    assert "Sessions to come on this requirement" in client.get(address).content.decode()
    on = {"ended_on_day": today.day, "ended_on_month": today.month, "ended_on_year": today.year}
    shown = client.post(address, on | {"ended_as": "revoked"}, follow=True).content.decode()
    assert "1 session to come works off the next requirement. 2 sessions to come are cancelled" in shown
    assert case.standing_bookings() == [(days[0], later.pk)]
    case.requirement.refresh_from_db()
    assert (case.requirement.ended_as, case.requirement.ended_on) == ("revoked", today)
    assert "has ended already" in client.get(address).content.decode()


@pytest.mark.parametrize("minutes", [0, 18_001])
def test_a_replacement_that_cannot_be_leaves_all_as_it_was(case, minutes):
    with pytest.raises(Refused):
        replace_requirement(requirement=case.requirement, ordered_minutes=minutes, on=ON, by=case.by, at=AT)
    assert len(case.standing_bookings()) == 4
    assert Requirement.objects.filter(sentence__person=case.person).count() == 1


def test_the_persons_page_names_the_conflicts(client, by):
    today = timezone.localdate()
    case = Case(by.grants.get().team, by, ordered=2, done=1)
    type(case.assessment).objects.filter(pk=case.assessment.pk).update(to_date=today + timedelta(days=90))
    project = open_project(case.team, name="Canal towpath")
    for number in (1, 2):
        session = make_session(project, today + timedelta(days=number), any_day_supervisor(case.team))
        put_on(session, (case.person, case.requirement, case.assessment), by)
    client.force_login(by)
    address = f"/unpaid-work/people/{case.person.crn}"
    shown = BeautifulSoup(client.get(address).content, "html.parser")
    table = next(each for each in shown.select("table") if "Bookings in conflict" in each.text)
    assert "hours left are worked off" in table.text
    assert len(table.select("tbody tr")) == 1


def test_a_plan_made_before_the_change_is_named_and_says_so_before_it_is_confirmed(client, by):
    case = Case(by.grants.get().team, by, ordered=10, done=2, coming=2)
    planner = make_user("placement_coordinator", case.team, over="region")
    plan = request_plan(team=case.team, first_day=MONDAY, weeks=1, seconds=1, by=planner, at=AT)
    assert plans_in_flight(case.person) == [plan]  # it is being made
    make_plan(plan=plan.pk, clock=lambda: AT)
    plan.refresh_from_db()
    assert plan.status == Plan.Status.READY, plan.message
    booked = {"project": case.project.code, "date": MONDAY.isoformat(), "person": case.person.crn}
    if booked not in plan.result["bookings"]:
        plan.result["bookings"].append(booked)
        plan.save()
    assert plans_in_flight(case.person) == [plan]
    client.force_login(planner)
    for part in ("", "/apply"):
        assert "Changed since" not in client.get(f"/unpaid-work/plans/{plan.pk}{part}").content.decode()
    later = AT + timedelta(hours=1)
    draft = ChangeDraft(ON, -3 * DAY, "Varied by the court")
    change_requirement(requirement=case.requirement, draft=draft, by=case.by, at=later)
    assert [(each.person, each.what) for each in varied_since([case.person.pk], AT)] == [(case.person.pk, "court")]
    for part in ("", "/apply"):
        shown = client.get(f"/unpaid-work/plans/{plan.pk}{part}").content.decode()
        assert "Changed since the plan was asked for" in shown
        assert case.person.crn in shown
        assert "the court changed the hours" in shown
