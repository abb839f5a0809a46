"""Nominations as tables, summaries and rows of a file."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day, short_date
from amends.policy.civil_time import civil_date
from amends.policy.nominations import nominator_kept_until
from amends.unpaid_work.models import Nomination
from amends.unpaid_work.queries.nominations import Waiting

CSV_HEADER = ("reference", "unit", "received", "place", "work", "benefits", "acknowledge_by", "acknowledged", "answer",
              "ground", "decided", "project")  # fmt: skip


def _named(row: Nomination) -> Link:
    return Link(row.place, reverse("unpaid_work:nomination", args=[row.pk]))


def waiting(rows: list[Waiting]) -> Table:
    """What waits for a letter or a decision."""
    columns = [
        Column(_("Place"), row_header=True),
        Column(_("Unit")),
        Column(_("Work")),
        Column(_("Received")),
        Column(_("Acknowledged")),
    ]
    lines = [
        [
            _named(each.nomination), each.nomination.pdu.name, each.nomination.work[:120],
            short_date(each.nomination.received_at), _acknowledged(each),
        ]
        for each in rows
    ]  # fmt: skip
    return Table(_("Waiting"), columns, lines, stacked=True, empty=_("No nomination waits."))


def _acknowledged(each: Waiting) -> object:
    if each.nomination.acknowledged_at:
        return short_date(each.nomination.acknowledged_at)
    told = {"day": short_date(each.due)}
    return Tag(_("Late, due %(day)s") % told, "red") if each.overdue else _("By %(day)s") % told


def decided(rows: Iterable[Nomination]) -> Table:
    """What was decided."""
    columns = [
        Column(_("Place"), row_header=True),
        Column(_("Unit")),
        Column(_("Decided")),
        Column(_("Decision")),
        Column(_("Why, or the project")),
    ]
    lines = [
        [
            _named(row), row.pdu.name, short_date(row.decided_at), row.get_answer_display(),
            row.project.name if row.project else row.get_ground_display(),
        ]
        for row in rows
    ]  # fmt: skip
    return Table(_("Decided"), columns, lines, stacked=True, empty=_("Nothing is decided yet."))


def summary(row: Nomination) -> SummaryList:
    """What is asked for, and what became of it."""
    lines = [
        Row(_("Unit"), row.pdu.name),
        Row(_("Place"), row.place),
        Row(_("Work wanted"), row.work),
        Row(_("Who would benefit"), row.benefits),
        Row(_("Received"), date_and_time(row.received_at)),
        Row(_("Acknowledged"), _by(row.acknowledged_at, row.acknowledged_by)),
        Row(_("Decision"), row.get_answer_display() or _("Not decided yet")),
    ]
    if row.decided_at:
        lines.append(Row(_("Decided"), _by(row.decided_at, row.decided_by)))
    if row.project:
        lines.append(Row(_("Project"), Link(row.project.name, reverse("unpaid_work:project", args=[row.project.pk]))))
    if row.ground:
        lines += [Row(_("Why"), row.get_ground_display()), Row(_("What the nominator was told"), row.reason)]
    return SummaryList(lines)


def nominator(row: Nomination) -> SummaryList:
    """Who nominated it, and how long that is kept."""
    if row.forgotten_at:
        return SummaryList([Row(_("Who"), _("Wiped on %(day)s") % {"day": day(row.forgotten_at)})])
    kept = _("Until a year after the decision, as policy says")
    if row.decided_at:
        kept = _("Until %(day)s") % {"day": day(nominator_kept_until(civil_date(row.decided_at)).value)}
    return SummaryList(
        [
            Row(_("Name"), row.name),
            Row(_("Email"), row.email),
            Row(_("Telephone"), row.telephone),
            Row(_("Address"), row.address),
            Row(_("Written to in"), _("Welsh") if row.language == "cy" else _("English")),
            Row(_("Kept"), kept),
        ]
    )


def letters(row: Nomination) -> list[Link]:
    """The letters issued, each as a PDF."""
    return [
        Link(
            _("%(letter)s, %(day)s (PDF)") % {"letter": each.get_template_display(), "day": short_date(each.issued_at)},
            reverse("unpaid_work:nomination_letter", args=[row.pk, each.pk]),
        )
        for each in row.letters.all()
    ]


def _by(at, user) -> str:
    return f"{date_and_time(at)}, {user.name}" if at else _("Not yet")


def csv_rows(rows: list[Waiting], done: Iterable[Nomination]) -> Iterable[list[object]]:
    """Every nomination, without who made it."""
    for each in rows:
        yield _cells(each.nomination, each.due)
    for row in done:
        yield _cells(row, None)


def _cells(row: Nomination, due) -> list[object]:
    acknowledged, decision = (civil_date(at) if at else None for at in (row.acknowledged_at, row.decided_at))
    return [
        f"N{row.pk}", row.pdu.name, civil_date(row.received_at), row.place, row.work, row.benefits, due, acknowledged,
        row.answer, row.ground, decision, row.project.code if row.project else "",
    ]  # fmt: skip
