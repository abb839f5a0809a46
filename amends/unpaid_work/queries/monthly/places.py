"""Over which regions and units somebody reads, or tells, the figures of the months."""

from collections.abc import Iterable

from amends.organisation.models import PDU, Region
from amends.organisation.remit import remit
from amends.organisation.roles import Permission


def within(user, permission: Permission) -> tuple[list[PDU], set[int]]:
    """The units of which the user sees the whole, with their regions, and the ids of the regions seen as a whole."""
    held = remit(user, permission)
    return list(held.all_units()), set(held.all_regions().values_list("pk", flat=True))


def of_region(region: Region, units: Iterable[PDU]) -> list[PDU]:
    """Those of the units that the region has."""
    return [unit for unit in units if unit.region_id == region.pk]


def may(user, permission: Permission, region: Region, unit: PDU | None) -> bool:
    """Whether the user has the permission over the whole of the unit, or of the region where none is given."""
    return remit(user, permission).covers(region=None if unit else region, pdu=unit)
