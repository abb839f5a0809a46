"""People who work and whose practitioner has not been in contact for longer than the rule or their plan allows."""

from datetime import date, datetime
from functools import cache

from django.db.models import Case, F, Max, Min, OuterRef, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import ContactOutcome
from amends.contacts.queries.appointments import kept
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.supervision import modes_as_planned, practitioner_contact_due
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
from amends.unpaid_work.queries.supervision import ANY_WAY

WHYS = {
    "never": _("No contact since work began"),
    "late": _("The next contact is overdue"),
    "plan": _("In contact, and less than the supervision plan says"),
}


def find(asked: Asked) -> list[Row]:
    """The open requirements whose person has worked since the sentence, and whose next contact was due before."""

    @cache
    def due(last: date, weeks: int | None, as_planned: date | None) -> date:
        return practitioner_contact_due(last, planned_weeks=weeks, as_planned=as_planned, on=asked.on).value

    rows = []
    wanted = ("pk", "weeks", "begun", "last", "as_planned", *of_person("sentence__person__"))
    for key, weeks, *told in _working_ones(asked).order_by().values_list(*wanted):
        begun, last, as_planned = map(_day, told[:3])
        day = due(last or begun, weeks, as_planned or begun)
        if day < asked.on:
            why = "never" if last is None else "late" if due(last, None, None) < asked.on else "plan"
            rows.append(person_row(key, told[3:], why, day, (last, begun)))
    return rows


def _day(at: datetime | None) -> date | None:
    return civil_date(at) if at else None


def _working_ones(asked: Asked) -> QuerySet:
    """With the first session worked, the last contact, and the plan's weeks and last contact in its way, if any."""
    since = {
        "appointment__person": OuterRef("sentence__person"),
        "appointment__starts_at__date__gte": OuterRef("sentence__sentence_date"),
    }
    worked = ContactOutcome.objects.filter(
        **since, appointment__booking__isnull=False, code__in=ATTENDED, replaced_by=None
    )
    first = worked.order_by().values("appointment__person").annotate(first=Min("appointment__starts_at"))

    def last(way: str) -> Subquery:
        made = kept(modes_as_planned(way)).filter(**since, appointment__starts_at__lte=asked.at)
        latest = made.order_by().values("appointment__person").annotate(last=Max("appointment__starts_at"))
        return Subquery(latest.values("last"))

    plans = SupervisionPlan.objects.filter(requirement=OuterRef("pk")).order_by("-version")
    nearer = [When(way=way, then=last(way)) for way in SupervisionPlan.Way.values if way != ANY_WAY]
    return (
        working(asked, Permission.HOURS_VIEW)
        .annotate(begun=Subquery(first.values("first")))
        .filter(begun__isnull=False)
        .annotate(
            last=last(ANY_WAY),
            weeks=Subquery(plans.values("contact_weeks")[:1]),
            way=Subquery(plans.values("contact_way")[:1]),
        )
        .annotate(as_planned=Case(*nearer, default=F("last")))
    )


MONITOR = Monitor(
    slug="contact",
    title=_("No contact while working"),
    definition=_(
        "Open unpaid work requirements whose person has worked since the sentence, and whose practitioner was last in "
        "contact longer ago than the weeks that the rule says, or, in the way that the supervision plan says, than its "
        "weeks. Where there was no contact the weeks run from the first session attended."
    ),
    source=_("outcomes of appointments on record, booked or not; the weeks are a default of policy"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Record a contact"),
        lambda row: reverse("contacts:record_contact", args=[row.crn]),
        Permission.CONTACT_RECORD,
    ),
    empty=_("Everybody who works has been in contact with their practitioner in time."),
    due=_("Contact due by"),
    measures=[
        Measure("last_contact", _("Last contact"), shown_day, numeric=False),
        Measure("working_since", _("Working since"), shown_day, numeric=False),
    ],
)
