"""Schedulers' wishes, as far as a reader may see them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from amends.cases.models import Person
from amends.organisation import access
from amends.organisation.models import Team
from amends.organisation.roles import Permission
from amends.unpaid_work.models import PlanWish


def wishes(user, team: Team) -> QuerySet[PlanWish]:
    """The team's wishes, those in force first; without those about people whom a list keeps from the user."""
    rows = access.visible(PlanWish.objects.filter(team=team), user, Permission.SESSION_PLAN)
    return _whole(rows).order_by("-withdrawn_at", "-made_at", "-pk")


def wishes_about(user, person: Person) -> QuerySet[PlanWish]:
    """The wishes in force about the person, for teams that the user plans for."""
    rows = PlanWish.objects.filter(person=person, withdrawn_at__isnull=True)
    return _whole(access.visible(rows, user, Permission.SESSION_PLAN)).order_by("-made_at", "-pk")


def teams_for(user, person: Person) -> QuerySet[Team]:
    """The unpaid work teams of the person's unit that the user plans for."""
    within = access.scope(user, Permission.SESSION_PLAN, "")
    return Team.objects.filter(within, kind=Team.Kind.UNPAID_WORK, pdu=person.team.pdu_id).order_by("name")


def person_to_plan(user, crn: str) -> Person | None:
    """The person with this CRN, if the user may plan for them; whether another is there, the answer does not tell."""
    people = Person.objects.filter(crn=crn.strip().upper(), merged_into__isnull=True).select_related("team")
    return access.visible(people, user, Permission.SESSION_PLAN).first()


def people_to_plan(user, crns: Iterable[str]) -> dict[str, Person]:
    """Those among these whom the user may plan for, by CRN."""
    rows = Person.objects.filter(crn__in=crns, merged_into__isnull=True).select_related("team")
    return {one.crn: one for one in access.visible(rows, user, Permission.SESSION_PLAN)}


def _whole(rows: QuerySet[PlanWish]) -> QuerySet[PlanWish]:
    return rows.select_related("team", "person", "project", "made_by", "withdrawn_by")
