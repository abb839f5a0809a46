"""What is asked when a case is to move to another team."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.design import forms


class TransferForm(forms.Form):
    to_team = forms.ModelSelectField(label=_("Team to ask"), queryset=None, empty_label=_("Choose a team"))
    reason = forms.TextareaField(label=_("Why is the case to move?"), subject=_("why the case is to move"),
                                 max_length=500)  # fmt: skip

    def __init__(self, *args: Any, teams: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to_team"].queryset = teams
        self.fields["to_team"].label_from_instance = lambda team: f"{team.name}, {team.pdu.name}"


class TransferAnswerForm(forms.Form):
    answer = forms.RadiosField(
        label=_("Does your team take the case?"), choices=[("accept", _("Accept")), ("decline", _("Decline"))]
    )
    practitioner = forms.ModelSelectField(
        label=_("Who is to hold it, where it is accepted"), queryset=None, required=False,
        empty_label=_("Choose a practitioner"),
    )  # fmt: skip
    note = forms.TextareaField(
        label=_("What was agreed, or why the case is not taken"), required=False, max_length=500, rows=3
    )

    def __init__(self, *args: Any, practitioners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["practitioner"].queryset = practitioners
        self.fields["practitioner"].label_from_instance = lambda staff: staff.name

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("answer") == "accept" and not given.get("practitioner") and "practitioner" not in self.errors:
            self.add_error("practitioner", _now("Choose who is to hold the case"))
        return given


class WithdrawTransferForm(forms.Form):
    note = forms.TextareaField(label=_("Why is the team asked no longer?"), required=False, max_length=500, rows=3)
