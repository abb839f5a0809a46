"""Planning a case: a draft begun from the plan before it, written objective by objective, and signed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.form_specs import PLAN_PARTS
from amends.cases.models import (
    Assessment,
    CasePlan,
    FitAnswer,
    Person,
    PlanAction,
    PlanLookBack,
    PlanObjective,
    Registration,
    RiskOfHarm,
    Sentence,
)
from amends.cases.models.assessment import AREAS
from amends.cases.models.plan import PARTS
from amends.cases.operations.assessments import same_words
from amends.cases.operations.refused import CasePlanRefused
from amends.cases.queries.order_fit import SentenceFit, fits
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground
from amends.organisation.ranges import current
from amends.policy.assessment_due import contingency_needed
from amends.policy.decision import Decision

GOES_ON = (PlanLookBack.Result.PARTLY, PlanLookBack.Result.NOT_YET)


@dataclass(frozen=True)
class ObjectiveDraft:
    """An objective, for a need area or a group at risk. `still_true`: its earlier words were read again, and stand."""

    priority: int
    change: str
    area: str = ""
    risk_group: str = ""
    still_true: bool = False


@dataclass(frozen=True)
class ActionDraft:
    """What is to be done, by whom, by when and how."""

    what: str
    by_whom: str
    by_date: date
    how: str


@dataclass(frozen=True)
class FitAnswerDraft:
    """What is done where a sentence asks more than fits its time, and why."""

    answer: str
    reason: str


@transaction.atomic
def begin_plan(*, person: Person, by: User, at: datetime) -> CasePlan:
    """Begin a draft that follows the plan signed last. Nothing of that is copied but what is said to go on.

    Raises CasePlanRefused where there is a draft already, no assessment is signed, or the record was merged.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if person.merged_into_id:
        raise CasePlanRefused(_("This record has been merged into another. Use the record that was kept."))
    if CasePlan.objects.filter(person=person, signed_at=None).exists():
        raise CasePlanRefused(_("There is a draft already: go on with it"))
    if not Assessment.objects.filter(person=person, signed_at__isnull=False).exists():
        raise CasePlanRefused(_("A plan rests on an assessment: sign that first"))
    # A draft that stayed with a record merged into this one follows a plan that came over: that one has its follower.
    earlier = CasePlan.objects.filter(person=person, followed_by=None).order_by("signed_at").last()
    draft = CasePlan.objects.create(person=person, follows=earlier, begun_at=at, begun_by=by)
    audit.record(by, "begin plan", f"cases.caseplan {draft.pk}", crn=person.crn)
    return draft


@transaction.atomic
def look_back(
    *, plan: CasePlan, objective: PlanObjective, result: str, said: str, by: User, at: datetime
) -> PlanLookBack:
    """Say what came of an objective of the plan before. One that goes on becomes an objective of the draft, unread.

    Raises CasePlanRefused where the plan is signed, the objective is not of the plan before it, or nothing is said.
    """
    plan, grounds = _draft(plan), []
    if result not in PlanLookBack.Result.values:
        grounds.append(Ground(_("Select what came of it"), "result"))
    if not said.strip():
        grounds.append(Ground(_("Say what was achieved, or what stood in the way"), "said"))
    if objective.plan_id != plan.follows_id:
        grounds.append(Ground(_("This is no objective of the plan before")))
    if grounds:
        raise CasePlanRefused(grounds)
    known = PlanLookBack.objects.filter(plan=plan, objective=objective).first()
    row, _made = PlanLookBack.objects.update_or_create(
        plan=plan, objective=objective, defaults={"result": result, "said": said.strip()}
    )
    if result in GOES_ON and (known is None or known.result not in GOES_ON):
        PlanObjective.objects.create(
            plan=plan, place=_next_place(plan), priority=objective.priority, area=objective.area,
            risk_group=objective.risk_group, change=objective.change,
        )  # fmt: skip
    _tell(plan, by, {"objective": objective.pk})
    return row


@transaction.atomic
def write_objective(
    *, plan: CasePlan, draft: ObjectiveDraft, objective: PlanObjective | None = None, by: User, at: datetime
) -> PlanObjective:
    """Write an objective of a draft: a new one, last in turn, or one that it has. Raises CasePlanRefused."""
    plan, grounds = _draft(plan), []
    earlier = _words_before(plan)
    change = draft.change.strip()
    if draft.priority not in PlanObjective.Priority.values:
        grounds.append(Ground(_("Select how much it matters"), "priority"))
    if bool(draft.area) == bool(draft.risk_group) or not _known_for(draft):
        grounds.append(Ground(_("Select one need or one group at risk"), "for_what"))
    if not change:
        grounds.append(Ground(_("Say what is to change"), "change"))
    if draft.still_true and not any(same_words(change, words) for words in earlier):
        grounds.append(Ground(_("These are not the words of last time: untick that they are still true"), "still_true"))
    if objective is not None and objective.plan_id != plan.pk:
        grounds.append(Ground(_("This is no objective of the plan")))
    if grounds:
        raise CasePlanRefused(grounds)
    row = objective or PlanObjective(plan=plan, place=_next_place(plan))
    for name, value in (asdict(draft) | {"change": change}).items():
        setattr(row, name, value)
    row.save()
    _tell(plan, by, {"objective": row.pk})
    return row


@transaction.atomic
def move_objective(*, objective: PlanObjective, by: User, at: datetime) -> PlanObjective:
    """Let an objective of a draft take the turn of the one before it. The first stays. Raises CasePlanRefused."""
    plan = _draft(objective.plan)
    objective = PlanObjective.objects.get(pk=objective.pk)
    before = PlanObjective.objects.filter(plan=plan, place__lt=objective.place).order_by("place").last()
    if before is not None:
        before.place, objective.place = objective.place, before.place
        PlanObjective.objects.bulk_update([before, objective], ["place"])
    _tell(plan, by, {"objective": objective.pk, "place": objective.place})
    return objective


@transaction.atomic
def remove_objective(*, objective: PlanObjective, by: User, at: datetime) -> None:
    """Take an objective, with its actions, out of a draft. Raises CasePlanRefused."""
    plan = _draft(objective.plan)
    pk = objective.pk
    PlanObjective.objects.get(pk=pk).delete()
    _tell(plan, by, {"objective": pk, "removed": True})


@transaction.atomic
def add_action(*, objective: PlanObjective, draft: ActionDraft, by: User, at: datetime) -> PlanAction:
    """Add what is to be done for an objective of a draft.

    Raises CasePlanRefused: it says what and how, and is done from today on, while a sentence stands.
    """
    plan, on, grounds = _draft(objective.plan), localdate(at), []
    given = asdict(draft) | {"what": draft.what.strip(), "how": draft.how.strip()}
    for name, words in (("what", _("Say what is to be done")), ("how", _("Say how it is done"))):
        if not given[name]:
            grounds.append(Ground(words, name))
    if draft.by_whom not in PlanAction.ByWhom.values:
        grounds.append(Ground(_("Select who does it"), "by_whom"))
    last = last_day(plan.person, on)
    if draft.by_date < on:
        grounds.append(Ground(_("The day must be today or later"), "by_date"))
    elif last is not None and draft.by_date > last:
        words = _("The last sentence ends on %(day)s: choose that day or an earlier one")
        grounds.append(Ground(words % {"day": day(last)}, "by_date"))
    if grounds:
        raise CasePlanRefused(grounds)
    action = PlanAction.objects.create(objective=objective, **given)
    _tell(plan, by, {"action": action.pk})
    return action


@transaction.atomic
def remove_action(*, action: PlanAction, by: User, at: datetime) -> None:
    """Take an action out of a draft. Raises CasePlanRefused."""
    plan = _draft(action.objective.plan)
    pk = action.pk
    PlanAction.objects.get(pk=pk).delete()
    _tell(plan, by, {"action": pk, "removed": True})


@transaction.atomic
def write_part(
    *, plan: CasePlan, part: str, words: str, still_true: bool = False, by: User, at: datetime
) -> CasePlan:  # fmt: skip
    """Write one part of a draft. Without words of its own, but marked as still true, it takes the earlier ones.

    Raises CasePlanRefused where the plan is signed, or what is marked as still true is not what was written before.
    """
    plan = _draft(plan)
    if part not in PARTS:
        raise CasePlanRefused(_("There is no such part of a plan"))
    before = getattr(plan.follows, part) if plan.follows else ""
    words = words.strip() or (before if still_true else "")
    if still_true and not (before and same_words(words, before)):
        told = _("These are not the words of last time: untick that they are still true")
        raise CasePlanRefused([Ground(told if before else _("Nothing was written before"), "still_true")])
    setattr(plan, part, words)
    plan.read_again = [each for each in PARTS if (still_true if each == part else each in plan.read_again)]
    plan.save(update_fields=[part, "read_again"])
    _tell(plan, by, {"part": part})
    return plan


@transaction.atomic
def sign_plan(
    *, plan: CasePlan, minutes_left: Mapping[int, int], days_done: Mapping[int, int],
    answers: Mapping[int, FitAnswerDraft], by: User, at: datetime,
) -> CasePlan:  # fmt: skip
    """Sign a draft: it never changes after, and takes the place of the one before.

    `minutes_left` of unpaid work by requirement and `days_done` of activity by condition are what rooms above know, for
    the fit to the time left; `answers` by sentence, for each that asks too much. Raises CasePlanRefused with
    everything that is missing or not answered, and each copy that nobody marked as read.
    """
    plan, on = _draft(plan), localdate(at)
    over = [each for each in fits(plan.person, minutes_left, days_done, on) if not each.decision.value.fits]
    grounds = [*missing(plan, on), *_unanswered(over, answers)]
    if grounds:
        raise CasePlanRefused(grounds)
    FitAnswer.objects.bulk_create(
        FitAnswer(plan=plan, sentence=each.sentence, answer=answers[each.sentence.pk].answer,
                  reason=answers[each.sentence.pk].reason.strip(), counted=list(each.decision.steps))
        for each in over
    )  # fmt: skip
    plan.assessment = Assessment.objects.filter(person=plan.person_id, signed_at__isnull=False).latest("signed_at")
    plan.signed_at, plan.signed_by = at, by
    plan.save(update_fields=["assessment", "signed_at", "signed_by"])
    audit.record(by, "sign plan", f"cases.caseplan {plan.pk}", crn=plan.person.crn,
                 detail={"does_not_fit": [each.sentence.pk for each in over]})  # fmt: skip
    return plan


@transaction.atomic
def discard_plan(*, plan: CasePlan, by: User, at: datetime) -> None:
    """Throw a draft away, with all that was written in it. Raises CasePlanRefused where the plan is signed."""
    plan = _draft(plan)
    pk = plan.pk
    plan.delete()
    audit.record(by, "discard plan", f"cases.caseplan {pk}", crn=plan.person.crn)


def missing(plan: CasePlan, on: date) -> Iterator[Ground]:
    """Everything that keeps a draft from being signed, other than the time left."""
    objectives = list(plan.objectives.prefetch_related("actions"))
    if not objectives:
        yield Ground(_("There is no objective"))
    before = _words_before(plan)
    for each in objectives:
        if not each.actions.all():
            yield Ground(_("Nothing is to be done for the objective: %s") % each.change)
        if not each.still_true and any(same_words(each.change, words) for words in before):
            told = _("An objective is word for word as last time: read it, and say whether it is still true: %s")
            yield Ground(told % each.change)
    if plan.follows:
        told_of = set(plan.looks_back.values_list("objective", flat=True))
        for each in plan.follows.objectives.all():
            if each.pk not in told_of:
                yield Ground(_("Say what came of the earlier objective: %s") % each.change)
    yield from _missing_parts(plan, on)


def unread_part(plan: CasePlan, part: str) -> bool:
    """Whether a part stands word for word as last time, and nobody marked it as read and still true."""
    words, before = getattr(plan, part), getattr(plan.follows, part) if plan.follows else ""
    return bool(words and before) and part not in plan.read_again and same_words(words, before)


def contingency_of(person: Person, on: date) -> Decision[bool]:
    """Whether the person's plan must hold a contingency plan, by the risk judged last and what is registered."""
    judged = RiskOfHarm.objects.filter(person=person).first()
    registered = Registration.objects.filter(current(on), person=person).count()
    return contingency_needed(judged.overall.value if judged else None, registered, on=on)


def last_day(person: Person, on: date) -> date | None:
    """The last day of the sentence that ends last, of those that stand; None where one has no end, or none stands."""
    sentences = Sentence.objects.filter(Q(end_date=None) | Q(end_date__gt=on), person=person)
    ends = list(sentences.values_list("end_date", flat=True))
    known = [each for each in ends if each is not None]
    return date.fromordinal(max(known).toordinal() - 1) if known and len(known) == len(ends) else None


def _missing_parts(plan: CasePlan, on: date) -> Iterator[Ground]:
    asked = {
        "contact": _("Say how often contact is kept, and how"),
        "monitoring": _("Say how the risk is watched"),
        "interventions": _("Say what is done to lower the risk"),
        "victim_safety": _("Say how victims are kept safe"),
    }
    for part, words in asked.items():
        if not getattr(plan, part):
            yield Ground(words)
    if not plan.contingency and contingency_of(plan.person, on).value:
        yield Ground(_("Say what is done when risk rises: the risk, or a registration, calls for a contingency plan"))
    for part in PARTS:
        if unread_part(plan, part):
            told = _("%(part)s: word for word as last time: read it, and say whether it is still true")
            yield Ground(told % {"part": PLAN_PARTS[part][0]})


def _unanswered(over: list[SentenceFit], answers: Mapping[int, FitAnswerDraft]) -> Iterator[Ground]:
    for each in over:
        given = answers.get(each.sentence.pk)
        if given is None or given.answer not in FitAnswer.Answer.values:
            words = _("It does not fit the time left: say what is done about it")
            yield Ground(words, f"answer_{each.sentence.pk}")
        elif not given.reason.strip():
            yield Ground(_("Say why, and what exactly"), f"reason_{each.sentence.pk}")


def _draft(plan: CasePlan) -> CasePlan:
    found = CasePlan.objects.select_for_update(of=("self",)).select_related("person", "follows").get(pk=plan.pk)
    if found.signed_at:
        raise CasePlanRefused(_("This plan is signed: it never changes. Begin the next one."))
    return found


def _known_for(draft: ObjectiveDraft) -> bool:
    return draft.area in AREAS or draft.risk_group in RiskOfHarm.GROUPS


def _next_place(plan: CasePlan) -> int:
    return (PlanObjective.objects.filter(plan=plan).aggregate(last=Max("place"))["last"] or 0) + 1


def _words_before(plan: CasePlan) -> list[str]:
    return list(PlanObjective.objects.filter(plan=plan.follows_id).values_list("change", flat=True))


def _tell(plan: CasePlan, by: User, detail: Mapping[str, object]) -> None:
    audit.record(by, "write plan", f"cases.caseplan {plan.pk}", crn=plan.person.crn, detail=dict(detail))
