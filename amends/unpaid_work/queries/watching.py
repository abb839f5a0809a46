"""What pages of monitors read besides the monitors: places to narrow to, practitioners, and the reader's own views."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Func, QuerySet, TextField, Value

from amends.cases.models import CaseAllocation
from amends.organisation import access
from amends.organisation.models import Team
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.unpaid_work.models import SavedView


def teams(user, permission: Permission) -> list[Team]:
    """The teams over which the user has the permission, with their units, in the units' order."""
    within = Team.objects.filter(access.scope(user, permission, "")).select_related("pdu")
    return list(within.order_by("pdu__name", "pdu_id", "name"))


def practitioners(crns: Iterable[str], on: date) -> dict[str, str]:
    """Who holds each case on the day, by CRN. The CRNs go to the database as one text: a file has thousands."""
    asked = Func(
        Value(",".join(crns)), template="(SELECT unnest(string_to_array(%(expressions)s, ',')))",
        output_field=TextField(),
    )  # fmt: skip
    held = CaseAllocation.objects.filter(current(on), person__crn__in=asked)
    return dict(held.order_by().values_list("person__crn", "practitioner__name"))


def saved_views(user) -> QuerySet[SavedView]:
    """The user's own views, of every monitor, by name."""
    return SavedView.objects.filter(user=user).order_by("name")
