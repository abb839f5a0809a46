"""Reports to courts: the list, what is late, and one report with everything on its page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from amends.cases.models import CourtReport, Person, ProposedRequirement
from amends.organisation import access
from amends.organisation.models import Staff, Team, User
from amends.organisation.ranges import current
from amends.organisation.roles import Permission as P
from amends.policy.working_days import add_working_days

VIEW = P.COURT_REPORT_VIEW
SOON_WORKING_DAYS = 2
MINE = "mine"
OPEN = Q(delivered_at=None, cancelled_at=None)
AUTHORS = (Staff.Grade.PO, Staff.Grade.PSO, Staff.Grade.TRAINEE)
SORTS = {
    "due": ("deliver_by", "hearing_date"),
    "hearing": ("hearing_date", "deliver_by"),
    "person": ("person__family_name", "person__given_names"),
    "officer": ("officer__name", "deliver_by"),
    "court": ("court", "deliver_by"),
}


def reports() -> QuerySet[CourtReport]:
    """The reports on people whose record was not merged into another, with what pages show of each."""
    found = CourtReport.objects.filter(person__merged_into__isnull=True)
    return found.select_related("person__team__pdu", "team", "officer")


def requirements() -> QuerySet[ProposedRequirement]:
    """What those reports propose."""
    found = ProposedRequirement.objects.filter(report__person__merged_into__isnull=True)
    return found.select_related("report__person__team", "report__team")


def late(on: date) -> Q:
    """Open reports past a last day."""
    return OPEN & (Q(deliver_by__lt=on) | Q(allocated_at=None, allocate_by__lt=on))


def soon(on: date) -> Q:
    """Open reports to deliver within two working days, and not late."""
    return OPEN & Q(deliver_by__range=(on, add_working_days(on, SOON_WORKING_DAYS))) & ~late(on)


@dataclass(frozen=True)
class Wanted:
    """What narrows the list: a state, `open` or empty for all; a kind; a team's code or `mine`; late or soon."""

    state: str = "open"
    kind: str = ""
    whose: str = ""
    when: str = ""


def listed(user: User, wanted: Wanted, on: date, sort: str = "due") -> QuerySet[CourtReport]:
    """The reports that the user may see and that are wanted, in order."""
    found = _whose(access.visible(reports(), user, VIEW), user, wanted.whose)
    if wanted.state:
        found = found.filter(OPEN if wanted.state == "open" else Q(state=wanted.state))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.when:
        found = found.filter(late(on) if wanted.when == "late" else soon(on))
    down = sort.startswith("-")
    keys = SORTS[sort.removeprefix("-")]
    order = [F(key).desc(nulls_last=True) if down else F(key).asc(nulls_last=True) for key in (*keys, "pk")]
    return found.order_by(*order)


def _whose(found: QuerySet[CourtReport], user: User, whose: str) -> QuerySet[CourtReport]:
    if whose == MINE:
        return found.filter(officer=user.staff_id) if user.staff_id else found.none()
    return found.filter(team__code=whose) if whose else found


def counts(user: User, whose: str, on: date) -> dict[str, int]:
    """Open reports of these: all, late, due soon, and with nobody to write them. One query."""
    found = _whose(
        access.visible(CourtReport.objects.filter(person__merged_into__isnull=True), user, VIEW), user, whose
    )
    return found.aggregate(
        open=Count("pk", filter=OPEN), late=Count("pk", filter=late(on)), soon=Count("pk", filter=soon(on)),
        nobody=Count("pk", filter=OPEN & Q(officer=None)),
    )  # fmt: skip


def waiting_for(user: User, on: date) -> QuerySet[CourtReport]:
    """The open reports that the user's own staff is late with, or must deliver today."""
    mine = CourtReport.objects.filter(OPEN, officer=user.staff_id, deliver_by__lte=on)
    return access.visible(mine, user, VIEW) if user.staff_id else mine.none()


def of_person(user: User, person: Person) -> list[CourtReport]:
    """The reports on a person, the latest request first."""
    found = access.visible(reports(), user, VIEW).filter(person=person)
    return list(found.order_by("-requested_on", "-pk"))


def court_teams(user: User, permission: P) -> QuerySet[Team]:
    """The court teams over which the user has the permission."""
    within = Team.objects.filter(access.scope(user, permission, ""), kind=Team.Kind.COURT)
    return within.select_related("pdu__region").order_by("pdu__name", "name")


def authors(team: Team, on: date) -> QuerySet[Staff]:
    """The members of a court team who write reports, in post on the day."""
    return Staff.objects.filter(current(on), team=team, grade__in=AUTHORS).order_by("name")


def owner(report: CourtReport) -> str:
    """Whose turn it is: the officer's; the team's managers' for what has no officer, or waits to be checked."""
    managers = _("Managers of %s") % report.team.name
    if report.officer is None or (report.state == CourtReport.State.DRAFTED and report.kind != CourtReport.Kind.ORAL):
        return managers
    return report.officer.name
