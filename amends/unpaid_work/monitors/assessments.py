"""Assessments that need something done: those whose gate is shut, or shuts within 30 days."""

from datetime import date, timedelta

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person, Requirement
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Under18SignOff, UnpaidWorkAssessment
from amends.unpaid_work.monitors.monitor import PERSON, WHY, Action, Asked, Monitor, Row, of_person, person_row
from amends.unpaid_work.monitors.under_18 import eighteen_years_before
from amends.unpaid_work.queries.assessments import LAPSING_DAYS

WHYS = {
    "missing": _("Never assessed"),
    "lapsed": _("No longer holds"),
    "not_retrieved": _("Risk of harm not retrieved"),
    "lapsing": _("Lapses within 30 days"),
    "under_18": _("Under 18 without a manager's sign-off"),
}


def find(asked: Asked) -> list[Row]:
    """Those with an open requirement of whose assessment something is wrong, each with the first thing of WHYS."""
    on, born_after = asked.on, eighteen_years_before(asked.on)
    grown_or_signed = GreaterThanOrEqual(Value(born_after), OuterRef("date_of_birth")) | Exists(
        Under18SignOff.objects.filter(person=OuterRef("person"))
    )
    open_ones = Requirement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on), sentence__person=OuterRef("pk"), kind=Requirement.Kind.UNPAID_WORK
    )
    people = (
        asked.within(Person.objects, Permission.ASSESSMENT_VIEW)
        # Nearly everybody has one that holds: what is wrong with the others is asked of those few alone.
        .filter(~Exists(_lasting(on).filter(grown_or_signed)), Exists(open_ones), merged_into=None)
        .annotate(held_to=Subquery(_newest(on).values("to_date")[:1]), place=_place(on))
    )
    whys, rows = list(WHYS), people.values_list("pk", "place", "held_to", *of_person())
    return [
        person_row(key, told, whys[place], held_to - timedelta(days=1) if held_to else None)
        for key, place, held_to, *told in rows.order_by()
    ]


def _newest(on: date) -> QuerySet[UnpaidWorkAssessment]:
    made = UnpaidWorkAssessment.objects.filter(person=OuterRef("pk"), from_date__lte=on)
    return made.order_by("-from_date", "-recorded_at", "-pk")


def _lasting(on: date) -> QuerySet[UnpaidWorkAssessment]:
    """The person's newest assessment, where nothing is wrong with it for 30 days."""
    newer = UnpaidWorkAssessment.objects.filter(
        Q(from_date__gt=OuterRef("from_date"))
        | Q(from_date=OuterRef("from_date"), recorded_at__gt=OuterRef("recorded_at")),
        person=OuterRef("person"),
        from_date__lte=on,
    )
    return UnpaidWorkAssessment.objects.filter(
        ~Q(harm_check=UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED),
        ~Exists(newer),
        person=OuterRef("pk"),
        from_date__lte=on,
        to_date__gt=on + timedelta(days=LAPSING_DAYS),
    )


def _place(on: date) -> Case:
    """The place among WHYS of what is wrong with those of whom something is."""
    newest = _newest(on)
    places = {why: Value(place) for place, why in enumerate(WHYS)}
    not_retrieved = newest.values(
        found=Case(When(harm_check=UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED, then=True), default=False)
    )
    return Case(
        When(held_to__isnull=True, then=places["missing"]),
        When(held_to__lte=on, then=places["lapsed"]),
        When(Q(Subquery(not_retrieved[:1])), then=places["not_retrieved"]),
        When(held_to__lte=on + timedelta(days=LAPSING_DAYS), then=places["lapsing"]),
        default=places["under_18"],
        output_field=IntegerField(),
    )


MONITOR = Monitor(
    slug="assessments",
    title=_("Assessments that need something done"),
    definition=_(
        "People with an open unpaid work requirement who must not be booked because of their assessment, or whose "
        "assessment lapses within 30 days. Each is listed once, by the first thing that is wrong."
    ),
    source=_("assessments for unpaid work and managers' sign-offs on record"),
    permission=Permission.ASSESSMENT_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Assess"),
        lambda row: reverse("unpaid_work:assessment_tasks", args=[row.crn]),
        Permission.ASSESSMENT_RECORD,
    ),
    empty=_("Everybody with unpaid work to do has an assessment that holds for more than 30 days."),
    due=_("Last day it holds"),
    first_by=WHY,
)
