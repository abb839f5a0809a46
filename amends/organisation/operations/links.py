"""One-time links: issuing, withdrawing and using them."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models.links import OneTimeLink, digest_of, new_token
from amends.organisation.operations.refusal import Refused

L = TypeVar("L", bound=OneTimeLink)


@transaction.atomic
def issue_link(link: OneTimeLink, *, lasts: timedelta, by, at: datetime) -> str:
    """Save a new link, made with what it is about, and answer its token: it is shown once, and kept nowhere."""
    token = new_token()
    link.token_digest, link.issued_by, link.issued_at, link.expires_at = digest_of(token), by, at, at + lasts
    link.save(force_insert=True)
    _record(by, "issue link", link, {"runs_out": link.expires_at.isoformat()})
    return token


@transaction.atomic
def withdraw_link(link: L, *, by, at: datetime) -> L:
    """Let a link, or what it opened, be of no use from now on. One that was withdrawn stays as it is."""
    link = _locked(link)
    if link.withdrawn_at is None:
        link.withdrawn_at = at
        link.save(update_fields=["withdrawn_at"])
        _record(by, "withdraw link", link)
    return link


@transaction.atomic
def use_link(link: L, *, token: str, by, at: datetime) -> L:
    """Use a link up. Whoever else holds its address is too late.

    Raises Refused where the token is wrong, or the link was used, withdrawn or ran out meanwhile.
    """
    link = _locked(link)
    if not link.opens_with(token, at):
        raise Refused(_("The link works no longer; ask for another"))
    link.used_at = at
    link.save(update_fields=["used_at"])
    _record(by, "use link", link)
    return link


def _locked(link: L) -> L:
    return type(link)._default_manager.select_for_update(of=("self",)).get(pk=link.pk)


def _record(by, action: str, link: OneTimeLink, detail: dict[str, object] | None = None) -> None:
    path = link.access
    crn = type(link)._default_manager.values_list(path.crn, flat=True).get(pk=link.pk) if path.crn else ""
    audit.record(by, action, f"{link._meta.label_lower} {link.pk}", crn=crn, detail=detail)
