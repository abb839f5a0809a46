"""Which days a beneficiary is asked about, who was asked, and who has answered.

A beneficiary is asked about each calendar quarter in which there was a session; where the project ends within a
quarter, about that quarter up to its end. Only the newest of these is watched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import BeneficiarySurvey, Project, Session

SEND_WITHIN = timedelta(days=14)  # of the last day asked about
ANSWER_WITHIN = timedelta(days=14)  # before somebody reminds them; the link itself lasts longer


@dataclass(frozen=True)
class Owed:
    """An answer that is overdue: of which project, why, since which day, and how often it was asked for."""

    project: int
    name: str
    team: str
    why: str
    due: date
    asked: int


def quarter_of(on: date) -> date:
    """The first day of the calendar quarter of a day."""
    return date(on.year, on.month - (on.month - 1) % 3, 1)


def period_to_ask(on: date, closed_on: date | None) -> tuple[date, date]:
    """The days to ask about, end exclusive: the last whole quarter, or this one up to `closed_on` where that is past.

    `closed_on` is the first day on which the project was no longer open; None: no end is known.
    """
    this = quarter_of(on)
    if closed_on is not None and this < closed_on <= on:
        return this, closed_on
    return quarter_of(this - timedelta(days=1)), this


def surveys(user) -> QuerySet[BeneficiarySurvey]:
    """The surveys that the user may see, the newest first; those replaced by another are left out."""
    found = access.visible(BeneficiarySurvey.objects.filter(withdrawn_at=None), user, Permission.SURVEY_VIEW)
    return found.select_related("project__team", "issued_by", "reply").order_by("-issued_at", "-pk")


def overdue(projects: QuerySet[Project], on: date, at: datetime) -> list[Owed]:
    """The answers overdue of these projects at an instant of a day, in any order."""
    this = quarter_of(on)
    before = quarter_of(this - timedelta(days=1))
    worked = Session.objects.filter(project=OuterRef("pk"), cancelled_at=None)
    rows = list(
        projects.filter(beneficiary__isnull=False)
        .filter(Q(to_date=None) | Q(to_date__gt=before))
        .annotate(
            worked_before=Exists(worked.filter(date__gte=before, date__lt=this)),
            worked_this=Exists(worked.filter(date__gte=this, date__lt=on)),
        )
        .order_by()
        .values_list("pk", "name", "team__name", "to_date", "worked_before", "worked_this")
    )
    asked = _asked([row[0] for row in rows], (before, this))
    found = []
    for pk, name, team, closed_on, worked_before, worked_this in rows:
        first, after = period_to_ask(on, closed_on)
        if worked_this if first == this else worked_before:
            sent = asked.get((pk, first), [])
            why = _why(sent, after, on, at)
            if why:
                found.append(Owed(pk, name, team, *why, len(sent)))
    return found


def _asked(projects: Iterable[int], starts: Iterable[date]) -> dict[tuple[int, date], list[BeneficiarySurvey]]:
    """The surveys about each project and period, those replaced by a reminder among them, the oldest first."""
    found: dict[tuple[int, date], list[BeneficiarySurvey]] = {}
    for survey in BeneficiarySurvey.objects.filter(project__in=projects, from_date__in=starts).order_by("pk"):
        found.setdefault((survey.project_id, survey.from_date), []).append(survey)
    return found


def _why(sent: list[BeneficiarySurvey], after: date, on: date, at: datetime) -> tuple[str, date] | None:
    """Why an answer is overdue and since when; None where it is not."""
    newest = next((survey for survey in reversed(sent) if survey.withdrawn_at is None), None)
    if newest is None:
        due = after - timedelta(days=1) + SEND_WITHIN
        return ("not_sent", due) if on > due else None
    if newest.used_at:
        return None
    if newest.expires_at <= at:
        return "run_out", localdate(newest.expires_at)
    due = localdate(newest.issued_at) + ANSWER_WITHIN
    return ("no_reply", due) if on > due else None
