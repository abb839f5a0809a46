"""Contact due in a place, as figures, tables and rows of a file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.contacts.forms.places import DueForm
from amends.contacts.queries.due import ContactDue
from amends.contacts.queries.due_by_place import DueByPlace, TeamFigures
from amends.contacts.queries.places import Holder
from amends.contacts.views.sections import day_and_mode, mode_words, owed_words, standing_tags
from amends.design.components import Column, Figure, Figures, Link, Table
from amends.design.words import day, share_text
from amends.organisation.models import Team
from amends.policy.digital_access import no_contact_days

CSV_HEADER = ("crn", "name", "team", "practitioner", "every_days", "modes", "last_contact", "last_mode", "due_by",
              "overdue", "nothing_planned", "no_contact", "state", "covered_by")  # fmt: skip


def figures(told: TeamFigures, on: date) -> Figures:
    """The figures of all the teams together."""
    silent = no_contact_days(on=on)
    rule = _("The delivery model in force; each person's page names the rule")
    of = _("of %(count)s people in the community") % {"count": f"{told.people:,}"}

    def figure(label: str, count: int, definition: str, source: str) -> Figure:
        return Figure(label, f"{count:,}", as_at=on, definition=definition, source=source, denominator=of)

    never = _("No supervision contact that counts for %(days)s days; unpaid work is not counted")
    return Figures(
        [
            figure(_("No contact in four weeks"), told.no_contact, never % {"days": silent.value}, silent.source),
            figure(_("Contact overdue"), told.overdue,
                   _("The days owed between contacts have passed since the last contact that counted"), rule),
            figure(_("Nothing planned in time"), told.unplanned,
                   _("No appointment that would count is booked by the day it is due"), rule),
        ]
    )  # fmt: skip


def by_team(found: DueByPlace) -> Table:
    """A row for each team, and one for each region where there are several, and for all."""
    rows = [_row(each.team.name, each.team.pdu.name, each) for each in found.teams]
    regions: dict[str, TeamFigures] = {}
    for each in found.teams:
        regions.setdefault(each.team.pdu.region.name, TeamFigures(each.team)).add(each)
    if len(regions) > 1:
        rows += [_row(name, _("The region"), each) for name, each in regions.items()]
    if len(found.teams) > 1:
        rows.append(_row(_("All of these"), "", found.together()))
    columns = [Column(_("Team"), row_header=True), Column(_("Unit")), Column(_("In the community"), numeric=True),
               Column(_("No contact in four weeks"), numeric=True), Column(_("Share"), numeric=True),
               Column(_("Overdue"), numeric=True), Column(_("Nothing planned in time"), numeric=True)]  # fmt: skip
    return Table(caption=_("By team"), columns=columns, rows=rows, stacked=True,
                 empty=_("Nobody that you may see is supervised in the community."))  # fmt: skip


def _row(name: str, unit: str, told: TeamFigures) -> list[object]:
    counts = (told.people, told.no_contact, told.overdue, told.unplanned)
    people, silent, overdue, unplanned = (f"{count:,}" for count in counts)
    return [name, unit, people, silent, share_text(told.no_contact, told.people), overdue, unplanned]


def people(shown: Sequence[ContactDue], held: Mapping[int, Holder], form: DueForm) -> Table:
    """The people of one page of a list, with the page where contact is booked."""
    teams = {team.pk: team.name for team in form.teams}
    rows = [
        [
            Link(f"{each.person.name} ({each.person.crn})", reverse("contacts:person", args=[each.person.crn])),
            teams[each.person.team_id],
            _held_by(held, each),
            owed_words(each),
            day_and_mode(each.last) if each.last else _("None"),
            day(each.due_on) if each.due_on else "",
            day_and_mode(each.next) if each.next else _("None"),
            format_html("{}", standing_tags(each)),
        ]
        for each in shown
    ]
    headings = (_("Team"), _("Held by"), _("Owed"), _("Last contact"), _("Due by"), _("Next planned"), _("Stands"))
    columns = [Column(_("Person"), row_header=True), *(Column(heading) for heading in headings)]
    caption = dict(form.fields["show"].choices)[form.show_which()]
    return Table(caption=caption, columns=columns, rows=rows, stacked=True, empty=_("Nobody: this list is empty."))


def _held_by(held: Mapping[int, Holder], each: ContactDue) -> str:
    holder = held.get(each.person.pk)
    if holder is None:
        return _("Nobody")
    return _("%(name)s, covered by %(cover)s") % vars(holder) if holder.cover else holder.name


def csv_rows(
    rows: Sequence[ContactDue], held: Mapping[int, Holder], teams: Sequence[Team]
) -> Iterator[Sequence[object]]:
    """Every person of a list, for a file."""
    names = {team.pk: team.name for team in teams}
    for each in rows:
        yield (
            each.person.crn, each.person.name, names[each.person.team_id],
            held[each.person.pk].name if each.person.pk in held else "", each.every_days or "",
            ", ".join(mode_words(mode) for mode in sorted(each.modes)), each.last.on if each.last else "",
            mode_words(each.last.mode) if each.last else "", each.due_on or "", _yes(each.overdue),
            _yes(each.unplanned), _yes(each.no_contact), each.state,
            held[each.person.pk].cover if each.person.pk in held else "",
        )  # fmt: skip


def _yes(told: bool) -> str:
    return "yes" if told else "no"
