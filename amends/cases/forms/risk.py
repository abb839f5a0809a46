"""Forms about risk of serious harm, MAPPA, registrations and agency checks."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.cases.forms.sentences import day_after
from amends.cases.operations import RiskDraft
from amends.design import forms
from amends.policy.codes import choices

_LEVELS = [("low", _("Low")), ("medium", _("Medium")), ("high", _("High")), ("very_high", _("Very high"))]


class RiskOfHarmForm(forms.Form):
    """The level to each group, and why."""

    assessed_on = forms.DateField(label=_("Day of the judgement"))
    children = forms.RadiosField(label=_("Risk to children"), choices=_LEVELS)
    public = forms.RadiosField(label=_("Risk to the public"), choices=_LEVELS)
    known_adult = forms.RadiosField(label=_("Risk to a known adult"), choices=_LEVELS)
    staff = forms.RadiosField(label=_("Risk to staff"), choices=_LEVELS)
    prisoners = forms.RadiosField(
        label=_("Risk to prisoners"), choices=[*_LEVELS, ("", _("Not in custody"))], required=False
    )
    reason = forms.TextareaField(label=_("Why"), max_length=4000)

    def draft(self) -> RiskDraft:
        """The judgement as the operation takes it."""
        return RiskDraft(**self.cleaned_data)


class MappaForm(forms.Form):
    """Category and level, from a day."""

    category = forms.RadiosField(
        label=_("Category"), choices=[("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")], small=True
    )
    level = forms.RadiosField(label=_("Level"), choices=[("1", "1"), ("2", "2"), ("3", "3")], small=True)
    from_date = forms.DateField(label=_("First day"))
    review_date = forms.DateField(label=_("Review by"))


class EndMappaForm(forms.Form):
    """Until when a person is managed so."""

    last_day = forms.DateField(label=_("Last day"))


class RegistrationForm(forms.Form):
    """What a person is registered for."""

    kind = forms.SelectField(label=_("What it is for"), choices=[("", _("Choose")), *choices("registration")])
    from_date = forms.DateField(label=_("First day"))
    review_date = forms.DateField(label=_("Review by"))
    note = forms.TextareaField(label=_("What to know about it"), required=False, max_length=400)


class ReviewRegistrationForm(forms.Form):
    """Whether a registration is kept."""

    kept = forms.RadiosField(
        label=_("What did the review decide?"), choices=[("yes", _("Keep it")), ("no", _("End it"))]
    )
    review_date = forms.DateField(label=_("Next review by, if it is kept"), subject=_("next review"), required=False)
    last_day = forms.DateField(label=_("Last day, if it ends"), subject=_("last day"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        needed = {"yes": "review_date", "no": "last_day"}.get(given.get("kept", ""))
        if needed and not given.get(needed) and needed not in self.errors:
            words = {"review_date": _now("Enter the next review"), "last_day": _now("Enter the last day")}
            self.add_error(needed, words[needed])
        return given

    def decision(self) -> dict[str, Any]:
        """The operation's `review_date` or `to_date`."""
        given = self.cleaned_data
        if given["kept"] == "yes":
            return {"review_date": given["review_date"]}
        return {"to_date": day_after(given["last_day"])}


class AgencyCheckForm(forms.Form):
    """What an agency answered."""

    agency = forms.RadiosField(label=_("Agency"), choices=choices("agency"))
    outcome = forms.RadiosField(
        label=_("What it came to"), choices=choices("check_outcome"),
        choice_hints={"not_retrieved": _("No answer came: it says nothing about what is held")},
    )  # fmt: skip
    checked_on = forms.DateField(label=_("Day of the answer, or of asking in vain"), subject=_("day"))
    summary = forms.TextareaField(label=_("What the agency told"), required=False, max_length=4000)
