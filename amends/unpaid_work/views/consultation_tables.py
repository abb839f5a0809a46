"""The log of consultation as tables and rows of a file."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.design.components import Column, Link, Table, Tag
from amends.design.words import day, short_date
from amends.unpaid_work.models import Consultation
from amends.unpaid_work.queries.consultations import Year

CSV_HEADER = ("region", "party", "whom", "on", "said", "changed", "withdrawn")


def missing(year: Year, on: date) -> object:
    """How many parties are missing, and by when they are due."""
    count = len(year.missing)
    if not count:
        return Tag(_("Everybody was heard"), "green") if year.parties else Tag(_("No duty in this year"), "grey")
    told = ngettext("%(n)s party missing", "%(n)s parties missing", count) % {"n": count}
    due = _("%(told)s, due by %(day)s") % {"told": told, "day": day(year.due)} if year.due else told
    return format_html("{} {}", Tag(_("Late"), "red") if year.overdue(on) else Tag(_("Due"), "yellow"), due)


def parties(year: Year) -> Table:
    """Who is to be heard, and how often they were."""
    columns = [Column(_("To be heard"), row_header=True), Column(_("Times heard"), numeric=True), Column(_("Source"))]
    rows = [
        [_party(each.consultee.party), f"{each.times:,}" if each.times else Tag(_("Not yet"), "orange"),
         each.consultee.source]
        for each in year.parties
    ]  # fmt: skip
    caption = _("Who is to be heard, %(region)s") % {"region": year.region.name}
    return Table(caption, columns, rows, caption_hidden=True, stacked=True, empty=_("The duty began on 8 May 2023."))


def _party(code: str) -> str:
    """A party in words; its code where policy names it no more."""
    known = {
        "policing_body": _("Elected local policing body"),
        "community_safety": _("Community safety partnership"),
        "voluntary_body": _("At least one voluntary body"),
        "victims_groups": _("Victims' groups"),
    }
    return known.get(code, code)


def entries(rows: Iterable[Consultation]) -> Table:
    """Every entry of the year."""
    columns = [
        Column(_("Who was heard"), row_header=True),
        Column(_("Day")),
        Column(_("What they said")),
        Column(_("What was changed")),
        Column(_("Action"), hidden=True),
    ]
    lines = [
        [
            format_html("{}<br>{}, {}", row.whom, _party(row.party), row.region.name), short_date(row.on), row.said,
            row.changed or Tag(_("Not told yet"), "yellow"), _actions(row),
        ]
        for row in rows
    ]  # fmt: skip
    return Table(_("The log of the year"), columns, lines, stacked=True, empty=_("Nobody was heard in this year."))


def _actions(row: Consultation) -> object:
    if row.withdrawn_at:
        return Tag(_("Taken back: %(why)s") % {"why": row.withdrawn_why}, "grey")
    about = _("the entry about %(whom)s") % {"whom": row.whom}
    return format_html(
        "{}<br>{}",
        Link(_("Change"), reverse("unpaid_work:consultation_change", args=[row.pk]), about),
        Link(_("Take back"), reverse("unpaid_work:consultation_withdraw", args=[row.pk]), about),
    )


def csv_rows(rows: Iterable[Consultation]) -> Iterable[list[object]]:
    """The entries for a file."""
    for row in rows:
        yield [row.region.name, row.party, row.whom, row.on, row.said, row.changed, row.withdrawn_why]
