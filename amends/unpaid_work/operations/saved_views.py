"""A user's own views of the monitors: kept under a name, and removed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import SavedView

MOST = 20  # of one monitor: more would be a list of their own to search


@transaction.atomic
def save_view(*, monitor: str, name: str, query: str, by, at: datetime) -> SavedView:
    """Keep the view under the name, in place of what had that name. Raises Refused where there are too many."""
    others = SavedView.objects.filter(user=by, monitor=monitor).exclude(name=name)
    if others.count() >= MOST:
        raise Refused(_("You have %(most)d saved views of this list: remove one first") % {"most": MOST})
    view, _made = SavedView.objects.update_or_create(user=by, monitor=monitor, name=name, defaults={"query": query})
    audit.record(by, "save view", f"unpaid_work.savedview {view.pk}", detail={"monitor": monitor, "query": query})
    return view


@transaction.atomic
def remove_view(*, monitor: str, name: str, by, at: datetime) -> None:
    """Remove the user's view of the name; nothing happens where there is none."""
    found = SavedView.objects.filter(user=by, monitor=monitor, name=name).first()
    if found is not None:
        audit.record(by, "remove view", f"unpaid_work.savedview {found.pk}", detail={"monitor": monitor})
        found.delete()
