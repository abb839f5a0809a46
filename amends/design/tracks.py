"""A chart of what rises or falls while something goes on, such as a search: each value holds until the next."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext

from amends.design.charts import MOST_SERIES, Chart, told
from amends.design.components.table import Column, Table


@dataclass(frozen=True)
class Track:
    """A name, and a value at each of the chart's moments."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True)
class Tracks(Chart):
    """Values over seconds, each held until the next. The axis spans the values: what they lie apart can be seen.

    `beside` are a column's heading and a text for each moment, for the table alone.
    """

    title: str
    description: str
    seconds: Sequence[float]
    tracks: Sequence[Track]
    unit: str = "number"
    beside: tuple[str, Sequence[str]] | None = None
    table_open: bool = False
    template = "design/charts/steps.html"

    HEIGHT: ClassVar[int] = 220
    HEAD: ClassVar[int] = 22
    LEFT: ClassVar[float] = 13.0
    LINES: ClassVar[int] = 4

    def __post_init__(self) -> None:
        if not 1 <= len(self.tracks) <= MOST_SERIES:
            raise ValueError(f"a chart shows 1 to {MOST_SERIES} lines, not {len(self.tracks)}")
        for track in self.tracks:
            if len(track.values) != len(self.seconds) or not self.seconds:
                raise ValueError(f"{track.name} has {len(track.values)} values for {len(self.seconds)} moments")

    @property
    def lines(self) -> Sequence[Track]:
        """What the legend names."""
        return self.tracks

    def drawing(self) -> dict[str, Any]:
        """The places of every mark."""
        low, step, count = self._axis()
        drawn = []
        for number, track in enumerate(self.tracks, start=1):
            strokes = self._strokes(track, low, step * count)
            drawn.append({"number": number, "strokes": strokes, "last": strokes[-1] if strokes else None})
        base = self.HEAD + self.HEIGHT
        lines = [
            {"y": f"{base - self.HEIGHT * n / count:.2f}", "text_y": f"{base - self.HEIGHT * n / count - 5:.2f}",
             "text": told(low + step * n, self.unit)}
            for n in range(count + 1)
        ]  # fmt: skip
        return {
            "drawn": drawn, "lines": lines, "labels": self._labels(), "label_y": base + 20, "base": base,
            "height": base + 28,
        }  # fmt: skip

    def table(self) -> Table:
        columns = [
            Column(gettext("Seconds"), row_header=True),
            *(Column(one.name, numeric=True) for one in self.tracks),
        ]
        heading, texts = self.beside or ("", [])
        columns += [Column(heading, numeric=True)] if heading else []
        rows = [
            [f"{second:,.0f}", *(told(one.values[n], self.unit) for one in self.tracks),
             *([texts[n]] if heading else [])]
            for n, second in enumerate(self.seconds)
        ]  # fmt: skip
        return Table(self.title, columns, rows, caption_hidden=True, id=f"{self.anchor()}-table")

    def _axis(self) -> tuple[float, float, int]:
        """The lowest line, the even step between lines, and how many steps there are."""
        values = [value for track in self.tracks for value in track.values]
        low, high = min(values), max(values)
        rough = max(high - low, abs(high) * 0.01, 1.0) / self.LINES
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(m for m in (1, 2, 2.5, 5, 10) if rough <= m * power * (1 + 1e-9)) * power
        step = max(1.0, math.ceil(step))
        bottom = math.floor(low / step) * step
        return bottom, step, max(1, math.ceil((high - bottom) / step - 1e-9))

    def _labels(self) -> list[dict[str, Any]]:
        first, last = self.seconds[0], self.seconds[-1]
        moments = [first, last] if last - first < 2 else [first, (first + last) / 2, last]
        return [
            {"x": f"{self._x(moment):.2f}%", "text": gettext("%(seconds)s s") % {"seconds": f"{moment:,.0f}"},
             "end": n == len(moments) - 1, "inner": 0 < n < len(moments) - 1}
            for n, moment in enumerate(moments)
        ]  # fmt: skip

    def _x(self, second: float) -> float:
        first, last = self.seconds[0], self.seconds[-1]
        return self.LEFT + (second - first) / (last - first or 1) * (100.0 - self.LEFT)

    def _strokes(self, track: Track, low: float, span: float) -> list[dict[str, str]]:
        def place(n: int) -> tuple[str, str]:
            y = self.HEAD + self.HEIGHT * (1 - (track.values[n] - low) / span)
            return f"{self._x(self.seconds[n]):.2f}%", f"{y:.2f}"

        (x, y), strokes = place(0), []
        for n in range(1, len(self.seconds)):
            next_x, next_y = place(n)
            strokes.append({"x1": x, "y1": y, "x2": next_x, "y2": y})
            strokes.append({"x1": next_x, "y1": y, "x2": next_x, "y2": next_y})
            x, y = next_x, next_y
        return strokes or [{"x1": x, "y1": y, "x2": x, "y2": y}]
