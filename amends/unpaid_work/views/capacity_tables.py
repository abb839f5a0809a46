"""A statement of capacity as figures, chart, tables and rows of a file. It is given what may be told, and no more."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amends.design.charts import Series, Weeks
from amends.design.components import Column, Figure, Figures, Table
from amends.design.words import date_and_time, day, hours_text, percent_text, share_text
from amends.organisation.models import Region
from amends.unpaid_work.models import CapacityPublication, CapacityStatement, Project
from amends.unpaid_work.queries.capacity.statement import FEW

Content = Mapping[str, Any]
CSV_HEADER = (
    "as_at", "unit", "week", "staffed_places", "staffed_minutes", "could_places", "could_minutes", "waiting", "booked",
    "begun", "orders", "people_timed", "days_tenth", "days_half", "days_half_low", "days_half_high",
    "days_nine_tenths", "weeks_to_first_session", "weeks_at_recent_pace", "days_lost", "days_kept", "finished",
    "last_day_in_year",
)  # fmt: skip
_OF_TYPE = ("staffed", "staffed_minutes", "could", "could_minutes")
BOARD = gettext_lazy("Sessions, projects and supervisors on record")
ORDERS = gettext_lazy("Sentences, case allocations, bookings and outcomes on record")
DEFINITIONS = {
    "staffed": gettext_lazy(
        "Places at sessions on the board that have a supervisor, or need none: the mean of the weeks to come. A group "
        "has no more places than the restrictions in force allow."
    ),
    "could": gettext_lazy(
        "Places at further sessions that projects could give on their days, with health and safety in force, as many "
        "as the team's supervisors could lead on days when they work and are not absent: the mean of the weeks to come."
    ),
    "waiting": gettext_lazy(
        "Open unpaid work requirements, of people whose case the unit holds, without a first session yet. A session "
        "that was missed counts as one; one that the service rearranged or stood down does not."
    ),
    "waits": gettext_lazy(
        "Of requirements allocated in the last 26 weeks: the weeks from allocation by which half had a first session, "
        "those still waiting counted as well. In brackets the weeks by which a tenth, and nine tenths, had."
    ),
    "weeks": gettext_lazy(
        "The week in which one more person would have a first session, if all those places are given, each person who "
        "has begun is offered the weekly minimum, and those who wait begin in turn. In brackets: at the pace of the "
        "sessions held in the last 12 weeks."
    ),
    "stand_down": gettext_lazy(
        "Days lost to stand-downs in the last 12 weeks, over days kept and over days planned. A day is one person "
        "booked on one session. Kept: the place was there, whether or not the person came."
    ),
    "finished": gettext_lazy(
        "Of requirements whose last day for the hours was in the last 12 months (twelve months from the order, or as "
        "the court extended it): those whose hours were done by it. Revoked and returned ones count as not done."
    ),
}


def page_of(content: Content, region: str, code: str = "") -> dict[str, object]:
    """What a page shows of a statement: the unit with the code in full, or the whole region without one."""
    unit = next((each for each in content["units"] if each["code"] == code), None)
    return {
        "region": region,
        "as_at": datetime.fromisoformat(content["as_at"]),
        "least": content["least"],
        "places_table": places_table(content, region),
        "work_table": work_table(content, region),
        "figures": figures(content, unit) if unit else "",
        "definitions": [(heading(name), DEFINITIONS[name]) for name in DEFINITIONS],
        "chart": chart([unit] if unit else content["units"], unit["name"] if unit else region),
        "types": types(unit) if unit else "",
        "types_of_units": types_of_units(content),
    }


def heading(name: str) -> str:
    """What a figure is called."""
    return {
        "staffed": _("Places a week, staffed"),
        "could": _("Further places a week that could be given"),
        "waiting": _("People waiting for a first session"),
        "waits": _("Weeks to a first session, lately"),
        "weeks": _("Weeks to a first session, from now"),
        "stand_down": _("Days stood down, of days kept and of days planned"),
        "finished": _("Finished in 12 months"),
    }[name]


def count(value: int | str) -> str:
    """A number of people, or that it is not told."""
    return _("not told: few") if value == FEW else f"{value:,}"


def weeks_of(days: int | None) -> str:
    """Days as weeks, one decimal."""
    return _("not yet") if days is None else f"{days / 7:.1f}"


def waits_text(unit: Content) -> str:
    """The weeks by which half had a first session, with the range."""
    if unit["people_timed"] == FEW:
        return count(FEW)
    if not unit["waits"]:
        return _("nobody to time")
    tenth, half, most = unit["waits"]
    told = {"half": weeks_of(half[0]), "tenth": weeks_of(tenth[0]), "most": weeks_of(most[0])}
    return _("%(half)s (%(tenth)s to %(most)s)") % told


def weeks_text(unit: Content) -> str:
    """The week of a first session to come, and at the pace of late."""
    return _("%(weeks)s (%(lately)s)") % {"weeks": _week(unit["weeks"]), "lately": _week(unit["weeks_lately"])}


def _week(week: int | None) -> str:
    if week is None:
        return _("more than a year")
    return ngettext("%(n)s week", "%(n)s weeks", week) % {"n": week}


def rate_text(unit: Content) -> str:
    """The stand-down rate over both denominators."""
    if unit["stand_down"] == FEW:
        return count(FEW)
    lost, kept = unit["stand_down"]
    if not lost + kept:
        return _("no days")
    of_kept = percent_text(lost / kept, 2) if kept else _("none kept")
    return _("%(of_kept)s of %(kept)s kept, %(of_planned)s of %(planned)s planned") % {
        "of_kept": of_kept, "kept": f"{kept:,}", "of_planned": percent_text(lost / (lost + kept), 2),
        "planned": f"{lost + kept:,}",
    }  # fmt: skip


def finished_text(unit: Content) -> str:
    """The share finished, with its denominator."""
    return count(FEW) if unit["finished"] == FEW else share_text(*unit["finished"])


def a_week(unit: Content, name: str) -> int:
    """The mean of a unit's weeks to come, rounded."""
    values = [week[name] for week in unit["places"]]
    return round(sum(values) / len(values))


def _places_and_hours(unit: Content, name: str) -> str:
    told = {"places": f"{a_week(unit, name):,}", "hours": f"{a_week(unit, f'{name}_minutes') / 60:,.0f}"}
    return _("%(places)s places, %(hours)s hours") % told


def places_table(content: Content, region: str) -> Table:
    """Places, and who waits for them, unit by unit."""
    columns = [
        Column(_("Unit"), row_header=True),
        *(Column(heading(name), numeric=True) for name in ("staffed", "could")),
        Column(_("Orders in 12 weeks"), numeric=True),
        *(Column(heading(name), numeric=True) for name in ("waiting", "weeks")),
    ]
    rows = [
        [
            unit["name"], _places_and_hours(unit, "staffed"), _places_and_hours(unit, "could"), count(unit["orders"]),
            count(unit["waiting"]), weeks_text(unit),
        ]
        for unit in content["units"]
    ]  # fmt: skip
    caption = _("Places and people waiting, %(region)s") % {"region": region}
    return Table(caption, columns, rows, stacked=True, empty=_("There is no unit."))


def work_table(content: Content, region: str) -> Table:
    """How orders were worked lately, unit by unit."""
    names = ("waits", "stand_down", "finished")
    columns = [Column(_("Unit"), row_header=True), *(Column(heading(name), numeric=True) for name in names)]
    rows = [[unit["name"], waits_text(unit), rate_text(unit), finished_text(unit)] for unit in content["units"]]
    caption = _("How orders are worked, %(region)s") % {"region": region}
    return Table(caption, columns, rows, stacked=True, empty=_("There is no unit."))


def chart(units: Sequence[Content], name: str) -> Weeks | str:
    """Places week by week: staffed, and what could also be given."""
    if not units:
        return ""
    weeks = [date.fromisoformat(week["week"]) for week in units[0]["places"]]
    series = [
        Series(words, [sum(unit["places"][n][key] for unit in units) for n in range(len(weeks))])
        for key, words in (("staffed", _("Staffed, on the board")), ("could", _("Could also be given")))
    ]
    title = _("Places in each week to come, %(unit)s") % {"unit": name}
    return Weeks(
        title, _("Places at sessions, week by week. One person at one session takes one place."), weeks, series
    )


def types(unit: Content) -> Table:
    """One unit's places and hours a week by team and type of project."""
    places = {(row["team"], row["type"]): row for row in unit["by_type"]}
    empty = _("No project of the unit could run in these weeks.")
    return _types(_("By team and type of project"), _("Team"), places, len(unit["places"]), empty)


def types_of_units(content: Content) -> Table:
    """Places and hours a week by unit and type of project."""
    places: dict[tuple[str, str], Counter[str]] = {}
    for unit in content["units"]:
        for row in unit["by_type"]:
            places.setdefault((unit["name"], row["type"]), Counter()).update({name: row[name] for name in _OF_TYPE})
    empty = _("No project could run in these weeks.")
    return _types(_("By unit and type of project"), _("Unit"), places, content["weeks_ahead"], empty)


def _types(title: str, of: str, places: Mapping[tuple[str, str], Mapping[str, int]], weeks: int, empty: str) -> Table:
    names = dict(Project.Type.choices)
    columns = [
        Column(of, row_header=True),
        Column(_("Type of project")),
        Column(_("Places a week, staffed"), numeric=True),
        Column(_("Hours a week, staffed"), numeric=True),
        Column(_("Further places a week"), numeric=True),
        Column(_("Further hours a week"), numeric=True),
    ]
    rows = [
        [
            name, str(names[kind]), f"{row['staffed'] / weeks:,.1f}", f"{row['staffed_minutes'] / weeks / 60:,.0f}",
            f"{row['could'] / weeks:,.1f}", f"{row['could_minutes'] / weeks / 60:,.0f}",
        ]
        for (name, kind), row in places.items()
    ]  # fmt: skip
    return Table(title, columns, rows, stacked=True, empty=empty)


def figures(content: Content, unit: Content) -> Figures:
    """One unit's figures, each with its definition, denominator and source."""
    at = datetime.fromisoformat(content["as_at"])
    minimum = _("weekly minimum: %(hours)s") % {"hours": hours_text(content["offer_minutes"])}
    lately = _("at the pace of late: %(week)s; %(minimum)s") % {"week": _week(unit["weeks_lately"]), "minimum": minimum}
    outcomes = _("Outcomes recorded on registers and stand-downs")
    told = [
        ("staffed", f"{a_week(unit, 'staffed'):,}", _of_places(content, unit, "staffed"), BOARD),
        ("could", f"{a_week(unit, 'could'):,}", _of_places(content, unit, "could"), BOARD),
        ("waiting", count(unit["waiting"]), _booked(unit), ORDERS),
        ("waits", *_waited(unit), ORDERS),
        ("weeks", _week(unit["weeks"]), lately, _("%(board)s; %(orders)s") % {"board": BOARD, "orders": ORDERS}),
        ("finished", *_finished(unit), _("Statements of hours, and how requirements ended")),
    ]
    return Figures(
        [
            Figure(heading(name), value, denominator=of, definition=DEFINITIONS[name], source=source, as_at=at)
            for name, value, of, source in told
        ]
        + [
            Figure(title, value, denominator=of, definition=DEFINITIONS["stand_down"], source=outcomes, as_at=at)
            for title, value, of in _rates(unit)
        ]
    )


def _of_places(content: Content, unit: Content, name: str) -> str:
    told = {"hours": f"{a_week(unit, f'{name}_minutes') / 60:,.0f}", "weeks": content["weeks_ahead"]}
    return _("and %(hours)s hours; mean of %(weeks)s weeks") % told


def _waited(unit: Content) -> tuple[str, str]:
    if not unit["waits"]:
        return waits_text(unit), ""
    tenth, half, most = (weeks_of(wait[0]) for wait in unit["waits"])
    told = {"tenth": tenth, "most": most, "n": count(unit["people_timed"])}
    return half, _("a tenth within %(tenth)s, nine tenths within %(most)s; of %(n)s people") % told


def _rates(unit: Content) -> list[tuple[str, str, str]]:
    """The stand-down rate over each denominator: its title, the rate and the denominator."""
    over_kept, over_planned = _("Days stood down, over days kept"), _("Days stood down, over days planned")
    if unit["stand_down"] == FEW:
        return [(over_kept, count(FEW), ""), (over_planned, count(FEW), "")]
    lost, kept = unit["stand_down"]
    told = [(over_kept, _("of %(days)s days kept"), kept), (over_planned, _("of %(days)s days planned"), lost + kept)]
    return [
        (title, percent_text(lost / of, 2) if of else _("None"), words % {"days": f"{of:,}"})
        for title, words, of in told
    ]


def _finished(unit: Content) -> tuple[str, str]:
    if unit["finished"] == FEW:
        return count(FEW), ""
    part, whole = unit["finished"]
    of = _("%(part)s of %(whole)s") % {"part": f"{part:,}", "whole": f"{whole:,}"}
    return percent_text(part / whole) if whole else _("None"), of


def _booked(unit: Content) -> str:
    return _("booked on one already: %(booked)s; begun: %(begun)s") % {
        "booked": count(unit["booked"]),
        "begun": count(unit["begun"]),
    }


def csv_rows(content: Content) -> Iterable[list[object]]:
    """A row for each unit and week to come; what is of the unit stands in each of its rows."""
    for unit in content["units"]:
        tenth, half, most = unit["waits"] or [[None, None, None]] * 3
        lost, kept = [FEW, FEW] if unit["stand_down"] == FEW else unit["stand_down"]
        finished = [FEW, FEW] if unit["finished"] == FEW else unit["finished"]
        of_unit = [
            unit["waiting"], unit["booked"], unit["begun"], unit["orders"], unit["people_timed"], tenth[0], *half,
            most[0], unit["weeks"], unit["weeks_lately"], lost, kept, *finished,
        ]  # fmt: skip
        for week in unit["places"]:
            yield [
                content["as_at"], unit["name"], week["week"], week["staffed"], week["staffed_minutes"], week["could"],
                week["could_minutes"], *of_unit,
            ]  # fmt: skip


def publications(
    regions: Sequence[Region], public: Mapping[int, CapacityPublication], latest: Mapping[int, CapacityStatement]
) -> Table:
    """Which regions publish, since when, and what was published last."""
    columns = [Column(_("Region"), row_header=True), Column(_("Public")), Column(_("Published last"))]
    rows = []
    for region in regions:
        row, statement = public.get(region.pk), latest.get(region.pk)
        since = _("Since %(day)s") % {"day": day(row.from_date)} if row else _("No")
        by = statement.published_by.name if statement and statement.published_by else _("the weekly job")
        last = _("%(at)s, by %(by)s") % {"at": date_and_time(statement.as_at), "by": by} if statement else _("Never")
        rows.append([region.name, since, last])
    empty = _("You decide this for no whole region.")
    return Table(_("Regions"), columns, rows, caption_hidden=True, stacked=True, empty=empty)
