"""The worked example of docs/rules/stand_down_rate.md runs, and answers what the page prints."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "rules" / "stand_down_rate.md"


def test_the_page_answers_what_it_prints():
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert (found.failed, found.attempted) == (0, 4)
