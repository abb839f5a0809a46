"""What the organisation's pages read."""

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from amends.organisation import access
from amends.organisation.models import Absence, AccessFile, AuditEvent, Staff, Team, User
from amends.organisation.ranges import current
from amends.organisation.roles import ROLES, Permission


def staff_list(user, on: date, *, words: str = "", grade: str = "", away: bool = False) -> QuerySet[Staff]:
    """The staff the user may see who are in post on the date, with `is_away` told of each."""
    absent = Absence.objects.filter(current(on), staff=OuterRef("pk"))
    staff = access.visible(Staff.objects.filter(current(on)), user, Permission.STAFF_VIEW)
    for word in words.split():
        staff = staff.filter(Q(name__icontains=word) | Q(code__iexact=word))
    if grade:
        staff = staff.filter(grade=grade)
    staff = staff.select_related("team__pdu").annotate(is_away=Exists(absent))
    return staff.filter(is_away=True) if away else staff


def teams_of(user, permission: Permission) -> QuerySet[Team]:
    """The teams over which the user has the permission."""
    return Team.objects.filter(access.scope(user, permission, ""))


def audit_events(user, *, crn: str = "", username: str = "", outcome: str = "") -> QuerySet[AuditEvent]:
    """Audit events of the user's part of the service, newest first, save those about people whose lists forbid it.

    What was done belongs where whoever did it belongs; the user's own doings are always among them.
    """
    events = AuditEvent.objects.filter(Q(crn="") | access.not_limited(user, "crn")).order_by("-pk")
    within = _belonging(user)
    if within is not None:
        names = User.objects.filter(within).values("username")
        events = events.filter(Q(username=user.get_username()) | Q(username__in=names))
    given = {"crn": crn.strip().upper(), "username": username.strip().lower(), "outcome": outcome}
    return events.filter(**{field: value for field, value in given.items() if value})


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
