"""Forms about opening a record urgently."""

from django.utils.translation import gettext_lazy as _

from amends.cases.forms.limits import CrnField
from amends.design import forms
from amends.organisation.models import BreakGlass


class OpenUrgentlyForm(forms.Form):
    """Whose record, and why it cannot wait."""

    crn = CrnField(
        label=_("CRN"), subject=_("CRN"), hint=_("For example, A123456"), width=10, spellcheck=False, autocomplete="off"
    )
    reason = forms.TextareaField(
        label=_("Why it cannot wait"), max_length=1000, rows=4,
        hint=_("At least 30 characters. A manager of the person's team reads this, and says whether it was justified"),
    )  # fmt: skip


class ReviewOpeningForm(forms.Form):
    """Whether opening a record was justified."""

    outcome = forms.RadiosField(
        label=_("Was opening the record justified?"),
        choices=[
            (BreakGlass.Outcome.JUSTIFIED, _("Justified")),
            (BreakGlass.Outcome.NOT_JUSTIFIED, _("Not justified")),
        ],
    )
    finding = forms.TextareaField(label=_("Why"), max_length=1000, rows=4)
