"""What the pages of workload show."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.cases.queries.person import CASE_HOLDERS
from amends.design import forms
from amends.organisation.models import Staff

STATES = [
    ("", _("Everybody")), ("over", _("Over capacity")), ("away", _("Away")), ("home", _("At home: nobody seen")),
    ("paused", _("Allocation paused")), ("protected", _("With a protected load")),
]  # fmt: skip
TOGETHER = [("officer", _("Officer")), ("grade", _("Grade")), ("team", _("Team")), ("pdu", _("Unit"))]


class WorkloadFilter(forms.Form):
    """Whose workload, on which day, and how it is taken together."""

    by = forms.SelectField(label=_("Shown by"), choices=TOGETHER, required=False)
    pdu = forms.ModelSelectField(label=_("Unit"), queryset=None, empty_label=_("All units"), required=False)
    team = forms.ModelSelectField(label=_("Team"), queryset=None, empty_label=_("All teams"), required=False)
    grade = forms.SelectField(
        label=_("Grade"), required=False,
        choices=[("", _("All grades")), *(pair for pair in Staff.Grade.choices if pair[0] in CASE_HOLDERS)],
    )  # fmt: skip
    state = forms.SelectField(label=_("Who"), choices=STATES, required=False)
    on = forms.DateField(label=_("On"), hint=_("Today, where it is left empty"), required=False)

    def __init__(self, *args: Any, teams: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams
        self.fields["pdu"].queryset = units


class AveragesFilter(forms.Form):
    """The two days that are set side by side."""

    earlier = forms.DateField(label=_("Earlier day"), required=False)
    later = forms.DateField(label=_("Later day"), required=False)

    def days(self, today: date, before: date) -> tuple[date, date]:
        """The earlier and the later day, each as given or as it is otherwise."""
        given = self.cleaned_data if self.is_valid() else {}
        return given.get("earlier") or before, given.get("later") or today
