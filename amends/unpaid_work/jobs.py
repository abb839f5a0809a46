"""Background jobs of unpaid work. Each calls one operation."""

from django.utils import timezone
from procrastinate.contrib.django import app

from amends.unpaid_work.operations import capacity, nominations, plan_questions, plans


@app.task(name=plans.JOB)
def make_plan(plan: int) -> None:
    """Make the plan that was asked for."""
    plans.make_plan(plan=plan, clock=timezone.now)


@app.task(name=plan_questions.JOB)
def answer_question(question: int) -> None:
    """Answer what was asked of a plan."""
    plan_questions.answer_question(question=question, clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="give_up_lost", pass_context=False)
def give_up_lost(timestamp: int) -> None:
    """Mark the plans, and the questions about them, whose worker is gone."""
    plans.give_up_lost(at=timezone.now())


@app.periodic(cron="30 4 * * 1")
@app.task(queueing_lock="publish_capacity", pass_context=False)
def publish_capacity(timestamp: int) -> None:
    """Publish every region's statement of capacity that is public, each Monday."""
    capacity.publish_statements(at=timezone.now())


@app.periodic(cron="40 4 * * *")
@app.task(queueing_lock="forget_nominators", pass_context=False)
def forget_nominators(timestamp: int) -> None:
    """Wipe who nominated work, once policy no longer keeps them."""
    nominations.forget_nominators(at=timezone.now())
