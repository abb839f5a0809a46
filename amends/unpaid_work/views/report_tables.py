"""Shares of people as tables and as rows of a file: each of so many, with its interval, few of them not shown."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.design.components import Column, Table
from amends.design.words import percent_text
from amends.methods.group_shares import Cell, Shares
from amends.methods.statistics.hidden_cells import ALL
from amends.methods.statistics.share import Share

CSV_HEADER = ("unit", "characteristic", "group", "measure", "people", "share", "low", "high")


def share_words(share: Share) -> str:
    """A share with its interval."""
    return _("%(share)s (%(low)s to %(high)s)") % {
        "share": percent_text(share.share), "low": percent_text(share.low), "high": percent_text(share.high)
    }  # fmt: skip


def cell_words(cell: Cell) -> str:
    """What a cell tells: the share with its interval, of how many people."""
    if cell.people is None:
        return _("Not shown")
    if not cell.people:
        return _("Nobody")
    if cell.share is None:
        return _("Not shown, of %(people)s") % {"people": f"{cell.people:,}"}
    return _("%(share)s of %(people)s") % {"share": share_words(cell.share), "people": f"{cell.people:,}"}


def beside(words: str, tag: object) -> str:
    """Words with a tag after them, if there is one."""
    return format_html("{} {}", words, tag) if tag else words


def group_table(
    caption: str, shares: Shares, characteristic: str, measures: Mapping[str, object], area: str = ALL
) -> Table:
    """The groups of a characteristic in one unit, or in all."""
    rows = [
        [group, *(cell_words(shares.cell(name, area, characteristic, group)) for name in measures)]
        for group in shares.groups.get(characteristic, ())
    ]
    return _table(caption, _("Group"), measures, rows)


def area_table(caption: str, shares: Shares, measures: Mapping[str, object]) -> Table:
    """Every unit, and all of them together."""
    together = [_("All units that I see"), *(cell_words(shares.cell(name)) for name in measures)]
    units = [[area, *(cell_words(shares.cell(name, area)) for name in measures)] for area in shares.areas]
    return _table(caption, _("Unit"), measures, [*units, together])


def _table(caption: str, of: str, measures: Mapping[str, object], rows: Sequence[Sequence[object]]) -> Table:
    columns = [Column(of, row_header=True), *(Column(str(words)) for words in measures.values())]
    return Table(caption, columns, rows, stacked=True, empty=_("Nobody is counted."))


def csv_rows(shares: Shares, measures: Mapping[str, object], area: str = ALL) -> Iterator[list[object]]:
    """Every cell of one unit, or of all units and of each; what is not shown is empty."""
    names = sorted(measures)
    for where in sorted({key[:3] for key in shares.cells}):  # each has every measure
        if area not in (ALL, where[0]):
            continue
        for name in names:
            cell = shares.cells[*where, name]
            share = cell.share
            ends = [round(share.share, 6), round(share.low, 6), round(share.high, 6)] if share else ["", "", ""]
            yield [*where, name, "" if cell.people is None else cell.people, *ends]
