"""Concerns as their readers list them, and appointments as concerns are raised about them."""

from django.db.models import QuerySet

from amends.cases.models import Person
from amends.cases.queries.finding import looked_after_by
from amends.contacts.models import Appointment, Concern
from amends.organisation import access
from amends.organisation.roles import Permission


def concerns(user, *, on, whose: str = "", state: str = "unread") -> QuerySet[Concern]:
    """Concerns that the user may read, the latest first.

    `whose` "mine": about people whose case the user holds or covers on the day; `state`: unread, read, or both where
    empty.
    """
    found = access.visible(Concern.objects, user, Permission.CONCERN_READ).select_related(
        "person", "raised_by", "read_by", "appointment__team"
    )
    if whose == "mine":
        found = found.filter(person__in=Person.objects.filter(looked_after_by(user.staff_id, on)))
    if state in ("unread", "read"):
        found = found.filter(read_at__isnull=state == "unread")
    return found.order_by("-raised_at", "-pk")


def appointments() -> QuerySet[Appointment]:
    """Appointments with what a page about one shows."""
    return Appointment.objects.select_related("person", "team")
