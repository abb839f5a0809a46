"""How the candidates for a case are laid out, and what is ahead of the person."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.cases.models import CaseCover, Person
from amends.cases.views.workload_tables import capacity_of, mix, points_of, state
from amends.contacts.models import Appointment
from amends.contacts.queries.candidates import Candidate
from amends.contacts.views.sections import cover_words, stacked
from amends.design.components import Column, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day


def expected(person: Person, covers: Sequence[CaseCover], on: date) -> SummaryList:
    """What is ahead of a person whose case is to be covered, and who covers it already."""
    days = {
        day for each in person.sentences.all() for day in (each.release_date, *(r.to_date for r in each.returns.all()))
    }
    ahead = sorted(day for day in days if day and day >= on)
    held = person.allocations.filter(to_date__isnull=True).select_related("practitioner").first()
    return SummaryList(
        [
            Row(_("Held by"), held.practitioner.name if held else _("Nobody")),
            Row(_("Covered"), stacked(cover_words(each) for each in covers) or _("By nobody")),
            Row(_("Released"), ", ".join(day(each) for each in ahead) or _("No release ahead")),
        ]
    )


def candidates(rows: Iterable[Candidate]) -> Table:
    """Officers before and after."""
    cells = [
        [_named(row), row.before.staff.get_grade_display(), row.before.staff.team.name, row.before.cases,
         mix(row.before), f"{points_of(row.before)} → {points_of(row.after)}",
         f"{row.after.capacity.value['available']:,}",
         format_html("{} → {}", capacity_of(row.before), capacity_of(row.after)), state(row.before)]
        for row in rows
    ]  # fmt: skip
    columns = [
        Column(_("Officer"), row_header=True), Column(_("Grade")), Column(_("Team")),
        Column(_("Live cases"), numeric=True), Column(_("Tiers")), Column(_("Points, with this case")),
        Column(_("Points available"), numeric=True), Column(_("Capacity, with this case")), Column(_("Today")),
    ]  # fmt: skip
    return Table(_("What the case does to each officer"), columns, cells, stacked=True,
                 empty=_("Nobody else in your part of the service may hold a case."))  # fmt: skip


def _named(row: Candidate) -> Any:
    name = row.before.staff.name
    return format_html("{}<br>{}", name, Tag(_("Proposed"), "green")) if row.proposed else name


def instants(appointments: Sequence[Appointment]) -> str:
    """When the appointments are."""
    return ", ".join(date_and_time(each.starts_at) for each in appointments)
