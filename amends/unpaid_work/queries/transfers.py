"""Transfers as far as a reader may see them: while one is asked for, both teams; then those who have the case."""

from django.db.models import F, Q, QuerySet

from amends.cases.queries.person import CASE_HOLDERS
from amends.organisation import access
from amends.organisation.models import Staff, Team
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Transfer


def transfers(user, permission: Permission) -> QuerySet[Transfer]:
    """The transfers that the user may open under the permission; pass them through the door."""
    open_or_own = Q(answer="") | access.scope(user, permission, "person__team")
    found = Transfer.objects.filter(open_or_own, person__merged_into=None)
    return found.select_related(
        "person__team__pdu", "from_team__pdu", "to_team__pdu", "asked_by", "answered_by", "pack"
    )


def to_answer(user) -> QuerySet[Transfer]:
    """The transfers that wait for the user's answer."""
    asked = transfers(user, Permission.CASE_ALLOCATE).filter(answer="")
    return asked.filter(access.scope(user, Permission.CASE_ALLOCATE, "to_team"))


def listed(user) -> QuerySet[Transfer]:
    """Every transfer that the user may see, those not answered first, then the latest."""
    found = access.visible(transfers(user, Permission.CASE_TRANSFER), user, Permission.CASE_TRANSFER)
    return found.order_by(F("answered_at").desc(nulls_first=True), "-asked_at", "-pk")


def teams_to_ask(person) -> QuerySet[Team]:
    """The teams that could take the person's case."""
    holding = (Team.Kind.SENTENCE_MANAGEMENT, Team.Kind.UNPAID_WORK)
    return (
        Team.objects.filter(kind__in=holding)
        .exclude(pk=person.team_id)
        .select_related("pdu__region")
        .order_by("pdu__name", "name")
    )


def practitioners(team: Team, on) -> QuerySet[Staff]:
    """The members of the team's staff in post on the day who may hold a case."""
    return Staff.objects.filter(current(on), team=team, grade__in=CASE_HOLDERS).order_by("name")
