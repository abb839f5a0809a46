"""What managers recorded about cases and staff, and what audits of quality came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from amends.cases.form_specs import AUDIT_QUESTIONS
from amends.cases.models import CaseAllocation, OversightNote, Person, QualityAudit, StaffSupervision
from amends.cases.queries.tier import live_people
from amends.organisation import access
from amends.organisation.models import Staff
from amends.organisation.ranges import current
from amends.organisation.roles import Permission


def oversight_of(person: Person) -> QuerySet[OversightNote]:
    """A person's oversight notes, the latest first. Whoever shows them keeps the sensitive ones back."""
    return OversightNote.objects.filter(person=person).select_related("recorded_by")


def supervisions_of(member: Staff) -> QuerySet[StaffSupervision]:
    """The supervision sessions of a member of staff, the latest first."""
    return StaffSupervision.objects.filter(staff=member).select_related("recorded_by")


def supervised_staff(user, on: date) -> QuerySet[Staff]:
    """Staff in post whom the user supervises, with `last_on` and `next_on` of their latest session."""
    latest = StaffSupervision.objects.filter(staff=OuterRef("pk")).order_by("-on", "-pk")
    staff = access.visible(Staff.objects.filter(current(on)), user, Permission.STAFF_SUPERVISE)
    return staff.annotate(
        last_on=Subquery(latest.values("on")[:1]), next_on=Subquery(latest.values("next_on")[:1])
    ).select_related("team")


def live_cases(on: date) -> QuerySet[Person]:
    """People with a live sentence whose case somebody holds."""
    held = CaseAllocation.objects.filter(current(on)).values("person")
    return Person.objects.filter(pk__in=held, merged_into__isnull=True).filter(pk__in=live_people(on))


def audits(user, *, state: str = "") -> QuerySet[QualityAudit]:
    """Drawn cases that the user may see; `state`: waiting, read, or both where it is empty."""
    found = access.visible(QualityAudit.objects, user, Permission.QUALITY_AUDIT)
    if state in ("waiting", "read"):
        found = found.filter(read_on__isnull=state == "waiting")
    return found.select_related("person", "team", "practitioner", "read_by")


def drawn_cases() -> QuerySet[QualityAudit]:
    """Drawn cases with what a page about one shows."""
    return QualityAudit.objects.select_related("person__team", "team", "practitioner", "read_by")


@dataclass(frozen=True)
class TeamResult:
    """What a team's audits came to: answers of yes to each question, of those that applied."""

    team: str
    read: int
    yes: Mapping[str, int]
    applied: Mapping[str, int]
    latest: date | None


def results(user, *, since: date) -> list[TeamResult]:
    """By team, of cases read since a day, that the user may see. One query."""
    found = access.visible(
        QualityAudit.objects.filter(read_on__gte=since), user, Permission.QUALITY_AUDIT
    ).values_list("team__name", "read_on", "answers")  # fmt: skip
    by_team: dict[str, list[tuple[date, Mapping[str, str]]]] = {}
    for team, day, answers in found:
        by_team.setdefault(team, []).append((day, answers))
    return [
        TeamResult(
            team, len(rows),
            {code: sum(answers.get(code) == "yes" for _day, answers in rows) for code in AUDIT_QUESTIONS},
            {code: sum(answers.get(code) in ("yes", "no") for _day, answers in rows) for code in AUDIT_QUESTIONS},
            max(day for day, _answers in rows),
        )
        for team, rows in sorted(by_team.items())
    ]  # fmt: skip
