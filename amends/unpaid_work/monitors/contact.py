"""People who work and whose practitioner has not been in contact for longer than the rule or their plan allows."""

from datetime import date
from functools import cache

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import Appointment, ContactOutcome, PractitionerContact
from amends.organisation.roles import Permission
from amends.policy.civil_time import london
from amends.policy.supervision import practitioner_contact_due
from amends.unpaid_work.models import SupervisionPlan
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
from amends.unpaid_work.queries.attendance import ATTENDED

WHYS = {
    "never": _("No contact since work began"),
    "late": _("The next contact is overdue"),
}


def find(asked: Asked) -> list[Row]:
    """The open requirements whose person has worked since the sentence, and whose next contact was due before."""

    @cache
    def due(since: date, weeks: int | None) -> date:
        return practitioner_contact_due(since, planned_weeks=weeks, on=asked.on).value

    rows = []
    wanted = ("pk", "begun", "last", "weeks", *of_person("sentence__person__"))
    for key, begun, last, weeks, *person in _working_ones(asked).order_by().values_list(*wanted):
        day = due(last or begun, weeks)
        if day < asked.on:
            rows.append(person_row(key, person, "late" if last else "never", day, (last, begun)))
    return rows


def _working_ones(asked: Asked) -> QuerySet:
    """With the first day worked, the last contact and the weeks that the plan says, each where there is one."""
    worked = ContactOutcome.objects.filter(
        appointment__person=OuterRef("sentence__person"),
        appointment__starts_at__date__gte=OuterRef("sentence__sentence_date"),
        appointment__booking__isnull=False,
        code__in=ATTENDED,
        replaced_by=None,
    )
    first = worked.order_by().values("appointment__person").annotate(first=Min("appointment__starts_at"))
    contacts = PractitionerContact.objects.filter(
        person=OuterRef("sentence__person"), on__gte=OuterRef("sentence__sentence_date"), on__lte=asked.on
    )
    unplanned = contacts.order_by().values("person").annotate(last=Max("on"))
    met = ContactOutcome.objects.filter(
        appointment__person=OuterRef("sentence__person"),
        appointment__kind=Appointment.Kind.SUPERVISION,
        appointment__starts_at__date__gte=OuterRef("sentence__sentence_date"),
        code__in=ATTENDED,
        replaced_by=None,
    )
    kept = met.order_by().values("appointment__person").annotate(last=Max("appointment__starts_at"))
    plans = SupervisionPlan.objects.filter(requirement=OuterRef("pk")).order_by("-version")
    return (
        working(asked, Permission.HOURS_VIEW)
        .annotate(
            begun=TruncDate(Subquery(first.values("first")), tzinfo=london()),
            last=Greatest(
                Subquery(unplanned.values("last")), TruncDate(Subquery(kept.values("last")), tzinfo=london())
            ),
            weeks=Subquery(plans.values("contact_weeks")[:1]),
        )
        .filter(begun__isnull=False)
    )


MONITOR = Monitor(
    slug="contact",
    title=_("No contact while working"),
    definition=_(
        "Open unpaid work requirements whose person has worked since the sentence, and whose practitioner was last in "
        "contact longer ago than the weeks that the rule or, where fewer, the supervision plan says. Where there was "
        "no contact the weeks run from the first session attended."
    ),
    source=_("contacts and outcomes on record; the weeks are a default of policy"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Record a contact"),
        lambda row: reverse("contacts:record_contact", args=[row.crn]),
        Permission.SUPERVISION_RECORD,
    ),
    empty=_("Everybody who works has been in contact with their practitioner in time."),
    due=_("Contact due by"),
    measures=[
        Measure("last_contact", _("Last contact"), shown_day, numeric=False),
        Measure("working_since", _("Working since"), shown_day, numeric=False),
    ],
)
