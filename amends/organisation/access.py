"""The one door to personal records.

A personal model says how to reach the team that holds it and the person it is about:

    access = AccessPath(team="person__team", crn="person__crn")

`visible` narrows a queryset to what a user may see; `load` opens one record and writes that it was opened, or
answers the same 404 whether the record is another's, restricted or absent. What cannot be decided is refused: no
role, no grant, no access file.

A record that a user opened urgently, out of their reach, opens by `load` to reading alone, for the minutes that the
grant says; what `visible` shows grows by that one person for the rest of the request, so that their page is whole and
no list, count, search or file of others ever tells of them.
"""

from collections.abc import Callable

from django.db.models import BooleanField, Expression, F, Model, Q, QuerySet, Value
from django.db.models.functions import Now
from django.http import Http404
from django.utils import timezone

from amends.organisation import audit
from amends.organisation.access_path import AccessPath
from amends.organisation.models import AccessFile, BreakGlass, LimitedAccess, Quarantine, RoleGrant
from amends.organisation.ranges import current
from amends.organisation.roles import KEEPS, OPENS_URGENTLY, ROLES, Permission

__all__ = [
    "AccessPath",
    "NotVisible",
    "allows",
    "grants_of",
    "listed",
    "load",
    "load_by_token",
    "may_open_urgently",
    "not_limited",
    "opened_urgently",
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


def not_limited(user, crn: str, *, keeper: bool = False) -> Q:
    """The rows whose person, with the CRN at the look-up `crn`, has no list that keeps the user out.

    Nobody but a `keeper` sees whose record is in quarantine.
    """
    return Q(_NotLimited(crn, user.username.lower(), keeper=keeper))


def may_open_urgently(user, crn: str) -> Q:
    """The rows whose person the user may open urgently, wherever they are held: the CRN is at the look-up `crn`.

    Nobody whom a list names as excluded; where the record is restricted to others, only a role that may; never a
    record in quarantine, or one whose lists are not known.
    """
    beyond = allows(user, Permission.BREAK_GLASS_RESTRICTED)
    return Q(_NotLimited(crn, user.username.lower(), restricted_too=beyond))


class _NotLimited(Expression):
    """Whether the CRN has an access file, no list in force keeps the user out, and the record is not in quarantine.

    Nearly every page asks it several times, so it is written in SQL: as querysets it cost more than all else asked.
    """

    output_field = BooleanField()
    _IN_FORCE = (
        "SELECT FROM {limits} held WHERE held.crn = {crn} AND held.from_at <= statement_timestamp()"
        " AND (held.to_at IS NULL OR held.to_at > statement_timestamp()) AND held.kind = %s"
    )
    _KNOWN = "EXISTS (SELECT FROM {files} known WHERE known.crn = {crn})"
    _NOT_EXCLUDED = f"NOT EXISTS ({_IN_FORCE} AND held.username = %s)"
    _NAMED = f"(NOT EXISTS ({_IN_FORCE}) OR EXISTS ({_IN_FORCE} AND held.username = %s))"
    _IN_SIGHT = "NOT EXISTS (SELECT FROM {hidden} kept WHERE kept.crn = {crn} AND kept.restored_at IS NULL)"

    def __init__(self, crn: str, username: str, *, keeper: bool = False, restricted_too: bool = False) -> None:
        super().__init__()
        self.crn, self.username = F(crn), username
        self.keeper, self.restricted_too = keeper, restricted_too

    def get_source_expressions(self) -> list:
        return [self.crn]

    def set_source_expressions(self, expressions: list) -> None:
        (self.crn,) = expressions

    def as_sql(self, compiler, connection) -> tuple[str, list[object]]:
        column, values = compiler.compile(self.crn)
        if values:
            raise ValueError("a CRN is looked for in a column")
        models: dict[str, type[Model]] = {"files": AccessFile, "limits": LimitedAccess, "hidden": Quarantine}
        exclusion, restriction = str(LimitedAccess.Kind.EXCLUSION), str(LimitedAccess.Kind.RESTRICTION)
        conditions: list[str] = [self._KNOWN, self._NOT_EXCLUDED]
        given: list[object] = [exclusion, self.username]
        if not self.restricted_too:
            conditions.append(self._NAMED)
            given += [restriction, restriction, self.username]
        if not self.keeper:
            conditions.append(self._IN_SIGHT)
        tables = {name: model._meta.db_table for name, model in models.items()}
        sql = " AND ".join(conditions).format(crn=column, **tables)
        return f"({sql})", given


def reach(model: type[Model], user, permission: Permission) -> Q:
    """The condition that a row of a personal model is one which the user may see under the permission."""
    path: AccessPath = model.access
    within = scope(user, permission, path.team)
    if path.also_team:
        within |= scope(user, permission, path.also_team)
    if not path.crn:
        return within
    open_to = not_limited(user, path.crn, keeper=permission in KEEPS)
    found = within & (open_to | Q(**{f"{path.crn}__isnull": True}) if path.or_nobody else open_to)
    if permission in OPENS_URGENTLY and (urgent := _opened_in_request(user)):
        found |= Q(**{f"{path.crn}__in": list(urgent)})
    return found


def _opened_in_request(user) -> dict[str, int]:
    """What `load` opened urgently since this user's object was made, for one request: the grant by CRN."""
    if not hasattr(user, "_opened_urgently"):
        user._opened_urgently = {}
    return user._opened_urgently


def _urgently(queryset: QuerySet, user, permission: Permission, lookup: dict[str, object]) -> Model | None:
    """The record, where the user has opened its person urgently, for reading, and the time is not over."""
    path: AccessPath = queryset.model.access
    if not path.crn or permission not in OPENS_URGENTLY or not allows(user, permission):
        return None
    standing = BreakGlass.objects.filter(user=user, team__isnull=False, ends_at__gt=Now())
    grants = dict(standing.order_by("pk").values_list("crn", "pk"))
    if not grants:
        return None
    within = may_open_urgently(user, path.crn) & Q(**{f"{path.crn}__in": list(grants)})
    record = queryset.filter(within).annotate(_crn=F(path.crn)).filter(**lookup).first()
    if record is not None:
        _opened_in_request(user)[record._crn] = grants[record._crn]
    return record


def opened_urgently(user, permission: Permission, crn: str) -> bool:
    """Whether this request opened the person's record urgently, and may read of it under the permission."""
    return permission in OPENS_URGENTLY and crn in _opened_in_request(user) and allows(user, permission)


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
    record = found.filter(**lookup).first() or _urgently(queryset, user, permission, lookup)
    subject = queryset.model._meta.label_lower
    if record is None:
        wanted = {key: str(value) for key, value in lookup.items()}
        there = queryset.filter(**lookup).values_list(path.crn, flat=True).first() if path.crn else None
        audit.record(user, f"open {permission}", subject, crn=there or "", refused=True, detail=wanted)
        raise NotVisible
    crn = getattr(record, "_crn", "") or ""
    urgent = _opened_in_request(user).get(crn)
    detail = {"break_glass": urgent} if urgent else {}
    audit.record(user, f"open {permission}", f"{subject} {record.pk}", crn=crn, detail=detail)
    return record


def load_by_token(queryset: QuerySet, user, holds: Callable[[Model], bool], **lookup: object) -> Model:
    """The record that a one-time link opens, whoever follows it; or NotVisible, the refusal written.

    `holds` tells whether the link's token is the record's. Raises NotVisible alike where the record is absent and
    where the token is wrong, used or has run out.
    """
    subject, path = queryset.model._meta.label_lower, queryset.model.access
    hidden = Q(**{f"{path.crn}__in": Quarantine.objects.filter(restored_at=None).values("crn")}) if path.crn else None
    in_sight = queryset.exclude(hidden) if hidden else queryset
    record = in_sight.annotate(_crn=F(path.crn) if path.crn else Value("")).filter(**lookup).first()
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
    detail: dict[str, object] = {"crns": sorted(set(crns))}
    urgent = [grant for crn, grant in _opened_in_request(user).items() if crn in crns]
    if urgent:
        detail["break_glass"] = urgent
    audit.record(user, f"{verb} {permission}", subject, detail=detail)
