"""What a phone is told of the user who is signed in on it, so that it keeps their register and nobody else's."""

import base64
from uuid import UUID

from django.utils.crypto import salted_hmac


def owner_of(user) -> str:
    """How a phone tells one user's register from another's, without holding who they are."""
    return salted_hmac("amends site owner", str(user.pk), algorithm="sha256").hexdigest()[:24]


def key_for(user, device: UUID) -> str:
    """The key (256 bits, base64) that a user's register is kept under in one browser: given to that user alone.

    It is reckoned from the service's secret, so that the same user gets the same key after signing in again.
    """
    digest = salted_hmac("amends site key", f"{user.pk}:{device}", algorithm="sha256").digest()
    return base64.b64encode(digest).decode()
