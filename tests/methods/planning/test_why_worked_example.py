"""The worked example of docs/rules/planning_why.md runs, and answers what the page prints."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "rules" / "planning_why.md"


def test_the_page_answers_what_it_prints():
    found = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.failed == 0 and found.attempted >= 20
