"""What is asked about failures, and what narrows the lists."""

from datetime import date, timedelta

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person
from amends.design import forms
from amends.enforcement.models import Evidence
from amends.enforcement.queries.due import ALL, MINE
from amends.organisation.models import Team


class AboutAFailure(forms.Form):
    """A form about a failure carries the outcome that its reader saw, so that a correction meanwhile is noticed."""

    outcome = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)


class EvidenceForm(AboutAFailure):
    kind = forms.RadiosField(label=_("What kind of reason is given?"), choices=Evidence.Kind.choices, small=True)
    received_on = forms.DateField(label=_("Day it was received"))
    description = forms.TextareaField(
        label=_("What was received?"), hint=_("Say what it is, who it is from and what it says."), max_length=2000
    )


class DecisionForm(forms.Form):
    accepted = forms.YesNoField(label=_("Is the reason accepted?"))
    reason = forms.TextareaField(label=_("Why?"), subject=_("why"), max_length=2000)
    language = forms.RadiosField(
        label=_("Language of the letter, where the reason is accepted"), choices=Person.Language.choices, small=True
    )


class LetterForm(AboutAFailure):
    language = forms.RadiosField(label=_("Language of the letter"), choices=Person.Language.choices, small=True)


class BreachForm(LetterForm):
    note = forms.TextareaField(label=_("What else is there to know?"), required=False, rows=3, max_length=2000)


class NotEnforceForm(AboutAFailure):
    reason = forms.TextareaField(
        label=_("Why is this failure not enforced?"), subject=_("why it is not enforced"), max_length=2000
    )


class WithdrawForm(forms.Form):
    reason = forms.TextareaField(label=_("Why is it withdrawn?"), subject=_("why it is withdrawn"), max_length=500)


class DueFilterForm(forms.Form):
    whose = forms.SelectField(label=_("Whose cases"), required=False)
    step = forms.RadiosField(
        label=_("What is due"), choices=[("warn", _("Warning")), ("breach", _("Breach"))], required=False, small=True
    )
    state = forms.RadiosField(
        label=_("By when"), choices=[("late", _("Late")), ("soon", _("Within two working days"))], required=False,
        small=True,
    )  # fmt: skip

    def __init__(self, *args, teams: list[Team], holds_cases: bool, **options):
        super().__init__(*args, **options)
        mine = [(MINE, _("Mine"))] if holds_cases else []
        everything = [(ALL, _("All that I may see"))] if len(teams) > 1 else []
        self.choices = [*mine, *((team.code, team.name) for team in teams), *everything]
        self.fields["whose"].choices = self.choices

    def chosen(self) -> dict[str, str]:
        """Whose, step and state: without an answer the user's own cases, or the first team's."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        first = self.choices[0][0] if self.choices else MINE
        return {"whose": given.get("whose") or first, "step": given.get("step", ""), "state": given.get("state", "")}


class ReportForm(forms.Form):
    """The teams and the days of failures that the report is about."""

    mark_optional = False
    team = forms.SelectField(label=_("Team"), required=False)
    first = forms.DateField(label=_("Failures from"), required=False)
    last = forms.DateField(label=_("Failures to"), required=False)

    def __init__(self, *args, teams: list[Team], today: date, **options):
        super().__init__(*args, **options)
        self.teams, self.today = teams, today
        self.fields["team"].choices = [(ALL, _("All teams that I see")), *((team.code, team.name) for team in teams)]

    def clean(self):
        given = super().clean()
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("The last day must be on or after the first"))
        return given

    def chosen(self) -> tuple[list[Team], date, date]:
        """Teams, first and last day: without an answer, all teams over the twelve months to today."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        code = given.get("team") or ALL
        last = given.get("last") or self.today
        teams = [team for team in self.teams if code in (ALL, team.code)]
        return teams, given.get("first") or last - timedelta(days=364), last
