"""Asking for a plan, and which of its lines to show."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.design.words import day


class PlanForm(forms.Form):
    """How many weeks from the Monday, and how long the planner may take."""

    first_day = forms.SelectField(label=_("Plan from"), hint=_("Today and days before it stay as they are."))
    weeks = forms.IntegerField(
        label=_("How many weeks?"), hint=_("From 1 to 12."), min_value=1, max_value=12, width=2, initial=2
    )
    seconds = forms.RadiosField(
        label=_("How long may it take?"),
        hint=_("A longer search finds a better plan. You can stop it, and keep the best plan so far."),
        choices=[
            ("15", _("15 seconds")),
            ("60", _("1 minute")),
            ("300", _("5 minutes")),
            ("900", _("15 minutes")),
        ],
        initial="60",
    )

    def __init__(self, *args, mondays: list[date], **options) -> None:
        super().__init__(*args, **options)
        self.fields["first_day"].choices = [
            (each.isoformat(), str(_("Monday %(day)s")) % {"day": day(each)}) for each in mondays
        ]

    def clean_first_day(self) -> date:
        """The Monday as a date."""
        return date.fromisoformat(self.cleaned_data["first_day"])

    def clean_seconds(self) -> int:
        """Seconds as a number."""
        return int(self.cleaned_data["seconds"])


class ShowForm(forms.Form):
    """Which lines to show."""

    mark_optional = False
    show = forms.SelectField(label=_("Show"), required=False)

    def __init__(self, *args, choices, **options) -> None:
        super().__init__(*args, **options)
        self.fields["show"].choices = choices

    def chosen(self) -> str:
        """The choice, the first where none was made."""
        self.is_valid()
        return self.cleaned_data.get("show") or self.fields["show"].choices[0][0]
