"""Sessions past without an outcome: people who were expected, and of whom nothing is recorded."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import Appointment, ContactOutcome
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Booking
from amends.unpaid_work.monitors.monitor import PERSON, Action, Asked, Measure, Monitor, Row, of_person, person_row

WHYS = {
    "register": _("Nothing is recorded of the session"),
    "person": _("Others of the session are recorded"),
}


def find(asked: Asked) -> list[Row]:
    """The bookings that stand, of sessions that have ended, without an outcome."""
    own = ContactOutcome.objects.filter(appointment=OuterRef("pk"))
    of_others = ContactOutcome.objects.filter(appointment__booking__session=OuterRef("session"))
    # Few wait, of all that ever were: whose they are, and who may see them, is asked of those few alone.
    waiting = Appointment.objects.filter(
        ~Exists(own), kind=Appointment.Kind.UNPAID_WORK, ends_at__lte=asked.at, cancelled_at=None
    )
    few = Booking.objects.filter(
        appointment__in=list(waiting.order_by().values_list("pk", flat=True)), session__cancelled_at=None,
        stand_down=None,
    )  # fmt: skip
    bookings = asked.within(few, Permission.SESSION_VIEW).annotate(others=Exists(of_others))
    rows = bookings.order_by().values_list(
        "session", "others", "session__date", "session__project__name", *of_person("appointment__person__")
    )
    return [
        person_row(session, told, "person" if others else "register", day, (project,))
        for session, others, day, project, *told in rows
    ]


MONITOR = Monitor(
    slug="outcomes",
    title=_("Sessions past without an outcome"),
    definition=_(
        "People who were booked on a session that is over, and of whom no outcome is recorded: one row for each person "
        "and session. Until it is, the day counts neither as worked nor as missed."
    ),
    source=_("bookings and outcomes on record"),
    permission=Permission.SESSION_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Record the outcome"),
        lambda row: reverse("unpaid_work:register", args=[row.key]),
        Permission.REGISTER_RECORD,
    ),
    empty=_("Every session that is over has its outcomes."),
    due=_("Day of the session"),
    measures=[Measure("project", _("Project"), numeric=False)],
)
