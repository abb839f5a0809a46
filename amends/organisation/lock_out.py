"""How often signing in may fail before it is locked for a while.

A username tried from one address is locked after a few failures (AXES_FAILURE_LIMIT). Whoever tries from many addresses
is stopped by the second limit: over all addresses together (SIGN_IN_FAILURES_ANYWHERE) the username is locked
everywhere. An address counts towards it only as often as it could really try a password, so that nobody locks somebody
else out everywhere from one place.
"""

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import Least


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
