"""The places over which a user has a permission, each with everything in it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from amends.organisation import access
from amends.organisation.models import PDU, Region, Team
from amends.organisation.roles import ROLES, Permission


@dataclass(frozen=True)
class Remit:
    """The whole service, or the regions, units and teams named, by their ids."""

    whole: bool = False
    regions: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()

    def covers(self, *, region: Region | None = None, pdu: PDU | None = None, team: Team | None = None) -> bool:
        """Whether the one place given, or the whole service where none is, lies within."""
        if self.whole or (team and team.pk in self.teams):
            return True
        unit_id = team.pdu_id if team else pdu.pk if pdu else None
        if unit_id in self.units or not self.regions:
            return unit_id in self.units
        pdu = team.pdu if team else pdu
        return (pdu.region_id if pdu else region.pk if region else None) in self.regions

    def all_regions(self) -> QuerySet[Region]:
        """The regions that lie within as a whole."""
        return Region.objects.filter(Q() if self.whole else Q(pk__in=self.regions))

    def all_units(self) -> QuerySet[PDU]:
        """The units that lie within as a whole."""
        within = Q() if self.whole else Q(pk__in=self.units) | Q(region__in=self.regions)
        return PDU.objects.filter(within).select_related("region").order_by("region__name", "name")

    def all_teams(self) -> QuerySet[Team]:
        """The teams that lie within."""
        within = Q(pk__in=self.teams) | Q(pdu__in=self.units) | Q(pdu__region__in=self.regions)
        return Team.objects.filter(Q() if self.whole else within).select_related("pdu").order_by("pdu__name", "name")


def remit(user, permission: Permission) -> Remit:
    """Where the user's roles in force allow the permission."""
    grants = [
        grant for grant in access.grants_of(user) if grant.role in ROLES and permission in ROLES[grant.role].permissions
    ]
    return Remit(
        whole=any(not (grant.region_id or grant.pdu_id or grant.team_id) for grant in grants),
        regions=frozenset(grant.region_id for grant in grants if grant.region_id),
        units=frozenset(grant.pdu_id for grant in grants if grant.pdu_id),
        teams=frozenset(grant.team_id for grant in grants if grant.team_id),
    )


def reaches(user, permission: Permission, team: Team) -> bool:
    """Whether the user's permission reaches the team of a record already open: what a page offers. The doors decide."""
    return remit(user, permission).covers(team=team)


def reads(user, permission: Permission, team: Team, crn: str) -> bool:
    """Whether the user may read, under the permission, of the person of a record already open.

    Either the permission reaches the team that holds it, or the user opened the record urgently, out of their reach.
    """
    return reaches(user, permission, team) or access.opened_urgently(user, permission, crn)
