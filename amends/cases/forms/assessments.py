"""Forms about the assessment of a person."""

from collections.abc import Mapping
from typing import Any

from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Assessment, SelfAssessmentReply
from amends.cases.models.assessment import Severity
from amends.cases.operations.assessments import AreaDraft, SelfAssessmentDraft
from amends.design import forms
from amends.policy.codes import choices


class AreaForm(forms.Form):
    """One need area. Where there is an earlier assessment, its words may be marked as read and still true."""

    severity = forms.RadiosField(label=_("How severe is the need?"), choices=Severity.choices)
    analysis = forms.TextareaField(
        label=_("How does it bear on offending, and on stopping?"),
        hint=_("Say so also where it does not. Leave it empty to keep the earlier words, once you have read them."),
        required=False, max_length=4000,
    )  # fmt: skip
    strength = forms.TextareaField(label=_("What is there to build on?"), required=False, max_length=2000, rows=3)
    still_true = forms.CheckboxField(
        label=_("I have read what was written last time, and it is still true"), required=False
    )

    def __init__(self, *args: Any, earlier: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not earlier:
            del self.fields["still_true"]
            self.fields["analysis"].help_text = _("Say so also where it does not.")

    def draft(self) -> AreaDraft:
        """The area as the operation takes it."""
        return AreaDraft(**self.cleaned_data | {"severity": int(self.cleaned_data["severity"])})


class WholeForm(forms.Form):
    """What is not about one area."""

    sources = forms.CheckboxesField(label=_("What does it draw on?"), choices=Assessment.Source.choices, required=False)
    own_views = forms.TextareaField(
        label=_("How does the person see it?"), hint=_("In their words, where you can"), required=False,
        max_length=4000,
    )  # fmt: skip
    safety = forms.TextareaField(label=_("How are others, and the person, kept safe?"), required=False, max_length=4000)


class SelfAssessmentLinkForm(forms.Form):
    """In which language the person's own page opens."""

    language = forms.RadiosField(
        label=_("Language the page opens in"), hint=_("It can be switched to the other"), inline=True,
        choices=[("en", _("English")), ("cy", _("Welsh"))],
    )  # fmt: skip


class SelfAssessmentForm(forms.Form):
    """The questions to the person, in the words given."""

    hard = forms.CheckboxesField(required=False, choices=choices("need"))
    safe = forms.RadiosField(choices=SelfAssessmentReply.Safe.choices)
    going_well = forms.TextareaField(required=False, rows=4, validators=[MaxLengthValidator(2000)])
    help_wanted = forms.TextareaField(required=False, rows=4, validators=[MaxLengthValidator(2000)])

    mark_optional = False  # its words say so, in both languages

    def __init__(self, *args: Any, words: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = words[name]
            if name in ("going_well", "help_wanted"):
                field.error_messages["max_length"] = words["too_long"]
            else:
                field.choices = [(code, words[code]) for code, _english in field.choices]
                field.error_messages |= {"required": words["choose"], "invalid_choice": words["choose"]}

    def draft(self) -> SelfAssessmentDraft:
        """The answers as the operation takes them."""
        return SelfAssessmentDraft(**self.cleaned_data)


class DueForm(forms.Form):
    """Whose assessments, and which of them."""

    team = forms.SelectField(label=_("Team"), required=False)
    state = forms.SelectField(
        label=_("Show"), required=False,
        choices=[("", _("Due or overdue")), ("overdue", _("Overdue")), ("new", _("New information")),
                 ("all", _("Everyone"))],
    )  # fmt: skip

    def __init__(self, *args: Any, teams: list[tuple[str, str]], holds_cases: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = [("mine", _("Cases I hold or cover"))] if holds_cases or not teams else []
        self.choices = [*mine, *teams]
        self.fields["team"].choices = self.choices

    def chosen(self) -> tuple[str, str]:
        """Whose and which: without an answer the reader's own cases, or the first team's."""
        given = self.cleaned_data if self.is_valid() else {}
        return given.get("team") or self.choices[0][0], given.get("state", "")
