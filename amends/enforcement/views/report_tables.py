"""The report on decisions as figures, tables and rows of a file."""

from collections.abc import Iterable, Iterator

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.queries.characteristics import CHARACTERISTICS
from amends.design.components import Column, Figure, Figures, Table, Tag
from amends.design.words import percent_text
from amends.enforcement.queries.decisions import MEASURES, Report
from amends.methods.decisions import Decided, GroupDecisions
from amends.methods.statistics.share import Share

_NAMES = {
    "accepted": gettext_lazy("Reason accepted"),
    "enforced": gettext_lazy("Enforced as the rule says"),
    "not_enforced": gettext_lazy("Not enforced, by a manager"),
    "undecided": gettext_lazy("Nothing decided"),
}
_DEFINITIONS = {
    "accepted": gettext_lazy("Failures whose reason was accepted, of all failures."),
    "enforced": gettext_lazy(
        "Failures after which a warning was issued or breach started as the rule calls for, of those it calls for "
        "either."
    ),
    "not_enforced": gettext_lazy(
        "Failures that a manager decided not to enforce, of those the rule calls for a warning or breach."
    ),
    "undecided": gettext_lazy(
        "Failures with no such decision so far, or before the order ended, of those the rule calls for a warning or "
        "breach."
    ),
}
CSV_HEADER = (
    "characteristic", "group", "people", "failures",
    *(f"{name}{part}" for name in MEASURES for part in ("", "_low", "_high", "_less_others", "_stands_out")),
)  # fmt: skip


def figures(report: Report, now) -> Figures:
    """The whole, each measure with its interval."""
    shown = []
    of_all = _("of %(failures)s failures of %(people)s people") % {
        "failures": f"{report.failures:,}", "people": f"{report.people:,}"
    }  # fmt: skip
    for name in MEASURES:
        share = report.whole[name]
        shown.append(
            Figure(str(_NAMES[name]), _interval(share) if share else _("Not shown"),
                   denominator=of_all if name == "accepted" else _("of those that call for a warning or breach"),
                   definition=str(_DEFINITIONS[name]), as_at=now,
                   source=_("Outcomes recorded, what was done about each, and the rule for enforcement"))
        )  # fmt: skip
    return Figures(shown)


def tables(report: Report) -> dict[str, Table]:
    """By team, and by group of people."""
    groups = [
        (f"{words}: {group.label}", group) for name, words in CHARACTERISTICS.items()
        for group in report.characteristics[name]
    ]  # fmt: skip
    return {
        "by_team": _table(_("By team"), [(group.label, group) for group in report.teams]),
        "by_characteristic": _table(_("By protected characteristic"), groups),
    }


def _table(caption: str, groups: Iterable[tuple[str, GroupDecisions]]) -> Table:
    columns = [
        Column(_("Group"), row_header=True), Column(_("People"), numeric=True), Column(_("Failures"), numeric=True),
        *(Column(str(_NAMES[name]), numeric=True) for name in MEASURES),
    ]  # fmt: skip
    return Table(caption, columns, [_line(label, group) for label, group in groups], stacked=True)


def _line(label: str, group: GroupDecisions) -> list[object]:
    if group.people is None:
        return [label, *[_("Not shown")] * (2 + len(MEASURES))]
    return [label, f"{group.people:,}", f"{group.failures:,}", *(_cell(group.decided[name]) for name in MEASURES)]


def _cell(decided: Decided | None) -> object:
    if decided is None:
        return _("Not shown")
    told = _interval(decided.share)
    if not decided.stands_out or decided.more is None:
        return told
    higher = decided.more.difference > 0
    return format_html("{} {}", told, Tag(_("Higher than others") if higher else _("Lower than others"), "orange"))


def _interval(share: Share) -> str:
    return _("%(share)s (%(low)s to %(high)s)") % {
        "share": percent_text(share.share), "low": percent_text(share.low), "high": percent_text(share.high)
    }  # fmt: skip


def csv_rows(report: Report) -> Iterator[list[object]]:
    """Every group of every table; what is not shown is empty."""
    for group in report.teams:
        yield _csv_row("team", group)
    for name, groups in report.characteristics.items():
        for group in groups:
            yield _csv_row(name, group)


def _csv_row(characteristic: str, group: GroupDecisions) -> list[object]:
    row: list[object] = [characteristic, group.label, group.people, group.failures]
    for name in MEASURES:
        decided = group.decided[name]
        if decided is None:
            row += [""] * 5
            continue
        less = round(decided.more.difference, 6) if decided.more else ""
        share = decided.share
        row += [round(share.share, 6), round(share.low, 6), round(share.high, 6), less,
                "true" if decided.stands_out else "false"]  # fmt: skip
    return row
