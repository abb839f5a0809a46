"""The tables that the organisation's pages show."""

import json
from collections.abc import Container, Iterable
from datetime import date, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day
from amends.organisation.models import AuditEvent, Office, Region, RegionTier, RoleGrant, Team, User
from amends.organisation.queries import is_crn
from amends.organisation.roles import ROLES, Permission

ONE_DAY = timedelta(days=1)


def teams_table(teams: Iterable[Team], query: QueryDict, sorted_by: str, may_change: Container[int]) -> Table:
    """A page of the list of teams; those of `may_change` (ids) lead to the page that changes them."""
    rows = [
        [
            team.name,
            team.code,
            f"{team.pdu.name}, {team.pdu.region.name}",
            team.get_kind_display(),
            Link(str(team.in_post), f"{reverse('organisation:staff')}?team={team.pk}", _("in %s") % team.name),
            Link(_("Change"), reverse("organisation:change_team", args=[team.code]), team.name)
            if team.pk in may_change
            else "",
        ]
        for team in teams
    ]
    columns = [
        Column(_("Team"), row_header=True, sort="name"),
        Column(_("Code"), sort="code"),
        Column(_("Unit"), sort="pdu__name"),
        Column(_("What it does"), sort="kind"),
        Column(_("Staff in post"), numeric=True),
        Column(_("Action"), hidden=True),
    ]
    return _places(_("Teams"), columns, rows, query, sorted_by, _("No team fits these filters."))


def offices_table(offices: Iterable[Office], query: QueryDict, sorted_by: str, may_change: Container[int]) -> Table:
    """A page of the list of offices; those in units of `may_change` (ids) lead to the page that changes them."""
    rows = [
        [
            office.name,
            office.code,
            f"{office.pdu.name}, {office.pdu.region.name}",
            office.address or _("Not recorded"),
            Link(_("Change"), reverse("organisation:change_office", args=[office.code]), office.name)
            if office.pdu_id in may_change
            else "",
        ]
        for office in offices
    ]
    columns = [
        Column(_("Office"), row_header=True, sort="name"),
        Column(_("Code"), sort="code"),
        Column(_("Unit"), sort="pdu__name"),
        Column(_("Address")),
        Column(_("Action"), hidden=True),
    ]
    return _places(_("Offices"), columns, rows, query, sorted_by, _("No office fits these filters."))


def _places(caption: str, columns: list[Column], rows: list, query: QueryDict, sorted_by: str, empty: str) -> Table:
    return Table(
        caption, columns, rows, query=query, sorted_by=sorted_by, caption_hidden=True, stacked=True, empty=empty
    )


def tiers_table(regions: Iterable[Region], on: date, may_record: Container[int]) -> Table:
    """Each region's tier on the date, and all its tiers; those of `may_record` (ids) lead to the pages that record."""
    rows = []
    for region in regions:
        tiers = list(region.tiers.all())
        now = [tier for tier in tiers if tier.from_date <= on and (tier.to_date is None or tier.to_date > on)]
        links: list[Link] = []
        if region.pk in may_record:
            record = reverse("organisation:record_tier", args=[region.code])
            links.append(Link(_("Record a tier"), record, _("of %s") % region))
        if region.pk in may_record and tiers:
            take_back = reverse("organisation:take_back_tier", args=[region.code, tiers[-1].pk])
            links.append(Link(_("Take back the latest"), take_back, _("of %s") % region))
        rows.append(
            [
                region.name,
                now[0].get_tier_display() if now else _("Not recorded"),
                format_html_join("", "{}<br>", ([_tier(tier)] for tier in reversed(tiers))),
                format_html_join("", "{}<br>", ([link] for link in links)),
            ]
        )
    columns = [
        Column(_("Region"), row_header=True),
        Column(_("Today")),
        Column(_("All tiers")),
        Column(_("Action"), hidden=True),
    ]
    return Table(
        _("Tiers of restrictions"), columns, rows, caption_hidden=True, stacked=True,
        empty=_("No region is recorded."),
    )  # fmt: skip


def _tier(tier: RegionTier) -> str:
    words = {"tier": tier.get_tier_display(), "first": day(tier.from_date)}
    if tier.to_date is None:
        return _("%(tier)s from %(first)s") % words
    return _("%(tier)s from %(first)s to %(last)s") % (words | {"last": day(tier.to_date - ONE_DAY)})


def roles_table() -> Table:
    """Every role and everything it allows."""
    columns = [Column(_("Permission"), row_header=True), *(Column(role.title) for role in ROLES.values())]
    rows = [
        [needed.value, *(_("Yes") if needed in role.permissions else "" for role in ROLES.values())]
        for needed in Permission
    ]
    return Table(caption=_("What each role allows"), columns=columns, rows=rows)


def users_table(users: Iterable[User]) -> Table:
    """A page of those who may sign in, with their roles of today."""
    rows = [
        [
            Link(row.username, reverse("organisation:user", args=[row.pk])),
            row.name,
            row.staff.team.name if row.staff else _("Not staff"),
            ", ".join(dict.fromkeys(ROLES[grant.role].title for grant in row.roles_today if grant.role in ROLES))
            or _("None"),
            Tag(_("Closed"), "grey") if not row.is_active else "",
        ]
        for row in users
    ]
    columns = [
        Column(_("Username"), row_header=True),
        Column(_("Name")),
        Column(_("Team")),
        Column(_("Roles today")),
        Column(_("Account")),
    ]
    return Table(_("Users"), columns, rows, caption_hidden=True, stacked=True, empty=_("No user fits these filters."))


def user_facts(user: User) -> SummaryList:
    """Who a user is, and when they last signed in."""
    place: Link | str = _("Not a member of staff")
    if user.staff:
        words = f"{user.staff.name}, {user.staff.team.name}"
        place = Link(words, reverse("organisation:staff_member", args=[user.staff.code]))
        if user.staff.to_date:
            last_day = day(user.staff.to_date - ONE_DAY)
            place = format_html("{}, {}", place, _("in post until %(day)s") % {"day": last_day})
    password = _("Chosen") if user.has_usable_password() else _("None chosen")
    return SummaryList(
        [
            Row(_("Username"), user.username),
            Row(_("Member of staff"), place),
            *(
                [Row(_("In post until"), day(user.staff.to_date - ONE_DAY))]
                if user.staff and user.staff.to_date
                else []
            ),
            Row(_("Last signed in"), date_and_time(user.last_login) if user.last_login else _("Never")),
            Row(_("Password"), password),
        ]
    )


def grants_table(user: User, grants: Iterable[RoleGrant]) -> Table:
    """A user's roles, each with its place and dates."""
    rows = [
        [
            ROLES[grant.role].title if grant.role in ROLES else grant.role,
            str(grant.region or grant.pdu or grant.team or _("The whole service")),
            day(grant.from_date),
            day(grant.to_date - ONE_DAY) if grant.to_date else _("No end"),
            "" if grant.to_date else Link(_("End"), reverse("organisation:end_grant", args=[user.pk, grant.pk])),
        ]
        for grant in grants
    ]
    columns = [
        Column(_("Role"), row_header=True),
        Column(_("Over")),
        Column(_("From")),
        Column(_("Last day")),
        Column(_("Action")),
    ]
    empty = _("No role is granted: nothing can be seen.")
    return Table(caption=_("Roles granted"), columns=columns, rows=rows, empty=empty)


def audit_table(events: Iterable[AuditEvent], readable: Container[str]) -> Table:
    """Audit events as they stand. A detail names no person by a CRN that is not `readable`."""
    rows = [
        [date_and_time(row.at), row.username, row.action, row.subject, row.crn, _outcome(row), _detail(row, readable)]
        for row in events
    ]
    columns = [
        Column(_("When"), row_header=True),
        Column(_("Who")),
        Column(_("What")),
        Column(_("Record")),
        Column(_("CRN")),
        Column(_("Outcome")),
        Column(_("Detail")),
    ]
    empty = _("No events are found with these words.")
    return Table(caption=_("Audit trail"), columns=columns, rows=rows, empty=empty)


def _outcome(event: AuditEvent) -> Tag:
    refused = event.outcome == AuditEvent.Outcome.REFUSED
    return Tag(_("Refused"), "red") if refused else Tag(_("Allowed"), "green")


def _detail(event: AuditEvent, readable: Container[str]) -> str:
    """The detail without lists of people, nor anyone else whose lists keep the reader out."""
    shown = {key: len(value) if isinstance(value, list) else value for key, value in event.detail.items()}
    shown = {key: _("not shown") if is_crn(value) and value not in readable else value for key, value in shown.items()}
    return json.dumps(shown, ensure_ascii=False) if shown else ""
