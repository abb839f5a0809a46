"""A report as a PDF: headings, paragraphs and tables of figures, tagged for assistive technology (PDF/UA-1)."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from amends.design.documents.typeset import typeset

_SOURCE = Path(__file__).with_name("report.typ")


@dataclass(frozen=True)
class ReportTable:
    """A table of text; the first column names the row, and the others hold figures, or words (`figures` false)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: bool = True


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

    def as_json(self) -> str:
        """The report as JSON: the same text from the same report."""
        written = asdict(self) | {"as_at": self.as_at.isoformat()}
        return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def report_from_json(content: str) -> ReportText:
    """The report that `as_json` wrote."""
    given = json.loads(content)
    sections = tuple(
        Section(each["heading"], tuple(each["paragraphs"]), _table(each["table"])) for each in given["sections"]
    )
    return ReportText(**(given | {"as_at": datetime.fromisoformat(given["as_at"]), "sections": sections}))


def _table(given: dict | None) -> ReportTable | None:
    if given is None:
        return None
    return ReportTable(tuple(given["columns"]), tuple(tuple(row) for row in given["rows"]), given["figures"])


def report_pdf(report: ReportText) -> bytes:
    """The report as a PDF. What it says is never read as markup. The same report gives the same bytes.

    Raises ValueError where a row of a table has another length than its columns.
    """
    check_tables(report)
    return typeset(_source(), "report", report.as_json(), report.as_at.astimezone(UTC).replace(microsecond=0))


def check_tables(report: ReportText) -> None:
    """Raise ValueError where a row of a table has another length than its columns."""
    tables = [section.table for section in report.sections if section.table]
    if any(len(row) != len(table.columns) for table in tables for row in table.rows):
        raise ValueError("a row has as many cells as there are columns")


@cache
def _source() -> bytes:
    return _SOURCE.read_bytes()
