"""Plans of cases: which is in force, when one is due and why, and whether each need is met by a service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from amends.cases.models import Assessment, CasePlan, NeedService, Person, PlanAction, PlanLink, PlanObjective
from amends.cases.queries.assessments import (
    AssessmentDue,
    judged_risk,
    latest_needs,
    longest_first,
    new_information,
    with_assessment,
)
from amends.policy.assessment_due import first_plan_due, plan_review_due
from amends.policy.codes import choices

_NEW = "plan_"  # before the names of what is new since the plan was signed
_KINDS = ("new_check", "new_registration", "new_risk", "new_assessment")


@dataclass(frozen=True)
class Need:
    """A need area of the latest signed assessment, with what is planned and delivered for it."""

    area: str
    words: str
    severity: int
    planned: bool
    services: list[Any]

    @property
    def unmet(self) -> bool:
        """Whether it is severe and no service is going on or was completed."""
        return self.severity == 2 and not any(
            each.to_date is None or each.finished_as == NeedService.Finished.COMPLETED for each in self.services
        )


def plans() -> QuerySet[CasePlan]:
    """The plans of people whose record was not merged into another."""
    found = CasePlan.objects.filter(person__merged_into__isnull=True)
    return found.select_related("person__team__pdu", "signed_by", "begun_by", "follows", "agreement__recorded_by")


def whole_plans() -> QuerySet[CasePlan]:
    """The same with everything that is in each: a constant number of queries."""
    objectives = PlanObjective.objects.prefetch_related("actions")
    return plans().prefetch_related(
        Prefetch("objectives", objectives), "follows__objectives", "looks_back__objective", "fit_answers__sentence"
    )


def objectives() -> QuerySet[PlanObjective]:
    """The objectives of plans."""
    found = PlanObjective.objects.filter(plan__person__merged_into__isnull=True)
    return found.select_related("plan__person__team__pdu", "plan__follows")


def actions() -> QuerySet[PlanAction]:
    """What is to be done by plans."""
    found = PlanAction.objects.filter(objective__plan__person__merged_into__isnull=True)
    return found.select_related("objective__plan__person__team__pdu")


def services() -> QuerySet[NeedService]:
    """The services of people, with how many sessions of each there were (`held`) and were attended (`attended`)."""
    found = NeedService.objects.filter(person__merged_into__isnull=True).select_related("person__team__pdu")
    return found.annotate(held=Count("sessions"), attended=Count("sessions", filter=Q(sessions__attended=True)))


def versions(person: Person) -> list[tuple[int | None, CasePlan]]:
    """The person's plans, the latest first, each with its number from 1 by when it was signed; a draft has none."""
    found = list(plans().filter(person=person).order_by("signed_at"))  # a draft, without an instant, comes last
    numbered = [(number if each.signed_at else None, each) for number, each in enumerate(found, start=1)]
    return numbered[::-1]


def links(plan: CasePlan) -> QuerySet[PlanLink]:
    """The links made for the person to read the plan and answer, the latest first."""
    return PlanLink.objects.filter(plan=plan).select_related("issued_by").order_by("-issued_at")


def links_to_read() -> QuerySet[PlanLink]:
    """Links to plans, with everything that is in the plan."""
    return PlanLink.objects.prefetch_related(Prefetch("plan", whole_plans()))


def needs(person: Person, plan: CasePlan | None) -> list[Need]:
    """Every need of the assessment signed last, the severest first, and what a service was found for besides."""
    severities = latest_needs([person.pk]).get(person.pk, {})
    planned = set(plan.objectives.values_list("area", flat=True)) if plan else set()
    given: dict[str, list[Any]] = {}
    for each in services().filter(person=person):
        given.setdefault(each.area, []).append(each)
    found = [
        Need(area, words, severities.get(area, 0), area in planned, given.get(area, []))
        for area, words in choices("need") if severities.get(area, 0) or area in given
    ]  # fmt: skip
    return sorted(found, key=lambda need: -need.severity)


def with_plan(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    """People with all that decides when a plan is due, in the one query; `due` reads it."""
    about = {"person": OuterRef("pk")}
    signed = CasePlan.objects.filter(**about, signed_at__isnull=False).order_by("-signed_at")
    found = with_assessment(people, on).annotate(
        planned_at=Subquery(signed.values("signed_at")[:1]),
        plan_draft=Exists(CasePlan.objects.filter(**about, signed_at=None)),
    )
    later = Assessment.objects.filter(**about, signed_at__gt=OuterRef("planned_at")).order_by("signed_at")
    new = new_information("planned_at") | {"new_assessment": Subquery(later.values("signed_at")[:1])}
    return found.annotate(**{f"{_NEW}{name}": told for name, told in new.items()})


def due(person: Any, on: date) -> AssessmentDue:
    """When the plan of one of `with_plan` is to be signed or reviewed, and what is new since."""
    if person.began is None:
        return AssessmentDue(person, None)
    if person.planned_at is None:
        return AssessmentDue(person, first_plan_due(person.began, on=on))
    told: Mapping[str, datetime | None] = {name: getattr(person, f"{_NEW}{name}") for name in _KINDS}
    new = {name: localdate(at) for name, at in told.items() if at is not None}
    decision = plan_review_due(localdate(person.planned_at), judged_risk(person), list(new.values()), on=on)
    return AssessmentDue(person, decision, tuple(sorted(new)))


def all_due(people: Iterable[Any], on: date) -> list[AssessmentDue]:
    """Those of whom a plan is due, the longest due first."""
    return longest_first(due(person, on) for person in people)
