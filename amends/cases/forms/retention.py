"""Forms about how long a record is kept."""

from django.utils.translation import gettext_lazy as _

from amends.design import forms


class HoldForm(forms.Form):
    """Why a record may not be deleted."""

    reason = forms.TextareaField(
        label=_("Why the record may not be deleted"), max_length=500, rows=3,
        hint=_("For example, an inquiry, a claim, the review of a death"),
    )  # fmt: skip


class EndHoldForm(forms.Form):
    """Why a hold ends."""

    reason = forms.TextareaField(label=_("Why the hold ends"), max_length=500, rows=3)


class RestoreForm(forms.Form):
    """Why a record comes back."""

    reason = forms.TextareaField(label=_("Why the record is needed"), max_length=500, rows=3)
