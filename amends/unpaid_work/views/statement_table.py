"""The statement of hours as a table, as totals with their formula, and as rows of a file."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Row, SummaryList, Table
from amends.design.words import clock_time, hours, short_date
from amends.policy.hours.statement import Statement
from amends.unpaid_work.queries.accounts import Account
from amends.unpaid_work.queries.statement import StatementLine

CSV_HEADER = (
    "date", "entry", "outcome", "detail", "start", "end", "penalty_minutes", "ordered", "credited_sessions",
    "credited_ete", "adjustments", "earned_reduction", "surplus", "remaining",
)  # fmt: skip
REVERSALS = {
    "unpaid_work.etecredit": "unpaid_work:reverse_ete",
    "unpaid_work.hoursadjustment": "unpaid_work:reverse_adjustment",
}


def table(lines: Sequence[StatementLine], *, earning: bool, reversible: bool, crn: str) -> Table:
    """Every line. `earning` adds the column of the earned reduction; `reversible` links to take credits back."""
    columns = [
        Column(_("Date"), row_header=True),
        Column(_("What")),
        Column(_("Start")),
        Column(_("End")),
        Column(_("Penalty"), numeric=True),
        Column(_("Ordered"), numeric=True),
        Column(_("Credited"), numeric=True),
        *([Column(_("Earned"), numeric=True)] if earning else []),
        Column(_("Remaining after"), numeric=True),
    ]
    rows = [
        [
            short_date(line.on).replace(" ", "\N{NO-BREAK SPACE}"),
            _what(line, crn if reversible else ""),
            clock_time(line.start),
            clock_time(line.end),
            hours(line.penalty) if line.penalty else "",
            hours(line.ordered) if line.ordered else "",
            hours(line.credited) if line.source else "",
            *([hours(line.earned) if line.earned else ""] if earning else []),
            hours(line.remaining),
        ]
        for line in lines
    ]
    return Table(_("Every line"), columns, rows, caption_hidden=True, stacked=True)


def _what(line: StatementLine, crn: str) -> object:
    told = "; ".join(part for part in (line.outcome, line.detail) if part)
    link: object = ""
    if crn and line.reversible and line.source:
        url = reverse(REVERSALS[line.source[0]], args=[crn, line.source[1]])
        hidden = _("the entry of %(day)s") % {"day": short_date(line.on)}
        link = format_html("<br>{}", Link(_("Reverse"), url, hidden))
    if not told:
        return format_html("<div>{}{}</div>", line.what, link)
    small = '<div>{}<br><span class="govuk-hint govuk-!-font-size-16">{}</span>{}</div>'
    return format_html(small, line.what, told, link)


def totals(account: Account, stated: Statement) -> SummaryList:
    """The formula, with this requirement's figures."""
    added = sum(change.minutes for change in account.changes if change.minutes > 0)
    removed = -sum(change.minutes for change in account.changes if change.minutes < 0)
    rows = [
        Row(_("Ordered by the court"), hours(account.input.ordered_minutes)),
        Row(_("Added by the court"), hours(added)),
        Row(_("Removed by the court"), hours(removed)),
        Row(_("Credited: sessions and stand-downs"), hours(stated.credited_sessions)),
        Row(_("Credited: education, training, employment"), hours(stated.credited_ete)),
        Row(_("Adjustments"), hours(stated.adjustments)),
        Row(_("Earned reduction"), hours(stated.earned_reduction)),
        Row(_("Remaining"), hours(stated.remaining)),
        Row(
            _("Education, training, employment allowed"),
            format_html(
                "{}; {} {}, {} {}",
                hours(stated.ete.allowed),
                hours(stated.ete.used),
                _("used"),
                hours(stated.ete.left),
                _("left"),
            ),
        ),
    ]
    return SummaryList(rows)


def csv_rows(lines: Iterable[StatementLine]) -> Iterable[list[object]]:
    """The lines as rows; minutes are whole numbers and every column of minutes but the last sums to its total."""
    for line in lines:
        start = line.start.isoformat() if line.start else ""
        end = line.end.isoformat() if line.end else ""
        penalty = "" if line.penalty is None else line.penalty
        yield [
            line.on.isoformat(), line.what, line.outcome, line.detail, start, end, penalty, line.ordered, line.sessions,
            line.ete, line.adjustment, line.earned, line.surplus, line.remaining,
        ]  # fmt: skip
