"""What has been made public of capacity, and where a reader sees more."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef

from amends.organisation import access
from amends.organisation.models import PDU, Region, Team
from amends.organisation.ranges import current
from amends.organisation.remit import remit
from amends.organisation.roles import Permission
from amends.unpaid_work.models import CapacityPublication, CapacityStatement


def public_statements(on: date) -> list[CapacityStatement]:
    """The latest statement of every region that publishes it on the day, by the region's name. One query."""
    open_to_all = CapacityPublication.objects.filter(current(on), region=OuterRef("region"))
    latest = (
        CapacityStatement.objects.filter(Exists(open_to_all))
        .select_related("region")
        .order_by("region_id", "-as_at", "-pk")
        .distinct("region_id")
    )
    return sorted(latest, key=lambda statement: statement.region.name)


def units_in_reach(user, permission: Permission) -> list[PDU]:
    """The units of whose teams the user has the permission over any, with their regions."""
    teams = Team.objects.filter(access.scope(user, permission, ""), pdu=OuterRef("pk"))
    return list(PDU.objects.filter(Exists(teams)).select_related("region").order_by("region__name", "name"))


def regions_to_switch(user) -> list[Region]:
    """The regions for which the user decides what is public."""
    return list(remit(user, Permission.POLICY_SWITCH).all_regions().order_by("name"))


def public_now(regions: Sequence[Region], on: date) -> dict[int, CapacityPublication]:
    """The rows by which regions publish on the day, by region's id."""
    held = CapacityPublication.objects.filter(current(on), region__in=regions)
    return {row.region_id: row for row in held}


def latest_statements(regions: Sequence[Region]) -> dict[int, CapacityStatement]:
    """The latest statement that each region published, by region's id."""
    rows = CapacityStatement.objects.filter(region__in=regions).select_related("published_by")
    return {row.region_id: row for row in rows.order_by("region_id", "-as_at", "-pk").distinct("region_id")}
