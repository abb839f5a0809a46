"""Inductions outstanding: people who have not been to the session that comes before all others."""

from django.db.models import Exists, Min, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import ContactOutcome
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Booking, Project
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
    shown_day,
    working,
)
from amends.unpaid_work.queries.attendance import ATTENDED

WHYS = {
    "worked": _("Has worked without it"),
    "not_booked": _("Not booked"),
    "booked": _("Booked"),
}


def find(asked: Asked) -> list[Row]:
    """The open requirements whose person has attended no induction since the sentence."""
    attended = ContactOutcome.objects.filter(
        appointment__person=OuterRef("sentence__person"),
        appointment__starts_at__date__gte=OuterRef("sentence__sentence_date"),
        code__in=ATTENDED,
        replaced_by=None,
        appointment__booking__isnull=False,
    )
    inducted = attended.filter(appointment__booking__session__project__type=Project.Type.INDUCTION)
    coming = (
        Booking.objects.filter(
            appointment__person=OuterRef("sentence__person"), appointment__cancelled_at=None, stand_down=None,
            session__project__type=Project.Type.INDUCTION, session__ends_at__gt=asked.at,
        )
        .order_by()
        .values("appointment__person")
        .annotate(day=Min("session__date"))
    )  # fmt: skip
    requirements = working(asked, Permission.HOURS_VIEW).filter(~Exists(inducted))
    requirements = requirements.annotate(worked=Exists(attended), coming=Subquery(coming.values("day")))
    rows = requirements.order_by().values_list(
        "pk", "worked", "coming", "sentence__sentence_date", *of_person("sentence__person__")
    )
    return [
        person_row(key, told, "worked" if worked else "booked" if day else "not_booked", sentenced, (day,))
        for key, worked, day, sentenced, *told in rows
    ]


MONITOR = Monitor(
    slug="inductions",
    title=_("Induction outstanding"),
    definition=_(
        "Open unpaid work requirements whose person has attended no induction session since the sentence. Induction "
        "comes before other work: those who have worked without it come first."
    ),
    source=_("sessions of induction projects and outcomes on record"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Offer a place"), lambda row: reverse("unpaid_work:offer", args=[row.crn]), Permission.SESSION_PLAN
    ),
    empty=_("Everybody with unpaid work to do has had their induction."),
    due=_("Sentenced"),
    measures=[Measure("booked_for", _("Booked for"), shown_day, numeric=False)],
    first_by=WHY,
)
