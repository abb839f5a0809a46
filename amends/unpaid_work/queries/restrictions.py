"""How many places a session may have under the restrictions in force in its region on the day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from amends.organisation.models import RegionTier, Team
from amends.policy.group_size import group_size
from amends.unpaid_work.models import Project


def places_on(projects: Iterable[Project], dates: Iterable[date]) -> dict[tuple[int, date], int]:
    """The most places of each project on each date, by (project's id, date); 0 where groups are suspended.

    Groups and ETE are limited to the size of a group; ETE goes on where groups are suspended, and individual placements
    and home projects are not limited. A region without a tier on the date is open. Two queries.
    """
    projects, dates = list(projects), sorted(set(dates))
    region = dict(Team.objects.filter(pk__in={p.team_id for p in projects}).values_list("pk", "pdu__region_id"))
    tiers: dict[int, list[RegionTier]] = defaultdict(list)
    for tier in RegionTier.objects.filter(region__in=set(region.values())):
        tiers[tier.region_id].append(tier)
    sizes = {(place, on): _size(tiers[place], on) for place in set(region.values()) for on in dates}
    return {
        (project.pk, on): within(project.kind, project.places, sizes[region[project.team_id], on])
        for project in projects
        for on in dates
    }


def places_allowed(project: Project, on: date) -> int:
    """The most places that a session of the project may have on the date."""
    return places_on([project], [on])[project.pk, on]


def _size(tiers: list[RegionTier], on: date) -> int:
    """How many people a group may have in a region of these tiers."""
    tier = next((t.tier for t in tiers if t.from_date <= on and (t.to_date is None or on < t.to_date)), "open")
    return group_size(tier, on=on).value


def within(kind: str, places: int, size: int) -> int:
    """How many of the places of a kind of project there are where a group may have so many people."""
    if kind not in ("group", "ete") or (kind == "ete" and size == 0):
        return places
    return min(places, size)
