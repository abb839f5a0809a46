"""Kits of home projects that are out too long, and goods that came back and wait for their inspection."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.roles import Permission
from amends.unpaid_work.models import HomeKitOut
from amends.unpaid_work.monitors.monitor import PERSON, Action, Asked, Measure, Monitor, Row, of_person, person_row

WHYS = {
    "overdue": _("The goods are overdue"),
    "to_inspect": _("Back, and not inspected: nothing is credited yet"),
}


def find(asked: Asked) -> list[Row]:
    """Kits out whose day is past, and goods back without an inspection, of people whom the reader sees."""
    waiting = Q(back_on=None, due_on__lt=asked.on) | Q(back_on__lte=asked.on, inspection=None)
    kits = asked.within(HomeKitOut.objects.filter(waiting), Permission.HOURS_VIEW)
    person = "entry__requirement__sentence__person__"
    rows = kits.order_by().values_list("pk", "kit__name", "due_on", "back_on", *of_person(person))
    return [_row(*row) for row in rows]


def _row(key: int, kit: str, due_on: date, back_on: date | None, *told) -> Row:
    why, due = ("to_inspect", back_on) if back_on else ("overdue", due_on)
    return person_row(key, told, why, due, (kit,))


MONITOR = Monitor(
    slug="home_kits",
    title=_("Home projects: goods overdue or to inspect"),
    definition=_(
        "Kits of home projects whose goods are not back by their day, and goods that came back and are not inspected. "
        "Hours are credited by the inspection alone, so that whoever made them waits as well."
    ),
    source=_("kits sent out, goods back and inspections on record"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(_("Open home work"), lambda row: reverse("unpaid_work:home", args=[row.crn]), Permission.HOURS_VIEW),
    empty=_("No goods are overdue, and none wait for their inspection."),
    due=_("Since"),
    measures=[Measure("kit", _("Kit"), str, numeric=False)],
)
