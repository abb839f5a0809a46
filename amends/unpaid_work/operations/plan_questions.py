"""Asking something of a plan that takes a job to answer; answering it; stopping."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from amends.cases.models import Person
from amends.faults import Faults
from amends.organisation import audit
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Plan, PlanQuestion, PlanWish
from amends.unpaid_work.operations.plan_wishes import WishDraft, record_wish, refuse_unless_planned
from amends.unpaid_work.operations.plans import PlanRefused, give_up_lost
from amends.unpaid_work.queries.plan_questions import ANSWERS, as_it_is_now, ground_of_plan, wish_of
from amends.unpaid_work.queries.plans import MADE

JOB = "amends.unpaid_work.jobs.answer_question"
_SECONDS_BETWEEN_WORDS = 1.0
_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def ask_one_more(*, plan: Plan, checked: int, seconds: int, by, at: datetime) -> PlanQuestion:
    """Ask what one more would buy; the best `checked` of each kind are planned again, `seconds` each.

    Raises PlanRefused where the plan is not made, or the same is being answered.
    """
    terms = {"checked": checked, "seconds": seconds}
    return _ask(plan, PlanQuestion.Kind.ONE_MORE, terms, None, by, at)


def ask_prices(*, plan: Plan, seconds: int, by, at: datetime) -> PlanQuestion:
    """Ask between what figures the prices of the wishes in force lie. Raises PlanRefused as `ask_one_more` does."""
    return _ask(plan, PlanQuestion.Kind.PRICES, {"seconds": seconds}, None, by, at)


def ask_price_of_wish(*, plan: Plan, draft: WishDraft, seconds: int, by, at: datetime) -> PlanQuestion:
    """Ask what a wish would cost, which is not made yet.

    Raises PlanRefused as `ask_one_more` does, Refused where the wish itself could not be made.
    """
    refuse_unless_planned(plan.team, draft, civil_date(at))
    terms = {
        "kind": draft.kind, "project": draft.project.code if draft.project else None, "points": draft.points,
        "date": draft.date.isoformat() if draft.date else None, "reason": draft.reason, "seconds": seconds,
    }  # fmt: skip
    return _ask(plan, PlanQuestion.Kind.WISH, terms, draft.person, by, at)


@transaction.atomic
def _ask(plan: Plan, kind: str, terms: Mapping[str, Any], person: Person | None, by, at: datetime) -> PlanQuestion:
    if plan.status not in MADE:
        raise PlanRefused(_("The plan is not ready"))
    give_up_lost(at=at)
    try:
        with transaction.atomic():
            question = PlanQuestion.objects.create(
                plan=plan, kind=kind, terms=terms, person=person, status=PlanQuestion.Status.QUEUED, requested_at=at,
                requested_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise PlanRefused(_("The same is being worked out for this plan already")) from error
    crn = person.crn if person else ""
    audit.record(by, "ask of plan", _subject(question), crn=crn, detail={"plan": plan.pk, "kind": kind})
    app.configure_task(JOB).defer(question=question.pk)
    return question


def answer_question(*, question: int, clock: Clock) -> None:
    """Answer the question with this id, if it still waits; what fails is left as a message on it.

    Asked to stop, it keeps what is worked out by then.
    """
    waiting = PlanQuestion.objects.filter(pk=question, status=PlanQuestion.Status.QUEUED)
    if not waiting.update(status=PlanQuestion.Status.RUNNING, at_work_at=clock(), message=""):
        return
    asked = PlanQuestion.objects.select_related("plan__team", "person", "requested_by").get(pk=question)
    try:
        _answer(asked, clock)
    except Faults as faults:
        _fail(asked, "; ".join(str(fault) for fault in faults.faults), clock())
    except Exception:
        _log.exception("question %s could not be answered", question)
        _fail(asked, _("It could not be worked out, through a fault of the service. The fault is logged."), clock())


@transaction.atomic
def stop_question(*, question: PlanQuestion, by, at: datetime) -> PlanQuestion:
    """Ask the job to stop, keeping what it has; one that waits is cancelled. Raises PlanRefused where it is over."""
    question = PlanQuestion.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if question.status == PlanQuestion.Status.QUEUED:
        question.status, question.finished_at = PlanQuestion.Status.CANCELLED, at
    elif question.status != PlanQuestion.Status.RUNNING:
        raise PlanRefused(_("It is not being worked out any more"))
    question.cancel_requested_at = at
    question.save(update_fields=["status", "finished_at", "cancel_requested_at"])
    audit.record(by, "stop question of plan", _subject(question))
    return question


@transaction.atomic
def record_wish_asked_about(*, question: PlanQuestion, by, at: datetime) -> PlanWish:
    """Make the wish whose price was asked for, once its price is known. Raises Refused as `record_wish` does."""
    if question.kind != PlanQuestion.Kind.WISH or question.status != PlanQuestion.Status.ANSWERED:
        raise PlanRefused(_("Its price is not worked out"))
    one = wish_of(question)
    draft = WishDraft(one.kind, one.person, one.project, one.date, one.points, one.reason)
    return record_wish(team=question.plan.team, draft=draft, by=by, at=at)


def _answer(question: PlanQuestion, clock: Clock) -> None:
    words = _Words(question, clock)
    ground = ground_of_plan(question.plan, on=civil_date(clock()))
    plan = as_it_is_now(question.plan, ground)
    answer = ANSWERS[PlanQuestion.Kind(question.kind)]
    result = answer(question, ground, plan, asked=words.stop_asked, tell=words.tell)
    at = clock()
    with transaction.atomic():
        running = PlanQuestion.objects.filter(pk=question.pk, status=PlanQuestion.Status.RUNNING)
        if running.update(
            status=PlanQuestion.Status.ANSWERED, progress=1.0, result=result, finished_at=at, at_work_at=at
        ):
            audit.record(question.requested_by, "answer question of plan", _subject(question))


class _Words:
    """Says that the job is at work and how far it is, and hears whether to stop, each at most once a second."""

    def __init__(self, question: PlanQuestion, clock: Clock) -> None:
        self._rows = PlanQuestion.objects.filter(pk=question.pk, status=PlanQuestion.Status.RUNNING)
        self._clock = clock
        self._next_hearing = 0.0
        self._stop = False

    def tell(self, share: float) -> None:
        """Write the share done."""
        self._rows.update(progress=min(1.0, share), at_work_at=self._clock())

    def stop_asked(self) -> bool:
        """Whether someone asked to stop, or the question was given up as lost."""
        if not self._stop and time.monotonic() >= self._next_hearing:
            self._next_hearing = time.monotonic() + _SECONDS_BETWEEN_WORDS
            self._stop = not self._rows.filter(cancel_requested_at=None).update(at_work_at=self._clock())
        return self._stop


def _fail(question: PlanQuestion, message: str, at: datetime) -> None:
    running = PlanQuestion.objects.filter(pk=question.pk, status=PlanQuestion.Status.RUNNING)
    running.update(status=PlanQuestion.Status.FAILED, message=message[:500], finished_at=at)


def _subject(question: PlanQuestion) -> str:
    return f"unpaid_work.planquestion {question.pk}"
