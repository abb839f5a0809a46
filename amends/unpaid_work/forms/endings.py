"""What is asked when a requirement is completed, or returned to court."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person, Requirement
from amends.design import forms
from amends.unpaid_work.models import CourtReturn, RequirementOutcome
from amends.unpaid_work.operations.court_returns import ANSWERS, Application

# Hours completed, and a requirement replaced, have pages of their own.
_ENDS = [
    (Requirement.Ended.RETURNED, _("Returned to court")),
    (Requirement.Ended.REVOKED, _("Revoked")),
    (Requirement.Ended.EXPIRED, _("Expired")),
]
_WORDS = {
    "no_new_offence": _("Was the person free of new offences during the order, as recorded?"),
    "certificate": _("Did they gain a certificate or qualification?"),
    "into_work": _("Did they go into work, education or training?"),
    "volunteer": _("Have they stayed with the project as a volunteer?"),
}


class OutcomeForm(forms.Form):
    """What came of the order; what nobody has asked is not known, and is not counted as no."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, words in _WORDS.items():
            self.fields[name] = forms.RadiosField(label=words, choices=RequirementOutcome.Known.choices, small=True)

    def outcomes(self) -> dict[str, str]:
        """Each answer, by name."""
        return {name: self.cleaned_data[name] for name in _WORDS}


class CompletionForm(OutcomeForm):
    language = forms.RadiosField(label=_("Language of the letters"), choices=Person.Language.choices, small=True)


class EndForm(forms.Form):
    """How and when a requirement ended."""

    ended_as = forms.RadiosField(label=_("How it ended"), choices=_ENDS)
    ended_on = forms.DateField(label=_("Day it ended"))


class CourtReturnForm(forms.Form):
    asked = forms.RadiosField(
        label=_("What is the court asked for?"),
        choices=CourtReturn.Asked.choices,
        choice_hints={
            "extension": _("Work goes on meanwhile"),
            "revocation": _("Work goes on until the court decides, unless you suspend it below"),
        },
    )
    until = forms.DateField(
        label=_("Last day asked for, where it is for more time"), subject=_("last day asked for"), required=False
    )
    suspended = forms.CheckboxField(
        label=_("Suspend work until the court decides on revocation: what is booked is cancelled"), required=False
    )
    grounds = forms.TextareaField(label=_("Why?"), hint=_("The report to the court says this."), max_length=2000)
    language = forms.RadiosField(label=_("Language of the report"), choices=Person.Language.choices, small=True)

    def application(self) -> Application:
        """The application as the operation takes it."""
        given = self.cleaned_data
        return Application(given["asked"], given["grounds"], given["until"], given["suspended"])


class CourtResultForm(forms.Form):
    result = forms.RadiosField(label=_("What did the court do?"))
    on = forms.DateField(label=_("Day of the decision"))
    until = forms.DateField(
        label=_("New last day, where more time was allowed"), subject=_("new last day"), required=False
    )
    note = forms.TextareaField(label=_("What else did it say?"), required=False, rows=3, max_length=500)

    def __init__(self, *args: Any, asked: str, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        words = dict(CourtReturn.Result.choices)
        self.fields["result"].choices = [(each, words[each]) for each in ANSWERS[asked]]
        self.fields["on"].latest = today


class ReplaceForm(forms.Form):
    ordered_minutes = forms.MinutesField(
        label=_("Hours of the requirement that stands now"), subject=_("hours of the requirement"),
        hint=_("All of them: what was credited before is taken off for you."),
    )  # fmt: skip
    on = forms.DateField(label=_("Day it takes effect"))
    limit_date = forms.DateField(
        label=_("Last day for working the hours"), hint=_("Leave empty if the court did not move it"), required=False
    )
    intensive = forms.YesNoField(label=_("Is it to be worked intensively?"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].latest = today
