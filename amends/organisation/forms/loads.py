"""Pausing allocation to an officer, and protecting loads."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.organisation.forms.staff import refuse_last_before_first
from amends.organisation.models import ProtectedLoad
from amends.organisation.operations.loads import LoadDraft, trainee_loads

_ALL_THREE = "trainee"


class PauseForm(forms.Form):
    reason = forms.TextField(label=_("Why allocation is paused"), max_length=200)
    from_date = forms.DateField(label=_("First day"))
    last_day = forms.DateField(label=_("Last day"), hint=_("Leave empty if it is not known"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        refuse_last_before_first(self, given)
        return given


class EndPauseForm(forms.Form):
    to_date = forms.DateField(label=_("First day on which cases are given again"))


class LoadForm(forms.Form):
    """A trainee's three half-years at once, or one load."""

    circumstance = forms.RadiosField(
        label=_("Why"), choices=[(_ALL_THREE, _("Trainee: all three half-years, one after another")),
                                 *ProtectedLoad.Circumstance.choices],
    )  # fmt: skip
    from_date = forms.DateField(label=_("First day"))
    last_day = forms.DateField(
        label=_("Last day"), hint=_("Leave empty for all three half-years: each lasts six months"), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        refuse_last_before_first(self, given)
        alone = given.get("circumstance") not in (None, _ALL_THREE)
        if alone and not given.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Enter the last day"))
        return given

    def drafts(self) -> list[LoadDraft]:
        """The loads as the operation takes them."""
        given = self.cleaned_data
        if given["circumstance"] == _ALL_THREE:
            return trainee_loads(given["from_date"])
        return [LoadDraft(given["circumstance"], given["from_date"], given["last_day"] + timedelta(days=1))]
