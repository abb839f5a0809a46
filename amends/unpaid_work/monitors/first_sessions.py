"""First sessions not given within 10 working days of allocation."""

from datetime import date, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.cases.models import CaseAllocation
from amends.contacts.models import ContactOutcome
from amends.organisation.roles import Permission
from amends.policy.booking import first_session_due
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.models import Booking
from amends.unpaid_work.monitors.monitor import (
    PERSON,
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
from amends.unpaid_work.queries.stand_downs import REARRANGED

WHYS = {
    "late": _("The day is past and nothing is booked"),
    "late_booked": _("The day is past; booked since"),
    "booked_late": _("Booked for after the day"),
    "soon": _("The day is near and nothing is booked"),
}
NEAR = timedelta(days=7)


def find(asked: Asked) -> list[Row]:
    """The open requirements whose first session has not been, and is not booked within its 10 working days."""
    requirements = working(asked, Permission.HOURS_VIEW).annotate(first=first_session(), allocated=allocated_on())
    waiting = requirements.filter(Q(first=None) | Q(first__gte=asked.on))
    rows, due_days = [], {}
    told = waiting.order_by().values_list("pk", "allocated", "first", *of_person("sentence__person__"))
    for key, allocated, first, *person in told:
        if allocated not in due_days:
            due_days[allocated] = first_session_due(allocated, on=asked.on).value
        why = _why(due_days[allocated], first, asked.on)
        if why:
            rows.append(person_row(key, person, why, due_days[allocated], (allocated, first)))
    return rows


def first_session() -> Subquery:
    """The day of the first session given, or to be given: one that the service rearranged or stood down is none."""
    not_given = ContactOutcome.objects.filter(
        appointment=OuterRef("appointment"), replaced_by=None, code__in=[*REARRANGED, STOOD_DOWN]
    )
    given = Booking.objects.filter(
        ~Exists(not_given),
        appointment__person=OuterRef("sentence__person"),
        session__date__gte=OuterRef("sentence__sentence_date"),
        appointment__cancelled_at=None,
    )
    first = given.order_by().values("appointment__person").annotate(first=Min("session__date"))
    return Subquery(first.values("first"))


def allocated_on() -> Greatest:
    """The day of the sentence, or of the first case allocation in force since, whichever is later."""
    held = CaseAllocation.objects.filter(
        Q(to_date=None) | Q(to_date__gt=OuterRef("sentence__sentence_date")), person=OuterRef("sentence__person")
    )
    first = held.order_by().values("person").annotate(first=Min("from_date")).values("first")
    return Greatest(F("sentence__sentence_date"), Coalesce(Subquery(first), F("sentence__sentence_date")))


def _why(due: date, first: date | None, on: date) -> str | None:
    if first is not None:
        return None if first <= due else "late_booked" if due < on else "booked_late"
    return "late" if due < on else "soon" if due <= on + NEAR else None


MONITOR = Monitor(
    slug="first_sessions",
    title=_("First session not within 10 working days"),
    definition=_(
        "Open unpaid work requirements without a first session within 10 working days of allocation: of the sentence, "
        "or of the first case allocation since. A session that was missed counts as given; one that the service "
        "rearranged or stood down does not. Nobody stays listed once the first session has been."
    ),
    source=_("sentences, case allocations and bookings on record; the 10 working days are a default of policy"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Offer a place"), lambda row: reverse("unpaid_work:offer", args=[row.crn]), Permission.SESSION_PLAN
    ),
    empty=_("Everybody's first session was, or is booked, within 10 working days."),
    due=_("By"),
    measures=[
        Measure("allocated", _("Allocated"), shown_day, numeric=False),
        Measure("first_session", _("First session"), shown_day, numeric=False),
    ],
)
