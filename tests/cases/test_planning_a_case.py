"""The plan of a case: signed whole and read, never changed, fit to the time left or answered for, and due in time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from amends.cases.models import CasePlan, FitAnswer, PlanObjective, SentenceCondition
from amends.cases.operations import end_condition, merge_people, record_agency_check
from amends.cases.operations.need_services import (
    ReferralDraft,
    finish_service,
    record_service_session,
    refer,
    start_service,
)
from amends.cases.operations.plans import (
    ActionDraft,
    FitAnswerDraft,
    ObjectiveDraft,
    add_action,
    begin_plan,
    discard_plan,
    look_back,
    move_objective,
    remove_objective,
    sign_plan,
    write_objective,
    write_part,
)
from amends.cases.operations.refused import CasePlanRefused
from amends.cases.queries import plans as queries
from amends.cases.queries.finding import people
from amends.organisation.disclosure import Withheld, ruling
from amends.organisation.models import AuditEvent
from amends.policy.assessment_due import contingency_needed, first_plan_due, plan_review_due
from tests.factories import make_person, make_requirement, make_risk, make_user
from tests.house.world_of_assessments import make_signed
from tests.house.world_of_plans import PARTS, begun, signed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 10, 9, tzinfo=UTC)
LATER = AT + timedelta(days=30)


@pytest.fixture
def person(team, user):
    """Somebody assessed, of a low risk: no contingency plan is called for."""
    found = make_person(team)
    make_risk(found, "low", date(2026, 6, 2), recorded_by=user)
    make_signed(found, user, AT - timedelta(days=1))
    return found


def sign(plan, user, at=AT, answers=None, minutes_left=None):
    return sign_plan(plan=plan, minutes_left=minutes_left or {}, days_done={}, answers=answers or {}, by=user, at=at)


def refused(act) -> list[str]:
    """What was said against it: the field, or the words where there is none."""
    with pytest.raises(CasePlanRefused) as caught:
        act()
    return [ground.field or str(ground.words) for ground in caught.value.grounds]


def without(*parts):
    return {part: words for part, words in PARTS.items() if part not in parts}


def test_a_plan_rests_on_a_signed_assessment_and_there_is_one_draft(user, team, person):
    assert refused(lambda: begin_plan(person=make_person(team), by=user, at=AT))
    begin_plan(person=person, by=user, at=AT)
    assert refused(lambda: begin_plan(person=person, by=user, at=AT)) == ["There is a draft already: go on with it"]


def test_everything_that_is_missing_is_told_at_once(user, person):
    plan = begin_plan(person=person, by=user, at=AT)
    assert len(refused(lambda: sign(plan, user))) == 5  # an objective, and the four parts that are asked of every plan
    objective = write_objective(plan=plan, draft=ObjectiveDraft(1, "Be on time", "ete"), by=user, at=AT)
    (told,) = [each for each in refused(lambda: sign(plan, user)) if "objective" in each]
    assert told == "Nothing is to be done for the objective: Be on time"
    remove_objective(objective=objective, by=user, at=AT)
    assert not PlanObjective.objects.exists()


def test_the_database_refuses_a_plan_that_is_not_whole(user, person):
    plan = begin_plan(person=person, by=user, at=AT)
    with pytest.raises(IntegrityError, match="whole"), transaction.atomic():
        CasePlan.objects.filter(pk=plan.pk).update(
            signed_at=LATER, signed_by=user, assessment=person.assessments.get(), **PARTS
        )


def test_a_signed_plan_never_changes_nor_anything_in_it(user, person):
    plan = signed(person, user, AT)
    objective = plan.objectives.get()
    assert plan.assessment == person.assessments.get()
    changes = (
        lambda: CasePlan.objects.filter(pk=plan.pk).update(contact="Other"),
        lambda: CasePlan.objects.filter(pk=plan.pk).delete(),
        lambda: PlanObjective.objects.filter(pk=objective.pk).update(change="Other"),
        lambda: objective.actions.update(what="Other"),
        lambda: objective.actions.all().delete(),
        lambda: PlanObjective.objects.create(plan=plan, place=2, priority=1, area="drugs", change="x"),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert refused(lambda: write_part(plan=plan, part="contact", words="x", by=user, at=LATER))
    kept = make_person(person.team)
    merge_people(keep=kept, absorb=person, reason="Twice", by=make_user("senior", person.team), at=LATER)
    plan.refresh_from_db()
    assert plan.person == kept


def test_a_draft_can_be_discarded_and_another_begun_but_never_a_signed_plan(user, person):
    first = signed(person, user, AT)
    draft = begun(person, user, LATER)
    look_back(plan=draft, objective=first.objectives.get(), result="partly", said="Viewings", by=user, at=LATER)
    pk = draft.pk
    discard_plan(plan=draft, by=user, at=LATER)
    assert list(CasePlan.objects.filter(person=person)) == [first]
    told = AuditEvent.objects.get(action="discard plan")
    assert (told.crn, told.subject) == (person.crn, f"cases.caseplan {pk}")
    assert begin_plan(person=person, by=user, at=LATER).follows == first
    assert refused(lambda: discard_plan(plan=first, by=user, at=LATER))
    assert first.objectives.get().actions.exists()


def test_two_records_of_one_person_with_a_draft_each_can_be_merged(user, person):
    other = make_person(person.team)
    make_signed(other, user, AT)
    signed(other, user, AT)
    for each in (person, other):
        begin_plan(person=each, by=user, at=LATER)
    merge_people(keep=person, absorb=other, reason="Twice", by=make_user("senior", person.team), at=LATER)
    assert CasePlan.objects.filter(person=person, signed_at=None).count() == 1
    CasePlan.objects.filter(person=person, signed_at=None).delete()
    assert begin_plan(person=person, by=user, at=LATER).follows is None


@pytest.mark.parametrize(
    ("risk", "registrations", "needed"),
    [("low", 0, False), ("medium", 0, False), ("high", 0, True), ("very_high", 0, True), (None, 0, True),
     ("low", 1, True)],
)  # fmt: skip
def test_a_contingency_plan_is_needed_by_risk_and_registrations(risk, registrations, needed):
    assert contingency_needed(risk, registrations, on=AT.date()).value is needed


@pytest.mark.parametrize("level", ["high", "very_high"])
def test_without_a_contingency_plan_a_high_risk_is_not_planned_for(user, person, level):
    make_risk(person, level, date(2026, 6, 9), recorded_by=user)
    plan = begun(person, user, AT, parts=without("contingency"))
    (told,) = refused(lambda: sign(plan, user))
    assert "contingency" in told
    with pytest.raises(IntegrityError, match="contingency"), transaction.atomic():
        CasePlan.objects.filter(pk=plan.pk).update(signed_at=AT, signed_by=user, assessment=person.assessments.get())
    make_risk(person, "medium", date(2026, 6, 10), recorded_by=user)  # the judgement that stands is the latest
    assert sign(plan, user).signed_at == AT


def test_the_next_plan_looks_back_and_what_goes_on_is_read_again(user, person):
    earlier = signed(person, user, AT).objectives.get()
    new = {part: f"{words}, and more" for part, words in PARTS.items()}
    plan = begun(person, user, LATER, "Keep the tenancy", parts=new)
    assert refused(lambda: sign(plan, user, LATER)) == [
        "Say what came of the earlier objective: Find a place of my own"
    ]
    look_back(plan=plan, objective=earlier, result="partly", said="Two viewings", by=user, at=LATER)
    carried = plan.objectives.get(change=earlier.change)
    assert (carried.area, carried.still_true) == ("accommodation", False)
    action = ActionDraft("View the flat", "person", LATER.date(), "In person")
    add_action(objective=carried, draft=action, by=user, at=LATER)
    (told,) = refused(lambda: sign(plan, user, LATER))
    assert "word for word" in told
    with pytest.raises(IntegrityError, match="not read"), transaction.atomic():
        CasePlan.objects.filter(pk=plan.pk).update(signed_at=LATER, signed_by=user, assessment=person.assessments.get())
    read = ObjectiveDraft(1, earlier.change, "accommodation", still_true=True)
    write_objective(plan=plan, objective=carried, draft=read, by=user, at=LATER)
    assert sign(plan, user, LATER).follows_id == earlier.plan_id


def test_an_objective_that_is_achieved_or_dropped_does_not_go_on(user, person):
    earlier = signed(person, user, AT).objectives.get()
    plan = begin_plan(person=person, by=user, at=LATER)
    for result in ("achieved", "dropped"):
        look_back(plan=plan, objective=earlier, result=result, said="Has the keys", by=user, at=LATER)
    assert not plan.objectives.exists()
    look_back(plan=plan, objective=earlier, result="not_yet", said="Lost the keys", by=user, at=LATER)
    look_back(plan=plan, objective=earlier, result="partly", said="Found the keys", by=user, at=LATER)
    assert plan.objectives.count() == 1  # and it goes on once


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_an_unread_copy_is_not_signed_nor_by_the_database(user, person, part):
    signed(person, user, AT)
    copied = {each: f"{words}, and more" for each, words in PARTS.items()} | {part: f"  {PARTS[part].upper()} "}
    plan = begun(person, user, LATER, "Keep the tenancy", parts=copied)
    look_back(plan=plan, objective=plan.follows.objectives.get(), result="achieved", said="Yes", by=user, at=LATER)
    (told,) = refused(lambda: sign(plan, user, LATER))
    assert "word for word" in told
    with pytest.raises(IntegrityError, match="not read"), transaction.atomic():
        CasePlan.objects.filter(pk=plan.pk).update(signed_at=LATER, signed_by=user, assessment=person.assessments.get())
    write_part(plan=plan, part=part, words="", still_true=True, by=user, at=LATER)
    assert sign(plan, user, LATER).read_again == [part]


def test_what_is_not_as_it_was_cannot_be_marked_as_still_true(user, person):
    plan = begin_plan(person=person, by=user, at=AT)
    mark = {"plan": plan, "part": "contact", "still_true": True, "by": user, "at": AT}
    assert refused(lambda: write_part(words="Weekly", **mark)) == ["still_true"]
    draft = ObjectiveDraft(1, "All new", "drugs", still_true=True)
    assert refused(lambda: write_objective(plan=plan, draft=draft, by=user, at=AT)) == ["still_true"]


@pytest.mark.parametrize(("area", "group"), [("", ""), ("drugs", "staff"), ("nonsense", ""), ("", "nonsense")])
def test_an_objective_is_for_one_need_or_one_group_at_risk(user, person, area, group):
    plan, draft = begin_plan(person=person, by=user, at=AT), ObjectiveDraft(1, "x", area, group)
    assert refused(lambda: write_objective(plan=plan, draft=draft, by=user, at=AT)) == ["for_what"]


def test_objectives_have_their_turn(user, person):
    plan = begin_plan(person=person, by=user, at=AT)
    first, second, third = (
        write_objective(plan=plan, draft=ObjectiveDraft(1, words, "ete"), by=user, at=AT) for words in "abc"
    )
    move_objective(objective=third, by=user, at=AT)
    move_objective(objective=first, by=user, at=AT)  # the first stays
    assert [each.change for each in plan.objectives.all()] == ["a", "c", "b"]
    remove_objective(objective=third, by=user, at=AT)
    move_objective(objective=second, by=user, at=AT)
    assert [each.change for each in plan.objectives.all()] == ["b", "a"]


# The time left of the order


def order(person, end_date: date, sessions: int | None = None):
    requirement = make_requirement(person, date(2026, 6, 1))
    sentence = requirement.sentence
    sentence.end_date = end_date
    sentence.save()
    if sessions is None:
        return requirement
    return SentenceCondition.objects.create(
        sentence=sentence, kind="programme", amount=sessions, unit="sessions", from_date=date(2026, 6, 1)
    )


def test_an_action_is_done_while_a_sentence_stands(user, person):
    order(person, date(2026, 9, 1))
    plan = begun(person, user, AT)
    for day in (date(2026, 6, 9), date(2026, 9, 1)):  # yesterday; the first day after the order
        draft = ActionDraft("Ring", "person", day, "By telephone")
        act = {"objective": plan.objectives.get(), "draft": draft, "by": user, "at": AT}
        assert refused(lambda act=act: add_action(**act)) == ["by_date"]


def test_what_does_not_fit_the_time_left_must_be_answered_for(user, person):
    """30 sessions at two a week take 15 weeks; from 10 June to 8 September there are 13."""
    condition = order(person, date(2026, 9, 9), sessions=30)
    sentence, left = condition.sentence, dict.fromkeys(condition.sentence.requirements.values_list("pk", flat=True), 0)
    plan = begun(person, user, AT)
    assert refused(lambda: sign(plan, user, minutes_left=left)) == [f"answer_{sentence.pk}"]
    empty = {sentence.pk: FitAnswerDraft("extend", " ")}
    assert refused(lambda: sign(plan, user, answers=empty, minutes_left=left)) == [f"reason_{sentence.pk}"]
    answers = {sentence.pk: FitAnswerDraft("extend", "Six more weeks are asked of the court")}
    sign(plan, user, answers=answers, minutes_left=left)
    kept = FitAnswer.objects.get()
    assert (kept.answer, kept.sentence) == ("extend", sentence)
    assert any("30 sessions at 2 a week take 15 weeks: does not fit" in line for line in kept.counted)


def test_sessions_attended_and_hours_worked_are_no_longer_left(user, person):
    condition = order(person, date(2026, 9, 9), sessions=30)
    draft = ReferralDraft("thinking", "Thinking skills", date(2026, 6, 1), condition)
    service = refer(person=person, draft=draft, by=user, at=AT)
    start_service(service=service, started_on=date(2026, 6, 2), by=user, at=AT)
    for day, attended in ((2, True), (3, True), (4, False), (5, True), (8, True)):
        record_service_session(service=service, on=date(2026, 6, day), attended=attended, by=user, at=AT)
    plan = begun(person, user, AT)
    requirement = condition.sentence.requirements.get()
    (field,) = refused(lambda: sign(plan, user))  # 100 hours, counted as ordered, take 15 weeks
    assert field == f"answer_{condition.sentence.pk}"
    assert sign(plan, user, minutes_left={requirement.pk: 60}).signed_at  # 26 sessions left take 13 weeks


def test_what_is_no_longer_asked_need_not_fit(user, person):
    condition = order(person, date(2026, 9, 9), sessions=30)
    left = dict.fromkeys(condition.sentence.requirements.values_list("pk", flat=True), 0)
    end_condition(condition=condition, to_date=date(2026, 6, 9), by=user, at=AT)
    assert sign(begun(person, user, AT), user, minutes_left=left).signed_at


# When a plan is due


def due_of(person, on=date(2026, 7, 10)):
    return queries.due(queries.with_plan(people(), on).get(pk=person.pk), on)


def test_the_first_is_due_fifteen_working_days_from_the_start(user, person):
    assert due_of(person).decision is None
    make_requirement(person, date(2026, 6, 1))
    assert due_of(person).decision.value == date(2026, 6, 22)
    assert not due_of(person).overdue(date(2026, 6, 22)) and due_of(person).overdue(date(2026, 6, 23))


def test_new_information_and_a_new_assessment_call_for_a_review_until_one_is_signed(user, person):
    make_requirement(person, date(2026, 6, 1))
    answer = {"agency": "police_domestic_abuse", "checked_on": AT.date(), "by": user}
    record_agency_check(person=person, outcome="retrieved", summary="Before", at=AT - timedelta(hours=1), **answer)
    signed(person, user, AT)
    assert due_of(person).new == ()  # what was known when it was signed is not new
    assert due_of(person).decision.value == date(2027, 6, 9)  # twelve months, of a low risk
    record_agency_check(person=person, outcome="nothing_held", at=AT + timedelta(days=1), **answer)
    assert due_of(person).new == ()
    told = AT + timedelta(days=2)
    record_agency_check(person=person, outcome="retrieved", summary="A call-out", at=told, **answer)
    assert (due_of(person).new, due_of(person).decision.value) == (("new_check",), told.date())
    make_review(person, user, told + timedelta(days=1))
    assert due_of(person).new == ("new_assessment", "new_check")
    plan = begun(person, user, LATER, "Keep it", parts={part: f"{words}!!" for part, words in PARTS.items()})
    assert due_of(person).new  # a draft answers nothing
    look_back(plan=plan, objective=plan.follows.objectives.get(), result="achieved", said="Yes", by=user, at=LATER)
    sign(plan, user, LATER)
    assert due_of(person).new == ()


def make_review(person, user, at):
    return make_signed(person, user, at, "Moved in with a friend")


def test_who_is_due_is_found_in_one_query_however_many(user, team, django_assert_num_queries):
    for _each in range(5):
        make_requirement(make_person(team), date(2026, 3, 2))
    with django_assert_num_queries(1):
        assert len(queries.all_due(queries.with_plan(people(), AT.date()), AT.date())) == 5


_DAYS = st.integers(0, 5_000)


@given(signed=_DAYS, told=st.lists(_DAYS, max_size=3), more=_DAYS)
def test_more_risk_or_more_that_is_new_never_means_a_later_review(signed, told, more):
    signed_on, *new = (date(2015, 1, 1) + timedelta(days=number) for number in (signed, *told, more))
    by_risk = [
        plan_review_due(signed_on, risk, new[:-1], on=signed_on).value
        for risk in ("low", "medium", "high", "very_high", None)
    ]
    assert by_risk == sorted(by_risk, reverse=True)
    assert plan_review_due(signed_on, "low", new, on=signed_on).value <= by_risk[0]
    assert first_plan_due(signed_on, on=signed_on).value > signed_on


# Services for needs


def test_a_severe_need_without_a_service_is_shown_until_one_is_going_on(user, person):
    def unmet():
        return [need.area for need in queries.needs(person, None) if need.unmet]

    assert unmet() == []  # no need is severe
    make_signed(person, user, AT, "Using daily", severe="drugs")
    assert unmet() == ["drugs"]
    service = refer(person=person, draft=ReferralDraft("drugs", "Recovery", AT.date()), by=user, at=AT)
    assert unmet() == []
    finish_service(service=service, last_on=AT.date(), finished_as="refused", by=user, at=AT)
    assert unmet() == ["drugs"]


def test_a_service_goes_its_way_in_order(user, person):
    day = AT.date()
    service = refer(person=person, draft=ReferralDraft("drugs", "Recovery", day), by=user, at=AT)
    given = {"service": service, "by": user, "at": AT}
    assert refused(lambda: record_service_session(on=day, attended=True, **given)) == ["on"]  # not started
    assert refused(lambda: finish_service(last_on=day, finished_as="completed", **given)) == ["finished_as"]
    start_service(started_on=day, **given)
    record_service_session(on=day, attended=True, **given)
    assert refused(lambda: record_service_session(on=day, attended=False, **given)) == ["on"]  # once a day
    finish_service(last_on=day, finished_as="completed", **given)
    assert refused(lambda: start_service(started_on=day, **given))
    other = order(make_person(person.team), date(2027, 1, 1), sessions=10)
    draft = ReferralDraft("drugs", "Recovery", day, other)
    assert refused(lambda: refer(person=person, draft=draft, by=user, at=AT)) == ["condition"]


def test_how_victims_are_kept_safe_is_never_given_to_the_person():
    field = CasePlan._meta.get_field("victim_safety")
    assert ruling(CasePlan, field) == Withheld.VICTIM
    assert ruling(CasePlan, CasePlan._meta.get_field("contact")) is None
