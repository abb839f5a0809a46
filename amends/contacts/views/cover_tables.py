"""Contact to be covered by another officer, as a table and as rows of a file."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.contacts.queries.cover import Covering
from amends.contacts.views.sections import day_and_mode, owed_words
from amends.design.components import Column, Link, Table, Tag
from amends.design.words import day

CSV_HEADER = ("crn", "name", "practitioner", "due_by", "last_contact", "last_mode", "seen_by", "needed")


def table(rows: Sequence[Covering], may_set: bool) -> Table:
    """Who is to be seen, and by whom meanwhile."""
    shown = []
    for row in rows:
        person = row.due.person
        name = f"{person.name} ({person.crn})"
        cells = [Link(name, reverse("contacts:person", args=[person.crn])), row.holder.name, owed_words(row.due),
                 day_and_mode(row.due.last) if row.due.last else _("None"),
                 day(row.due.due_on) if row.due.due_on else "", _seen_by(row)]  # fmt: skip
        if may_set:
            words = _("Change") if row.cover else _("Have them covered")
            cells.append(Link(words, reverse("contacts:cover_case", args=[person.crn]), person.name))
        shown.append(cells)
    headings = (_("Practitioner"), _("Owed"), _("Last contact"), _("Due by"), _("Seen by"))
    columns = [Column(_("Person"), row_header=True), *(Column(heading) for heading in headings)]
    if may_set:
        columns.append(Column(_("Action")))
    return Table(caption=_("To be seen"), columns=columns, rows=shown, stacked=True,
                 empty=_("Nobody: every officer whose people are to be seen can see them."))  # fmt: skip


def _seen_by(row: Covering) -> object:
    if row.cover is None:
        return Tag(_("Nobody"), "red")
    return row.cover.staff.name if row.needed else _("%(name)s, no longer needed") % {"name": row.cover.staff.name}


def csv_rows(rows: Sequence[Covering]) -> Iterator[Sequence[object]]:
    """Every row, for a file."""
    for row in rows:
        last = row.due.last
        yield (row.due.person.crn, row.due.person.name, row.holder.name, row.due.due_on or "", last.on if last else "",
               last.mode if last else "", row.cover.staff.name if row.cover else "",
               "yes" if row.needed else "no")  # fmt: skip
