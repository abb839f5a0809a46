"""Requirements whose hours are worked, and which nobody has completed yet."""

from django.db.models import Count, Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.roles import Permission
from amends.unpaid_work.models import Booking
from amends.unpaid_work.monitors.monitor import (
    PERSON,
    WHY,
    Action,
    Asked,
    Measure,
    Monitor,
    Row,
    of_person,
    person_row,
    working,
)
from amends.unpaid_work.queries.attendance import ATTENDED

WHYS = {
    "booked": _("Still booked on sessions"),
    "done": _("Ready to be completed"),
    "not_worked": _("Nothing left, and no session worked"),
}


def find(asked: Asked) -> list[Row]:
    """The open requirements of which nothing is left to work."""
    told = working(asked, Permission.HOURS_VIEW).order_by()
    keys = list(told.values_list("pk", flat=True))
    left = asked.left(keys)
    done = [key for key in keys if not left[key]]
    found = told.filter(pk__in=done).annotate(worked=_last_worked(), coming=_coming(asked))
    rows = []
    for key, worked, coming, *person in found.values_list("pk", "worked", "coming", *of_person("sentence__person__")):
        why = "booked" if coming else "done" if worked else "not_worked"
        rows.append(person_row(key, person, why, worked, (coming or 0,)))
    return rows


def _last_worked() -> Subquery:
    """The day of the last session worked under the requirement."""
    worked = Booking.objects.filter(
        appointment__outcomes__code__in=ATTENDED, appointment__outcomes__replaced_by=None, requirement=OuterRef("pk")
    )
    return Subquery(worked.order_by().values("requirement").annotate(last=Max("session__date")).values("last"))


def _coming(asked: Asked) -> Subquery:
    """How many sessions to come are booked on the requirement."""
    bookings = Booking.objects.filter(
        appointment__cancelled_at=None, requirement=OuterRef("pk"), session__starts_at__gt=asked.at
    )
    return Subquery(bookings.order_by().values("requirement").annotate(n=Count("pk")).values("n"))


MONITOR = Monitor(
    slug="hours_worked",
    title=_("Hours worked, not completed"),
    definition=_(
        "Open unpaid work requirements of which nothing is left to work. Until one is completed neither the person nor "
        "the court is told, and its bookings hold places that others wait for. Where no session was worked, the court "
        "took the hours away or they were given by hand: record what the court did."
    ),
    source=_("statements of hours, outcomes and bookings on record"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Complete the requirement"), lambda row: reverse("unpaid_work:complete", args=[row.crn, row.key]),
        Permission.REQUIREMENT_END,
    ),
    empty=_("Every requirement whose hours are worked is completed."),
    due=_("Last worked"),
    measures=[Measure("bookings", _("Sessions booked"))],
    first_by=WHY,
)  # fmt: skip
