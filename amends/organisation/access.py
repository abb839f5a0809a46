"""The one door to personal records.

A personal model says how to reach the team that holds it and the person it is about:

    access = AccessPath(team="person__team", crn="person__crn")

`visible` narrows a queryset to what a user may see; `load` opens one record and writes that it was opened, or
answers the same 404 whether the record is another's, restricted or absent. What cannot be decided is refused: no
role, no grant, no access file.
"""

from collections.abc import Callable

from django.db.models import BooleanField, Expression, F, Model, Q, QuerySet, Value
from django.http import Http404
from django.utils import timezone

from amends.organisation import audit
from amends.organisation.access_path import AccessPath
from amends.organisation.models import AccessFile, LimitedAccess, RoleGrant
from amends.organisation.ranges import current
from amends.organisation.roles import ROLES, Permission

__all__ = [
    "AccessPath",
    "NotVisible",
    "allows",
    "grants_of",
    "listed",
    "load",
    "load_by_token",
    "not_limited",
    "reach",
    "require",
    "scope",
    "visible",
]


class NotVisible(Http404):
    """Not yours, or not there: nobody outside can tell which."""


def grants_of(user) -> list[RoleGrant]:
    """The user's role grants in force today, read once for each request's user object."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_grants_in_force"):
        user._grants_in_force = list(
            user.grants.filter(current(timezone.localdate())).select_related("pdu", "team__pdu")
        )
    return user._grants_in_force


def allows(user, permission: Permission) -> bool:
    """Whether any of the user's roles allows it somewhere. An unknown role allows nothing."""
    return any(grant.role in ROLES and permission in ROLES[grant.role].permissions for grant in grants_of(user))


def scope(user, permission: Permission, team: str) -> Q:
    """The rows whose team, at the look-up `team` (empty: the row is a team), is within the user's grants.

    Returns a condition that nothing meets where no grant allows the permission.
    """
    prefix = f"{team}__" if team else ""
    within = Q(pk__in=[])
    for grant in grants_of(user):
        if grant.role not in ROLES or permission not in ROLES[grant.role].permissions:
            continue
        if grant.team_id:
            within |= Q(**{team or "pk": grant.team_id})
        elif grant.pdu_id:
            within |= Q(**{f"{prefix}pdu_id": grant.pdu_id})
        elif grant.region_id:
            within |= Q(**{f"{prefix}pdu__region_id": grant.region_id})
        else:
            return Q()
    return within


def not_limited(user, crn: str) -> Q:
    """The rows whose person, with the CRN at the look-up `crn`, has no list that keeps the user out."""
    return Q(_NotLimited(crn, user.username.lower()))


class _NotLimited(Expression):
    """Whether the CRN has an access file, and no list in force keeps the user out.

    Nearly every page asks it several times, so it is written in SQL: as querysets it cost more than all else asked.
    """

    output_field = BooleanField()
    _IN_FORCE = (
        "SELECT FROM {limits} held WHERE held.crn = {crn} AND held.from_at <= statement_timestamp()"
        " AND (held.to_at IS NULL OR held.to_at > statement_timestamp()) AND held.kind = %s"
    )
    _SQL = (
        "(EXISTS (SELECT FROM {files} known WHERE known.crn = {crn})"
        f" AND NOT EXISTS ({_IN_FORCE} AND held.username = %s)"
        f" AND (NOT EXISTS ({_IN_FORCE}) OR EXISTS ({_IN_FORCE} AND held.username = %s)))"
    )

    def __init__(self, crn: str, username: str) -> None:
        super().__init__()
        self.crn, self.username = F(crn), username

    def get_source_expressions(self) -> list:
        return [self.crn]

    def set_source_expressions(self, expressions: list) -> None:
        (self.crn,) = expressions

    def as_sql(self, compiler, connection) -> tuple[str, list[object]]:
        column, values = compiler.compile(self.crn)
        if values:
            raise ValueError("a CRN is looked for in a column")
        tables = {"files": AccessFile._meta.db_table, "limits": LimitedAccess._meta.db_table}
        exclusion, restriction = str(LimitedAccess.Kind.EXCLUSION), str(LimitedAccess.Kind.RESTRICTION)
        return self._SQL.format(crn=column, **tables), [
            exclusion, self.username, restriction, restriction, self.username,
        ]  # fmt: skip


def reach(model: type[Model], user, permission: Permission) -> Q:
    """The condition that a row of a personal model is one which the user may see under the permission."""
    path: AccessPath = model.access
    within = scope(user, permission, path.team)
    if path.also_team:
        within |= scope(user, permission, path.also_team)
    if not path.crn:
        return within
    open_to = not_limited(user, path.crn)
    return within & (open_to | Q(**{f"{path.crn}__isnull": True}) if path.or_nobody else open_to)


def visible(queryset: QuerySet, user, permission: Permission) -> QuerySet:
    """The rows of a personal model's queryset that the user may see under the permission."""
    return queryset.filter(reach(queryset.model, user, permission))


def load(queryset: QuerySet, user, permission: Permission, **lookup: object) -> Model:
    """One record, its opening written to the audit trail; or NotVisible, the refusal written.

    Raises NotVisible alike where the record is absent, outside the user's scope, or restricted. A refusal names the
    person whose record was there: it belongs to what their record's history tells, as an opening does.
    """
    path: AccessPath = queryset.model.access
    found = visible(queryset, user, permission)
    if path.crn:
        found = found.annotate(_crn=F(path.crn))
    record = found.filter(**lookup).first()
    subject = queryset.model._meta.label_lower
    if record is None:
        wanted = {key: str(value) for key, value in lookup.items()}
        there = queryset.filter(**lookup).values_list(path.crn, flat=True).first() if path.crn else None
        audit.record(user, f"open {permission}", subject, crn=there or "", refused=True, detail=wanted)
        raise NotVisible
    audit.record(user, f"open {permission}", f"{subject} {record.pk}", crn=getattr(record, "_crn", "") or "")
    return record


def load_by_token(queryset: QuerySet, user, holds: Callable[[Model], bool], **lookup: object) -> Model:
    """The record that a one-time link opens, whoever follows it; or NotVisible, the refusal written.

    `holds` tells whether the link's token is the record's. Raises NotVisible alike where the record is absent and
    where the token is wrong, used or has run out.
    """
    subject, path = queryset.model._meta.label_lower, queryset.model.access
    record = queryset.annotate(_crn=F(path.crn) if path.crn else Value("")).filter(**lookup).first()
    crn = record._crn if record else ""
    if record is None or not holds(record):
        wanted = {key: str(value) for key, value in lookup.items()}
        audit.record(user, "open by link", subject, crn=crn, refused=True, detail=wanted)
        raise NotVisible
    audit.record(user, "open by link", f"{subject} {record.pk}", crn=crn)
    return record


def require(user, permission: Permission, subject: str) -> None:
    """For pages about no one record: NotVisible, the refusal written, where no role allows the permission."""
    if not allows(user, permission):
        audit.record(user, f"open {permission}", subject, refused=True)
        raise NotVisible


def listed(user, permission: Permission, subject: str, crns: list[str], *, exported: bool = False) -> None:
    """Write to the audit trail that a page listed these people, or that a file took them out. Call it before either."""
    verb = "export" if exported else "list"
    audit.record(user, f"{verb} {permission}", subject, detail={"crns": sorted(set(crns))})
