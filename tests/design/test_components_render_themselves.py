"""Components are well formed, escape what they are given, and keep the reader's place in the address."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from amends.design import components as show
from amends.design import forms, govuk

HOSTILE = "<script>alert(1)</script>"


def soup(markup):
    return BeautifulSoup(str(markup), "html.parser")


def query_of(link):
    return QueryDict(link["href"].removeprefix("?"))


def table(**options):
    columns = [
        show.Column("Name", row_header=True, sort="name"),
        show.Column("Hours", numeric=True, sort="minutes"),
        show.Column("Status"),
    ]
    rows = [[HOSTILE, 12, show.Tag("Overdue", "red")], [show.Link(HOSTILE, "/a?b&c"), mark_safe("<b>1</b>"), None]]
    return show.Table("Caseload", columns, options.pop("rows", rows), **options)


def test_text_in_a_cell_is_escaped_and_components_keep_their_markup():
    page = soup(table())
    assert page.find("script") is None
    assert page.find(class_="govuk-tag--red").get_text() == "Overdue"
    assert page.find("b").get_text() == "1"
    assert page.find("a", href="/a?b&c").get_text() == HOSTILE


def test_a_table_names_its_rows_and_columns_and_can_be_scrolled_by_keyboard():
    page = soup(table())
    region = page.find(role="region")
    assert region["tabindex"] == "0"
    assert page.find(id=region["aria-labelledby"]).get_text() == "Caseload"
    assert [th["scope"] for th in page.find_all("th")] == ["col", "col", "col", "row", "row"]


def test_headings_sort_both_ways_and_keep_the_filters_but_not_the_page():
    query = QueryDict("status=late&status=new&page=3&sort=name")
    page = soup(table(query=query, sorted_by="name"))
    name, hours = page.thead.find_all("a")
    assert [th.get("aria-sort") for th in page.thead.find_all("th")] == ["ascending", "none", None]
    assert query_of(name).dict() | {"status": query_of(name).getlist("status")} == {
        "status": ["late", "new"],
        "sort": "-name",
    }
    assert query_of(hours)["sort"] == "minutes"


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="argument"):
        str(table(rows=[["only one"]]))


def test_an_empty_table_says_so_across_its_width():
    cell = soup(table(rows=[], empty="Nobody is on your caseload.")).find("td")
    assert (cell.get_text(), cell["colspan"]) == ("Nobody is on your caseload.", "3")


@pytest.mark.parametrize(("asked", "chosen"), [("name", "name"), ("-name", "-name"), ("password", "due"), ("", "due")])
def test_only_columns_that_may_be_sorted_by_are(asked, chosen):
    assert show.chosen_sort(QueryDict(f"sort={asked}"), {"name", "due"}, "due") == chosen


def test_pages_of_results_keep_the_rest_of_the_address():
    page = Paginator(range(312), 25).page(4)
    shown = soup(show.Pagination(page, QueryDict("status=late&page=4")))
    assert "Showing 76 to 100 of 312" in shown.get_text()
    links = [query_of(link) for link in shown.find_all("a")]
    assert all(link["status"] == "late" for link in links)
    assert {"1", "3", "5", "13"} <= {link["page"] for link in links}
    assert shown.find(attrs={"aria-current": "page"}).get_text(strip=True) == "4"


def test_one_page_has_no_links_and_no_results_have_nothing():
    assert soup(show.Pagination(Paginator(range(3), 25).page(1))).find("a") is None
    assert str(show.Pagination(Paginator([], 25).page(1))) == ""


class Narrow(forms.Form):
    words = forms.SearchField(label="Name", required=False)
    status = forms.CheckboxesField(label="Status", required=False, choices=[("late", "Overdue"), ("new", "New")])
    since = forms.DateField(label="Since", required=False)


def test_each_filter_in_force_can_be_dropped_alone():
    query = QueryDict("words=alder&status=late&status=new&since_day=1&since_month=2&since_year=2026&sort=name&page=2")
    panel = soup(show.FilterPanel(Narrow(query), query))
    chips = {a.get_text(" ", strip=True).removeprefix("Remove this filter "): query_of(a) for a in panel.select("li a")}
    assert set(chips) == {"alder", "Overdue", "New", "1 February 2026"}
    assert chips["Overdue"].getlist("status") == ["new"]
    assert chips["Overdue"]["words"] == "alder"
    assert "words" not in chips["alder"]
    assert "since_day" not in chips["1 February 2026"]
    assert all("page" not in left and left["sort"] == "name" for left in chips.values())


def test_applying_filters_keeps_the_order():
    query = QueryDict("sort=-name&page=2&words=x")
    kept = soup(show.FilterPanel(Narrow(query), query)).find_all("input", type="hidden")
    assert [(field["name"], field["value"]) for field in kept] == [("sort", "-name")]


def test_filters_are_not_marked_optional():
    assert "(optional)" not in str(show.FilterPanel(Narrow({}), QueryDict()))


def test_a_figure_shows_what_it_means_where_it_comes_from_and_when():
    figure = show.Figure(
        "Kept", "62%", as_at=date(2026, 3, 27), definition="Due and attended", source="Outcomes", denominator="of 312"
    )
    text = soup(figure).get_text(" ", strip=True)
    for part in ("62%", "of 312", "Due and attended", "Source: Outcomes", "As at 27 March 2026"):
        assert part in text


def test_a_summary_says_what_is_not_recorded_and_whose_link_is_whose():
    rows = [show.Row("Name", HOSTILE, [show.Link("Change", "/change", "name")]), show.Row("Telephone", None)]
    page = soup(show.SummaryList(rows))
    assert [dd.get_text(strip=True) for dd in page.select(".govuk-summary-list__value")] == [HOSTILE, "Not recorded"]
    assert " ".join(page.a.get_text(" ").split()) == "Change name"


def test_a_summary_shows_a_zero():
    assert "0" in soup(show.SummaryList([show.Row("Failures", 0)])).dd.get_text()


def test_events_tell_their_moment_in_local_time():
    event = show.Event("Recorded", datetime(2026, 6, 1, 8, 30, tzinfo=UTC), by="Jo", text=HOSTILE)
    page = soup(show.Timeline([event]))
    assert page.time.get_text() == "1 June 2026 at 9:30am"
    assert page.find("script") is None


def test_progress_is_told_in_words_beside_the_bar():
    page = soup(show.Progress("Import", 450, 1_200))
    assert page.progress["value"] == "450"
    assert page.find(role="status").get_text() == "450 of 1,200 (38%)"
    assert page.label["for"] == page.progress["id"]


def test_a_colour_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="crimson"):
        show.Tag("Late", "crimson")


def test_a_component_that_does_not_exist_is_refused():
    with pytest.raises(LookupError, match="buton"):
        govuk.render("buton")


def test_plain_text_given_as_markup_is_escaped_and_safe_text_is_not():
    assert soup(govuk.render("inset-text", html=HOSTILE)).find("script") is None
    assert soup(govuk.render("inset-text", html=mark_safe("<b>x</b>"))).find("b")
    assert soup(govuk.render("button", text=HOSTILE, attributes={"data-x": HOSTILE})).find("script") is None


@pytest.mark.parametrize("texts", [("A & <b>", mark_safe("A & <b>")), (mark_safe("A & <b>"), "A & <b>")])
def test_what_was_drawn_before_never_stands_in_for_what_is_safe_or_not(texts):
    for text in texts:
        drawn = govuk.render("tag", text=text)
        assert ("<b>" in drawn) is isinstance(text, SafeString)


def test_what_was_drawn_in_one_language_is_drawn_anew_in_another():
    spoken = lazy(lambda: f"in {get_language()}", str)
    for language in ("en-gb", "cy", "en-gb"):
        with override(language):
            button = soup(govuk.render("button", text="Go", attributes={"aria-label": spoken()})).button
            assert button["aria-label"] == f"in {language}"


def test_tags_take_words_attributes_and_blocks():
    page = soup(
        Template(
            '{% load design %}{% govuk "button" text="Save" prevent_double_click=True data_target=target %}'
            '{% govukblock "details" summary_text="More" %}<i>{{ target }}</i>{% endgovukblock %}'
            '{% govuk "input" label="Name" hint="In full" id="n" name="n" %}'
        ).render(Context({"target": '"<x>'}))
    )
    assert page.button["data-target"] == '"<x>'
    assert page.button["data-prevent-double-click"] == "true"
    assert page.details.find("i").get_text() == '"<x>'
    assert page.find(id="n")["aria-describedby"] == "n-hint"
