"""Actuarial scores, as scored elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.cases.operations.scores import ScoresDraft
from amends.design import forms

_KNOWN = [("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))]


class ScoresForm(forms.Form):
    """Scores of a day; the factors of women's cases are asked for women only."""

    scored_on = forms.DateField(label=_("Day of the scores"))
    rsr = forms.DecimalField(
        label=_("RSR: chance of serious reoffending, per cent"), subject=_("RSR"), required=False, decimal_places=2,
        hint=_("0 to 99.99. Leave empty if it is not known"),
    )  # fmt: skip
    ogrs = forms.DecimalField(
        label=_("OGRS: chance of any reoffending, per cent"), subject=_("OGRS"), required=False, decimal_places=2,
        hint=_("0 to 100. Leave empty if it is not known"),
    )  # fmt: skip
    parenting = forms.YesNoField(label=_("Parenting duties"), choices=_KNOWN, required=False)
    impulsivity_or_temper = forms.YesNoField(label=_("Impulsivity or temper"), choices=_KNOWN, required=False)
    breach_or_recall = forms.YesNoField(label=_("Breached or recalled before"), choices=_KNOWN, required=False)

    def __init__(self, *args: Any, female: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not female:
            for name in ("parenting", "impulsivity_or_temper", "breach_or_recall"):
                del self.fields[name]

    def draft(self) -> ScoresDraft:
        """The scores as the operation takes them."""
        return ScoresDraft(**self.cleaned_data)
