"""What pages about plans show at their fullest: a plan with scenarios and questions beside it."""

from datetime import timedelta

from django.utils import timezone

from amends.unpaid_work.models import Plan, PlanQuestion, PlanWish
from amends.unpaid_work.operations.plan_questions import (
    answer_question,
    ask_one_more,
    ask_price_of_wish,
    ask_prices,
)
from amends.unpaid_work.operations.plan_wishes import WishDraft
from amends.unpaid_work.operations.plans import make_plan, request_plan, request_plans
from amends.unpaid_work.queries.problem import ExtraSupervisors, Supposed
from amends.unpaid_work.queries.problem.happened import Happened
from tests.factories import make_team


def give_wishes(growth) -> None:
    """A wish about each of the people."""
    for number in range(growth.size):
        PlanWish.objects.create(
            team=growth.place.team, kind="prefer", person=growth.people[number][0], points=10 + number,
            reason="Asked for mornings", made_at=growth.now, made_by=growth.user,
        )  # fmt: skip


def give_plan(growth) -> Plan:
    """A real plan for the week after, ready to be decided on, asked for with those of other teams, which wait.

    Beside it a scenario and a re-plan of the same week; of the plan was asked all that may be asked of one.
    """
    monday = growth.monday + timedelta(weeks=1)
    asked = {"first_day": monday, "weeks": 1, "seconds": 1, "by": growth.user, "at": growth.now}
    others = [make_team(pdu=growth.place.team.pdu) for _ in range(growth.size)]
    plan = made(request_plans(teams=[growth.place.team, *others], **asked)[0])
    supposed = Supposed(cap_places=3, cap_from=monday, supervisors=ExtraSupervisors(1, like=growth.place.staff.code))
    made(request_plan(team=growth.place.team, supposed=supposed, **asked))
    absent = Happened("supervisor_absent", monday, code=growth.place.staff.code)
    made(request_plan(team=growth.place.team, happened=absent, **asked))
    ask = {"plan": plan, "seconds": 0, "by": growth.user, "at": growth.now}
    answered(ask_one_more(checked=1, **ask))
    answered(ask_prices(**ask))
    return plan


def give_question(growth, plan: Plan) -> PlanQuestion:
    """What it would cost if nobody were booked at a project."""
    draft = WishDraft("prefer", None, growth.place.project, None, -5000, "Asked to make room for the school")
    asked = ask_price_of_wish(plan=plan, draft=draft, seconds=0, by=growth.user, at=growth.now)
    return answered(asked)


def made(plan: Plan) -> Plan:
    """The plan, made as its job does."""
    make_plan(plan=plan.pk, clock=timezone.now)
    plan.refresh_from_db()
    assert plan.status == "ready", plan.message
    return plan


def answered(question: PlanQuestion) -> PlanQuestion:
    """The question, answered as its job does."""
    answer_question(question=question.pk, clock=timezone.now)
    question.refresh_from_db()
    assert question.status == "answered", question.message
    return question
