"""Words in English and in Welsh, for pages that people read who do not work here.

They stand side by side in `bilingual.csv`, for a translator to check: `checked_on` is the day on which one did, empty
while the Welsh still waits for it.
"""

import csv
from functools import cache
from pathlib import Path

ENGLISH, WELSH = "en-gb", "cy"
_FILE = Path(__file__).with_name("bilingual.csv")


@cache
def words(page: str, language: str) -> dict[str, str]:
    """The words of a page by key, in English or (`cy`) in Welsh. Raises KeyError for a page that has none."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        column = "welsh" if language == WELSH else "english"
        found = {row["key"]: row[column] for row in csv.DictReader(file) if row["page"] == page}
    if not found:
        raise KeyError(page)
    return found
