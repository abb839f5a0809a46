"""The board's monthly report as tables, charts, a document and rows of a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design.charts import Months, Series
from amends.design.components import Column, Table, Tag
from amends.design.documents.report import ReportTable, ReportText, Section
from amends.design.words import date_and_time, signed_text
from amends.design.words import month as month_words
from amends.organisation.models import PDU, Region
from amends.unpaid_work.models import MonthlyReport
from amends.unpaid_work.queries.monthly.report import NAMES, Figures, Report
from amends.unpaid_work.views.monthly_measures import MEASURES, Measure

KEPT = gettext_lazy(
    "They are kept as they stand now, and shown beside what the record says later. They are never changed."
)
CSV_HEADER = ("place", "month", "as_at", "told_by", *NAMES)


@dataclass(frozen=True)
class Shown:
    """What the page is about: a report, the region, one unit of it or None, and the moment."""

    report: Report
    region: Region
    unit: PDU | None
    units: Sequence[PDU]
    at: datetime

    @property
    def month(self) -> date:
        return self.report.months[-1]

    @property
    def name(self) -> str:
        return (self.unit or self.region).name

    def figures(self, month: date) -> Figures:
        """The figures of the place in a month."""
        return self.report.of(self.unit, month)

    def query(self) -> str:
        """The month and the place, as an address has them."""
        place = f"unit-{self.unit.code}" if self.unit else f"region-{self.region.code}"
        return urlencode({"month": f"{self.month:%Y-%m}", "place": place})


_DRAWN = (2, 5, 6, 8, 9, 11)  # stand-downs stand beside completions


def caption(place: PDU | Region, month: date) -> str:
    """The place and the month."""
    return f"{place.name}, {month_words(month)}"


def page_of(shown: Shown, told: Sequence[MonthlyReport]) -> dict[str, object]:
    """Everything on the page."""
    return {
        "shown": shown,
        "caption": caption(shown.unit or shown.region, shown.month),
        "table": table(shown, told),
        "units_table": units_table(shown) if shown.unit is None else "",
        "charts": [chart(shown, MEASURES[place]) for place in _DRAWN],
        "definitions": [(measure.title, measure.definition) for measure in MEASURES],
        "told": told,
    }


def table(shown: Shown, told: Sequence[MonthlyReport]) -> Table:
    """Each measure: the month, as told to the board and as it stands, the month before, and the change."""
    before = shown.report.months[-2]
    columns = [
        Column(_("Measure"), row_header=True),
        *([Column(_("As told on %(at)s") % {"at": date_and_time(told[0].as_at)}, numeric=True)] if told else []),
        Column(_("As it stands") if told else month_words(shown.month), numeric=True),
        Column(month_words(before), numeric=True),
        Column(_("Change"), numeric=True),
    ]
    rows = []
    for measure in MEASURES:
        now, then = shown.figures(shown.month), shown.figures(before)
        stands = measure.tell(now)
        as_told: list[object] = [_as_told(measure.tell(told[0].content), stands)] if told else []
        rows.append([str(measure.title), *as_told, stands, measure.tell(then), change(measure, now, then)])
    return Table(caption(shown.unit or shown.region, shown.month), columns, rows, caption_hidden=True, stacked=True)


def _as_told(told: str, stands: str) -> object:
    """What the board was told, marked where the record says otherwise now."""
    return told if told == stands else Tag(_("%(told)s, corrected since") % {"told": told}, "yellow")


def change(measure: Measure, now: Figures, then: Figures) -> str:
    """By how much a measure changed: shares in percentage points, lengths in hours; nothing where one is not told."""
    value, before = measure.value(now), measure.value(then)
    if value is None or before is None:
        return ""
    difference = value - before
    if measure.unit == "percent":
        return _("%(points)s points") % {"points": signed_text(difference * 100, 1)}
    return signed_text(difference / 60) + "h" if measure.unit == "minutes" else signed_text(difference)


def units_table(shown: Shown) -> Table:
    """The month, unit by unit."""
    columns = [Column(_("Measure"), row_header=True), *(Column(unit.name, numeric=True) for unit in shown.units)]
    rows = [
        [str(measure.title), *(measure.tell(shown.report.of(unit, shown.month)) for unit in shown.units)]
        for measure in MEASURES
    ]
    return Table(_("Unit by unit"), columns, rows)


def chart(shown: Shown, measure: Measure) -> Months:
    """A measure's course over the months."""
    months = shown.report.months[1:]
    values = [measure.value(shown.figures(month)) or 0.0 for month in months]
    unit = measure.unit
    return Months(str(measure.title), str(measure.definition), months, [Series(str(measure.title), values)], unit)


def csv_rows(shown: Shown, told: Iterable[MonthlyReport]) -> Iterable[list[object]]:
    """A row for each place and month as it stands, and one for each time that the month was told."""
    places: list[tuple[str, PDU | None]] = [(shown.name, shown.unit)]
    if shown.unit is None:
        places += [(unit.name, unit) for unit in shown.units]
    for name, unit in places:
        for month in shown.report.months:
            figures = shown.report.of(unit, month)
            yield [name, f"{month:%Y-%m}", shown.at.isoformat(), "", *(figures[key] for key in NAMES)]
    for row in told:
        as_told = [row.content[key] for key in NAMES]
        yield [shown.name, f"{row.month:%Y-%m}", row.as_at.isoformat(), row.published_by.name, *as_told]


def document(shown: Shown, told: Sequence[MonthlyReport], language: str | None) -> ReportText:
    """The report as a document for the board's papers."""
    sections = [_section(table(shown, told), _("The month"))]
    if shown.unit is None:
        sections += [_unit_section(shown, unit) for unit in shown.units]
    notes = [
        _("Told by %(name)s on %(at)s. %(note)s") % {
            "name": row.published_by.name, "at": date_and_time(row.as_at), "note": row.note
        }
        for row in told
    ]  # fmt: skip
    if notes:
        sections.append(Section(_("What was told"), tuple(notes)))
    meaning = tuple(f"{measure.title}: {measure.definition}" for measure in MEASURES)
    sections.append(Section(_("What the figures mean"), meaning))
    intro = _("As the record stands on %(at)s.") % {"at": date_and_time(shown.at)}
    title = _("Unpaid work: %(caption)s") % {"caption": caption(shown.unit or shown.region, shown.month)}
    code = "cy" if language == "cy" else "en"
    return ReportText(code, title, intro, shown.at, _("Probation Service"), tuple(sections))


def _section(shown: Table, heading: str) -> Section:
    rows = tuple(tuple(cell.text if isinstance(cell, Tag) else str(cell) for cell in row) for row in shown.rows)
    return Section(heading, table=ReportTable(tuple(str(column.text) for column in shown.columns), rows))


def _unit_section(shown: Shown, unit: PDU) -> Section:
    now, then = (shown.report.of(unit, month) for month in (shown.month, shown.report.months[-2]))
    columns = (_("Measure"), month_words(shown.month), month_words(shown.report.months[-2]))
    rows = tuple((str(measure.title), measure.tell(now), measure.tell(then)) for measure in MEASURES)
    return Section(unit.name, table=ReportTable(columns, rows))
