"""The exit interview, and the period whose answers are shown."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person
from amends.design import forms
from amends.policy.exit_interview import QUESTIONS
from amends.unpaid_work.operations.exit_interviews import BY_STAFF, ExitInterviewDraft

_SCALE = [
    ("5", _("Very much")), ("4", _("Mostly")), ("3", _("Partly")), ("2", _("Hardly")), ("1", _("Not at all")),
]  # fmt: skip


class ExitInterviewForm(forms.Form):
    way = forms.RadiosField(
        label=_("Who fills this in?"),
        subject=_("who fills this in"),
        choices=BY_STAFF,
    )
    declined = forms.CheckboxField(label=_("The person does not want to answer"), required=False)
    learned = forms.RadiosField(label=_("Did you learn something?"), choices=_SCALE, required=False)
    learned_what = forms.TextareaField(label=_("What did you learn?"), max_length=2000, rows=3, required=False)
    fair = forms.RadiosField(label=_("Were you treated fairly?"), choices=_SCALE, required=False)
    useful = forms.RadiosField(label=_("Was the work useful to the community?"), choices=_SCALE, required=False)
    in_the_way = forms.TextareaField(
        label=_("What got in the way of the work, if anything?"), max_length=2000, rows=3, required=False
    )
    on = forms.DateField(label=_("Day"), subject=_("the day"))

    def __init__(self, *args, sentenced: date, today: date, **options):
        super().__init__(*args, **options, initial={"on": today})
        self.fields["on"].earliest, self.fields["on"].latest = sentenced, today

    def draft(self) -> ExitInterviewDraft:
        """What was entered, as the operation takes it."""
        return ExitInterviewDraft(**_with_scores(self.cleaned_data))


def _with_scores(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**given, **{question: int(given[question]) if given[question] else None for question in QUESTIONS}}


class ExitLinkForm(forms.Form):
    language = forms.RadiosField(
        label=_("Language the questions open in"), hint=_("They can be switched to the other"), inline=True,
        choices=Person.Language.choices,
    )  # fmt: skip


class ExitAnswersForm(forms.Form):
    """The same questions as the person reads them by themselves, in the words given."""

    learned = forms.RadiosField(choices=_SCALE, required=False)
    learned_what = forms.TextareaField(required=False, rows=3, validators=[MaxLengthValidator(2000)])
    fair = forms.RadiosField(choices=_SCALE, required=False)
    useful = forms.RadiosField(choices=_SCALE, required=False)
    in_the_way = forms.TextareaField(required=False, rows=3, validators=[MaxLengthValidator(2000)])
    declined = forms.CheckboxField(required=False)

    mark_optional = False  # its words say so, in both languages

    def __init__(self, *args: Any, words: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words
        for name, field in self.fields.items():
            field.label = words[name]
            if name in QUESTIONS:
                field.choices = [(score, words[f"score_{score}"]) for score, _english in field.choices]
                field.error_messages["invalid_choice"] = words["choose"]
            elif name != "declined":
                field.error_messages["max_length"] = words["too_long"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("declined"):
            for question in QUESTIONS:
                if not given.get(question) and question not in self.errors:
                    self.add_error(question, self.words["choose"])
        return given

    def draft(self, on: date) -> ExitInterviewDraft:
        """What was answered, as the operation takes it."""
        return ExitInterviewDraft(on=on, way="link", **_with_scores(self.cleaned_data))


class PeriodForm(forms.Form):
    first = forms.DateField(label=_("From"), subject=_("the first day"), required=False)
    last = forms.DateField(label=_("To"), subject=_("the last day"), required=False)

    def chosen(self, today: date) -> tuple[date, date]:
        """The days asked for; the last twelve months where none are, or they cannot be."""
        given = self.cleaned_data if self.is_valid() else {}
        last = given.get("last") or today
        first = given.get("first") or last - timedelta(days=364)
        return (first, last) if first <= last else (today - timedelta(days=364), today)
