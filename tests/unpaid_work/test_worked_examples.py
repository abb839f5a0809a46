"""The worked examples of pages of docs/rules about what is on record run, and answer what each page prints."""

import doctest
from pathlib import Path

import pytest

RULES = Path(__file__).parents[2] / "docs" / "rules"


@pytest.mark.parametrize(("page", "examples"), [("stand_down_rate", 4), ("beneficiary_surveys", 8)])
def test_the_page_answers_what_it_prints(page, examples):
    found = doctest.testfile(str(RULES / f"{page}.md"), module_relative=False)
    assert (found.failed, found.attempted) == (0, examples)
