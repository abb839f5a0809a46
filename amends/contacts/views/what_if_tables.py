"""Another delivery model applied to a caseload, as figures, tables, a chart and rows of files."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.contacts.forms.places import model_words
from amends.contacts.queries.what_if import Change, WhatIf
from amends.contacts.views.sections import mode_words
from amends.design.charts import Bar, Bars
from amends.design.components import Column, Figure, Figures, Link, Table
from amends.organisation.models import Team
from amends.policy.contact_modes import contact_modes

MODES_HEADER = ("mode", "contacts_a_week_now", "contacts_a_week_then", "hours_a_week_now", "hours_a_week_then")
PEOPLE_HEADER = ("crn", "name", "team", "practitioner", "mode_now", "mode_then", "cannot_be_covered")


def page_of(found: WhatIf, uncovered: Sequence[Change], on: date) -> dict[str, Any]:
    """What the page shows, of which `uncovered` are one page of those who cannot be covered."""
    return {"found": found, "model": model_words(found.model), "figures": _figures(found, on), "chart": _chart(found),
            "modes": _modes(found), "moves": _moves(found), "people": _people(uncovered)}  # fmt: skip


def why_words(why: str) -> str:
    """Why a person cannot be covered, in words."""
    return {
        "nobody_holds": _("Nobody holds the case"),
        "home_only": _("To be seen, and the practitioner is shielding"),
        "not_reached": _("Owed by telephone, and digital access rules it out"),
        "no_mode": _("No mode that the model allows is open"),
    }[why]


def _weekly(found: WhatIf) -> Iterator[tuple[str, int, float, float]]:
    """Each mode that is used now or would be, with its minutes, and contacts a week now and then."""
    for each in contact_modes():
        now, then = found.now.get(each.mode, 0.0), found.then.get(each.mode, 0.0)
        if now or then:
            yield each.mode, each.minutes, now, then


def _figures(found: WhatIf, on: date) -> Figures:
    source = _("The delivery models of policy, and what is recorded of each person today")
    minutes = _("Minutes a contact takes by its mode, journeys included, are a default of this service")

    slots = _("%(slots)s slots are open a week") % {"slots": f"{found.slots:,}"} if found.slots is not None else ""

    def figure(label: str, weeks: tuple[float, float], definition: str, note: str = "") -> Figure:
        was = _("now %(number)s") % {"number": f"{weeks[0]:,.0f}"}
        return Figure(
            label, f"{weeks[1]:,.0f}", as_at=on, definition=definition, source=source, denominator=was, note=note
        )

    contacts = sum(found.now.values()), sum(found.then.values())
    office = found.now.get("office", 0.0), found.then.get("office", 0.0)
    hours = found.minutes(found.now) / 60, found.minutes(found.then) / 60
    return Figures(
        [
            figure(_("Contacts owed a week"), contacts, _("Seven days over the days owed between contacts, summed")),
            figure(_("Office slots a week"), office, _("Contacts owed a week that would be made at the office"), slots),
            figure(_("Hours of practitioners a week"), hours, minutes),
        ]
    )


def _chart(found: WhatIf) -> Bars:
    bars = [Bar(mode_words(mode), round(then, 1), mark=round(now, 1)) for mode, _m, now, then in _weekly(found)]
    words = _("Contacts owed a week by mode under the model; the mark on each bar is what is owed now.")
    return Bars(_("Contacts a week by mode"), words, bars, mark_label=_("Now"), category=_("Mode"),
                value_heading=_("Under the model"))  # fmt: skip


def _modes(found: WhatIf) -> Table:
    rows = [
        [mode_words(mode), f"{now:,.1f}", f"{then:,.1f}", f"{then - now:+,.1f}", f"{now * minutes / 60:,.1f}",
         f"{then * minutes / 60:,.1f}"]
        for mode, minutes, now, then in _weekly(found)
    ]  # fmt: skip
    headings = (_("Contacts a week now"), _("Under the model"), _("Change"), _("Hours now"), _("Hours then"))
    columns = [Column(_("Mode"), row_header=True), *(Column(heading, numeric=True) for heading in headings)]
    return Table(caption=_("By mode"), columns=columns, rows=rows, stacked=True,
                 empty=_("Nobody that you may see is owed contact."))  # fmt: skip


def _moves(found: WhatIf) -> Table:
    rows = [[mode_words(now), mode_words(then), f"{count:,}"] for (now, then), count in found.moves().most_common()]
    columns = [Column(_("From"), row_header=True), Column(_("To")), Column(_("People"), numeric=True)]
    return Table(caption=_("Who changes mode"), columns=columns, rows=rows, empty=_("Nobody changes mode."))


def _people(uncovered: Sequence[Change]) -> Table:
    rows = [
        [Link(f"{each.person.name} ({each.person.crn})", reverse("contacts:person", args=[each.person.crn])),
         each.holder.name if each.holder else _("Nobody"), mode_words(each.then) if each.then else _("None"),
         why_words(each.why)]
        for each in uncovered
    ]  # fmt: skip
    columns = [Column(_("Person"), row_header=True), Column(_("Held by")), Column(_("Would be")), Column(_("Why"))]
    return Table(caption=_("Who cannot be covered"), columns=columns, rows=rows, stacked=True,
                 empty=_("Everybody can be covered."))  # fmt: skip


def modes_csv(found: WhatIf) -> Iterator[Sequence[object]]:
    """Each mode, for a file."""
    for mode, minutes, now, then in _weekly(found):
        yield (mode_words(mode), round(now, 2), round(then, 2), round(now * minutes / 60, 2),
               round(then * minutes / 60, 2))  # fmt: skip


def people_csv(found: WhatIf, teams: Sequence[Team]) -> Iterator[Sequence[object]]:
    """Everybody who changes mode or cannot be covered, for a file."""
    names = {team.pk: team.name for team in teams}
    for each in found.changes:
        yield (each.person.crn, each.person.name, names[each.person.team_id],
               each.holder.name if each.holder else "", mode_words(each.now or ""), mode_words(each.then or ""),
               why_words(each.why) if each.why else "")  # fmt: skip
