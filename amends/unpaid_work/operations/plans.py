"""Asking for a plan, making it, stopping, and putting it aside. Applying one stands in `plan_application.py`."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from amends.faults import Faults
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import AnyOf, Cancelled, MaxSeconds
from amends.organisation import audit
from amends.organisation.models import Team
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Plan, PlanQuestion
from amends.unpaid_work.queries.attendance_report import together_of
from amends.unpaid_work.queries.plan_again import replanned
from amends.unpaid_work.queries.plan_result import result_of
from amends.unpaid_work.queries.problem import NOTHING, Supposed, ground_of
from amends.unpaid_work.queries.problem.happened import Happened

JOB = "amends.unpaid_work.jobs.make_plan"
_SECONDS_BETWEEN_WORDS = 1.0
MOST_POINTS_OF_COURSE = 60
_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


class PlanRefused(Refused):
    """A plan cannot be asked for, stopped, put aside or applied: it is not as the asker saw it."""


@transaction.atomic
def request_plan(
    *,
    team: Team,
    first_day: date,
    weeks: int,
    seconds: int,
    by,
    at: datetime,
    supposed: Supposed = NOTHING,
    happened: Happened | None = None,
    together: Plan | None = None,
) -> Plan:
    """Ask for a plan of the team's projects; its job begins when this is committed.

    One that supposes something is a scenario; one after something `happened` is a re-plan of what stands. `together`:
    the first of those asked for at once. Raises PlanRefused where `first_day` is no Monday, every day is past, or such
    a plan of some of these weeks is being made.
    """
    if first_day.isoweekday() != 1:
        raise PlanRefused(_("A plan begins on a Monday"))
    if first_day + timedelta(weeks=weeks) - timedelta(days=1) <= civil_date(at):
        raise PlanRefused(_("These weeks are past: a plan can only change days after today"))
    give_up_lost(at=at)
    kind = Plan.Kind.REPLAN if happened else Plan.Kind.SCENARIO if supposed.terms else Plan.Kind.PLAN
    if kind == Plan.Kind.PLAN and _planned_already([team], first_day, weeks):
        raise PlanRefused(_("A plan of these weeks is being made already"))
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                team=team, first_day=first_day, weeks=weeks, seconds=seconds, status=Plan.Status.QUEUED,
                requested_at=at, requested_by=by, kind=kind, terms=happened.terms if happened else supposed.terms,
                hypothetical=supposed.hypothetical(first_day), together=together,
            )  # fmt: skip
    except IntegrityError as error:
        raise PlanRefused(_("A plan from this Monday is being made already")) from error
    detail = {"first_day": first_day.isoformat(), "weeks": weeks} | ({str(kind): plan.terms} if plan.terms else {})
    audit.record(by, "request plan", _subject(plan), detail=detail)
    app.configure_task(JOB).defer(plan=plan.pk)
    return plan


@transaction.atomic
def request_plans(
    *, teams: Sequence[Team], first_day: date, weeks: int, seconds: int, by, at: datetime
) -> list[Plan]:  # fmt: skip
    """Ask for a plan of each team's projects, all of the same weeks: each has a job of its own.

    Raises PlanRefused as `request_plan` does; then none is asked for.
    """
    give_up_lost(at=at)
    busy = _planned_already(teams, first_day, weeks)
    if busy:
        raise PlanRefused(
            _("A plan of some of these weeks is being made already for: %(teams)s") % {"teams": ", ".join(busy)}
        )
    plans: list[Plan] = []
    for team in teams:
        first = plans[0] if plans else None
        plans.append(
            request_plan(team=team, first_day=first_day, weeks=weeks, seconds=seconds, by=by, at=at, together=first)
        )
    if plans:
        Plan.objects.filter(pk=plans[0].pk).update(together=plans[0])
        plans[0].together = plans[0]
    return plans


@transaction.atomic
def plan_team_again(*, plan: Plan, by, at: datetime) -> Plan:
    """Ask once more for a plan that failed or was cancelled, among those that it was asked for with.

    Raises PlanRefused where it did neither, and as `request_plan` does.
    """
    give_up_lost(at=at)
    plan = _locked(plan)
    if plan.status not in (Plan.Status.FAILED, Plan.Status.CANCELLED):
        raise PlanRefused(_("The plan did not fail"))
    return request_plan(
        team=plan.team, first_day=plan.first_day, weeks=plan.weeks, seconds=plan.seconds, by=by, at=at,
        together=plan.together,
    )  # fmt: skip


def make_plan(*, plan: int, clock: Clock) -> None:
    """Make the plan with this id, if it still waits; what fails is left as a message on it.

    Each word of progress is a transaction of its own, so that others read it while the plan is made.
    """
    waiting = Plan.objects.filter(pk=plan, status=Plan.Status.QUEUED)
    if not waiting.update(status=Plan.Status.RUNNING, at_work_at=clock(), message=""):
        return
    asked = Plan.objects.select_related("team", "requested_by").get(pk=plan)
    try:
        _make(asked, clock)
    except Faults as faults:
        _fail(asked, "; ".join(str(fault) for fault in faults.faults), clock())
    except Exception:
        _log.exception("plan %s could not be made", plan)
        _fail(asked, _("The plan could not be made, through a fault of the service. The fault is logged."), clock())


@transaction.atomic
def request_stop(*, plan: Plan, by, at: datetime) -> Plan:
    """Ask the job to stop, keeping the best plan so far; one that waits is cancelled. Raises PlanRefused."""
    plan = _locked(plan)
    if plan.status == Plan.Status.QUEUED:
        plan.status, plan.finished_at = Plan.Status.CANCELLED, at
    elif plan.status != Plan.Status.RUNNING:
        raise PlanRefused(_("The plan is not being made any more"))
    plan.cancel_requested_at = at
    plan.save(update_fields=["status", "finished_at", "cancel_requested_at"])
    audit.record(by, "stop plan", _subject(plan))
    return plan


def stop_plans(*, plans: Sequence[Plan], by, at: datetime) -> int:
    """Ask the jobs of many plans to stop; those that were finished meanwhile are left. Returns how many were asked."""
    asked = 0
    for plan in plans:
        try:
            request_stop(plan=plan, by=by, at=at)
        except PlanRefused:
            continue
        asked += 1
    return asked


@transaction.atomic
def put_aside(*, plan: Plan, by, at: datetime) -> Plan:
    """Decide against a plan that is ready. Raises PlanRefused where it is decided already."""
    plan = _locked(plan)
    refuse_unless_ready(plan)
    plan.status, plan.decided_at, plan.decided_by = Plan.Status.DISCARDED, at, by
    plan.save(update_fields=["status", "decided_at", "decided_by"])
    audit.record(by, "put plan aside", _subject(plan))
    return plan


def give_up_lost(*, at: datetime) -> int:
    """Mark as failed the plans, and the questions about them, whose job has said nothing for two minutes: its worker is
    gone. Returns how many."""
    lost = {"status": Plan.Status.RUNNING, "at_work_at__lt": at - Plan.LOST_AFTER}
    failed = {"status": Plan.Status.FAILED, "finished_at": at}
    plans = Plan.objects.filter(**lost).update(
        **failed, message=_("The job that made the plan stopped without a word. Ask for the plan again.")
    )
    return plans + PlanQuestion.objects.filter(**lost).update(
        **failed, message=_("The job that worked it out stopped without a word. Ask again.")
    )


def refuse_unless_ready(plan: Plan) -> None:
    """Raise PlanRefused, in words that fit, where the plan is not ready to be decided on."""
    if plan.status == Plan.Status.APPLIED:
        raise PlanRefused(_("The plan is applied already"))
    if plan.status == Plan.Status.DISCARDED:
        raise PlanRefused(_("The plan was put aside"))
    if plan.status != Plan.Status.READY:
        raise PlanRefused(_("The plan is not ready"))


def refuse_if_hypothetical(plan: Plan) -> None:
    """Raise PlanRefused where the plan rests on what does not exist."""
    if plan.hypothetical:
        raise PlanRefused(_("The plan rests on what does not exist, so it can only be compared"))


def _make(plan: Plan, clock: Clock) -> None:
    started = time.monotonic()
    supposed = Supposed.of(plan.terms) if plan.kind == Plan.Kind.SCENARIO else NOTHING
    ground = ground_of(plan.team, plan.first_day, plan.weeks, on=civil_date(clock()), supposed=supposed)
    words = _Words(plan, clock, started)
    stop = AnyOf(MaxSeconds(plan.seconds), Cancelled(words.stop_asked))
    if plan.kind == Plan.Kind.REPLAN:
        ground, result = replanned(ground, Happened.of(plan.terms), stop=stop, seed=plan.seed)
    else:
        result = solve(ground.problem, stop=stop, seed=plan.seed, progress=words.tell)
    seconds = time.monotonic() - started
    together = together_of(plan.team.pdu_id, ground.horizon.on)
    kept = result_of(ground, result, seconds=seconds, together=together)
    with transaction.atomic():
        running = Plan.objects.filter(pk=plan.pk, status=Plan.Status.RUNNING)
        finished = running.update(
            status=Plan.Status.READY,
            progress=1.0,
            score=result.score,
            bound=result.bound,
            result=kept,
            course=words.course_to(result.score, result.bound),
            finished_at=clock(),
            at_work_at=clock(),
        )
        if finished:
            detail = {"sessions": len(result.plan.sessions), "bookings": len(result.plan.bookings)}
            audit.record(plan.requested_by, "make plan", _subject(plan), detail=detail)


class _Words:
    """Writes how far the plan is, and hears whether to stop, each at most once a second.

    The course is thinned out as it grows, evenly: however long the search, it has a bounded number of points.
    """

    def __init__(self, plan: Plan, clock: Clock, started: float) -> None:
        self._rows = Plan.objects.filter(pk=plan.pk, status=Plan.Status.RUNNING)
        self._clock = clock
        self._started = started
        self._next_word = self._next_hearing = self._next_point = 0.0
        self._seconds_between_points = _SECONDS_BETWEEN_WORDS
        self._course: list[list[float]] = []
        self._stop = False

    def tell(self, score: float, bound: float, share: float) -> None:
        """Write score, bound and share done."""
        now = time.monotonic()
        if now < self._next_word:
            return
        self._next_word = now + _SECONDS_BETWEEN_WORDS
        if now >= self._next_point:
            self._mark(now, score, bound)
        self._rows.update(
            score=score, bound=bound, progress=min(1.0, max(0.0, share)), course=self._course, at_work_at=self._clock()
        )

    def course_to(self, score: float, bound: float) -> list[list[float]]:
        """The course of the search, and where it came to."""
        self._mark(time.monotonic(), score, bound)
        return self._course

    def _mark(self, now: float, score: float, bound: float) -> None:
        if len(self._course) >= MOST_POINTS_OF_COURSE:
            self._course = self._course[::2]
            self._seconds_between_points *= 2
        self._next_point = now + self._seconds_between_points
        self._course.append([round(now - self._started, 1), round(score, 1), round(bound, 1)])

    def stop_asked(self) -> bool:
        """Whether someone asked to stop, or the plan was given up as lost."""
        if not self._stop and time.monotonic() >= self._next_hearing:
            self._next_hearing = time.monotonic() + _SECONDS_BETWEEN_WORDS
            asked = list(self._rows.values_list("cancel_requested_at", flat=True))
            self._stop = not asked or asked[0] is not None
        return self._stop


def _fail(plan: Plan, message: str, at: datetime) -> None:
    running = Plan.objects.filter(pk=plan.pk, status=Plan.Status.RUNNING)
    running.update(status=Plan.Status.FAILED, message=message[:500], finished_at=at)


def _planned_already(teams: Sequence[Team], first_day: date, weeks: int) -> list[str]:
    """The names of the teams for which a plan of some of these weeks is under way. Others must wait for the answer."""
    keys = [team.pk for team in teams]
    list(Team.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    end = first_day + timedelta(weeks=weeks)
    under_way = Plan.objects.filter(
        team__in=keys, kind=Plan.Kind.PLAN, status__in=[Plan.Status.QUEUED, Plan.Status.RUNNING], first_day__lt=end
    )
    rows = under_way.values_list("team__name", "first_day", "weeks")
    return sorted({name for name, first, count in rows if first + timedelta(weeks=count) > first_day})


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _subject(plan: Plan) -> str:
    return f"unpaid_work.plan {plan.pk}"
