"""A letter as a PDF: tagged for assistive technology (PDF/UA-1), kept well (PDF/A-2a), its fonts within it."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from amends.design.documents.typeset import typeset

_SOURCE = Path(__file__).with_name("letter.typ")


@dataclass(frozen=True)
class LetterText:
    """Everything a letter says, part by part. `language` is en or cy; several lines are tuples of lines.

    `table` stands after the paragraphs: rows of two cells, the first of them its headings.
    """

    language: str
    issued_on: date
    sender: tuple[str, ...]
    to: tuple[str, ...]
    reference: tuple[str, ...]
    greeting: str
    subject: str
    paragraphs: tuple[str, ...]
    closing: str
    signed: tuple[str, ...]
    table: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> str:
        """The letter as JSON: the same text from the same letter."""
        written = asdict(self) | {"issued_on": self.issued_on.isoformat()}
        return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def letter_from_json(content: str) -> LetterText:
    """The letter that `as_json` wrote."""
    given = json.loads(content)
    lines = {name: tuple(given[name]) for name in ("sender", "to", "reference", "paragraphs", "signed")}
    table = tuple((key, value) for key, value in given["table"])
    return LetterText(**(given | lines | {"table": table, "issued_on": date.fromisoformat(given["issued_on"])}))


def letter_pdf(letter: LetterText) -> bytes:
    """The letter as a PDF. What it says is never read as markup. The same letter gives the same bytes."""
    return typeset(_source(), "letter", letter.as_json(), datetime.combine(letter.issued_on, time(12), UTC))


@cache
def _source() -> bytes:
    return _SOURCE.read_bytes()
