"""Credits made by hand, their reversal, and the switches of policy."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.unpaid_work.models import HoursAdjustment


class AdjustmentForm(forms.Form):
    reason = forms.RadiosField(
        label=_("What is it for?"),
        choices=HoursAdjustment.BY_HAND,
        choice_hints={"travel": _("At most 3 hours at a time")},
    )
    direction = forms.RadiosField(
        label=_("Does it add to what is credited, or take away?"),
        choices=[("add", _("Add: less remains")), ("take", _("Take away: more remains"))],
    )
    minutes = forms.MinutesField(label=_("How long"), minimum=1, maximum=300 * 60)
    on = forms.DateField(label=_("Day it counts on"))
    note = forms.TextareaField(
        label=_("Why"), hint=_("Shown on the statement, which the person and the court may be handed"), max_length=300,
        rows=3,
    )  # fmt: skip

    def __init__(self, *args, earliest: date, latest: date, **options):
        super().__init__(*args, **options)
        self.fields["on"].earliest, self.fields["on"].latest = earliest, latest

    def signed_minutes(self) -> int:
        """Minutes credited to the person; below nought where they are taken away."""
        return self.cleaned_data["minutes"] * (1 if self.cleaned_data["direction"] == "add" else -1)


class EteForm(forms.Form):
    activity = forms.TextField(
        label=_("What was done, and with whom"), hint=_("Shown on the statement"), max_length=200, width="two-thirds"
    )
    minutes = forms.MinutesField(label=_("How long"), minimum=1, maximum=24 * 60)
    on = forms.DateField(label=_("Day it was done"))

    def __init__(self, *args, earliest: date, latest: date, **options):
        super().__init__(*args, **options)
        self.fields["on"].earliest, self.fields["on"].latest = earliest, latest


class ReversalForm(forms.Form):
    note = forms.TextareaField(
        label=_("Why is this entry reversed?"), hint=_("Shown on the statement"), max_length=200, rows=3
    )


class SwitchForm(forms.Form):
    name = forms.SelectField(label=_("Switch"), choices=())
    on = forms.YesNoField(label=_("Turn it on?"))

    def __init__(self, *args, choices, **options):
        super().__init__(*args, **options)
        self.fields["name"].choices = choices
