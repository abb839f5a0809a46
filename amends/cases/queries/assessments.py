"""Assessments of people: what changed since the last, when the next is due, and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from amends.cases.models import (
    AgencyCheck,
    AssessedArea,
    Assessment,
    CaseAllocation,
    Person,
    Registration,
    ReturnToCustody,
    RiskOfHarm,
    SelfAssessment,
    SelfAssessmentReply,
    Sentence,
)
from amends.cases.operations.assessments import same_words, unread_copy
from amends.cases.timeline import day_at
from amends.organisation.ranges import current
from amends.policy.assessment_due import assessment_review_due, initial_assessment_due
from amends.policy.codes import choices
from amends.policy.decision import Decision


@dataclass(frozen=True)
class AreaChange:
    """One area beside what was written of it last time."""

    area: str
    words: str
    now: AssessedArea | None
    before: AssessedArea | None

    @property
    def state(self) -> str:
        """missing, new, unread (word for word, and not marked), carried (word for word, read) or changed."""
        if self.now is None:
            return "missing"
        if self.before is None:
            return "new"
        if unread_copy(self.now, {self.area: self.before}):
            return "unread"
        same = same_words(self.now.analysis, self.before.analysis)
        return "carried" if same and self.now.severity == self.before.severity else "changed"


@dataclass(frozen=True)
class AssessmentDue:
    """When a person is next to be assessed, by which rule, and what is new; `decision` None: nothing is owed."""

    person: Any
    decision: Decision[date] | None
    new: tuple[str, ...] = ()

    def overdue(self, on: date) -> bool:
        """Whether its last day is past; new information is overdue from the day after it came."""
        return self.decision is not None and self.decision.value < on


def assessments() -> QuerySet[Assessment]:
    """The assessments of people whose record was not merged into another, with their areas."""
    found = Assessment.objects.filter(person__merged_into__isnull=True)
    return found.select_related("person__team__pdu", "signed_by", "begun_by", "replaces").prefetch_related(
        "areas", Prefetch("replaces__areas")
    )


def changes(assessment: Assessment) -> list[AreaChange]:
    """Every area, in the order of policy, beside the assessment that it is compared with."""
    now = {row.area: row for row in assessment.areas.all()}
    before = {row.area: row for row in assessment.replaces.areas.all()} if assessment.replaces else {}
    return [AreaChange(area, words, now.get(area), before.get(area)) for area, words in choices("need")]


def replies(person: Person) -> list[SelfAssessmentReply]:
    """What the person said of themselves, the latest first."""
    return list(SelfAssessmentReply.objects.filter(link__person=person).order_by("-replied_at"))


def links(person: Person) -> QuerySet[SelfAssessment]:
    """The links made for the person's own assessment, the latest first."""
    return SelfAssessment.objects.filter(person=person).select_related("issued_by").order_by("-issued_at")


def latest_needs(people: Collection[int]) -> dict[int, dict[str, int]]:
    """How severe each need is by the assessment signed last, by person; one never assessed is left out. Two queries."""
    signed = Assessment.objects.filter(person__in=people, signed_at__isnull=False)
    latest = dict(signed.order_by("person", "-signed_at").distinct("person").values_list("pk", "person"))
    found: dict[int, dict[str, int]] = {person: {} for person in latest.values()}
    rows = AssessedArea.objects.filter(assessment__in=latest)
    for assessment, area, severity in rows.values_list("assessment", "area", "severity"):
        found[latest[assessment]][area] = severity
    return found


def with_assessment(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    """People with all that decides when they are assessed, in the one query; `due` reads it."""
    about = {"person": OuterRef("pk")}
    signed = Assessment.objects.filter(**about, signed_at__isnull=False).order_by("-signed_at")
    standing = Q(end_date=None) | Q(end_date__gt=on)
    inside = ReturnToCustody.objects.filter(current(on), sentence=OuterRef("pk"))
    community = Sentence.objects.filter(
        standing, ~Q(kind="custody") | Q(release_date__lte=on), ~Exists(inside), **about, sentence_date__lte=on
    ).annotate(began=Coalesce("release_date", "sentence_date"))  # fmt: skip
    judged = RiskOfHarm.objects.filter(**about, assessed_on__lte=on).order_by("-assessed_on", "-pk")
    held = CaseAllocation.objects.filter(current(on), **about)
    levels = {f"risk_to_{group}": Subquery(judged.values(group)[:1]) for group in RiskOfHarm.GROUPS}
    found = people.annotate(
        assessed_at=Subquery(signed.values("signed_at")[:1]),
        began=Subquery(community.order_by("began").values("began")[:1]),
        draft=Exists(Assessment.objects.filter(**about, signed_at=None, set_aside_at=None)),
        holder=Subquery(held.values("practitioner__name")[:1]),
        **levels,
    )
    return found.annotate(**new_information("assessed_at"))


def new_information(since_when: str) -> dict[str, Subquery]:
    """When the first of each kind was recorded after the instant of that name, for people."""
    since = {"person": OuterRef("pk"), "told_at__gt": OuterRef(since_when)}
    earlier = RiskOfHarm.objects.filter(person=OuterRef("person"), recorded_at__lt=OuterRef("recorded_at"))
    before = earlier.order_by("-recorded_at", "-pk")
    moved = Q()
    for group in RiskOfHarm.GROUPS:
        moved |= ~Q(**{group: F(f"was_{group}")}) | Q(**{f"was_{group}": None})
    rows = {
        "new_check": AgencyCheck.objects.annotate(told_at=F("recorded_at")).filter(outcome="retrieved", **since),
        "new_registration": Registration.objects.annotate(
            told_at=Coalesce("recorded_at", day_at("from_date"))
        ).filter(**since),
        "new_risk": RiskOfHarm.objects.annotate(
            told_at=F("recorded_at"),
            **{f"was_{group}": Subquery(before.values(group)[:1]) for group in RiskOfHarm.GROUPS},
        ).filter(moved, **since),
    }  # fmt: skip
    return {name: Subquery(found.order_by("told_at").values("told_at")[:1]) for name, found in rows.items()}


def due(person: Any, on: date) -> AssessmentDue:
    """When one of `with_assessment` is next to be assessed."""
    if person.began is None:
        return AssessmentDue(person, None)
    if person.assessed_at is None:
        return AssessmentDue(person, initial_assessment_due(person.began, on=on))
    told: Mapping[str, datetime | None] = {
        name: getattr(person, name) for name in ("new_check", "new_registration", "new_risk")
    }
    new = {name: localdate(at) for name, at in told.items() if at is not None}
    signed_on = localdate(person.assessed_at)
    decision = assessment_review_due(signed_on, judged_risk(person), list(new.values()), on=on)
    return AssessmentDue(person, decision, tuple(sorted(new)))


def judged_risk(person: Any) -> str | None:
    """The highest risk of serious harm to any group, of one of `with_assessment`; None: not judged."""
    levels = [level for group in RiskOfHarm.GROUPS if (level := getattr(person, f"risk_to_{group}"))]
    return RiskOfHarm.highest(levels) if levels else None


def all_due(people: Iterable[Any], on: date) -> list[AssessmentDue]:
    """Those owed an assessment, the longest due first."""
    return longest_first(due(person, on) for person in people)


def longest_first(found: Iterable[AssessmentDue]) -> list[AssessmentDue]:
    """Those of whom something is due, the longest due first."""
    owed = [(each.decision.value, each.person.crn, each) for each in found if each.decision is not None]
    return [each for _due, _crn, each in sorted(owed, key=lambda row: row[:2])]
