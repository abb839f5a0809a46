"""A record as a ZIP: one page to read (HTML, which needs nothing else), a CSV for each kind, and all of it as JSON."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string

from amends.design.csv_file import as_cell
from amends.design.words import date_and_time, day

_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # so that the same content is the same file


@dataclass(frozen=True)
class Part:
    """One kind of record in the bundle: its rows, by what each column is called, and what is said beside them."""

    name: str
    title: str
    rows: Sequence[Mapping[str, Any]]
    notes: Sequence[str] = field(default=())


def zip_of(title: str, introduction: Sequence[str], parts: Sequence[Part], language: str = "en-gb") -> bytes:
    """The bundle. Cells of its CSV that a spreadsheet would take for a formula are led by an apostrophe."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as bundle:
        shown = [(part, [_filled(row) for row in part.rows]) for part in parts]
        page = {"title": title, "introduction": introduction, "parts": shown, "language": language}
        _put(bundle, "read-me-first.html", render_to_string("design/documents/bundle.html", page))
        _put(bundle, "everything.json", _json(title, introduction, parts))
        for part in parts:
            if part.rows:
                _put(bundle, f"csv/{part.name}.csv", _csv(part))
    return file.getvalue()


def _filled(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What of a row is filled in, for reading."""
    return [(name, told) for name, value in row.items() if (told := _shown(value))]


def _put(bundle: ZipFile, name: str, text: str) -> None:
    info = ZipInfo(name, _SAME_TIME)
    info.compress_type = ZIP_DEFLATED
    bundle.writestr(info, text.encode())


def _csv(part: Part) -> str:
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    columns = list(dict.fromkeys(name for row in part.rows for name in row))
    writer.writerow(columns)
    writer.writerows([as_cell(_plain(row.get(name))) for name in columns] for row in part.rows)
    return text.getvalue()


def _json(title: str, introduction: Sequence[str], parts: Sequence[Part]) -> str:
    content = {
        "title": title,
        "introduction": list(introduction),
        "parts": [
            {
                "name": part.name,
                "title": part.title,
                "notes": list(part.notes),
                "rows": [dict(row) for row in part.rows],
            }
            for part in parts
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else value


def _shown(value: Any) -> str:
    """A value for reading: days and times in words, lists without brackets."""
    if isinstance(value, datetime):
        return date_and_time(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(_plain(value))
