"""Limited access to a person: users who may not see the record, and users who alone may."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from amends.cases.operations.refused import AccessRefused
from amends.organisation import audit
from amends.organisation.models import LimitedAccess, User
from amends.organisation.operations.refusal import Ground


@transaction.atomic
def limit_access(
    *, crn: str, kind: str, username: str, reason: str, by: User, at: datetime, to_at: datetime | None = None
) -> LimitedAccess:
    """Exclude a user from the record with the CRN, or name them among those who alone may see it, from `at` on.

    Usernames compare without case. Raises AccessRefused where no such user signs in, the user is named already, or
    no reason is given.
    """
    username = username.strip().lower()
    grounds = []
    if kind not in LimitedAccess.Kind.values:
        grounds.append(Ground(_("Choose whether the user may not see the record, or alone may"), "kind"))
    if not User.objects.filter(username__iexact=username).exists():
        grounds.append(Ground(_("No user signs in with that username"), "username"))
    if not reason.strip() or len(reason.strip()) > 500:
        grounds.append(Ground(_("Enter why, in 500 characters or fewer"), "reason"))
    if to_at is not None and to_at <= at:
        grounds.append(Ground(_("It must end in the future"), "to_at"))
    if unended(crn, at).filter(kind=kind, username=username).exists():
        grounds.append(Ground(_("This user is on the list already"), "username"))
    if grounds:
        raise AccessRefused(grounds)
    limit = LimitedAccess.objects.create(
        crn=crn, kind=kind, username=username, reason=reason.strip(), from_at=at, to_at=to_at
    )
    subject = f"organisation.limitedaccess {limit.pk}"
    audit.record(by, "limit access", subject, crn=crn, detail={"kind": kind, "username": username})
    return limit


@transaction.atomic
def end_limit(*, limit: LimitedAccess, reason: str, by: User, at: datetime) -> LimitedAccess:
    """End an exclusion or a restriction now, and keep why beside it. Raises AccessRefused."""
    limit = LimitedAccess.objects.select_for_update().get(pk=limit.pk)
    if limit.to_at is not None and limit.to_at <= at:
        raise AccessRefused(_("This has ended already."))
    if not reason.strip() or len(reason.strip()) > 500:
        raise AccessRefused([Ground(_("Enter why it ends, in 500 characters or fewer"), "reason")])
    limit.to_at, limit.end_reason = at, reason.strip()
    limit.save(update_fields=["to_at", "end_reason"])
    subject = f"organisation.limitedaccess {limit.pk}"
    audit.record(by, "end limited access", subject, crn=limit.crn)
    return limit


def unended(crn: str, at: datetime):
    """The exclusions and restrictions of a person that have no end, or an end after `at`."""
    return LimitedAccess.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=at), crn=crn)
