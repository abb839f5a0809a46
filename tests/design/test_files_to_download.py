"""A file to download holds what it was given, and nothing that a spreadsheet would take for a formula."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from amends.design.csv_file import csv_file

FORMULA = "=+-@\t\r"
CELLS = st.one_of(
    st.text(alphabet=[*FORMULA, *'",\n a1'], max_size=4), st.text(max_size=3), st.integers(-9, 9), st.none()
)


def read(response):
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4))
def test_each_cell_is_as_given_and_those_like_a_formula_are_led_by_an_apostrophe(rows):
    told = [
        [
            "" if cell is None else f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple(FORMULA) else str(cell)
            for cell in row
        ]
        for row in rows
    ]
    assert read(csv_file("x", ("one", "two"), iter(rows))) == [["one", "two"], *told]


def test_a_formula_anywhere_is_found():
    for cell in ("=1", "+1", "-1", "@a", "\t=1", "\r=1", "\r\n=1", '="a"'):
        for row in ([cell, "x"], ["x", cell], ["x", cell, "y"], ['a "b", c', cell]):
            (told,) = read(csv_file("x", ("one", "two"), [row]))[1:]
            assert [one for one in told if one.startswith("'")] == [f"'{cell}"]
