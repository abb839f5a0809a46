"""Rows as a CSV file to download."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

_FORMULA = frozenset("=+-@\t\r")


def as_cell(value: object) -> object:
    """The value as it may stand in a file that a spreadsheet opens: nothing that it would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file (UTF-8 with a byte-order mark, so that spreadsheets show every name right).

    Text that a spreadsheet would take for a formula is led by an apostrophe.
    """
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(header)
    # In one go for thousands of rows: a call for each cell would take as long as all else.
    writer.writerows(
        [f"'{cell}" if isinstance(cell, str) and cell[:1] in _FORMULA else cell for cell in row] for row in rows
    )
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
