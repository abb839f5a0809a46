"""One page of a long list."""

from django.core.paginator import Page, Paginator

ROWS = 25


def page_of(request, rows, size: int = ROWS) -> Page:
    """The page of the rows that the address asks for; the nearest one where there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
