"""What managers do in a new demonstration, by the operations: notes on cases, cases read, officers who are away."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from amends.cases.form_specs import AUDIT_QUESTIONS
from amends.cases.models import Person
from amends.cases.operations import RiskDraft, record_risk_of_harm
from amends.cases.operations.oversight import (
    OversightDraft,
    draw_sample,
    record_audit,
    record_oversight,
    record_supervision,
)
from amends.cases.operations.scores import ScoresDraft, record_scores
from amends.cases.queries.oversight import live_cases
from amends.contacts.operations.standing_in import cover_case
from amends.organisation.models import Staff, User
from amends.organisation.operations.loads import pause_allocation, protect_loads, trainee_loads
from amends.organisation.operations.staff import AbsenceDraft, record_absences
from amends.organisation.ranges import current
from amends.policy.civil_time import civil_date

_SCORED, _LOOKED_AT, _DRAWN, _COVERED, _TO_BE_SEEN = 30, 3, 6, 2, 3


def manage_cases(*, practitioner: User, senior: User, at: datetime, random: Random) -> None:
    """In the practitioner's team: one ill and one shielding, with cases covered; one paused; one in training."""
    today = civil_date(at)
    team = practitioner.staff.team
    held = Person.objects.filter(
        current(today, "allocations__"), allocations__practitioner=practitioner.staff, merged_into=None
    )
    for person in held.order_by("crn")[:_SCORED]:
        draft = ScoresDraft(
            today - timedelta(days=random.randint(20, 200)), rsr=Decimal(random.randint(10, 900)) / 100,
            ogrs=Decimal(random.randint(5, 90)),
        )  # fmt: skip
        record_scores(person=person, draft=draft, by=practitioner, at=at)
    for person in held.order_by("crn")[:_LOOKED_AT]:
        note = OversightDraft(today - timedelta(days=9), "Contact is kept; the plan names nobody for the rent",
                              "Name it in the plan", today + timedelta(days=12))  # fmt: skip
        record_oversight(person=person, draft=note, by=senior, at=at)
    colleagues = list(
        Staff.objects.filter(current(today), team=team, grade__in=["po", "pso"])
        .exclude(pk=practitioner.staff_id).order_by("code")[:4]
    )  # fmt: skip
    for number, member in enumerate(colleagues):
        if number == 0:
            record_absences([AbsenceDraft(member, "sickness", today)], by=senior, at=at)
            left = Person.objects.filter(
                current(today, "allocations__"), allocations__practitioner=member, merged_into=None
            )
            for person in left.order_by("crn")[:_COVERED]:
                cover_case(person=person, staff=practitioner.staff, from_date=today, to_date=None,
                           reason="Has met them at the office", by=senior, at=at)  # fmt: skip
        elif number == 1:
            pause_allocation(member=member, reason="Covers for a colleague", from_date=today, by=senior, at=at)
        elif number == 2:
            protect_loads(member=member, drafts=trainee_loads(today - timedelta(days=90)), by=senior, at=at)
        else:
            _shield(member, practitioner, senior, at)
    record_supervision(
        member=practitioner.staff, on=today - timedelta(days=20), notes="Caseload; two cases in depth, by their CRN",
        agreed="Ask for cover of the Thursday clinic", next_on=today + timedelta(days=22), by=senior, at=at,
    )  # fmt: skip
    drawn = draw_sample(cases=live_cases(today).filter(team=team), count=_DRAWN, random=random, by=senior, at=at)
    for each in drawn[: _DRAWN - 2]:
        answers = {code: random.choice(("yes", "yes", "yes", "no", "not_applicable")) for code in AUDIT_QUESTIONS}
        record_audit(drawn=each, answers=answers, summary="Read whole", by=senior, at=at)


def _shield(member: Staff, practitioner: User, senior: User, at: datetime) -> None:
    """An officer who sees nobody, of whose people some are to be seen; the practitioner sees the first of them."""
    today = civil_date(at)
    record_absences([AbsenceDraft(member, "shielding", today - timedelta(days=10))], by=senior, at=at)
    held = Person.objects.filter(
        current(today, "allocations__"), allocations__practitioner=member, merged_into=None
    ).order_by("crn")[:_TO_BE_SEEN]  # fmt: skip
    for number, person in enumerate(held):
        judged = RiskDraft(today - timedelta(days=30), "low", "medium", "high", "low", "From what police hold")
        record_risk_of_harm(person=person, draft=judged, by=senior, at=at)
        if number == 0:
            cover_case(person=person, staff=practitioner.staff, from_date=today, to_date=None,
                       reason="Sees them at the door while their officer shields", by=senior, at=at)  # fmt: skip
