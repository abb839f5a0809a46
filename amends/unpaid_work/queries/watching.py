"""What pages of monitors read besides the monitors: places to narrow to, practitioners, and the reader's own views."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from amends.organisation import access
from amends.organisation.models import Team
from amends.organisation.roles import Permission
from amends.unpaid_work.models import SavedView


def teams(user, permission: Permission) -> list[Team]:
    """The teams over which the user has the permission, with their units, in the units' order."""
    within = Team.objects.filter(access.scope(user, permission, "")).select_related("pdu")
    return list(within.order_by("pdu__name", "pdu_id", "name"))


_HELD_BY = """
    SELECT person.crn, staff.name FROM cases_person person
    JOIN cases_caseallocation held ON held.person_id = person.id
    JOIN organisation_staff staff ON staff.id = held.practitioner_id
    WHERE person.crn = ANY(string_to_array(%(crns)s, ','))
        AND held.from_date <= %(on)s AND (held.to_date IS NULL OR held.to_date > %(on)s)
"""


def practitioners(crns: Iterable[str], on: date) -> dict[str, str]:
    """Who holds each case on the day, by CRN. The CRNs go to the database as one text: a file has thousands."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD_BY, {"crns": ",".join(crns), "on": on})
        return dict(cursor.fetchall())


def saved_views(user) -> QuerySet[SavedView]:
    """The user's own views, of every monitor, by name."""
    return SavedView.objects.filter(user=user).order_by("name")
