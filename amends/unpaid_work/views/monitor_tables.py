"""A monitor as tables, and as the rows of a file."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.design.addresses import with_query
from amends.design.components import Column, Link, Table
from amends.design.words import short_date
from amends.organisation import access
from amends.unpaid_work.forms.monitors import KEPT
from amends.unpaid_work.models import SavedView
from amends.unpaid_work.monitors.monitor import DUE, NAME, TEAM, WHY, Monitor, Row


def address(monitor: Monitor) -> str:
    """The address of the monitor's page."""
    return reverse(f"unpaid_work:monitor_{monitor.slug}")


def table(
    monitor: Monitor, rows: Sequence[Row], held_by: Mapping[str, str], user, query: QueryDict, sort: str
) -> Table:
    """A page of the monitor, with the action beside each row."""
    may_act = access.allows(user, monitor.action.permission)
    may_open = access.allows(user, monitor.subject.permission)
    columns = [
        Column(str(monitor.subject.text), row_header=True, sort=NAME),
        Column(_("Held by") if monitor.subject.people else _("Team"), sort=TEAM),
        Column(_("Reason"), sort=WHY),
        *([Column(str(monitor.due), sort=DUE)] if monitor.due else []),
        *(Column(str(each.text), numeric=each.numeric, sort=each.name) for each in monitor.measures),
        *([Column(_("Action"), hidden=True)] if may_act else []),
    ]
    cells = [_cells(monitor, row, held_by, may_open, may_act) for row in rows]
    title = str(monitor.title)
    return Table(
        title, columns, cells, query=query, sorted_by=sort, caption_hidden=True, stacked=True, empty=str(monitor.empty)
    )


def _cells(monitor: Monitor, row: Row, held_by: Mapping[str, str], may_open: bool, may_act: bool) -> list[object]:
    people = monitor.subject.people
    name = Link(row.name, monitor.subject.href(row)) if may_open else row.name
    return [
        format_html("{}<br>{}", name, row.crn) if people else name,
        format_html("{}<br>{}", held_by.get(row.crn) or _("Not allocated"), row.team) if people else row.team,
        str(monitor.whys[row.why]),
        *([short_date(row.due) if row.due else ""] if monitor.due else []),
        *(each.show(figure) for each, figure in zip(monitor.measures, row.figures, strict=True)),
        *([Link(str(monitor.action.text), monitor.action.href(row), _about(row))] if may_act else []),
    ]


def _about(row: Row) -> str:
    told = f"{row.name} {row.crn}".strip()
    return _("for %(name)s") % {"name": told}


def csv_header(monitor: Monitor) -> list[str]:
    """The names of a file's columns."""
    people = ["crn"] if monitor.subject.people else []
    by = ["practitioner"] if monitor.subject.people else []
    due = ["due"] if monitor.due else []
    return ["name", *people, "team", *by, "reason", *due, *(each.name for each in monitor.measures)]


def csv_rows(monitor: Monitor, rows: Iterable[Row], held_by: Mapping[str, str]) -> Iterable[list[object]]:
    """The rows for a file: minutes, days and codes as they are kept."""
    people, dated = monitor.subject.people, bool(monitor.due)  # once: words are looked up each time they are asked for
    for row in rows:
        who = [row.name, row.crn, row.team, held_by.get(row.crn, "")] if people else [row.name, row.team]
        yield [*who, row.why, *([row.due] if dated else []), *row.figures]


def by_reason(monitor: Monitor, counts: list[tuple[str, int]], query: QueryDict) -> Table:
    """How many wait for each reason; each count narrows the list to it."""
    lines = [
        [str(monitor.whys[why]), Link(f"{count:,}", with_query(query, why=[why], page=None), _reason(monitor, why))]
        for why, count in counts
    ]
    columns = [Column(_("Reason"), row_header=True), Column(_("How many"), numeric=True)]
    return Table(_("By reason"), columns, lines, caption_size="s")


def _reason(monitor: Monitor, why: str) -> str:
    return _("with the reason: %(why)s") % {"why": monitor.whys[why]}


def hub(counted: Sequence[tuple[Monitor, list[tuple[str, int]]]]) -> Table:
    """Every monitor with its count, and the reasons in their order."""
    lines = [
        [
            Link(str(monitor.title), address(monitor)),
            f"{sum(count for _why, count in counts):,}",
            "; ".join(f"{monitor.whys[why]}: {count:,}" for why, count in counts) or _("Nothing waits"),
        ]
        for monitor, counts in counted
    ]
    columns = [Column(_("List"), row_header=True), Column(_("How many"), numeric=True), Column(_("By reason"))]
    return Table(_("Lists"), columns, lines, caption_hidden=True, stacked=True)


def kept(query: QueryDict) -> str:
    """What a saved view keeps of an address."""
    return urlencode([(key, value) for key in KEPT for value in query.getlist(key) if value])


def view_links(monitors: Mapping[str, Monitor], views: Iterable[SavedView], *, titled: bool = False) -> list[dict]:
    """The reader's saved views as `text`, `href`, `monitor` and `name`; those of lists closed to them are left out."""
    return [
        {
            "text": f"{monitors[view.monitor].title}: {view.name}" if titled else view.name,
            "href": f"{address(monitors[view.monitor])}?{view.query}",
            "monitor": view.monitor,
            "name": view.name,
        }
        for view in views
        if view.monitor in monitors
    ]
