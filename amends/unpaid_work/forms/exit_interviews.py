"""The exit interview, and the period whose answers are shown."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.unpaid_work.models import ExitInterview
from amends.unpaid_work.operations.exit_interviews import ExitInterviewDraft

_SCALE = [
    ("5", _("Very much")), ("4", _("Mostly")), ("3", _("Partly")), ("2", _("Hardly")), ("1", _("Not at all")),
]  # fmt: skip


class ExitInterviewForm(forms.Form):
    way = forms.RadiosField(
        label=_("Who fills this in?"), subject=_("who fills this in"), choices=ExitInterview.Way.choices
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
        given = dict(self.cleaned_data)
        for question in ("learned", "fair", "useful"):
            given[question] = int(given[question]) if given[question] else None
        return ExitInterviewDraft(**given)


class PeriodForm(forms.Form):
    first = forms.DateField(label=_("From"), subject=_("the first day"), required=False)
    last = forms.DateField(label=_("To"), subject=_("the last day"), required=False)

    def chosen(self, today: date) -> tuple[date, date]:
        """The days asked for; the last twelve months where none are, or they cannot be."""
        given = self.cleaned_data if self.is_valid() else {}
        last = given.get("last") or today
        first = given.get("first") or last - timedelta(days=364)
        return (first, last) if first <= last else (today - timedelta(days=364), today)
