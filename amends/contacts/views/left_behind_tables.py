"""How cases left behind by an absence are laid out, as a table and as rows of a file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.contacts.queries.gaps import Gap
from amends.contacts.queries.left_behind import LeftBehind, Reason
from amends.contacts.views.sections import cover_words, mode_words, owed_words, stacked
from amends.design.components import Column, Link, Table, Tag
from amends.design.words import day, short_date
from amends.organisation.models import User
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

CSV_HEADER = ("crn", "name", "team", "officer", "not_there_from", "back_on", "needed_on", "reasons", "every_days",
              "modes", "owed_by", "covered_by", "covered_from", "last_day_covered", "state")  # fmt: skip
_DAYS_SHOWN = 3


def left_behind(found: Iterable[LeftBehind], user: User, on: date) -> Table:
    """Cases without their officer: why somebody is needed, what is owed meanwhile, and who covers."""
    rows = []
    for each in found:
        name = Link(f"{each.person.name} ({each.person.crn})", reverse("contacts:person", args=[each.person.crn]))
        reasons = stacked(_reason(reason) for reason in each.open or each.reasons)
        covers = stacked(cover_words(cover) for cover in each.covers) or Tag(_("Nobody"), "red")
        rows.append([name, _officer(each), _needed(each, on), reasons, _owed(each), covers, _actions(each, user)])
    headings = (_("Officer"), _("Needed"), _("Why"), _("Owed meanwhile"), _("Covered"))
    columns = [Column(_("Person"), row_header=True), *(Column(heading) for heading in headings),
               Column(_("Actions"), hidden=True)]  # fmt: skip
    return Table(_("Cases left behind"), columns, rows, stacked=True, caption_hidden=True,
                 empty=_("No case, with what is chosen here."))  # fmt: skip


def _actions(each: LeftBehind, user: User) -> Any:
    if not reaches(user, P.CASE_ALLOCATE, each.person.team):
        return ""
    cover = _("Change cover") if each.covers else _("Cover")
    ways = [(cover, "contacts:cover_case"), (_("Reallocate"), "contacts:allocate")]
    links = [Link(text, reverse(name, args=[each.person.crn]), each.person.crn) for text, name in ways]
    return format_html_join(" ", "{}", ((link,) for link in links))


def _needed(each: LeftBehind, on: date) -> Any:
    if each.needed_on is None:
        return _("No longer")
    return Tag(_("Today"), "red") if each.open and each.needed_on <= on else short_date(each.needed_on)


def _reason(reason: Reason) -> Any:
    if reason.kind == "release":
        return Tag(_("Released %(day)s") % {"day": day(reason.on)}, "red")
    words = {
        "away": _("Not there from %(day)s"),
        "appointment": _("Appointment on %(day)s"),
        "due": _("To be seen by %(day)s") if reason.seen else _("Contact due by %(day)s, nothing planned"),
    }[reason.kind]
    return words % {"day": short_date(reason.on)}


def _officer(each: LeftBehind) -> Any:
    """When the holder is not there; why is for the pages about staff."""
    return stacked([each.holder.name, *(_days(gap) for gap in each.gaps)])


def _days(gap: Gap) -> str:
    if gap.absence is None:
        return _("no longer in post from %(first)s") % {"first": short_date(gap.first)}
    given = {"first": short_date(gap.first)}
    words = _("at home from %(first)s") if gap.home else _("away from %(first)s")
    if gap.end is None:
        return _("%(days)s, no end known") % {"days": words % given}
    return _("%(days)s, back %(back)s") % {"days": words % given, "back": short_date(gap.end)}


def _owed(each: LeftBehind) -> Any:
    """What the model in force asks, and the days by which contact falls due until the end of what is looked at."""
    if each.due is None or not each.gaps:
        return ""
    words = [owed_words(each.due)]
    if each.owed:
        shown = ", ".join(short_date(due_on) for due_on in each.owed[:_DAYS_SHOWN])
        more = len(each.owed) - _DAYS_SHOWN
        words.append(_("By %(days)s") % {"days": shown})
        if more > 0:
            words.append(ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more})
    return stacked(words)


def csv_rows(found: Sequence[LeftBehind]) -> Iterator[Sequence[object]]:
    """Every case, for a file; a cover that comes after the first is on the page alone."""
    for each in found:
        gap, cover = next(iter(each.gaps), None), next(iter(each.covers), None)
        modes = sorted(each.due.modes) if each.due else ()
        yield (
            each.person.crn, each.person.name, each.person.team.name, each.holder.name, gap.first if gap else "",
            gap.end or "" if gap else "", each.needed_on or "",
            "; ".join(f"{reason.kind} {reason.on}" for reason in each.open or each.reasons),
            (each.due.every_days if each.due else 0) or "", ", ".join(mode_words(mode) for mode in modes),
            ", ".join(str(due_on) for due_on in each.owed), cover.staff.name if cover else "",
            cover.from_date if cover else "",
            cover.to_date - timedelta(days=1) if cover and cover.to_date else "", each.state,
        )  # fmt: skip
