"""Asking something of a plan that is made."""

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.unpaid_work.forms.wishes import WishForm
from amends.unpaid_work.queries.plan_questions import LISTED

_SECONDS = [
    ("0", _("No search: what stands is mended, which takes seconds")),
    ("15", _("15 seconds for each")),
    ("60", _("1 minute for each")),
]
_CHECKED = dict.fromkeys(("min_value", "max_value", "invalid"), _("How many must be a whole number from 0 to 10"))


class SecondsForm(forms.Form):
    """How long each planning may take."""

    mark_optional = False
    seconds = forms.RadiosField(
        label=_("How long may planning again search?"),
        hint=_("A longer search brings the figures closer to the truth. You can stop it, and keep what is found."),
        choices=_SECONDS,
        initial="0",
    )

    def clean_seconds(self) -> int:
        """Seconds as a number."""
        return int(self.cleaned_data["seconds"])


class OneMoreForm(SecondsForm):
    """And how many of each kind to check."""

    checked = forms.IntegerField(
        label=_("How many of each kind should be checked by planning again?"), min_value=0, max_value=LISTED, width=2,
        initial=3, hint=_("Supervisors, qualifications and places. The others are estimated only."),
        error_messages=_CHECKED,
    )  # fmt: skip


class WishPriceForm(WishForm, SecondsForm):
    """A wish, and how long to search for its price."""

    field_order = ["kind", "crn", "project", "day", "points", "reason", "seconds"]
