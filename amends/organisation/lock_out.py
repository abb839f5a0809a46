"""How often signing in may fail before it is locked for a while.

A username tried from one address is locked after a few failures (AXES_FAILURE_LIMIT). Whoever tries from many addresses
is stopped by the second limit: over all addresses together (SIGN_IN_FAILURES_ANYWHERE) the username is locked
everywhere. An address counts towards it only as often as it could really try a password, so that nobody locks somebody
else out everywhere from one place.

One-time links are counted by address alone (LINK_FAILURES_FROM_ADDRESS): a telephone network puts many people behind
one address, so the limit is wider, and nobody can keep other addresses out.
"""

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F, Sum
from django.db.models.functions import Least
from django.utils import timezone

from amends.organisation.sign_in import address_of

_LINK = "a one-time link"  # where other failures have a username: no username has a space


class LockOut(AxesDatabaseHandler):
    """Counts failures of a username from one address, and from everywhere."""

    def get_failures(self, request, credentials=None) -> int:
        """The failures that count against the limit; the limit itself where there were too many from everywhere."""
        from_here = super().get_failures(request, credentials)
        limit = get_failure_limit(request, credentials)
        too_many = self._from_everywhere(request, credentials, limit) >= settings.SIGN_IN_FAILURES_ANYWHERE
        return max(from_here, limit) if too_many else from_here

    def _from_everywhere(self, request, credentials, limit: int) -> int:
        attempts = AccessAttempt.objects.filter(
            username=get_client_username(request, credentials), attempt_time__gte=get_cool_off_threshold(request)
        )
        by_address = attempts.values("ip_address").annotate(counted=Least(Sum("failures_since_start"), limit))
        return by_address.aggregate(Sum("counted"))["counted__sum"] or 0


def links_are_locked(request) -> bool:
    """Whether the address that the request came from tried too many links that do not open."""
    tried = AccessAttempt.objects.filter(
        username=_LINK, ip_address=address_of(request), attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME
    )
    return (tried.aggregate(Sum("failures_since_start"))["failures_since_start__sum"] or 0) >= (
        settings.LINK_FAILURES_FROM_ADDRESS
    )


def count_wrong_link(request) -> None:
    """Count a link that did not open against the address. Nothing of the link is kept."""
    now = timezone.now()
    AccessAttempt.objects.filter(username=_LINK, attempt_time__lte=now - settings.AXES_COOLOFF_TIME).delete()
    counted, _made = AccessAttempt.objects.get_or_create(
        username=_LINK, ip_address=address_of(request), user_agent="", defaults={"failures_since_start": 0}
    )
    AccessAttempt.objects.filter(pk=counted.pk).update(
        failures_since_start=F("failures_since_start") + 1, attempt_time=now
    )
