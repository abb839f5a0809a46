"""Charts drawn on the server as SVG: legible at any width, with a description and a table of every figure.

Horizontal places are percentages of the width and vertical ones are pixels, so that text keeps its size when the chart
narrows. Nothing is told by colour alone: series have patterns, lines have dashes, and each has its words beside it.
"""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

from amends.design import words
from amends.design.components.base import Component
from amends.design.components.table import Column, Table

UNITS = ("number", "percent", "minutes")
MOST_SERIES = 3


def told(value: float | None, unit: str) -> str:
    """A value as read: percentages are fractions, minutes are shown as hours. Raises ValueError for another unit."""
    if unit not in UNITS:
        raise ValueError(f"the unit of a chart is one of {', '.join(UNITS)}, not {unit!r}")
    if value is None:
        return gettext("no figure")
    if unit == "percent":
        return words.percent_text(value)
    if unit == "minutes":
        return words.hours_text(round(value))
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def nice_ceiling(highest: float, unit: str = "number", steps: int = 4) -> tuple[float, float]:
    """The top of an axis at or above `highest`, and the even step between its lines."""
    if highest <= 0:
        return (60.0 * steps, 60.0) if unit == "minutes" else (float(steps), 1.0) if unit == "number" else (1.0, 0.25)
    scale = 60.0 if unit == "minutes" else 1.0
    rough = highest / scale / steps
    power = 10.0 ** math.floor(math.log10(rough))
    multiple = next(m for m in (1, 2, 2.5, 5, 10) if rough <= m * power * (1 + 1e-9))
    step = multiple * power * scale
    if unit == "number":
        step = max(1.0, math.ceil(step))
    return step * math.ceil(highest / step - 1e-9), step


def _at(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _percent(value: float) -> str:
    return f"{_at(value)}%"


class Chart(Component):
    """What every chart has: a title, a description in words, a drawing and a table."""

    title: str
    table_open: bool
    template: ClassVar[str]

    def anchor(self) -> str:
        """The id of the chart; its title's, description's and patterns' begin with it."""
        return f"chart-{slugify(str(self.title))}"

    def table(self) -> Table:
        """Every figure of the chart."""
        raise NotImplementedError


@dataclass(frozen=True)
class Bar:
    """One bar; `low` and `high` are the ends of its interval, where the value is an estimate.

    `mark` is what the value is held against, where each bar has its own.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    mark: float | None = None


@dataclass(frozen=True)
class Bars(Chart):
    """Horizontal bars, one a category, with the value beside each name."""

    title: str
    description: str
    bars: Sequence[Bar]
    unit: str = "number"
    maximum: float | None = None
    reference: float | None = None
    reference_label: str = ""
    mark_label: str = ""
    category: str = gettext_lazy("Category")
    value_heading: str = gettext_lazy("Value")
    table_open: bool = False
    template = "design/charts/bars.html"

    BAR: ClassVar[int] = 16
    LINE: ClassVar[int] = 20

    def top(self) -> float:
        """The value at the right edge."""
        ends = [end for bar in self.bars for end in (bar.value, bar.high, bar.mark) if end is not None]
        highest = max([*ends, self.reference or 0], default=0)
        return self.maximum or nice_ceiling(highest, self.unit)[0]

    def drawing(self) -> dict[str, Any]:
        """The places of every mark."""
        top, y, drawn = self.top(), 0, []
        for bar in self.bars:
            lines = textwrap.wrap(str(bar.label), 30) or [""]
            mark: dict[str, Any] = {
                "lines": [{"text": line, "y": y + self.LINE * (n + 1) - 5} for n, line in enumerate(lines)],
                "value": self._value_text(bar),
                "value_y": y + self.LINE - 5,
                "y": y + self.LINE * len(lines) + 2,
                "width": _percent(self._place(bar.value or 0, top)),
            }
            if bar.low is not None and bar.high is not None:
                middle = mark["y"] + self.BAR / 2
                mark["interval"] = {
                    "low": _percent(self._place(bar.low, top)),
                    "high": _percent(self._place(bar.high, top)),
                    "y": _at(middle),
                    "y1": _at(middle - 6),
                    "y2": _at(middle + 6),
                }
            if bar.mark is not None:
                mark["mark"] = _percent(self._place(bar.mark, top))
            drawn.append(mark)
            y = mark["y"] + self.BAR + 14
        drawing: dict[str, Any] = {"bars": drawn, "height": y}
        if self.reference is not None:
            drawing["reference"] = _percent(self._place(self.reference, top))
            drawing["reference_text"] = f"{self.reference_label}: {told(self.reference, self.unit)}"
        return drawing

    def table(self) -> Table:
        columns = [Column(self.category, row_header=True), Column(self.value_heading, numeric=True)]
        marks = any(bar.mark is not None for bar in self.bars)
        intervals = any(bar.low is not None and bar.high is not None for bar in self.bars)
        if intervals:
            columns.append(Column(gettext("Interval"), numeric=True))
        if marks:
            columns.append(Column(self.mark_label, numeric=True))
        rows = []
        for bar in self.bars:
            more = [*([self._interval(bar)] if intervals else []), *([told(bar.mark, self.unit)] if marks else [])]
            rows.append([bar.label, told(bar.value, self.unit), *more])
        return Table(self.title, columns, rows, caption_hidden=True, id=f"{self.anchor()}-table")

    def _place(self, value: float, top: float) -> float:
        return max(0.0, min(100.0, value / top * 100))

    def _value_text(self, bar: Bar) -> str:
        value, interval = told(bar.value, self.unit), self._interval(bar)
        return f"{value} ({interval})" if interval else value

    def _interval(self, bar: Bar) -> str:
        if bar.low is None or bar.high is None:
            return ""
        return gettext("%(low)s to %(high)s") % {"low": told(bar.low, self.unit), "high": told(bar.high, self.unit)}


@dataclass(frozen=True)
class Series:
    """A name and a value for each week."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True)
class Weeks(Chart):
    """Columns by week, stacked where there is more than one series. `weeks` are the days on which each begins."""

    title: str
    description: str
    weeks: Sequence[date]
    series: Sequence[Series]
    unit: str = "number"
    table_open: bool = False
    template = "design/charts/weeks.html"

    HEIGHT: ClassVar[int] = 220
    HEAD: ClassVar[int] = 22
    LEFT: ClassVar[float] = 13.0

    def heading(self) -> str:
        """What the dates are, as the table says it."""
        return gettext("Week beginning")

    def label(self, week: date) -> str:
        """A date under its column."""
        return words.short_date(week).rsplit(" ", 1)[0]

    def named(self, week: date) -> str:
        """A date in the table."""
        return words.short_date(week)

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= MOST_SERIES:
            raise ValueError(f"a chart shows 1 to {MOST_SERIES} series, not {len(self.series)}")
        for series in self.series:
            if len(series.values) != len(self.weeks):
                raise ValueError(f"{series.name} has {len(series.values)} values for {len(self.weeks)} weeks")

    def drawing(self) -> dict[str, Any]:
        """The places of every mark."""
        totals = [sum(series.values[n] for series in self.series) for n in range(len(self.weeks))]
        top, step = nice_ceiling(max(totals, default=0), self.unit)
        slot = (100.0 - self.LEFT) / max(1, len(self.weeks))
        columns = []
        for n in range(len(self.weeks)):
            y, parts = float(self.HEAD + self.HEIGHT), []
            for number, series in enumerate(self.series, start=1):
                height = series.values[n] / top * self.HEIGHT
                y -= height
                parts.append({"series": number, "y": _at(y), "height": _at(height)})
            columns.append({"x": _percent(self.LEFT + slot * (n + 0.15)), "parts": parts})
        every = max(1, math.ceil(len(self.weeks) / 5))
        labels = [
            {"x": _percent(self.LEFT + slot * (n + 0.5)), "text": self.label(week)}
            for n, week in enumerate(self.weeks)
            if n % every == 0
        ]
        return {
            "columns": columns,
            "width": _percent(slot * 0.7),
            "labels": labels,
            "label_y": self.HEAD + self.HEIGHT + 20,
            "lines": _grid(top, step, self.unit, self.HEAD, self.HEIGHT),
            "base": self.HEAD + self.HEIGHT,
            "height": self.HEAD + self.HEIGHT + 28,
        }

    def table(self) -> Table:
        columns = [Column(self.heading(), row_header=True)]
        columns += [Column(series.name, numeric=True) for series in self.series]
        rows = [
            [self.named(week), *(told(series.values[n], self.unit) for series in self.series)]
            for n, week in enumerate(self.weeks)
        ]
        return Table(self.title, columns, rows, caption_hidden=True, id=f"{self.anchor()}-table")


@dataclass(frozen=True)
class Months(Weeks):
    """Columns by month. `weeks` are the first days of the months."""

    def heading(self) -> str:
        return gettext("Month")

    def label(self, week: date) -> str:
        return words.short_date(week).split(" ", 1)[1][:3]

    def named(self, week: date) -> str:
        return words.month(week)


def _grid(top: float, step: float, unit: str, head: int, height: int) -> list[dict[str, str]]:
    count = round(top / step)
    return [
        {"y": _at(y := head + height - height * n / count), "text_y": _at(y - 5), "text": told(step * n, unit)}
        for n in range(count + 1)
    ]


@dataclass(frozen=True)
class StepLine:
    """A name and what had come together on each date, in order of date."""

    name: str
    points: Sequence[tuple[date, float]]


@dataclass(frozen=True)
class Steps(Chart):
    """What stands over time, step by step, against what was ordered. The axis runs from `start` to `end`.

    `marks` are what a line is held against on a day: the line's number from 1, the day, and the value.
    """

    title: str
    description: str
    lines: Sequence[StepLine]
    start: date
    end: date
    target: float | None = None
    target_label: str = gettext_lazy("Ordered")
    unit: str = "minutes"
    table_open: bool = False
    marks: Sequence[tuple[int, date, float]] = ()
    mark_label: str = ""
    template = "design/charts/steps.html"

    HEIGHT: ClassVar[int] = 220
    HEAD: ClassVar[int] = 22
    LEFT: ClassVar[float] = 13.0

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a chart over time ends after it starts")
        if not 1 <= len(self.lines) <= MOST_SERIES:
            raise ValueError(f"a chart shows 1 to {MOST_SERIES} lines, not {len(self.lines)}")

    def drawing(self) -> dict[str, Any]:
        """The places of every mark: each step as a level and a rise."""
        highest = max([value for line in self.lines for _, value in line.points] + [self.target or 0], default=0)
        top, step = nice_ceiling(highest, self.unit)
        drawn = []
        for number, line in enumerate(self.lines, start=1):
            strokes = self._strokes(line, top)
            drawn.append({"number": number, "strokes": strokes, "last": strokes[-1] if strokes else None})
        days = (self.end - self.start).days
        ticks = [date.fromordinal(self.start.toordinal() + round(days * n / 2)) for n in range(3)]
        labels = [
            {
                "x": _percent(self._x(tick)),
                "text": words.short_date(tick),
                "end": n == 2,
                "inner": n == 1,
            }
            for n, tick in enumerate(ticks)
        ]
        drawing: dict[str, Any] = {
            "drawn": drawn,
            "lines": _grid(top, step, self.unit, self.HEAD, self.HEIGHT),
            "labels": labels,
            "marks": [
                {"number": number, "x": _percent(self._x(day)), "y": _at(self._y(value, top))}
                for number, day, value in self.marks
            ],
            "label_y": self.HEAD + self.HEIGHT + 20,
            "base": self.HEAD + self.HEIGHT,
            "left": _percent(self.LEFT),
            "height": self.HEAD + self.HEIGHT + 28,
        }
        if self.target is not None:
            y = self._y(self.target, top)
            drawing["target"] = {"y": _at(y), "text_y": _at(y - 6), "text": self.target_text()}
        return drawing

    def target_text(self) -> str:
        """The target in words."""
        return f"{self.target_label}: {told(self.target, self.unit)}"

    def table(self) -> Table:
        dates = sorted({day for line in self.lines for day, _ in line.points})
        columns = [Column(gettext("Date"), row_header=True), *(Column(line.name, numeric=True) for line in self.lines)]
        rows = [
            [words.short_date(day), *(told(_standing(line, day), self.unit) for line in self.lines)] for day in dates
        ]
        return Table(self.title, columns, rows, caption_hidden=True, id=f"{self.anchor()}-table")

    def _x(self, day: date) -> float:
        share = (day - self.start).days / (self.end - self.start).days
        return self.LEFT + max(0.0, min(1.0, share)) * (100.0 - self.LEFT)

    def _y(self, value: float, top: float) -> float:
        return self.HEAD + self.HEIGHT - value / top * self.HEIGHT

    def _strokes(self, line: StepLine, top: float) -> list[dict[str, str]]:
        at_start = next((value for day, value in line.points if day == self.start), 0)
        x, y, strokes = self._x(self.start), self._y(at_start, top), []
        for day, value in line.points:
            next_x, next_y = self._x(day), self._y(value, top)
            strokes.append({"x1": _percent(x), "y1": _at(y), "x2": _percent(next_x), "y2": _at(y)})
            strokes.append({"x1": _percent(next_x), "y1": _at(y), "x2": _percent(next_x), "y2": _at(next_y)})
            x, y = next_x, next_y
        return strokes


def _standing(line: StepLine, day: date) -> float:
    """What a line had come to by a date."""
    return max((pair for pair in line.points if pair[0] <= day), default=(day, 0), key=lambda pair: pair[0])[1]
