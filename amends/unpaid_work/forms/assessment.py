"""A form for each section of the assessment, built from its specification."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person
from amends.design import forms
from amends.design.words import WEEKDAYS
from amends.unpaid_work.form_specs.assessment import Question, Section
from amends.unpaid_work.form_specs.vocabulary import choices
from amends.unpaid_work.operations.assessments import WIDEST_AREA_KM

PARTS = [("m", _("Morning")), ("a", _("Afternoon")), ("e", _("Evening"))]
SLOTS = [(f"{day}{part}", f"{day_words} {part_words}") for day, day_words in WEEKDAYS for part, part_words in PARTS]
LONGEST_TEXT = 4000
LONGEST_MEDICATION = 2000


class SectionForm(forms.Form):
    """The questions of one section, as they are asked of this person. Answers are plain values, as JSON keeps them."""

    def __init__(
        self, data: Any = None, *, section: Section, person: Person, today: date, answers: Mapping[str, Any]
    ) -> None:
        self.section = section
        asked = [question for question in section.questions if question.not_for != person.sex]
        self.mark_optional = not section.anew
        initial = {name: _shown(name, value) for name, value in answers.items()}
        super().__init__(data, initial=initial)
        for question in asked:
            self.fields[question.name] = _field(question, today, answers.get(question.name))

    @property
    def week(self):
        """The rows of the availability grid: a day in words, and for each part its code, words and whether chosen."""
        chosen = set(self["slots"].value() or ())
        return [
            (words, [(f"{day}{part}", f"{words} {part_words}", f"{day}{part}" in chosen) for part, part_words in PARTS])
            for day, words in WEEKDAYS
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for question in self.section.questions:
            if question.leads_to and given.get(question.name) and not given.get(question.leads_to):
                self.add_error(question.leads_to, _("Say what it is, as you answered yes"))
        if self.section.slug == "risk-of-harm":
            self._check_harm(given)
        if self.section.slug == "placement":
            self._check_placement(given)
        return given

    def _check_harm(self, given: dict[str, Any]) -> None:
        risk = given.get("risk_of_harm")
        answered = given.get("harm_check")
        if answered and answered != "not_retrieved" and not risk and "risk_of_harm" not in self.errors:
            self.add_error("risk_of_harm", _("Select risk of serious harm to others"))
        if risk and risk != "low" and not given.get("harm_detail"):
            self.add_error("harm_detail", _("Say how the risk bears on work: it is not low"))

    def _check_placement(self, given: dict[str, Any]) -> None:
        kinds = given.get("kinds") or []
        if given.get("preference") == "individual" and kinds and "individual" not in kinds:
            self.add_error("preference", _("Allow an individual placement above, or choose another preference"))
        if given.get("women_only") and given.get("preference") == "mixed":
            self.add_error("preference", _("A mixed group cannot be preferred by someone placed with women only"))

    def answers(self) -> dict[str, Any]:
        """What was answered: dates in ISO 8601; text behind a question answered no is left out."""
        given = dict(self.cleaned_data)
        for question in self.section.questions:
            if question.leads_to and given.get(question.name) is False:
                given[question.leads_to] = ""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


def _shown(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "harm_checked_on" and isinstance(value, str) else value


def _field(question: Question, today: date, held: Any) -> forms.forms.Field:
    shared: dict[str, Any] = {
        "label": question.label,
        "hint": question.hint,
        "required": question.required,
        "subject": question.subject,
    }
    return _FIELDS[question.kind](question, shared, today, held)


def _yes_no(question, shared, today, held):
    leads = {"conditional": {"yes": question.leads_to}, "inline": False} if question.leads_to else {}
    return forms.YesNoField(**shared, **leads)


def _radios(question, shared, today, held):
    return forms.RadiosField(**shared, choices=question.choices, choice_hints=question.choice_hints)


def _checkboxes(question, shared, today, held):
    offered = choices(dict(question.choices), held or ()) if question.grows else question.choices
    return forms.CheckboxesField(**shared, choices=offered, choice_hints=question.choice_hints, small=True)


def _long_text(question, shared, today, held):
    longest = LONGEST_MEDICATION if question.name == "medication" else LONGEST_TEXT
    return forms.TextareaField(**shared, max_length=longest)


def _day_past(question, shared, today, held):
    return forms.DateField(**shared, latest=today)


def _whole_number(question, shared, today, held):
    least, most = question.limits
    said = _("Enter a whole number from %(least)s to %(most)s") % {"least": least, "most": most}
    return forms.IntegerField(
        **shared, min_value=least, max_value=most, suffix=question.suffix, width=3,
        error_messages={"min_value": said, "max_value": said, "invalid": said},
    )  # fmt: skip


def _week(question, shared, today, held):
    return forms.CheckboxesField(**shared, choices=SLOTS)


_FIELDS = {
    "yes_no": _yes_no,
    "radios": _radios,
    "checkboxes": _checkboxes,
    "long_text": _long_text,
    "day_past": _day_past,
    "whole_number": _whole_number,
    "week": _week,
}


class AreaForm(forms.Form):
    """One more area to stay away from."""

    description = forms.TextField(
        label=_("Which area"),
        hint=_("For example, the street of the person harmed and the school beside it"),
        max_length=200,
        width="two-thirds",
    )
    position = forms.PositionField(
        label=_("Its middle"),
        hint=_("Latitude and longitude, as a map shows them when you select a place. For example, 52.6369, -1.1398"),
    )
    radius_km = forms.DecimalField(
        label=_("How far around it"), min_value=0.1, max_value=WIDEST_AREA_KM, suffix=_("km"), width=4,
        error_messages={"min_value": _("The distance must be 0.1 km or more"),
                        "max_value": _("The distance must be 100 km or less"),
                        "invalid": _("Enter a number of kilometres, like 1.5")},
    )  # fmt: skip

    @classmethod
    def begun(cls, data: Mapping[str, str]) -> bool:
        """Whether anything was typed into the form."""
        return any(data.get(name, "").strip() for name in cls.base_fields)

    def area(self) -> dict[str, Any]:
        """The area as the unfinished assessment keeps it."""
        lat, lon = self.cleaned_data["position"]
        return {"description": self.cleaned_data["description"], "lat": lat, "lon": lon,
                "radius_km": float(self.cleaned_data["radius_km"])}  # fmt: skip


class WithdrawForm(forms.Form):
    reason = forms.TextareaField(
        label=_("Why it no longer fits"),
        hint=_("For example, a new risk entry, or a review that asks for a new assessment"),
        max_length=300, rows=4,
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """Nothing to fill in: sending it is the answer."""


class SignOffForm(forms.Form):
    note = forms.TextareaField(
        label=_("What you weighed"),
        hint=_("Who else works there, how the person is supervised, school and travel"),
        max_length=500, rows=5,
    )  # fmt: skip


class WithdrawSignOffForm(forms.Form):
    reason = forms.TextareaField(label=_("Why the sign-off no longer holds"), max_length=200, rows=3)


class UnavailabilityForm(forms.Form):
    from_date = forms.DateField(label=_("First day away"))
    last_date = forms.DateField(label=_("Last day away"))
    reason = forms.TextField(label=_("Why"), max_length=200, width="two-thirds")

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.fields["last_date"].earliest = today

    def clean(self):
        given = super().clean()
        first, last = given.get("from_date"), given.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", _("The last day away must be on or after the first"))
        return given
