"""How cases left behind, releases ahead and candidates for a case are laid out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from amends.cases.models import CaseCover, Person
from amends.cases.views.workload_tables import capacity_of, mix, points_of, state
from amends.contacts.models import Appointment
from amends.contacts.queries.candidates import Candidate
from amends.contacts.queries.left_behind import LeftBehind, Reason, Release
from amends.contacts.views.sections import cover_words, mode_words
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day
from amends.organisation.models import User
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P


def _stacked(parts: Iterable[Any]) -> str:
    return format_html_join("", "<div>{}</div>", ((part,) for part in parts))


def _reason(reason: Reason) -> Any:
    if reason.kind == "release":
        return Tag(_("Released %(day)s") % {"day": day(reason.on)}, "red")
    words = {
        "away": _("Nobody acts from %(day)s"),
        "appointment": _("Appointment on %(day)s"),
        "due": _("Contact due by %(day)s, nothing planned"),
    }[reason.kind]
    return words % {"day": day(reason.on)}


def _away(each: LeftBehind) -> str:
    """When the holder is away; why is for the pages about staff."""
    if each.absence is None:
        return _("%(name)s: no longer in post") % {"name": each.holder.name}
    given = {"name": each.holder.name, "first": day(each.absence.from_date)}
    if each.absence.to_date is None:
        return _("%(name)s: from %(first)s, no end known") % given
    return _("%(name)s: from %(first)s, back %(back)s") % (given | {"back": day(each.absence.to_date)})


def left_behind(found: Iterable[LeftBehind], user: User, on: date) -> Table:
    """Cases without their officer."""
    rows = []
    for each in found:
        links = []
        if reaches(user, P.CASE_ALLOCATE, each.person.team):
            ways = [(_("Cover"), "contacts:cover_case"), (_("Reallocate"), "contacts:allocate")]
            links = [Link(text, reverse(name, args=[each.person.crn]), each.person.crn) for text, name in ways]
        urgent = Tag(_("Today"), "red") if each.needed_on <= on else day(each.needed_on)
        name = Link(f"{each.person.name} ({each.person.crn})", reverse("contacts:person", args=[each.person.crn]))
        rows.append([name, _away(each), urgent, _stacked(_reason(reason) for reason in each.reasons),
                     format_html_join(" ", "{}", ((link,) for link in links))])  # fmt: skip
    columns = [Column(_("Person"), row_header=True), Column(_("Officer")), Column(_("Needed")), Column(_("Why")),
               Column(_("Actions"), hidden=True)]  # fmt: skip
    return Table(_("Cases left behind"), columns, rows, stacked=True, caption_hidden=True,
                 empty=_("Nobody is left behind: every case has somebody for what falls due."))  # fmt: skip


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
            Row(_("Covered"), _stacked(cover_words(each) for each in covers) or _("By nobody")),
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
