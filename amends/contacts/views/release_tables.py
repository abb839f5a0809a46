"""How releases ahead are laid out."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.contacts.queries.releases import Release
from amends.contacts.views.sections import mode_words
from amends.design.components import Column, Link, Table, Tag
from amends.design.words import date_and_time, day
from amends.organisation.models import User
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

_HOUSING = {"open": "red", "raised": "blue", "answered": "green", "known": "green"}


def _housing(each: Release, user: User) -> Any:
    words = {"open": _("Not raised"), "raised": _("Raised"), "answered": _("Answered"), "known": _("Address known")}
    tag = Tag(words[each.housing], _HOUSING[each.housing])
    if each.need:
        told = each.need.answer or _("with %(whom)s") % {"whom": each.need.raised_with}
        return format_html("{} {}", tag, told)
    if each.housing == "open" and reaches(user, P.CONTACT_RECORD, each.person.team):
        href = reverse("cases:raise_housing", args=[each.person.crn]) + f"?from={each.on.isoformat()}"
        return format_html("{} {}", tag, Link(_("Raise it"), href, _("for %s") % each.person.name))
    return tag


def _acts(each: Release) -> Any:
    actor = each.cover or each.holder
    if actor is None:
        return Tag(_("Nobody holds the case"), "red")
    words = _("%(name)s (covers)") % {"name": actor.name} if each.cover else actor.name
    return words if each.present else format_html("{} {}", words, Tag(_("Away that day"), "red"))


def _seen(each: Release) -> Any:
    if each.first_seen is None:
        return Tag(_("No appointment"), "red")
    who = each.first_seen.staff.name if each.first_seen.staff else _("nobody named")
    return f"{date_and_time(each.first_seen.starts_at)}, {mode_words(each.first_seen.mode).lower()}, {who}"


def releases(found: Iterable[Release], user: User) -> Table:
    """People about to be released."""
    rows = [
        [Link(f"{each.person.name} ({each.person.crn})", reverse("contacts:person", args=[each.person.crn])),
         day(each.on), _acts(each), _seen(each), _housing(each, user)]
        for each in found
    ]  # fmt: skip
    columns = [Column(_("Person"), row_header=True), Column(_("Released")), Column(_("Who acts that day")),
               Column(_("First seen")), Column(_("Housing"))]  # fmt: skip
    return Table(_("Releases ahead"), columns, rows, stacked=True, caption_hidden=True,
                 empty=_("Nobody is released in these days, with what is chosen here."))  # fmt: skip
