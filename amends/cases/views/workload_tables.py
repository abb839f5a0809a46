"""How workload is laid out: tables, charts, figures and lines of a file."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from amends.cases.forms.workload import TOGETHER
from amends.cases.models import CourtReport
from amends.cases.queries.workload import Average, Group, HeldPerson, Officer
from amends.cases.views.pages import address
from amends.cases.views.tier import KINDS, points_words
from amends.design.charts import Bar, Bars
from amends.design.components import (
    Column,
    Figure,
    Figures,
    Link,
    NavigationItem,
    Row,
    SubNavigation,
    SummaryList,
    Table,
    Tag,
)
from amends.design.words import day, hours_text
from amends.organisation import access
from amends.organisation.models import Staff, User
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

SORTS = {"name", "team", "grade", "cases", "points", "available", "capacity"}
LETTERS = "ABCD"
CSV_HEADER = ["staff_number", "name", "grade", "team", "unit", "live_cases", "community", "licence", "custody",
              "tier_a", "tier_b", "tier_c", "tier_d", "covered_for_others", "points_used", "points_available",
              "percent_of_capacity", "over_capacity", "away", "at_home", "allocation_paused",
              "protected_load", "cases_with_inputs_missing", "court_reports", "tier_not_known",
              "points_at_most"]  # fmt: skip


def by(form: Any) -> str:
    """How officers are taken together, as asked."""
    return form.cleaned_data.get("by") or "officer"


def in_order(rows: Sequence[Officer], sort: str) -> list[Officer]:
    """Officers sorted; those without hours and with cases are beyond any per cent."""
    keys = {
        "name": lambda row: row.staff.name,
        "team": lambda row: row.staff.team.name,
        "grade": lambda row: str(row.staff.get_grade_display()),
        "cases": lambda row: row.cases,
        "points": lambda row: row.capacity.value["used"],
        "available": lambda row: row.capacity.value["available"],
        "capacity": _fullness,
    }
    return sorted(rows, key=keys[sort.lstrip("-")], reverse=sort.startswith("-"))


def _fullness(row: Officer) -> float:
    value = row.capacity.value
    if value["percent"] is not None:
        return value["percent"]
    return float("inf") if value["over"] else -1.0


def capacity_words(percent: float | None, used: int, most: int, available: int) -> Any:
    """Per cent of capacity; in words where there are no hours to reckon with.

    Where tiers are not known it is what is used at least, and yellow where it may be over.
    """
    over = used > available
    if percent is None:
        return Tag(_("Over: no hours"), "red") if over else _("No hours")
    words = f"{percent:g}%" if used == most else _("%(percent)s%% at least") % {"percent": f"{percent:g}"}
    return Tag(words, "red" if over else "yellow") if most > available else words


def points_of(row: Officer) -> str:
    """The points that an officer holds."""
    return points_words(row.capacity.value["used"], row.most)


def capacity_of(row: Officer) -> Any:
    """Per cent of an officer's capacity."""
    value = row.capacity.value
    return capacity_words(value["percent"], value["used"], row.most, value["available"])


def state(row: Officer) -> Any:
    """What bears on the officer's hours today."""
    standing = row.standing
    tags = []
    if not row.in_post:
        tags.append(Tag(_("Not in post"), "red"))
    if standing.absence:
        tags.append(Tag(_("Away"), "yellow"))
    if standing.home:
        tags.append(Tag(_("At home"), "yellow"))
    if standing.pause:
        tags.append(Tag(_("Allocation paused"), "purple"))
    if standing.load:
        tags.append(Tag(_("Protected load"), "blue"))
    return format_html_join(" ", "{}", ((tag,) for tag in tags))


def mix(row: Officer) -> str:
    """Live cases by the letter of their tier."""
    found = row.letters()
    told = [f"{letter} {found[letter]}" for letter in LETTERS if found.get(letter)]
    return ", ".join([*told, *([_("not known %d") % found[""]] if found.get("") else [])])


def officers(rows: Iterable[Officer], query: QueryDict, sort: str) -> Table:
    """A page of officers."""
    lines = [
        [
            Link(row.staff.name, reverse("cases:officer", args=[row.staff.code])),
            row.staff.get_grade_display(), row.staff.team.name, row.cases, mix(row), len(row.reports),
            points_of(row), f"{row.capacity.value['available']:,}",
            capacity_of(row), state(row),
        ]
        for row in rows
    ]  # fmt: skip
    columns = [
        Column(_("Officer"), row_header=True, sort="name"), Column(_("Grade"), sort="grade"),
        Column(_("Team"), sort="team"), Column(_("Live cases"), numeric=True, sort="cases"), Column(_("Tiers")),
        Column(_("Court reports"), numeric=True),
        Column(_("Points held"), numeric=True, sort="points"),
        Column(_("Points available"), numeric=True, sort="available"),
        Column(_("Capacity"), numeric=True, sort="capacity"), Column(_("Today")),
    ]  # fmt: skip
    return Table(_("Workload by officer"), columns, lines, query=query, sorted_by=sort, stacked=True,
                 caption_hidden=True, empty=_("Nobody fits these filters."))  # fmt: skip


def groups(found: Sequence[Group], by: str) -> Table:
    """Officers taken together."""
    named = str(dict(TOGETHER)[by])
    rows = [
        [each.label, each.officers, each.cases, "" if each.average is None else f"{each.average:.1f}",
         each.reports, points_words(each.used, each.most), f"{each.available:,}",
         capacity_words(each.percent, each.used, each.most, each.available), each.over]
        for each in found
    ]  # fmt: skip
    columns = [
        Column(named, row_header=True), Column(_("Officers"), numeric=True), Column(_("Live cases"), numeric=True),
        Column(_("Cases to an officer"), numeric=True), Column(_("Court reports"), numeric=True),
        Column(_("Points held"), numeric=True),
        Column(_("Points available"), numeric=True), Column(_("Capacity"), numeric=True),
        Column(_("Officers over capacity"), numeric=True),
    ]  # fmt: skip
    return Table(_("Workload by %s") % named.lower(), columns, rows, stacked=True, caption_hidden=True,
                 empty=_("Nobody fits these filters."))  # fmt: skip


def _chart(bars: list[Bar], category: str) -> Bars:
    return Bars(
        title=_("Points held as a share of points available"), unit="percent", bars=bars, reference=1.0,
        reference_label=_("Full"), category=category, value_heading=_("Capacity"),
        description=_("Each bar is a share of the points that the hours of the day make available. Where there are no"
                      " hours there is no figure: with a live case that is over capacity, never nought."),
    )  # fmt: skip


def officers_chart(rows: Iterable[Officer]) -> Bars:
    """The officers of a page."""
    shares = [(row, row.capacity.value["percent"]) for row in rows]
    return _chart(
        [Bar(f"{row.staff.name} ({row.staff.code})", None if share is None else share / 100) for row, share in shares],
        _("Officer"),
    )


def groups_chart(found: Iterable[Group], by: str) -> Bars:
    """Officers taken together."""
    bars = [Bar(each.label, None if each.percent is None else each.percent / 100) for each in found]
    return _chart(bars, str(dict(TOGETHER)[by]))


def figures(rows: Sequence[Officer], unallocated: int, on: date) -> Figures:
    """What stands above the table."""
    of = _("of %(count)s officers") % {"count": len(rows)}
    source = _("Points by tier and kind: published seed values, a default that a service may replace")
    over = sum(row.capacity.value["over"] for row in rows)
    cases = sum(row.cases for row in rows)
    incomplete = sum(row.incomplete for row in rows)
    return Figures(
        [
            Figure(_("Over capacity"), str(over), on,
                   _("Points held are more than the hours of the day make available; with no hours, any live case"),
                   source, of),
            Figure(_("Live cases held"), f"{cases:,}", on, _("Cases with a live sentence, that you may see"), source),
            Figure(_("Held by nobody"), f"{unallocated:,}", on, _("Live cases that are allocated to no officer"),
                   _("Allocations on record"), href=reverse("cases:unallocated")),
            Figure(_("Tier uncertain"), f"{incomplete:,}", on,
                   _("Something that the tier counts is not recorded. Without risk of serious harm it is not known: the"
                     " least and the most are told. Anything else counts nothing, so the tier may be too low"),
                   source, _("of %(count)s live cases") % {"count": f"{cases:,}"}),
        ]
    )  # fmt: skip


def csv_row(row: Officer) -> list[object]:
    """One officer in the file."""
    kinds, letters, value, standing = row.kinds(), row.letters(), row.capacity.value, row.standing
    return [
        row.staff.code, row.staff.name, row.staff.get_grade_display(), row.staff.team.name, row.staff.team.pdu.name,
        row.cases, *(kinds.get(kind, 0) for kind in KINDS), *(letters.get(letter, 0) for letter in LETTERS), row.covers,
        value["used"], value["available"], "" if value["percent"] is None else f"{value['percent']:g}",
        "yes" if value["over"] else "no", "yes" if standing.absence or not row.in_post else "no",
        "yes" if standing.home else "no", "yes" if standing.pause else "no",
        standing.load.circumstance if standing.load else "", row.incomplete, len(row.reports),
        letters.get("", 0), row.most,
    ]  # fmt: skip


def standing(row: Officer) -> SummaryList:
    """One officer's hours, and what bears on them."""
    value, now = row.capacity.value, row.standing
    rows = [
        Row(_("Grade and team"), f"{row.staff.get_grade_display()}, {row.staff.team.name}"),
        Row(_("Contracted hours a week"), hours_text(row.staff.contracted_minutes)),
        Row(_("Today"), state(row) or _("At work")),
        Row(_("Live cases"), f"{row.cases}" + (f" ({mix(row)})" if row.cases else "")),
        Row(_("Cases covered for others"), str(row.covers)),
        Row(_("Court reports being written"), _reports(row)),
        Row(_("Points held, of those available"), f"{points_of(row)} / {value['available']:,}"),
        Row(_("Capacity"), capacity_of(row)),
    ]
    if now.pause:
        until = day(now.pause.to_date) if now.pause.to_date else _("no end set")
        rows.append(Row(_("Allocation paused"), _("%(why)s. Until %(day)s") % {"why": now.pause.reason, "day": until}))
    if now.load:
        words = _("%(why)s, until %(day)s")
        given = {"why": now.load.get_circumstance_display(), "day": day(now.load.to_date)}
        rows.append(Row(_("Protected load"), words % given))
    return SummaryList(rows)


def _reports(row: Officer) -> str:
    """How many of each kind."""
    kinds = dict(CourtReport.Kind.choices)
    told = ", ".join(f"{kinds[kind].lower()} {number}" for kind, number in sorted(Counter(row.reports).items()))
    return f"{len(row.reports)} ({told})" if told else "0"


def cases(rows: Iterable[HeldPerson]) -> Table:
    """The cases an officer holds."""
    lines = [
        [
            Link(f"{each.person.name} ({each.person.crn})", reverse("cases:person", args=[each.person.crn])),
            Link(
                each.tier.value or _("Not known: assess"),
                reverse("cases:tier", args=[each.person.crn]),
                _("of %s") % each.person.crn,
            ),
            KINDS[each.tier.kind],
            points_words(each.tier.points, each.tier.most_points),
            Tag(_("Inputs missing"), "yellow") if each.tier.missing else "",
        ]
        for each in rows
    ]
    columns = [Column(_("Person"), row_header=True), Column(_("Tier")), Column(_("Counted as")),
               Column(_("Points"), numeric=True), Column(_("Certain"))]  # fmt: skip
    return Table(_("Live cases"), columns, lines, stacked=True, empty=_("No live case that you may see is held."))


def links(user: User, member: Staff) -> list[Link]:
    """What the reader may do about an officer."""
    found = []
    if reaches(user, P.ALLOCATION_PAUSE, member.team):
        found.append(Link(_("Pause allocation, or protect a load"), address("organisation:loads", member.code)))
    if reaches(user, P.STAFF_SUPERVISE, member.team):
        found.append(Link(_("Supervision sessions"), address("cases:supervisions", member.code)))
    return [link for link in found if link.href]


def averages(found: Sequence[Mapping[tuple[str, str], Average]], days: Sequence[date]) -> Table:
    """Average caseloads on two days."""
    grades = dict(Staff.Grade.choices)
    rows = []
    for region, grade in sorted({key for each in found for key in each}):
        cells: list[Any] = []
        for each in found:
            average = each.get((region, grade))
            if average is None:
                cells += [0, _("None"), 0]
            else:
                value = _("None") if average.value is None else f"{average.value:.1f}"
                cells += [average.officers, value, average.reports]
        rows.append([region, grades[grade], *cells])
    columns = [Column(_("Region"), row_header=True), Column(_("Grade"))]
    for when in days:
        columns += [Column(_("Officers, %s") % day(when), numeric=True),
                    Column(_("Average caseload, %s") % day(when), numeric=True),
                    Column(_("Court reports being written, %s") % day(when), numeric=True)]  # fmt: skip
    return Table(_("Average caseload by region and grade"), columns, rows, stacked=True, caption_hidden=True,
                 empty=_("Nobody held a case on either day."))  # fmt: skip


def averages_rows(found: Sequence[Mapping[tuple[str, str], Average]]) -> Iterable[list[object]]:
    """The same as lines of a file."""
    for region, grade in sorted({key for each in found for key in each}):
        cells: list[object] = []
        for each in found:
            average = each.get((region, grade))
            value = average.value if average else None
            cells += [average.officers if average else 0, "" if value is None else round(value, 2),
                      average.reports if average else 0]  # fmt: skip
        yield [region, grade, *cells]


def section(request: HttpRequest) -> SubNavigation:
    """The pages of managers about workload."""
    pages = [
        (_("Workload"), "cases:workload"),
        (_("Average caseloads"), "cases:averages"),
        (_("Held by nobody"), "cases:unallocated"),
        (_("Left behind by absences"), "contacts:left_behind"),
        (_("Releases ahead"), "contacts:releases"),
        (_("Quality audits"), "cases:audits"),
    ]
    if access.allows(request.user, P.STAFF_SUPERVISE):
        pages.append((_("Supervision of staff"), "cases:supervised"))
    found = [(text, href) for text, name in pages if (href := address(name))]
    items = [NavigationItem(text, href, current=request.path == href) for text, href in found]
    return SubNavigation(items, label=_("Pages about workload"))
