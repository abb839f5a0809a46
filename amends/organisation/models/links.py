"""One-time links: how somebody without an account opens one page, once.

The link's token is random and kept nowhere: the row holds its digest. A room makes its own kind of link by inheriting
from `OneTimeLink`, with what the link is about and an `access` path.
"""

import hashlib
import secrets
from datetime import datetime

from django.db import models
from django.db.models import F, Q

_BYTES = 32  # nobody guesses one: neither salt nor a slow digest is needed


class OneTimeLink(models.Model):
    """A link handed to somebody. It stands until it is used, is withdrawn, or runs out."""

    class Standing(models.TextChoices):
        WAITING = "waiting", "Not used yet"
        USED = "used", "Used"
        WITHDRAWN = "withdrawn", "Withdrawn"
        RUN_OUT = "run_out", "Ran out unused"

    token_digest = models.CharField(max_length=64, unique=True, db_comment="secret: SHA-256 of the link's token")
    issued_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: who issued it"
    )
    issued_at = models.DateTimeField(db_comment="internal: when it was issued")
    expires_at = models.DateTimeField(db_comment="internal: when it runs out, if it was not used")
    used_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was used; empty: not used")
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was withdrawn")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="%(app_label)s_%(class)s_runs_out_later"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(used_at__lt=F("expires_at")), name="%(app_label)s_%(class)s_used_in_time"
            ),
        ]

    def standing(self, at: datetime):
        """Whether it can still be used at that instant, and if not, why: a member of `Standing`."""
        if self.withdrawn_at:
            return self.Standing.WITHDRAWN
        if self.used_at:
            return self.Standing.USED
        return self.Standing.WAITING if at < self.expires_at else self.Standing.RUN_OUT

    def opens_with(self, token: str, at: datetime) -> bool:
        """Whether the token is this link's and it can still be used. Takes as long for a wrong token as for a right."""
        is_its_own = secrets.compare_digest(self.token_digest, digest_of(token))
        return is_its_own and self.standing(at) == self.Standing.WAITING


def one_waits(name: str, *about: str) -> models.UniqueConstraint:
    """Of the links about the same, one alone waits to be used: whoever makes a newer one ends the older."""
    return models.UniqueConstraint(fields=about, condition=Q(used_at=None, withdrawn_at=None), name=name)


def new_token() -> str:
    """A token nobody can guess, safe in an address."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(token: str) -> str:
    """What a row keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
