"""Forms of managers: oversight of a case, supervision of staff, drawing and reading cases for audit; housing needs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.cases.form_specs import AUDIT_ANSWERS, AUDIT_QUESTIONS
from amends.cases.operations.oversight import MOST_DRAWN, OversightDraft
from amends.design import forms


class OversightForm(forms.Form):
    """What a manager found on looking at a case."""

    on = forms.DateField(label=_("Day you looked at the case"), subject=_("day"))
    note = forms.TextareaField(label=_("What you found"), max_length=4000)
    action = forms.TextField(label=_("What is to be done, and by whom"), required=False, max_length=400)
    action_by = forms.DateField(label=_("By when"), subject=_("day by when"), required=False)
    sensitive = forms.CheckboxField(
        label=_("The note is sensitive"), hint=_("Only those who record oversight read it"), required=False
    )

    def draft(self) -> OversightDraft:
        """The note as the operation takes it."""
        return OversightDraft(**self.cleaned_data)


class SupervisionForm(forms.Form):
    """A supervision session of a member of staff."""

    on = forms.DateField(label=_("Day of the session"), subject=_("day"))
    notes = forms.TextareaField(
        label=_("What was spoken about"), max_length=4000, hint=_("Name people by their CRN, never by name")
    )
    agreed = forms.TextareaField(label=_("What was agreed"), required=False, max_length=2000)
    next_on = forms.DateField(label=_("Next session"), required=False)


class DrawForm(forms.Form):
    """How many cases of which team are drawn for audit."""

    team = forms.ModelSelectField(label=_("Team"), queryset=None, empty_label=_("Choose a team"))
    count = forms.IntegerField(label=_("How many cases"), min_value=1, max_value=MOST_DRAWN)

    def __init__(self, *args: Any, teams: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams


class AuditForm(forms.Form):
    """The questions of an audit, as data."""

    summary = forms.TextareaField(label=_("What you found"), required=False, max_length=4000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, words in AUDIT_QUESTIONS.items():
            self.fields[code] = forms.RadiosField(label=words, choices=AUDIT_ANSWERS, inline=True)
        self.order_fields([*AUDIT_QUESTIONS, "summary"])


class AuditsFilter(forms.Form):
    """Which drawn cases."""

    state = forms.SelectField(
        label=_("Show"), required=False,
        choices=[("", _("All")), ("waiting", _("Waiting to be read")), ("read", _("Read"))],
    )  # fmt: skip


class HousingNeedForm(forms.Form):
    """A need for housing, and who was told of it."""

    needed_from = forms.DateField(label=_("First night without a place"))
    raised_with = forms.TextField(
        label=_("Who was told"), hint=_("The council, or a provider of housing"), max_length=200
    )
    note = forms.TextareaField(label=_("What they were told"), required=False, max_length=2000)


class HousingAnswerForm(forms.Form):
    """What came of it."""

    answer = forms.TextField(label=_("What came of it"), max_length=400)
    settled_on = forms.DateField(label=_("Day of the answer"))
