"""A report as a PDF: headings, paragraphs and tables of figures, tagged for assistive technology (PDF/UA-1)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

_SOURCE = Path(__file__).with_name("report.typ")


@dataclass(frozen=True)
class ReportTable:
    """A table of text; the first column names the row, and the others hold figures."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs, and a table where there is one."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: ReportTable | None = None


@dataclass(frozen=True)
class ReportText:
    """Everything a report says. `language` is en or cy; `as_at` is the moment of its figures."""

    language: str
    title: str
    subtitle: str
    as_at: datetime
    author: str
    sections: tuple[Section, ...]


def report_pdf(report: ReportText) -> bytes:
    """The report as a PDF. What it says is never read as markup. The same report gives the same bytes.

    Raises ValueError where a row of a table has another length than its columns.
    """
    import typst  # here, because loading it is slow and few pages need it

    for section in report.sections:
        if section.table:
            _check(section.table.columns, section.table.rows)
    written = asdict(report) | {"as_at": report.as_at.isoformat()}
    sys_inputs = {"report": json.dumps(written, ensure_ascii=False, sort_keys=True)}
    return typst.compile(
        _source(), sys_inputs=sys_inputs, pdf_standards=["ua-1", "a-2a"], ignore_system_fonts=True,
        timestamp=report.as_at.astimezone(UTC).replace(microsecond=0),
    )  # fmt: skip


def _check(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("a row has as many cells as there are columns")


@cache
def _source() -> bytes:
    return _SOURCE.read_bytes()
