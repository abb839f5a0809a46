"""What is asked when a provider's file comes in."""

from django.utils.translation import gettext_lazy as _

from amends.design import forms

MOST_BYTES = 5_000_000


class EteResultsForm(forms.Form):
    team = forms.ModelRadiosField(
        label=_("Which team deals with it?"), subject=_("the team"), queryset=None,
        hint=_("What is not certain waits for somebody of this team"),
    )  # fmt: skip
    file = forms.FileField(
        label=_("The provider's file"), accept=".csv", max_bytes=MOST_BYTES, subject=_("the provider's file"),
        hint=_("A CSV file, in the form of the template"),
    )  # fmt: skip

    def __init__(self, *args, teams, **options):
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams
