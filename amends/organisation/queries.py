"""What the organisation's pages read."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, Model, OuterRef, Prefetch, Q, QuerySet

from amends.organisation import access
from amends.organisation.models import (
    PDU,
    Absence,
    AccessFile,
    AuditEvent,
    Office,
    RoleGrant,
    Staff,
    StaffQualification,
    Team,
    User,
)
from amends.organisation.ranges import current
from amends.organisation.roles import ROLES, Permission
from amends.policy.civil_time import end_of_day

MOST_EVENTS = 1_000


def staff_list(
    user, on: date, *, words: str = "", grade: str = "", team: Team | None = None, post: str = "", away: bool = False
) -> QuerySet[Staff]:
    """The staff the user may see, with `is_away` told of each: those in post on the date.

    With `post` "coming" those yet to begin, with "left" those no longer in post.
    """
    absent = Absence.objects.filter(current(on), staff=OuterRef("pk"))
    when = {"coming": Q(from_date__gt=on), "left": Q(to_date__lte=on)}.get(post, current(on))
    staff = access.visible(Staff.objects.filter(when), user, Permission.STAFF_VIEW)
    for word in words.split():
        staff = staff.filter(Q(name__icontains=word) | Q(code__iexact=word))
    if grade:
        staff = staff.filter(grade=grade)
    if team:
        staff = staff.filter(team=team)
    staff = staff.select_related("team__pdu").annotate(is_away=Exists(absent))
    return staff.filter(is_away=True) if away else staff


@dataclass(frozen=True)
class Change:
    """A change of a row about somebody: whose hand, when, the row as it stood, and what differed after.

    `of`: staff, absence or qualification. `differences`: field, value before, value after; none where it was removed.
    """

    of: str
    at: datetime
    by: str
    row: Any
    removed: bool
    differences: tuple[tuple[str, Any, Any], ...]


def staff_history(member: Staff) -> list[Change]:
    """What was changed about a member of staff, their absences and qualifications, newest first."""
    kinds: list[tuple[str, type[Model], dict[str, object], tuple[str, ...]]] = [
        ("staff", Staff, {"pgh_obj": member.pk}, ("team",)),
        ("absence", Absence, {"staff": member.pk}, ()),
        ("qualification", StaffQualification, {"staff": member.pk}, ("qualification",)),
    ]
    found = []
    for of, model, lookup, related in kinds:
        events = apps.get_model("organisation", f"{model.__name__}Event")._default_manager.filter(**lookup)
        stood: dict[int, list[Any]] = defaultdict(list)
        for event in events.select_related("pgh_context", *related).order_by("pgh_id"):
            stood[event.pgh_obj_id].append(event)
        now = model._default_manager.select_related(*related).in_bulk(list(stood)) if stood else {}
        for key, rows in stood.items():
            for before, after in pairwise([*rows, now.get(key)]):
                found.append((of, before, after if before.pgh_label != "delete" else None))
    names = _names(context.metadata.get("user") for _of, event, _after in found if (context := event.pgh_context))
    changes = [
        Change(of, event.pgh_created_at, names.get(event.pgh_context and event.pgh_context.metadata.get("user"), ""),
               event, after is None, _differences(event, after))
        for of, event, after in found
    ]  # fmt: skip
    return sorted(changes, key=lambda change: change.at)[::-1]


def _names(users: Iterable[object]) -> dict[object, str]:
    return {user.pk: user.name for user in User.objects.filter(pk__in={pk for pk in users if pk})}


def _differences(before: Any, after: Any) -> tuple[tuple[str, Any, Any], ...]:
    if after is None:
        return ()
    fields = [field for field in after._meta.concrete_fields if not field.name.startswith("pgh_")]
    return tuple(
        (field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    )


def teams_list(user, on: date, *, words: str = "", kind: str = "", pdu: PDU | None = None) -> QuerySet[Team]:
    """The teams whose staff the user may see, each with `in_post`: how many are in post on the date."""
    teams = access.visible(Team.objects.select_related("pdu__region"), user, Permission.STAFF_VIEW)
    if kind:
        teams = teams.filter(kind=kind)
    return _named(teams, words, pdu).annotate(in_post=Count("staff", filter=current(on, "staff__")))


def offices_list(user, *, words: str = "", pdu: PDU | None = None) -> QuerySet[Office]:
    """The offices of the units whose staff the user may see."""
    offices = access.visible(Office.objects.select_related("pdu__region"), user, Permission.STAFF_VIEW)
    return _named(offices, words, pdu).distinct()


def _named(places: QuerySet, words: str, pdu: PDU | None) -> QuerySet:
    for word in words.split():
        places = places.filter(Q(name__icontains=word) | Q(code__icontains=word))
    return places.filter(pdu=pdu) if pdu else places


def users_list(user, on: date, *, words: str = "", role: str = "", account: str = "") -> QuerySet[User]:
    """Those who may sign in whom the user manages, each with the grants in force on the date as `roles_today`."""
    grants = RoleGrant.objects.filter(current(on)).order_by("role")
    users = access.visible(User.objects.all(), user, Permission.USER_MANAGE)
    for word in words.split():
        by_name = Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
        users = users.filter(by_name | Q(staff__code__iexact=word))
    if role:
        users = users.filter(Exists(grants.filter(user=OuterRef("pk"), role=role)))
    if account:
        users = users.filter(is_active=account == "open")
    return users.select_related("staff__team").prefetch_related(Prefetch("grants", grants, to_attr="roles_today"))


def audit_events(
    user, *, crn: str = "", username: str = "", outcome: str = "", until: date | None = None
) -> QuerySet[AuditEvent]:
    """Audit events of the user's part of the service, newest first, save those about people whose lists forbid it.

    What was done belongs where whoever did it belongs; the user's own doings are always among them. At most
    MOST_EVENTS are answered, for even to count them all takes longer every day; `until` reaches the older ones.
    """
    events = AuditEvent.objects.filter(Q(crn="") | access.not_limited(user, "crn")).order_by("-pk")
    within = _belonging(user)
    if within is not None:
        names = User.objects.filter(within).values("username")
        events = events.filter(Q(username=user.get_username()) | Q(username__in=names))
    given = {"crn": crn.strip().upper(), "username": username.strip().lower(), "outcome": outcome}
    if until:
        events = events.filter(at__lte=end_of_day(until))
    return events.filter(**{field: value for field, value in given.items() if value})[:MOST_EVENTS]


def _belonging(user) -> Q | None:
    """The users whose work or roles are of the places whose audit the user reads; None: of the whole service."""
    within = Q(pk__in=[])
    for grant in access.grants_of(user):
        if grant.role not in ROLES or Permission.AUDIT_VIEW not in ROLES[grant.role].permissions:
            continue
        if grant.team_id:
            within |= Q(staff__team=grant.team_id) | Q(grants__team=grant.team_id)
        elif grant.pdu_id:
            within |= Q(staff__team__pdu=grant.pdu_id) | Q(grants__team__pdu=grant.pdu_id)
            within |= Q(grants__pdu=grant.pdu_id)
        elif grant.region_id:
            within |= Q(staff__team__pdu__region=grant.region_id) | Q(grants__team__pdu__region=grant.region_id)
            within |= Q(grants__pdu__region=grant.region_id) | Q(grants__region=grant.region_id)
        else:
            return None
    return within


def readable_crns(user, events: Iterable[AuditEvent]) -> set[str]:
    """The CRNs told in the details of the events, of people whose lists do not keep the user out."""
    told = {value for event in events for value in event.detail.values() if is_crn(value)}
    files = AccessFile.objects.filter(access.not_limited(user, "crn"), crn__in=told)
    return set(files.values_list("crn", flat=True))


def is_crn(value: object) -> bool:
    """Whether what a detail tells is a case reference number."""
    return isinstance(value, str) and re.fullmatch(r"[A-Z][0-9]{6}", value) is not None
