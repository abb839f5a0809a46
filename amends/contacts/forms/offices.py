"""Limits of an office, its bubbles of staff, and the days of each; a day of an activity."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.cases.models import SentenceCondition
from amends.contacts.models import StaffBubble
from amends.design import forms
from amends.organisation.models import Staff

_WEEKDAYS = [("1", _("Monday")), ("2", _("Tuesday")), ("3", _("Wednesday")), ("4", _("Thursday")),
             ("5", _("Friday")), ("6", _("Saturday")), ("7", _("Sunday"))]  # fmt: skip
_LIMIT = ("slots", "first_hour", "last_hour")


class OfficeLimitForm(forms.Form):
    """How many may come in an hour, or that anybody may."""

    mark_optional = False

    choice = forms.RadiosField(
        label=_("Who may come"),
        choices=[("limit", _("So many people an hour, or none")), ("free", _("Anybody: there is no limit"))],
    )
    slots = forms.IntegerField(
        label=_("People an hour"), hint=_("0 closes the office"), min_value=0, max_value=200, required=False
    )
    first_hour = forms.IntegerField(label=_("Opens at"), hint=_("The hour, 0 to 23"), required=False)
    last_hour = forms.IntegerField(label=_("Closes at"), hint=_("The hour, 1 to 24"), required=False)
    days = forms.CheckboxesField(label=_("Days on which it opens"), choices=_WEEKDAYS, required=False)
    from_date = forms.DateField(label=_("First day"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("choice") == "limit":
            for name in _LIMIT:
                if given.get(name) is None and name not in self.errors:
                    self.add_error(name, _now("Enter a whole number"))
        return given


class BubbleForm(forms.Form):
    """The name of a bubble of staff, and who is in it."""

    name = forms.TextField(label=_("Name"), max_length=60)
    members = forms.CheckboxesField(label=_("Who is in it"), required=False)

    def __init__(self, *args: Any, staff: list[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        self.staff = {str(each.pk): each for each in staff}
        self.fields["members"].choices = [(key, each.name) for key, each in self.staff.items()]

    def chosen(self) -> list[Staff]:
        """Who is in it."""
        return [self.staff[key] for key in self.cleaned_data["members"]]


class OfficeDayForm(forms.Form):
    """Which bubble is in on a day."""

    bubble = forms.RadiosField(label=_("Bubble"))
    day = forms.DateField(label=_("Day"), subject=_("the day"))

    def __init__(self, *args: Any, bubbles: list[StaffBubble], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bubbles = {str(each.pk): each for each in bubbles}
        self.fields["bubble"].choices = [(key, each.name) for key, each in self.bubbles.items()]

    def chosen(self) -> StaffBubble:
        """The bubble."""
        return self.bubbles[self.cleaned_data["bubble"]]


class ActivityForm(forms.Form):
    """Of which requirement an appointment was a day."""

    condition = forms.RadiosField(label=_("Rehabilitation activity requirement"))

    def __init__(self, *args: Any, conditions: list[tuple[SentenceCondition, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.conditions = {str(each.pk): each for each, _words in conditions}
        self.fields["condition"].choices = [(str(each.pk), words) for each, words in conditions]

    def chosen(self) -> SentenceCondition:
        """The requirement."""
        return self.conditions[self.cleaned_data["condition"]]
