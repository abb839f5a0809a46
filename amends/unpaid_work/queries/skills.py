"""What a person can do and learns, with the hours that it took."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from amends.cases.models import Person, Requirement
from amends.contacts.models import ContactOutcome
from amends.organisation import access
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Booking, Certificate, Project, SkillLearning, UnpaidWorkAssessment
from amends.unpaid_work.queries.attendance import ATTENDED
from amends.unpaid_work.queries.skills_held import SkillsHeld

SOON = timedelta(days=56)


@dataclass(frozen=True)
class Learned:
    """Guided learning with the minutes of work at its project while it lasted, as attended."""

    learning: SkillLearning
    minutes: int


def certificates_of(person: Person) -> list[Certificate]:
    """Every certificate that was not taken back."""
    return list(person.certificates.filter(withdrawn_at=None).select_related("recorded_by"))


def skills_held(person: Person, on: date) -> list[str]:
    """The skills by which a booking on the day is matched."""
    assessment = UnpaidWorkAssessment.objects.filter(current(on), person=person).annotate(held=SkillsHeld(on)).first()
    if assessment:
        return sorted(assessment.held)
    found = person.certificates.filter(current(on), withdrawn_at=None)
    return sorted(set(found.values_list("skill", flat=True)))


def learning_of(person: Person) -> list[Learned]:
    """Guided learning of a person, the latest first."""
    found = list(
        SkillLearning.objects.filter(requirement__sentence__person=person).select_related(
            "project", "requirement", "certificate"
        )
    )
    worked = ContactOutcome.objects.filter(
        appointment__person=person, replaced_by=None, code__in=ATTENDED,
        appointment__booking__session__project__in={each.project_id for each in found},
    ).values_list("appointment__booking__session__project", "appointment__booking__session__date", "started_at",
                  "finished_at", "penalty_minutes")  # fmt: skip
    spent = [
        (project, on, int((end - start).total_seconds()) // 60 - penalty) for project, on, start, end, penalty in worked
    ]
    return [Learned(each, sum(m for project, on, m in spent if _during(each, project, on))) for each in found]


def _during(each: SkillLearning, project: int, on: date) -> bool:
    return project == each.project_id and each.from_date <= on and (each.to_date is None or on < each.to_date)


def inductions_of(person: Person) -> QuerySet[Booking]:
    """Induction sessions that the person was at, the latest first."""
    return (
        Booking.objects.filter(
            appointment__person=person, session__project__type=Project.Type.INDUCTION,
            appointment__outcomes__code__in=ATTENDED, appointment__outcomes__replaced_by=None,
        )
        .select_related("session__project__team__pdu", "pre_placement")
        .order_by("-session__date")
    )  # fmt: skip


def bookings() -> QuerySet[Booking]:
    """Bookings with what the page about a pre-placement session shows."""
    return Booking.objects.select_related("appointment__person", "session__project", "pre_placement")


def projects_for(user, person: Person) -> QuerySet[Project]:
    """The open projects of the person's unit that the user sees."""
    found = access.visible(Project.objects.filter(to_date=None), user, Permission.PROJECT_VIEW)
    return found.filter(team__pdu=person.team.pdu_id).order_by("name")


def open_requirement(person: Person) -> Requirement | None:
    """The unpaid work requirement in force that was made first; None where there is none."""
    found = Requirement.objects.filter(kind=Requirement.Kind.UNPAID_WORK, ended_on=None, sentence__person=person)
    return found.select_related("sentence").order_by("sentence__sentence_date", "pk").first()
