"""People under 18 with unpaid work to do, for whom no manager has signed off."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person, Requirement
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Under18SignOff
from amends.unpaid_work.monitors.monitor import PERSON, Action, Asked, Monitor, Row, of_person, person_row
from amends.unpaid_work.operations.under_18 import turns_18_on

WHYS = {"16": _("Aged 16 or less"), "17": _("Aged 17")}


def eighteen_years_before(on: date) -> date:
    """Those born after it are under 18 on the day."""
    return _years_before(on, 18)


def find(asked: Asked) -> list[Row]:
    """Those under 18 on the day with an open requirement and without a sign-off, whatever else is wrong."""
    open_ones = Requirement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=asked.on), sentence__person=OuterRef("pk"),
        kind=Requirement.Kind.UNPAID_WORK,
    )  # fmt: skip
    signed = Under18SignOff.objects.filter(person=OuterRef("pk"))
    people = asked.within(Person.objects, Permission.ASSESSMENT_VIEW).filter(
        Exists(open_ones), ~Exists(signed), date_of_birth__gt=eighteen_years_before(asked.on), merged_into=None
    )
    aged_16 = _years_before(asked.on, 17)
    return [
        person_row(key, told, "16" if born > aged_16 else "17", turns_18_on(born))
        for key, born, *told in people.order_by().values_list("pk", "date_of_birth", *of_person())
    ]


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


MONITOR = Monitor(
    slug="under_18",
    title=_("Under 18, waiting for a manager"),
    definition=_(
        "People under 18 with an open unpaid work requirement for whom no manager has signed off. Until then they are "
        "booked on nothing, and after it on projects marked suitable alone."
    ),
    source=_("dates of birth and managers' sign-offs on record"),
    permission=Permission.ASSESSMENT_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Sign off"), lambda row: reverse("unpaid_work:under_18", args=[row.crn]), Permission.UNDER_18_SIGN_OFF
    ),
    empty=_("Nobody under 18 waits for a manager."),
    due=_("Turns 18"),
)
