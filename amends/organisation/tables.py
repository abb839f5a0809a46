"""The tables that the organisation's pages show."""

import json
from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day, hours_text
from amends.organisation.models import Absence, AuditEvent, Region, RoleGrant, Staff, User
from amends.organisation.queries import is_crn
from amends.organisation.roles import ROLES, Permission

ONE_DAY = timedelta(days=1)


def staff_table(members: Iterable[Staff], query: Mapping[str, str], sorted_by: str) -> Table:
    """Staff in post, with who is away today."""
    rows = [
        [
            Link(row.name, reverse("organisation:staff_member", args=[row.code])),
            row.code,
            row.get_grade_display(),
            row.team.name,
            hours_text(row.contracted_minutes),
            Tag(_("Away"), "yellow") if row.is_away else "",
        ]
        for row in members
    ]
    columns = [
        Column(_("Name"), row_header=True, sort="name"),
        Column(_("Number")),
        Column(_("Grade"), sort="grade"),
        Column(_("Team"), sort="team__name"),
        Column(_("Hours a week"), numeric=True),
        Column(_("Today")),
    ]
    empty = _("Nobody in post is found with these words.")
    return Table(caption=_("Staff in post"), columns=columns, rows=rows, query=query, sorted_by=sorted_by, empty=empty)


def staff_facts(member: Staff) -> SummaryList:
    """What is known of a member of staff."""
    held = ", ".join(row.qualification.name for row in member.held.select_related("qualification"))
    return SummaryList(
        [
            Row(_("Staff number"), member.code),
            Row(_("Grade"), member.get_grade_display()),
            Row(_("Team"), member.team.name),
            Row(_("Contracted hours a week"), hours_text(member.contracted_minutes)),
            Row(_("Most days a week"), str(member.days_a_week)),
            Row(_("Qualifications"), held or _("None recorded")),
        ]
    )


def absences_table(member: Staff, absences: Iterable[Absence], may_record: bool) -> Table:
    """Someone's absences; those without an end can be ended by those who may."""
    rows = [
        [
            absence.get_kind_display(),
            day(absence.from_date),
            day(absence.to_date - ONE_DAY) if absence.to_date else _("Not known"),
            Link(_("End"), reverse("organisation:end_absence", args=[member.code, absence.pk]))
            if may_record and not absence.to_date
            else "",
        ]
        for absence in absences
    ]
    columns = [
        Column(_("Absence"), row_header=True),
        Column(_("First day")),
        Column(_("Last day")),
        Column(_("Action")),
    ]
    return Table(caption=_("Absences"), columns=columns, rows=rows, empty=_("No absences are recorded."))


def tiers_table(regions: Iterable[Region], on: date) -> Table:
    """Each region's tier on the date, and all its tiers."""
    rows = []
    for region in regions:
        tiers = list(region.tiers.all())
        now = [tier for tier in tiers if tier.from_date <= on and (tier.to_date is None or tier.to_date > on)]
        told = [
            _("%(tier)s from %(day)s") % {"tier": tier.get_tier_display(), "day": day(tier.from_date)} for tier in tiers
        ]
        record = reverse("organisation:record_tier", args=[region.code])
        rows.append(
            [
                region.name,
                now[0].get_tier_display() if now else _("Not recorded"),
                "; ".join(told),
                Link(_("Record a tier"), record, hidden=region.name),
            ]
        )
    columns = [Column(_("Region"), row_header=True), Column(_("Today")), Column(_("All tiers")), Column(_("Action"))]
    return Table(caption=_("Tiers of restrictions"), columns=columns, rows=rows, empty=_("No regions are recorded."))


def roles_table() -> Table:
    """Every role and everything it allows."""
    columns = [Column(_("Permission"), row_header=True), *(Column(role.title) for role in ROLES.values())]
    rows = [
        [needed.value, *(_("Yes") if needed in role.permissions else "" for role in ROLES.values())]
        for needed in Permission
    ]
    return Table(caption=_("What each role allows"), columns=columns, rows=rows)


def users_table(users: Iterable[User]) -> Table:
    """Everyone who may sign in, with their roles."""
    rows = [
        [
            Link(row.username, reverse("organisation:user", args=[row.pk])),
            row.name,
            ", ".join(ROLES[grant.role].title for grant in row.grants.all() if grant.role in ROLES) or _("None"),
        ]
        for row in users
    ]
    columns = [Column(_("Username"), row_header=True), Column(_("Name")), Column(_("Roles"))]
    return Table(caption=_("Users"), columns=columns, rows=rows, empty=_("There are no users."))


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
