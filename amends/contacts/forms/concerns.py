"""What is asked about concerns."""

from django.utils.translation import gettext_lazy as _

from amends.design import forms


class ConcernForm(forms.Form):
    text = forms.TextareaField(
        label=_("What is your concern?"),
        hint=_("It goes to the practitioner who holds the case. You see on the register when it has been read."),
        max_length=4000,
    )


class ConcernFilterForm(forms.Form):
    whose = forms.RadiosField(
        label=_("Whose cases"), required=False, small=True,
        choices=[("mine", _("Those that I hold or cover")), ("team", _("All that I may see"))],
    )  # fmt: skip
    state = forms.RadiosField(
        label=_("State"), choices=[("unread", _("Not read")), ("read", _("Read")), ("all", _("All"))], required=False,
        small=True,
    )  # fmt: skip
