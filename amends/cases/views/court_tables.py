"""The court team's week and concordance as figures, charts, tables and rows of a file."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import CourtReport
from amends.cases.queries.characteristics import CHARACTERISTICS
from amends.cases.queries.concordance import MEASURES, Report, month_words
from amends.cases.queries.court_week import CourtWeek, Day
from amends.design.charts import Bar, Bars
from amends.design.components import Column, Figure, Figures, Table, Tag
from amends.design.words import hours_text, percent_text, short_date, weekdays_text
from amends.methods.decisions import Decided, GroupDecisions
from amends.methods.statistics.share import Share

WEEK_CSV_HEADER = (
    "day", "oral", "fast", "standard", "minutes_due", "minutes_available", "minutes_due_by", "minutes_available_by",
    "minutes_short",
)  # fmt: skip
CONCORDANCE_CSV_HEADER = (
    "by", "group", "people", "outcomes", *(f"{name}{part}" for name in MEASURES for part in ("", "_low", "_high")),
)  # fmt: skip
_NAMES = {
    "same_sentence": gettext_lazy("Sentence as proposed"),
    "as_proposed": gettext_lazy("Sentence and requirements as proposed"),
}
_DEFINITIONS = {
    "same_sentence": gettext_lazy("Outcomes in which the court passed the kind of sentence that the report proposed."),
    "as_proposed": gettext_lazy(
        "Of all outcomes, those in which it also made the same kinds of requirements, no more and no fewer; how much "
        "of each is not compared."
    ),
}
_GROUPS = {"court": gettext_lazy("By court"), "kind": gettext_lazy("By kind of report"),
           "month": gettext_lazy("By month of sentence")}  # fmt: skip


def week_parts(shown: CourtWeek, now: datetime) -> dict[str, Any]:
    """Everything on the page about a week."""
    worst = max((day.load.short for day in shown.days), default=0)
    last = shown.days[-1].load if shown.days else None
    takes = ", ".join(
        f"{_(label).lower()} {hours_text(shown.minutes[kind])}" for kind, label in CourtReport.Kind.choices
    )
    shared = {
        "as_at": now,
        "source": _("Reports not delivered, officers' hours and absences, and the points of policy for each report"),
    }
    took = _("A report is reckoned to take: %s (defaults of the policy).") % takes
    figures = Figures([
        Figure(_("Cannot be done in time"), hours_text(worst), **shared,
               definition=_("The most hours of work, on any day of the week, that are due by its end and do not fit "
                            "into the hours until then, from today on. ") + took),
        Figure(_("Due by the end of the week"), hours_text(last.due_by if last else 0), **shared,
               denominator=_("of %s available until then") % hours_text(last.available_by if last else 0),
               definition=_("Work on reports due by then, those late among them. ") + took),
        Figure(_("With nobody to write them"), f"{shown.nobody:,}", **shared,
               definition=_("Reports due by the end of the week that are not allocated.")),
    ])  # fmt: skip
    return {"figures": figures, "chart": _week_chart(shown), "days": _days(shown), "officers": _officers(shown)}


def _named(day: Day) -> str:
    return f"{weekdays_text(str(day.load.day.isoweekday()), short=True)} {short_date(day.load.day)}"


def _week_chart(shown: CourtWeek) -> Bars:
    bars = [
        Bar(_named(day), round(day.load.due_by / 60, 1), mark=round(day.load.available_by / 60, 1))
        for day in shown.days
    ]
    return Bars(
        _("Hours of work due by each day"),
        _("Each bar is the work due by the end of the day, from today on; the mark is the officers' time until then. A "
          "bar that goes beyond its mark cannot be done in time."),
        bars, mark_label=_("Hours available by then"), category=_("Day"), value_heading=_("Hours due by then"),
    )  # fmt: skip


def _days(shown: CourtWeek) -> Table:
    rows = []
    for day in shown.days:
        load = day.load
        kinds = [f"{day.kinds.get(kind, 0):,}" for kind in CourtReport.Kind.values]
        over = Tag(_("%s over") % hours_text(load.short), "red") if load.short else Tag(_("Fits"), "green")
        rows.append([_named(day), *kinds, hours_text(load.due), hours_text(load.available), over])
    columns = [
        Column(_("Day"), row_header=True),
        *(Column(_("%s due") % _(label), numeric=True) for label in CourtReport.Kind.labels),
        Column(_("Hours due"), numeric=True), Column(_("Hours available"), numeric=True), Column(_("By its end")),
    ]  # fmt: skip
    return Table(_("Reports due by day"), columns, rows, stacked=True, empty=_("The week is over."))


def _officers(shown: CourtWeek) -> Table:
    rows = []
    for each in shown.officers:
        over = Tag(_("Over"), "red") if each.over else Tag(_("Fits"), "green")
        rows.append([each.name, f"{each.reports:,}", hours_text(each.due), hours_text(each.available), over])
    columns = [Column(_("Officer"), row_header=True), Column(_("Reports"), numeric=True),
               Column(_("Hours due"), numeric=True), Column(_("Hours available"), numeric=True),
               Column(_("Until the week's end"))]  # fmt: skip
    return Table(_("By officer, from today to the end of the week"), columns, rows, stacked=True,
                 empty=_("Nobody in this team writes reports."))  # fmt: skip


def week_csv_rows(shown: CourtWeek) -> Iterator[list[object]]:
    """The days for a file, in minutes."""
    for day in shown.days:
        load = day.load
        yield [load.day.isoformat(), *(day.kinds.get(kind, 0) for kind in CourtReport.Kind.values), load.due,
               load.available, load.due_by, load.available_by, load.short]  # fmt: skip


def concordance_parts(report: Report, now: datetime) -> dict[str, Any]:
    """Everything on the page about concordance."""
    denominator = _("of %(outcomes)s outcomes of %(people)s people") % {
        "outcomes": f"{report.outcomes:,}", "people": f"{report.people:,}"
    }  # fmt: skip
    figures = []
    for name in MEASURES:
        share = report.whole[name]
        figures.append(Figure(
            str(_NAMES[name]), _interval(share) if share else _("Not shown"), denominator=denominator, as_at=now,
            definition=str(_DEFINITIONS[name]), source=_("Reports delivered, and the sentences recorded after them"),
        ))  # fmt: skip
    characteristics = [
        (f"{words}: {group.label}", group) for name, words in CHARACTERISTICS.items()
        for group in report.characteristics[name]
    ]  # fmt: skip
    groups = {name: [(_label(name, group), group) for group in report.groups[name]] for name in _GROUPS}
    return {
        "figures": Figures(figures),
        "groups": [_table(str(words), groups[name]) for name, words in _GROUPS.items()],
        "by_characteristic": _table(_("By protected characteristic"), characteristics),
    }


def _label(name: str, group: GroupDecisions) -> str:
    return month_words(group.label) if name == "month" else group.label


def _table(caption: str, groups: Iterable[tuple[str, GroupDecisions]]) -> Table:
    columns = [Column(_("Group"), row_header=True), Column(_("People"), numeric=True),
               Column(_("Outcomes"), numeric=True),
               *(Column(str(_NAMES[name]), numeric=True) for name in MEASURES)]  # fmt: skip
    return Table(caption, columns, [_group_line(label, group) for label, group in groups], stacked=True)


def _group_line(label: str, group: GroupDecisions) -> list[object]:
    if group.people is None:
        return [label, *[_("Not shown")] * (2 + len(MEASURES))]
    return [label, f"{group.people:,}", f"{group.failures:,}", *(_cell(group.decided[name]) for name in MEASURES)]


def _cell(decided: Decided | None) -> object:
    if decided is None:
        return _("Not shown")
    told = _interval(decided.share)
    if not decided.stands_out or decided.more is None:
        return told
    higher = decided.more.difference > 0
    return format_html("{} {}", told, Tag(_("Higher than others") if higher else _("Lower than others"), "orange"))


def _interval(share: Share) -> str:
    return _("%(share)s (%(low)s to %(high)s)") % {
        "share": percent_text(share.share), "low": percent_text(share.low), "high": percent_text(share.high)
    }  # fmt: skip


def concordance_csv_rows(report: Report) -> Iterator[list[object]]:
    """Every group of every table; what is not shown is empty."""
    for name, groups in (report.groups | report.characteristics).items():
        for group in groups:
            row: list[object] = [name, group.label, group.people, group.failures]
            for measure in MEASURES:
                decided = group.decided[measure]
                share = decided.share if decided else None
                row += [round(end, 6) for end in (share.share, share.low, share.high)] if share else [""] * 3
            yield row
