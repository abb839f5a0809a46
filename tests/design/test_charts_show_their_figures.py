"""Marks stand where the figures say, and every figure is in the table and in words."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from amends.design import charts
from amends.design.tracks import Track, Tracks


def soup(markup):
    return BeautifulSoup(str(markup), "html.parser")


def percent(text):
    assert text.endswith("%")
    return float(text[:-1])


def cells(page):
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in page.tbody.find_all("tr")]


def test_a_bar_is_as_long_as_its_share_of_the_whole():
    chart = charts.Bars("Kept", "Words", [charts.Bar("A", 0.5), charts.Bar("B", 0.25)], unit="percent", maximum=1)
    page = soup(chart)
    assert [percent(bar["width"]) for bar in page.select("rect.amends-chart__bar")] == [50, 25]
    assert cells(page) == [["A", "50%"], ["B", "25%"]]


def test_an_interval_stands_at_its_ends_and_in_the_table():
    bars = [charts.Bar("A", 0.5, 0.4, 0.62), charts.Bar("B", 0.3)]
    page = soup(charts.Bars("Kept", "Words", bars, unit="percent", maximum=1))
    line = page.select("line.amends-chart__interval")[0]
    assert (percent(line["x1"]), percent(line["x2"])) == (40, 62)
    assert cells(page) == [["A", "50%", "40% to 62%"], ["B", "30%", ""]]


def test_a_mark_stands_where_its_bar_was_expected_to_end_and_in_the_table():
    bars = [charts.Bar("A", 0.5, mark=0.6), charts.Bar("B", 0.3)]
    page = soup(charts.Bars("Kept", "Words", bars, unit="percent", maximum=1, mark_label="Told"))
    [line] = page.select("svg[role=img] line.amends-chart__reference")
    assert percent(line["x1"]) == percent(line["x2"]) == 60
    assert cells(page) == [["A", "50%", "60%"], ["B", "30%", "no figure"]]
    assert "Told" in page.select_one(".amends-chart__legend").get_text()


def test_a_missing_figure_is_told_as_missing_and_not_as_nought():
    page = soup(charts.Bars("Kept", "Words", [charts.Bar("A", None), charts.Bar("B", 0)]))
    assert cells(page) == [["A", "no figure"], ["B", "0"]]


def test_stacked_columns_stand_on_each_other():
    weeks = [date(2026, 1, 5), date(2026, 1, 12)]
    series = [charts.Series("Attended", [30, 10]), charts.Series("Absent", [10, 0])]
    chart = charts.Weeks("Outcomes", "Words", weeks, series)
    page = soup(chart)
    lower, upper, *_ = page.select("svg[role=img] rect.amends-chart__bar")
    top, _step = charts.nice_ceiling(40)
    assert float(lower["height"]) == pytest.approx(30 / top * chart.HEIGHT, abs=0.01)
    assert float(upper["y"]) + float(upper["height"]) == pytest.approx(float(lower["y"]), abs=0.02)
    assert cells(page) == [["5 Jan 2026", "30", "10"], ["12 Jan 2026", "10", "0"]]


def test_series_differ_by_more_than_colour():
    page = soup(charts.Weeks("T", "D", [date(2026, 1, 5)], [charts.Series(n, [1]) for n in "ABC"]))
    fills = [bar.get("fill") for bar in page.select("svg[role=img] rect.amends-chart__bar")]
    assert len(set(fills)) == 3
    patterns = {f"url(#{pattern['id']})" for pattern in page.find_all("pattern")}
    assert set(fills) - {None} <= patterns


def test_credited_hours_rise_on_the_day_and_stay():
    points = [(date(2026, 1, 11), 300), (date(2026, 1, 21), 600)]
    chart = charts.Steps(
        "Hours", "Words", [charts.StepLine("Credited", points)], date(2026, 1, 1), date(2026, 1, 31), target=1_200
    )
    page = soup(chart)
    level, rise, *_ = page.select("svg[role=img] line.amends-chart__line")
    assert level["y1"] == level["y2"]
    assert rise["x1"] == rise["x2"]
    share = (percent(rise["x1"]) - chart.LEFT) / (100 - chart.LEFT)
    assert share == pytest.approx(10 / 30, abs=0.001)
    assert cells(page) == [["11 Jan 2026", "5h"], ["21 Jan 2026", "10h"]]
    assert "Ordered: 20h" in page.get_text()


def test_the_table_gives_each_line_what_it_stood_at():
    lines = [
        charts.StepLine("One", [(date(2026, 1, 2), 60), (date(2026, 1, 4), 120)]),
        charts.StepLine("Two", [(date(2026, 1, 3), 30)]),
    ]
    page = soup(charts.Steps("T", "D", lines, date(2026, 1, 1), date(2026, 1, 5)))
    assert cells(page) == [["2 Jan 2026", "1h", "0h"], ["3 Jan 2026", "1h", "30m"], ["4 Jan 2026", "2h", "30m"]]


def test_what_rises_and_falls_meets_where_its_values_meet_and_holds_until_the_next():
    chart = Tracks("T", "D", [0, 10, 40], [Track("Up", [100, 300, 400]), Track("Down", [500, 500, 400])],
                   beside=("Gap", ["80%", "40%", "0%"]))  # fmt: skip
    page = soup(chart)
    up, down = (page.select(f"svg[role=img] line.amends-chart__line--{n}") for n in (1, 2))
    assert float(up[-1]["y2"]) == float(down[-1]["y2"]), "both are 400"
    assert percent(up[-1]["x2"]) == 100
    assert up[0]["y1"] == up[0]["y2"] and up[1]["x1"] == up[1]["x2"]
    assert (percent(up[1]["x1"]) - chart.LEFT) / (100 - chart.LEFT) == pytest.approx(10 / 40, abs=0.001)
    heights = [float(up[0]["y1"]), float(up[1]["y2"]), float(up[3]["y2"])]
    assert (heights[0] - heights[1]) == pytest.approx(2 * (heights[1] - heights[2]), abs=0.02)
    assert cells(page) == [["0", "100", "500", "80%"], ["10", "300", "500", "40%"], ["40", "400", "400", "0%"]]


@given(st.lists(st.tuples(st.integers(-(10**6), 10**7), st.integers(-(10**6), 10**7)), min_size=1, max_size=8))
def test_every_value_of_a_track_stands_within_the_axis(values):
    first, second = zip(*values, strict=True)
    chart = Tracks("T", "D", list(range(len(values))), [Track("A", first), Track("B", second)])
    for drawn in chart.drawing()["drawn"]:
        for stroke in drawn["strokes"]:
            for y in (float(stroke["y1"]), float(stroke["y2"])):
                assert chart.HEAD - 0.01 <= y <= chart.HEAD + chart.HEIGHT + 0.01
    assert 1 <= len(chart.drawing()["lines"]) <= 8


def test_the_drawing_is_named_and_described():
    page = soup(charts.Bars("Kept <b>", "Quayside is lowest", [charts.Bar("A", 1)]))
    told = [page.find(id=name).get_text() for name in page.find("svg", role="img")["aria-labelledby"].split()]
    assert told == ["Kept <b>", "Quayside is lowest"]
    assert page.find("b") is None


def test_no_chart_needs_inline_style():
    weeks = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(12)]
    for chart in (
        charts.Bars("T", "D", [charts.Bar("A", 1)], reference=0.5, reference_label="All"),
        charts.Weeks("T", "D", weeks, [charts.Series("A", [1] * 12)]),
        charts.Steps("T", "D", [charts.StepLine("A", [(weeks[0], 5)])], weeks[0], weeks[-1]),
        Tracks("T", "D", [0, 1], [Track("A", [1, 2])]),
    ):
        page = soup(chart)
        assert not page.find_all(style=True)
        assert not page.find_all("style")


@given(st.floats(min_value=0.001, max_value=1e9), st.sampled_from(charts.UNITS))
def test_the_axis_always_holds_the_highest_value_in_even_steps(highest, unit):
    top, step = charts.nice_ceiling(highest, unit)
    assert top >= highest * (1 - 1e-9)
    assert top / step == pytest.approx(round(top / step))
    assert round(top / step) <= 6


def test_no_figures_at_all_still_make_a_chart():
    assert cells(soup(charts.Weeks("T", "D", [date(2026, 1, 5)], [charts.Series("A", [0])]))) == [["5 Jan 2026", "0"]]
    soup(charts.Bars("T", "D", []))


def test_values_and_weeks_have_to_match():
    with pytest.raises(ValueError, match="2 values for 1 weeks"):
        charts.Weeks("T", "D", [date(2026, 1, 5)], [charts.Series("A", [1, 2])])


def test_months_are_named_as_months():
    page = soup(
        charts.Months("T", "D", [date(2026, 1, 1), date(2026, 2, 1)], [charts.Series("A", [0.5, 1])], "percent")
    )
    assert cells(page) == [["January 2026", "50%"], ["February 2026", "100%"]]
    assert "Jan" in [text.get_text() for text in page.select("svg text")]
    assert "Month" in page.select_one("thead").get_text()
