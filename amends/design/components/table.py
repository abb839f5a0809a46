"""Tables of rows, and pages of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.html import format_html, html_safe
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from amends.design import govuk
from amends.design.addresses import with_query
from amends.design.components.base import Component, anchor, printed


@dataclass(frozen=True)
class Column:
    """A column of a table; `sort` is the name its heading link puts in the address."""

    text: str
    numeric: bool = False
    sort: str = ""
    row_header: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Table(Component):
    """A table of rows, each a sequence of cells in the order of the columns. Plain text cells are escaped.

    It scrolls sideways in a region of its own where it is wider than the screen; `stacked` shows a card a row there
    instead. `sorted_by` is a column's sort name, "-" before it for descending.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    query: QueryDict | None = None
    sorted_by: str = ""
    empty: str = gettext_lazy("There is nothing to show.")
    caption_size: str = "m"
    caption_hidden: bool = False
    stacked: bool = False
    id: str = ""
    template = "design/components/table.html"

    def anchor(self) -> str:
        """The id of this part of the page."""
        return self.id or anchor("table", self.caption)

    def headings(self) -> list[dict[str, Any]]:
        """The column headings, with the link and the state of those that sort."""
        shown = []
        for column in self.columns:
            heading: dict[str, Any] = {"column": column}
            if column.sort:
                ascending, descending = self.sorted_by == column.sort, self.sorted_by == f"-{column.sort}"
                heading["state"] = "ascending" if ascending else "descending" if descending else "none"
                then = f"-{column.sort}" if ascending else column.sort
                heading["href"] = with_query(self.query, sort=then, page=None)
            shown.append(heading)
        return shown

    def lines(self) -> SafeString:
        """The rows, each cell between the tags of its column. Raises ValueError for a row of another length.

        Put together here: a page has hundreds of cells, and a template takes longer for them than for all else.
        """
        tags = [self._tags(column) for column in self.columns]
        rows = (
            "".join(f"{start}{printed(cell)}{end}\n" for (start, end), cell in zip(tags, row, strict=True))
            for row in self.rows
        )
        lines = "".join(f'<tr class="govuk-table__row">\n{row}</tr>\n' for row in rows)
        return mark_safe(lines)  # noqa: S308 - every cell is printed as a template prints it

    def _tags(self, column: Column) -> tuple[str, str]:
        tag, kind, scope = ("th", "header", ' scope="row"') if column.row_header else ("td", "cell", "")
        classes = f"govuk-table__{kind}" + (f" govuk-table__{kind}--numeric" if column.numeric else "")
        heading = format_html(' data-heading="{}"', column.text) if self.stacked else ""
        return f'<{tag}{scope} class="{classes}"{heading}>', f"</{tag}>"


@html_safe
@dataclass(frozen=True)
class Pagination:
    """Where in the results this page stands, and links to the others; the rest of the address is kept."""

    page: Page
    query: QueryDict | None = None
    key: str = "page"

    def __str__(self) -> SafeString:
        paginator = self.page.paginator
        if not paginator.count:
            return SafeString("")
        told = gettext("Showing %(first)s to %(last)s of %(count)s") % {
            "first": f"{self.page.start_index():,}",
            "last": f"{self.page.end_index():,}",
            "count": f"{paginator.count:,}",
        }
        counted = format_html('<p class="govuk-body amends-results">{}</p>', told)
        return counted + self._links() if paginator.num_pages > 1 else counted

    def _links(self) -> SafeString:
        params: dict[str, Any] = {"items": [], "landmark_label": gettext("Pages of results")}
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1):
            if isinstance(number, int):
                label = gettext("Page %(number)s") % {"number": number}
                item = {"number": number, "href": self._href(number), "visually_hidden_text": label}
                params["items"].append(item | ({"current": True} if number == self.page.number else {}))
            else:
                params["items"].append({"ellipsis": True})
        if self.page.has_previous():
            params["previous"] = {"href": self._href(self.page.previous_page_number()), "text": gettext("Previous")}
        if self.page.has_next():
            params["next"] = {"href": self._href(self.page.next_page_number()), "text": gettext("Next")}
        return govuk.render("pagination", params)

    def _href(self, number: int) -> str:
        return with_query(self.query, **{self.key: number})
