"""Forms about release from custody, requirements of an order and conditions of a licence."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.cases.forms.sentences import day_after
from amends.cases.models import Sentence, SentenceCondition
from amends.cases.operations import ConditionDraft, condition_scheme
from amends.design import forms
from amends.policy.codes import choices

UNITS = [
    (SentenceCondition.Unit.DAYS, _("Days")),
    (SentenceCondition.Unit.HOURS, _("Hours")),
    (SentenceCondition.Unit.MONTHS, _("Months")),
    (SentenceCondition.Unit.SESSIONS, _("Sessions")),
    ("", _("It is not counted")),
]


class ReleaseForm(forms.Form):
    """When custody, and then the licence, ends."""

    release_date = forms.DateField(label=_("Day of release"))
    licence_last_day = forms.DateField(
        label=_("Last day of the licence"), required=False,
        hint=_("Leave empty where the licence lasts until the sentence ends, with no supervision after it"),
    )  # fmt: skip

    def dates(self) -> dict[str, Any]:
        """The dates as the operation takes them."""
        given = self.cleaned_data
        return {"release_date": given["release_date"], "licence_end_date": day_after(given["licence_last_day"])}


class ConditionForm(forms.Form):
    """A requirement of an order, or a condition of a licence."""

    kind = forms.SelectField(label=_("What is asked"), choices=[])
    amount = forms.IntegerField(label=_("How much"), required=False, min_value=1)
    unit = forms.RadiosField(label=_("Of what"), choices=UNITS, required=False)
    details = forms.TextareaField(
        label=_("Details"), hint=_("Such as where, with whom, at what times"), required=False, max_length=400
    )
    from_date = forms.DateField(label=_("First day"))
    last_day = forms.DateField(label=_("Last day"), hint=_("Leave empty if none is set"), required=False)

    def __init__(self, *args: Any, sentence: Sentence, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", _("Choose")), *choices(condition_scheme(sentence))]

    def draft(self) -> ConditionDraft:
        """The condition as the operation takes it."""
        given = self.cleaned_data
        return ConditionDraft(
            kind=given["kind"], from_date=given["from_date"], amount=given["amount"], unit=given["unit"],
            details=given["details"], to_date=day_after(given["last_day"]),
        )  # fmt: skip


class EndConditionForm(forms.Form):
    """Until when it holds."""

    last_day = forms.DateField(label=_("Last day"))
