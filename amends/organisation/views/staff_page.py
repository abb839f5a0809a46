"""How staff are laid out: the list's table, the parts of somebody's page, and what was changed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design.components import Column, Event, Link, Row, SummaryList, Table, Tag, Timeline
from amends.design.words import day, hours, hours_text, weekdays_text
from amends.organisation.models import Absence, Staff, StaffQualification
from amends.organisation.queries import Change

_ONE_DAY = timedelta(days=1)


def address(member: Staff) -> str:
    """The address of somebody's page."""
    return reverse("organisation:staff_member", args=[member.code])


def last_day(to_date: date | None, unknown: str) -> str:
    """The last day of a period in words, or what is said where it has no end."""
    return day(to_date - _ONE_DAY) if to_date else unknown


def table(members: Iterable[Staff], query: QueryDict, sorted_by: str) -> Table:
    """A page of the list of staff."""
    rows = [
        [
            Link(row.name, address(row)),
            row.code,
            row.get_grade_display(),
            row.team.name,
            hours(row.contracted_minutes),
            Tag(_("Away"), "yellow") if row.is_away else "",
        ]
        for row in members
    ]
    columns = [
        Column(_("Name"), row_header=True, sort="name"),
        Column(_("Number"), sort="code"),
        Column(_("Grade"), sort="grade"),
        Column(_("Team"), sort="team__name"),
        Column(_("Hours a week"), numeric=True, sort="contracted_minutes"),
        Column(_("Today")),
    ]
    return Table(
        _("Staff"), columns, rows, query=query, sorted_by=sorted_by, caption_hidden=True, stacked=True,
        empty=_("Nobody fits these filters."),
    )  # fmt: skip


def cards(member: Staff, may_change: bool) -> list[SummaryList]:
    """What is known of a member of staff, a card for each page that changes it."""

    def change(subject: str, what: str) -> list[Link]:
        href = reverse("organisation:change_staff", args=[member.code, subject])
        return [Link(_("Change"), href, what)] if may_change else []

    post = [
        Row(_("Staff number"), member.code),
        Row(_("Grade"), member.get_grade_display()),
        Row(_("Team"), f"{member.team.name}, {member.team.pdu.name}"),
        Row(_("First day in post"), day(member.from_date)),
        Row(_("Last day in post"), last_day(member.to_date, _("No end known")), change("post", _("the post"))),
    ]
    week = [
        Row(_("Contracted hours a week"), hours(member.contracted_minutes)),
        Row(_("Days worked"), weekdays_text(member.days) or _("None")),
        Row(_("Most days in a week"), str(member.days_a_week), change("hours", _("the working pattern"))),
    ]
    found = [SummaryList(post, card_title=_("Post")), SummaryList(week, card_title=_("Hours"))]
    if may_change:
        start = _("Not recorded") if member.lat is None else f"{member.lat:.4f}, {member.lon:.4f}"
        drive = _("%(minutes)s minutes one way") % {"minutes": member.max_drive_minutes}
        links = change("journeys", _("journeys to sites"))
        journeys = [Row(_("Where journeys start"), start), Row(_("Longest drive to a site"), drive, links)]
        found.append(SummaryList(journeys, card_title=_("Journeys")))
    return found


def absences_table(member: Staff, absences: Iterable[Absence], may_record: bool, on: date) -> Table:
    """Someone's absences. Why they are away is told only to those who record it."""
    rows = []
    for absence in absences:
        links: list[Link] = []
        if may_record:
            since = _("from %(day)s") % {"day": day(absence.from_date)}
            key = [member.code, absence.pk]
            if absence.to_date is None or absence.to_date > on:
                links.append(Link(_("End"), reverse("organisation:end_absence", args=key), since))
            links.append(Link(_("Take away"), reverse("organisation:remove_absence", args=key), since))
        why = absence.get_kind_display() if may_record else _("Away")
        rows.append([why, day(absence.from_date), last_day(absence.to_date, _("Not known")), _side_by_side(links)])
    columns = [
        Column(_("Absence"), row_header=True),
        Column(_("First day")),
        Column(_("Last day")),
        Column(_("Action"), hidden=True),
    ]
    return Table(_("Absences"), columns, rows, caption_hidden=True, stacked=True, empty=_("No absence is recorded."))


def qualifications_table(
    member: Staff, qualifications: Iterable[StaffQualification], may_change: bool, on: date
) -> Table:
    """What someone is qualified for, and what lapsed."""
    rows = []
    for held in qualifications:
        links: list[Link] = []
        if may_change:
            key, what = [member.code, held.pk], held.qualification.name
            if held.to_date is None or held.to_date > on:
                links.append(Link(_("End"), reverse("organisation:end_qualification", args=key), what))
            links.append(Link(_("Take away"), reverse("organisation:remove_qualification", args=key), what))
        lapsed = held.to_date is not None and held.to_date <= on
        rows.append(
            [
                held.qualification.name,
                day(held.from_date),
                last_day(held.to_date, _("Does not lapse")),
                Tag(_("Lapsed"), "red") if lapsed else Tag(_("Held"), "green") if held.from_date <= on else "",
                _side_by_side(links),
            ]
        )
    columns = [
        Column(_("Qualification"), row_header=True),
        Column(_("First day")),
        Column(_("Last day")),
        Column(_("Today")),
        Column(_("Action"), hidden=True),
    ]
    return Table(_("Qualifications"), columns, rows, caption_hidden=True, stacked=True, empty=_("None is recorded."))


def _side_by_side(links: Iterable[Link]) -> Any:
    return format_html_join(" ", "{}", ([link] for link in links))


def _shown(name: str, value: Any) -> str:
    """A value of a row, in words."""
    if name == "to_date":
        return last_day(value, _("no end known"))
    if name == "from_date":
        return day(value)
    if name == "contracted_minutes":
        return hours_text(value)
    if name == "days":
        return weekdays_text(value)
    choices = dict([*Staff.Grade.choices, *Absence.Kind.choices])
    return str(choices.get(value, value)) if name in ("grade", "kind") else str(value)


_NAMES = {
    "name": gettext_lazy("Name"),
    "team": gettext_lazy("Team"),
    "grade": gettext_lazy("Grade"),
    "contracted_minutes": gettext_lazy("Contracted hours a week"),
    "days": gettext_lazy("Days worked"),
    "days_a_week": gettext_lazy("Most days in a week"),
    "max_drive_minutes": gettext_lazy("Longest drive, minutes one way"),
    "kind": gettext_lazy("Why they are away"),
    "from_date": gettext_lazy("First day"),
    "to_date": gettext_lazy("Last day"),
}


def timeline(changes: Iterable[Change], may_see_why: bool) -> Timeline:
    """What was changed about somebody, newest first, from what to what. Why they were away only to who may see it."""
    events = []
    for change in changes:
        lines = [
            _("%(what)s: from %(before)s to %(after)s")
            % {"what": _NAMES[name], "before": _shown(name, before), "after": _shown(name, after)}
            for name, before, after in change.differences
            if name in _NAMES and (name != "kind" or may_see_why)
        ]
        if any(name in ("lat", "lon") for name, _before, _after in change.differences):
            lines.append(_("Where journeys start"))
        text = format_html_join("", "{}<br>", ([line] for line in lines))
        events.append(Event(_title(change), change.at, change.by, text))
    return Timeline(events, empty=_("Nothing was changed since this was first recorded."))


def _title(change: Change) -> str:
    row = change.row
    if change.of == "qualification":
        words = _("%(name)s taken away") if change.removed else _("%(name)s changed")
        return words % {"name": row.qualification.name}
    if change.of == "absence":
        words = _("Absence from %(day)s taken away") if change.removed else _("Absence from %(day)s changed")
        return words % {"day": day(row.from_date)}
    return _("Changed")


def account(member: Staff) -> Link:
    """The page of the account somebody signs in with, or the page that makes them one."""
    if hasattr(member, "user"):
        words = _("Account %(name)s") % {"name": member.user.username}
        return Link(words, reverse("organisation:user", args=[member.user.pk]))
    return Link(_("Make a user"), f"{reverse('organisation:create_user')}?staff={quote(member.code)}")
