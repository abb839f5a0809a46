"""The log of consultation, and which parties a region has yet to hear this year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from amends.organisation import access
from amends.organisation.models import Region, Team
from amends.organisation.roles import Permission
from amends.policy.consultation import Consultee, consultation_due, consultees
from amends.unpaid_work.models import Consultation

RECORD = Permission.CONSULTATION_RECORD


@dataclass(frozen=True)
class Heard:
    """A party that policy asks for, and how often the region heard it in the year."""

    consultee: Consultee
    times: int


@dataclass(frozen=True)
class Year:
    """A region's consultation in a calendar year. `due`: the day by which all are to be heard; None: no duty yet."""

    region: Region
    year: int
    due: date | None
    parties: tuple[Heard, ...]

    @property
    def missing(self) -> list[Consultee]:
        """The parties not heard."""
        return [heard.consultee for heard in self.parties if not heard.times]

    def overdue(self, on: date) -> bool:
        """Whether any is missing after the day by which all are due."""
        return bool(self.missing and self.due and self.due < on)


def regions(user) -> list[Region]:
    """The regions of whose teams the user may record consultation for any."""
    teams = Team.objects.filter(access.scope(user, RECORD, ""), pdu__region=OuterRef("pk"))
    return list(Region.objects.filter(Exists(teams)).order_by("name"))


def years(regions: Sequence[Region], year: int) -> list[Year]:
    """The year of each region. One query."""
    found: dict[tuple[int, str], int] = {}
    standing = Consultation.objects.filter(region__in=regions, on__year=year, withdrawn_at=None).order_by()
    for region, party in standing.values_list("region_id", "party"):
        found[region, party] = found.get((region, party), 0) + 1
    due = consultation_due(year)
    asked = consultees(on=date(year, 12, 31))
    return [
        Year(
            region, year, due.value if due else None,
            tuple(Heard(one, found.get((region.pk, one.party), 0)) for one in asked),
        )
        for region in regions
    ]  # fmt: skip


def entries(user, year: int) -> QuerySet[Consultation]:
    """The entries of the year that the user may see, those taken back too, the latest first."""
    return access.visible(consultations(), user, RECORD).filter(on__year=year).distinct()


def consultations() -> QuerySet[Consultation]:
    """Entries with what their pages show."""
    return Consultation.objects.select_related("region", "recorded_by")
