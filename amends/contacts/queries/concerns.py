"""Concerns as their readers list them, and appointments as concerns are raised about them."""

from django.db.models import Q, QuerySet

from amends.contacts.models import Appointment, Concern
from amends.organisation import access
from amends.organisation.ranges import current
from amends.organisation.roles import Permission


def concerns(user, *, on, whose: str = "", state: str = "unread") -> QuerySet[Concern]:
    """Concerns that the user may read, the latest first.

    `whose` "mine": about people whose case the user holds on the day; `state`: unread, read, or both where empty.
    """
    found = access.visible(Concern.objects, user, Permission.CONCERN_READ).select_related(
        "person", "raised_by", "read_by", "appointment__team"
    )
    if whose == "mine":
        held = current(on, "person__allocations__") & Q(person__allocations__practitioner=user.staff_id)
        found = found.filter(held)
    if state in ("unread", "read"):
        found = found.filter(read_at__isnull=state == "unread")
    return found.order_by("-raised_at", "-pk")


def unread(user, *, on) -> int:
    """Concerns that wait to be read by the user: about people whose case the user holds, where there are such."""
    whose = "mine" if user.staff_id else ""
    return concerns(user, on=on, whose=whose).count()


def appointments() -> QuerySet[Appointment]:
    """Appointments with what a page about one shows."""
    return Appointment.objects.select_related("person", "team")
