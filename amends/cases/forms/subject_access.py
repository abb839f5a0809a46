"""Forms about a person's request for what is held on them."""

from django.utils.translation import gettext_lazy as _

from amends.cases.forms.limits import CrnField
from amends.design import forms


class RequestForm(forms.Form):
    """Who asked, and when."""

    crn = CrnField(
        label=_("CRN of the person who asks"), subject=_("CRN"), hint=_("For example, A123456"), width=10,
        spellcheck=False, autocomplete="off",
    )  # fmt: skip
    received_on = forms.DateField(label=_("Day it was received"))
    identity = forms.TextareaField(
        label=_("How it is known who asks"), max_length=300, rows=2,
        hint=_("For example, handed in at the office by someone the practitioner knows"),
    )  # fmt: skip


class ExtendForm(forms.Form):
    """Why it takes longer."""

    reason = forms.TextareaField(
        label=_("Why it takes longer"),
        max_length=300,
        rows=3,
        hint=_("Tell the person the same, before the first month is over"),
    )


class CheckForm(forms.Form):
    """What the second reader found."""

    release = forms.YesNoField(
        label=_("May it be given to the person?"),
        hint=_("Read what was written freely: it may name others, or say what they told in confidence"),
    )
    note = forms.TextareaField(label=_("What you read and found"), max_length=1000, rows=4)
