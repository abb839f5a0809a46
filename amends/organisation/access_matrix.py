"""What each address asks of its reader, marked on the view itself, so that one test can walk them all.

A view without a mark fails that test. `permission` also asks for it before the view begins: where no role of the
reader allows it anywhere, the answer is the same 404 as for what is not there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from amends.design.views import link_not_open, too_many_links
from amends.organisation import access, lock_out
from amends.organisation.roles import Permission

PUBLIC = "public"
SIGNED_IN = "signed in"
LINK_HOLDER = "link holder"


def permission(needed: Permission) -> Callable:
    """Open the view only to users with a role that allows `needed` somewhere; say so on the view."""

    def mark(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request, *args, **kwargs):
            access.require(request.user, needed, request.resolver_match.view_name)
            return view(request, *args, **kwargs)

        return _marked(guarded, needed)

    return mark


def signed_in(view: Callable) -> Callable:
    """Mark a view open to everyone who is signed in: it shows nobody's record."""
    return _marked(view, SIGNED_IN)


def public(view: Callable) -> Callable:
    """Mark a view open to everyone, signed in or not: it shows nothing personal. Put it above other decorators."""
    from django.contrib.auth.decorators import login_not_required

    return _marked(login_not_required(view), PUBLIC)


def link_holder(view: Callable) -> Callable:
    """Mark a view open to whoever holds a one-time link: it opens its record by `access.load_by_token` alone.

    A link that is wrong, used, withdrawn or has run out is answered alike, with how to ask for another. An address that
    tries many is told to wait. Nothing is kept in any cache, or by a search engine. GET uses no link up: programs that
    show what a link leads to follow it too.
    """
    from django.contrib.auth.decorators import login_not_required

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if lock_out.links_are_locked(request):
            response = too_many_links(request)
        else:
            try:
                response = view(request, *args, **kwargs)
            except access.NotVisible:
                lock_out.count_wrong_link(request)
                response = link_not_open(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return _marked(login_not_required(guarded), LINK_HOLDER)


def _marked(view: Any, needed: str) -> Any:
    view.permission = needed
    return view
