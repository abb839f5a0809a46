"""Open failures as a table, figures and rows of a file."""

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import Sentence
from amends.design.components import Column, Figure, Figures, Link, Table, Tag
from amends.design.words import percent_text, short_date
from amends.enforcement.queries.due import DueCounts, DueRow
from amends.policy.contact_outcomes import contact_outcome

CSV_HEADER = (
    "crn",
    "name",
    "team",
    "practitioner",
    "failed_on",
    "outcome",
    "order",
    "step",
    "due",
    "late",
    "letter_due",
)
STEPS = {
    "warn": gettext_lazy("Warning"),
    "breach": gettext_lazy("Breach"),
    "recall": gettext_lazy("Decision on recall"),
    "none": gettext_lazy("Nothing"),
}
_SOURCE = gettext_lazy("Outcomes recorded, what was done about each, and the rule for enforcement")


def figures(counted: DueCounts, now) -> Figures:
    """What is open of everything within the choice of cases, whatever else narrows the list."""
    of_open = _("of %(open)s open") % {"open": f"{counted.open:,}"}
    share = f" ({percent_text(counted.late / counted.open)})" if counted.open else ""
    shared = {"source": _SOURCE, "as_at": now}
    return Figures(
        [
            Figure(_("Open failures"), f"{counted.open:,}", **shared,
                   denominator=_("%(warn)s call for a warning, %(breach)s for breach")
                   % {"warn": f"{counted.warn:,}", "breach": f"{counted.breach:,}"},
                   definition=_("Failures to comply of the last 12 months, on orders that go on, whose reason was not "
                                "accepted and about which the step that the rule calls for has not been taken.")),
            Figure(_("Late"), f"{counted.late:,}", denominator=f"{of_open}{share}", **shared,
                   definition=_("Past the last day for the step: two working days after the failure for a warning, "
                                "ten for breach. Bank holidays of England and Wales do not count.")),
            Figure(_("Without a letter in time"), f"{counted.letters_late:,}", denominator=of_open, **shared,
                   definition=_("Open failures about which no letter was issued within two working days.")),
        ]
    )  # fmt: skip


def table(rows: Iterable[DueRow], orders: Mapping[int, Sentence], query, sort: str) -> Table:
    """A line for each open failure; `orders` are theirs, by id."""
    columns = [
        Column(_("Person"), row_header=True, sort="person"),
        Column(_("Failed on"), sort="failed"),
        Column(_("What happened")),
        Column(_("What is due")),
        Column(_("By"), sort="due"),
        Column(_("Case held by"), sort="practitioner"),
    ]
    lines = [_line(row, orders[row.called.order]) for row in rows]
    return Table(
        _("Open failures"), columns, lines, query=query, sorted_by=sort, stacked=True,
        empty=_("Nothing is open here."),
    )  # fmt: skip


def _line(row: DueRow, order: Sentence) -> list[object]:
    called = row.called
    asked = "recall" if row.step == "breach" and order.phase_on(called.on) == Sentence.Phase.LICENCE else row.step
    step = Tag(str(STEPS[asked]), "orange" if row.step == "breach" else "yellow")
    by = format_html("{} {}", short_date(row.due), Tag(_("Late"), "red")) if row.late else short_date(row.due)
    href = reverse("enforcement:ledger", args=[row.crn]) + f"#failure-{called.appointment}"
    return [
        Link(f"{row.name}, {row.crn}", href), short_date(called.on),
        contact_outcome(called.code).description, step, by, row.practitioner or _("Nobody"),
    ]  # fmt: skip


def csv_rows(rows: Iterable[DueRow], references: Mapping[int, str]) -> Iterator[list[object]]:
    """The same rows for a file; `references` of their orders by id."""
    for row in rows:
        called = row.called
        yield [
            row.crn, row.name, row.team, row.practitioner, called.on, called.code, references[called.order], row.step,
            row.due, "true" if row.late else "false", row.letter_due,
        ]  # fmt: skip
