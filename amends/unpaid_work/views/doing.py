"""Doing what a form asks for."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from amends.organisation.operations.refusal import Refused


def done(request, form, operation: Callable[..., Any], *given: Any, **named: Any) -> bool:
    """Do it, as the reader and now; where it is refused, say why on the form."""
    try:
        operation(*given, **named, by=request.user, at=timezone.now())
    except Refused as refused:
        refused.onto(form)
    return not form.errors
