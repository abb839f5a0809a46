"""Registers not sent: sessions that are over, and of which nothing at all is recorded."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import ContactOutcome
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Session, StandDown
from amends.unpaid_work.monitors.monitor import SESSION, Action, Asked, Measure, Monitor, Row

WHYS = {
    "weeks": _("Over for more than a week"),
    "days": _("Over for two days to a week"),
    "yesterday": _("Over since yesterday or today"),
}


def find(asked: Asked) -> list[Row]:
    """The sessions that have ended with people expected, none of whom has an outcome."""
    recorded = ContactOutcome.objects.filter(appointment__booking__session=OuterRef("pk"))
    stood_down = StandDown.objects.filter(session=OuterRef("pk"), whole=True)
    sessions = (
        asked.within(Session.objects.filter(ends_at__lte=asked.at, cancelled_at=None), Permission.SESSION_VIEW)
        .filter(~Exists(recorded), ~Exists(stood_down))
        .annotate(expected=Count("bookings", filter=Q(bookings__appointment__cancelled_at=None)))
        .filter(expected__gt=0)
    )
    rows = sessions.order_by().values_list(
        "pk", "project__name", "project__team__name", "date", "expected", "supervisor__name"
    )
    return [
        Row(key, name, "", team, _why((asked.on - day).days), day, (expected, supervisor or ""))
        for key, name, team, day, expected, supervisor in rows
    ]


def _why(days: int) -> str:
    return "weeks" if days > timedelta(weeks=1).days else "days" if days > 1 else "yesterday"


MONITOR = Monitor(
    slug="registers",
    title=_("Registers not sent"),
    definition=_(
        "Sessions that are over, to which people were expected, and of which no outcome at all is recorded. Sessions "
        "called off, or stood down as a whole, are left out."
    ),
    source=_("sessions, bookings and outcomes on record"),
    permission=Permission.SESSION_VIEW,
    subject=SESSION,
    whys=WHYS,
    find=find,
    action=Action(
        _("Register"), lambda row: reverse("unpaid_work:register", args=[row.key]), Permission.REGISTER_RECORD
    ),
    empty=_("Every session that is over has its register."),
    due=_("Day"),
    measures=[
        Measure("people", _("People expected")),
        Measure("supervisor", _("Supervisor"), numeric=False),
    ],
)
