"""Whether a region publishes its statement of capacity, and publishing it."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext as _

from amends.methods.statistics.suppression import PUBLISHED
from amends.organisation import audit
from amends.organisation.models import PDU, Region
from amends.organisation.operations.refusal import Refused
from amends.organisation.ranges import current
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import CapacityPublication, CapacityStatement
from amends.unpaid_work.queries.capacity.statement import content_of, units_of


@transaction.atomic
def switch_publication(*, region: Region, public: bool, by, at: datetime) -> None:
    """From today the region's statement is public, or no longer. Raises Refused where that is so already.

    Once it is public, a statement stands there at once.
    """
    on = civil_date(at)
    Region.objects.select_for_update().get(pk=region.pk)
    held = CapacityPublication.objects.filter(current(on), region=region).first()
    if public == (held is not None):
        raise Refused(_("The statement is public already") if public else _("The statement is not public"))
    if held is None:
        CapacityPublication.objects.create(region=region, from_date=on)
        publish_statement(region=region, by=by, at=at)
    elif held.from_date == on:
        held.delete()
    else:
        held.to_date = on
        held.save()
    audit.record(
        by, "switch publication of capacity", f"organisation.region {region.pk}", detail={"public": public}
    )  # fmt: skip


@transaction.atomic
def publish_statement(*, region: Region, by, at: datetime) -> CapacityStatement:
    """Publish the region's statement as it stands. Raises Refused where the region does not publish it.

    `by` is None where the weekly job publishes.
    """
    if not CapacityPublication.objects.filter(current(civil_date(at)), region=region).exists():
        raise Refused(_("The region does not publish its statement; switch that on first"))
    units = list(PDU.objects.filter(region=region).order_by("name"))
    content = content_of(units_of(units, civil_date(at)), at, PUBLISHED)
    statement = CapacityStatement.objects.create(region=region, as_at=at, content=content, published_by=by)
    subject = f"unpaid_work.capacitystatement {statement.pk}"
    audit.record(by or AnonymousUser(), "publish capacity", subject, detail={"region": region.code})
    return statement


def publish_statements(*, at: datetime) -> int:
    """Publish the statement of every region that does so; returns how many."""
    regions = Region.objects.filter(current(civil_date(at), "capacity_publications__"))
    return len([publish_statement(region=region, by=None, at=at) for region in regions])
