"""Small numbers cannot be worked out from the tables that are shown, however they are put together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.methods.group_shares import ALL, Measure, shares_of
from amends.methods.statistics.hidden_cells import hidden_areas, hidden_cells
from amends.methods.statistics.share import wilson

LEAST = 5


def cells(table: dict[str, list[int]], areas: list[str]):
    """The numbers of a table of groups, with a column for all areas."""
    found = {(group, area): (row[place],) for group, row in table.items() for place, area in enumerate(areas)}
    return found | {(group, ALL): (sum(row),) for group, row in table.items()}


def test_in_one_column_a_small_number_takes_the_smallest_other_with_it():
    numbers = {(group, ALL): (count,) for group, count in {"a": 3, "b": 9, "c": 18, "d": 0}.items()}
    assert hidden_cells(numbers, "abcd", [], frozenset(), rest=False) == {("a", ALL), ("b", ALL)}


def test_in_one_column_two_small_numbers_that_are_few_together_take_a_third():
    numbers = {(group, ALL): (count,) for group, count in {"a": 2, "b": 2, "c": 10, "d": 16}.items()}
    assert hidden_cells(numbers, "abcd", [], frozenset(), rest=False) == {("a", ALL), ("b", ALL), ("c", ALL)}


def test_nothing_is_hidden_of_nobody_or_enough():
    numbers = cells({"a": [5, 0], "b": [20, 9]}, ["N", "S"])
    assert not hidden_cells(numbers, "ab", ["N", "S"], frozenset(), rest=False)


def test_with_both_margins_shown_four_corners_are_hidden_for_one():
    numbers = cells({"a": [2, 9, 40], "b": [8, 7, 40], "c": [40, 40, 40]}, ["N", "S", "W"])
    found = hidden_cells(numbers, "abc", ["N", "S", "W"], frozenset(), rest=False)
    assert found == {("a", "N"), ("a", "S"), ("b", "N"), ("b", "S")}


def test_what_areas_left_out_have_together_is_not_told_either():
    # Two of group a are in the areas left out: the group's own cell of all areas, less the one shown, would tell them.
    numbers = {("a", ALL): (22,), ("a", "N"): (20,), ("b", ALL): (60,), ("b", "N"): (30,)}
    found = hidden_cells(numbers, "ab", ["N"], frozenset(), rest=True)
    assert {("a", "N"), ("b", "N")} <= found or {("a", ALL), ("b", ALL)} <= found


@pytest.mark.parametrize(
    ("totals", "left_out"),
    [
        ({"N": 30, "S": 8}, set()),
        ({"N": 30, "S": 3, "W": 9}, {"S", "W"}),
        ({"N": 30, "S": 2, "W": 2}, {"N", "S", "W"}),
        ({"N": 30, "S": 3, "W": 4}, {"S", "W"}),
        ({"N": 30, "S": 3, "W": 0, "E": 9}, {"S", "W", "E"}),
    ],
)
def test_small_areas_are_left_out_with_the_smallest_others(totals, left_out):
    assert hidden_areas({area: (count,) for area, count in totals.items()}, frozenset()) == left_out


def known(counts: dict, equations: list, hidden: set) -> set:
    """The small counts that somebody could work out: by elimination in whole numbers, another way than the code's."""
    keys = sorted(hidden, key=repr)
    place = {key: number for number, key in enumerate(keys)}
    rows = []
    for total, parts in equations:
        row = [0] * len(keys)
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            if key in place:
                row[place[key]] += sign
        if any(row):
            rows.append(row)
    done: list[list[int]] = []
    for column in range(len(keys)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows = [_cleared(row, pivot, column) for row in rows]
        done = [_cleared(row, pivot, column) for row in done] + [pivot]
    alone = {keys[[bool(value) for value in row].index(True)] for row in done if sum(map(bool, row)) == 1}
    return {key for key in alone if 0 < counts[key] < LEAST}


def _cleared(row: list[int], pivot: list[int], column: int) -> list[int]:
    if not row[column]:
        return row
    return [mine * pivot[column] - row[column] * theirs for mine, theirs in zip(row, pivot, strict=True)]


people = st.lists(
    st.tuples(
        st.sampled_from("AABC"), st.sampled_from("xxyz"), st.sampled_from("ffm"), st.booleans(), st.booleans(),
        st.booleans(),
    ),
    min_size=1, max_size=120,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(people)
def test_every_share_shown_is_plain_counting_and_no_small_number_can_be_had_from_all_that_is_shown(rows):
    area, group, sex, booked, came, turned = (list(column) for column in zip(*rows, strict=True))
    booked, came, turned = (np.array(each, bool) for each in (booked, came, turned))
    everyone = np.ones(len(rows), bool)
    measures = {"came": Measure(booked, came), "placed": Measure(everyone, booked), "turned": Measure(booked, turned)}
    labels = {"group": group, "sex": sex}
    found = shares_of(area, labels, measures, LEAST)
    counts, hidden, shown, equations = {}, set(), set(), []
    masks = {
        (name, kind): tuple(mask)
        for name, measure in measures.items()
        for kind, mask in (
            ("among", measure.among), ("chosen", measure.among & measure.chosen),
            ("others", measure.among & ~measure.chosen),
        )
    }  # fmt: skip

    def within(where) -> list[int]:
        at, of, label = where
        return [n for n, row in enumerate(rows) if at in (ALL, row[0]) and (not of or labels[of][n] == label)]

    slices = sorted({where[:3] for where in found.cells})
    for where in slices:
        for name in measures:
            cell = found.cells[*where, name]
            kinds = {kind: (masks[name, kind], where) for kind in ("among", "chosen", "others")}
            for key in kinds.values():
                counts[key] = sum(key[0][n] for n in within(where))
            equations.append((kinds["among"], (kinds["chosen"], kinds["others"])))
            if cell.people is not None:
                assert cell.people == counts[kinds["among"]]
                assert cell.people == 0 or cell.people >= LEAST
                shown.add(kinds["among"])
            else:
                hidden.add(kinds["among"])
            if cell.share is not None:
                assert cell.share == wilson(counts[kinds["chosen"]], cell.people)
                assert all(not 0 < counts[kinds[kind]] < LEAST for kind in ("chosen", "others"))
            (shown if cell.share or cell.people == 0 else hidden).update((kinds["chosen"], kinds["others"]))
    for mask in set(masks.values()):
        areas, kinds = sorted(set(area)), {name: sorted(set(each)) for name, each in labels.items()}
        for at in (ALL, *areas):
            for name, groups in kinds.items():
                equations.append(((mask, (at, ALL, ALL)), tuple((mask, (at, name, each)) for each in groups)))
        for of in sorted({where[1:] for where in slices}):
            equations.append(((mask, (ALL, *of)), tuple((mask, (at, *of)) for at in areas)))
    assert not known(counts, equations, hidden - shown)


def test_a_large_service_is_shown_nearly_whole():
    number = np.arange(4000)
    areas = [f"Unit {each % 4}" for each in number]
    everyone = Measure(np.ones(4000, bool), number % 3 == 0)
    found = shares_of(areas, {"sex": ["f" if each % 8 < 3 else "m" for each in number]}, {"came": everyone})
    assert all(cell.share for cell in found.cells.values() if cell.people)


@pytest.mark.parametrize(
    ("areas", "labels"), [(["A"], {"group": ["x", "y"]}), (["A", ""], {}), (["A", "B"], {"group": ["x", ""]})]
)
def test_people_without_an_area_or_a_label_are_refused(areas, labels):
    everyone = Measure(np.ones(len(areas), bool), np.ones(len(areas), bool))
    with pytest.raises(ValueError, match="area"):
        shares_of(areas, labels, {"all": everyone})
