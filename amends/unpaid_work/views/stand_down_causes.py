"""What the page of stand-downs tells besides the rate: where, when, to whom again, and what would have prevented it."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.models import full_name
from amends.design.components import Column, Link, Table
from amends.design.words import day, hours, percent_text
from amends.unpaid_work.queries.stand_down_causes import Lost, Where
from amends.unpaid_work.queries.stand_down_preventions import Prevention
from amends.unpaid_work.queries.work_left import MINUTE


def breakdowns(where: Where) -> list[Table]:
    """Days and hours lost by project, team and week, each beside what was kept, offered and worked there.

    Of projects and teams, those that lost most; none that lost nothing.
    """
    weeks = {day(monday): lost for monday, lost in sorted(where.weeks.items())}
    return [
        _breakdown(_("By project"), _("Project"), _most_lost(where.projects)),
        _breakdown(_("By team"), _("Team"), _most_lost(where.teams)),
        _breakdown(_("By week"), _("Week from"), weeks),
    ]


def _most_lost(found: Mapping[str, Lost]) -> dict[str, Lost]:
    losing = [(name, lost) for name, lost in found.items() if lost.days]
    return dict(sorted(losing, key=lambda one: (-one[1].days, one[0]))[:25])


def _breakdown(title: str, what: str, found: Mapping[str, Lost]) -> Table:
    columns = [
        Column(what, row_header=True),
        Column(_("Days lost"), numeric=True),
        Column(_("Hours lost"), numeric=True),
        Column(_("Over kept"), numeric=True),
        Column(_("Over planned"), numeric=True),
        Column(_("Hours offered"), numeric=True),
        Column(_("Hours worked"), numeric=True),
    ]
    lines = [
        [
            name,
            f"{lost.days:,}",
            hours(lost.minutes),
            percent_text(lost.days / lost.kept, 1) if lost.kept else "",
            percent_text(lost.days / (lost.days + lost.kept), 1) if lost.days + lost.kept else "",
            hours(lost.offered),
            hours(lost.worked),
        ]
        for name, lost in found.items()
    ]
    return Table(title, columns, lines, empty=_("No day was lost in this period."), caption_size="s")


def again(rows: Iterable[tuple], may_open: bool) -> Table:
    """The people stood down more than once."""
    columns = [
        Column(_("Person"), row_header=True),
        Column(_("CRN")),
        Column(_("Times"), numeric=True),
        Column(_("Hours lost"), numeric=True),
    ]
    lines = [
        [
            Link(full_name(given, family), reverse("unpaid_work:person", args=[crn]))
            if may_open
            else full_name(given, family),
            crn,
            str(days),
            hours(length // MINUTE),
        ]
        for crn, given, family, days, length in rows
    ]
    empty = _("Nobody whom you may see was stood down more than once in this period.")
    return Table(_("People stood down more than once"), columns, lines, empty=empty, caption_size="s")


def prevention(found: Prevention) -> str:
    """What would have prevented a stand-down, in words."""
    told = []
    if found.spare_supervisor:
        told.append(_("A spare supervisor: one of the team was free"))
    if found.overbooked:
        told.append(
            ngettext(
                "Fewer booked: there was %(n)s more than places", "Fewer booked: there were %(n)s more than places",
                found.overbooked,
            ) % {"n": found.overbooked}
        )  # fmt: skip
    if found.within_reach:
        told.append(
            ngettext(
                "Another site within reach of %(people)s of %(all)s: %(n)s place",
                "Another site within reach of %(people)s of %(all)s: %(n)s places",
                found.places,
            ) % {"people": found.within_reach, "all": found.turned_away, "n": found.places}
        )  # fmt: skip
    return "; ".join(told) or _("Nothing on record")
