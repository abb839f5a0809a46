"""Forms of surveys: sending one, a beneficiary's answers, and checking a project again."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.unpaid_work.models import BeneficiaryReply, ProjectRecheck


class SendForm(forms.Form):
    language = forms.RadiosField(
        label=_("Language the survey opens in"), hint=_("It can be switched to the other"), inline=True,
        choices=[("en", _("English")), ("cy", _("Welsh"))],
    )  # fmt: skip


class ReplyForm(forms.Form):
    """The questions of `BeneficiaryReply`, in the words given."""

    work = forms.RadiosField(choices=BeneficiaryReply.Grade.choices)
    communications = forms.RadiosField(choices=BeneficiaryReply.Grade.choices)
    again = forms.RadiosField(choices=BeneficiaryReply.Again.choices)
    benefit = forms.RadiosField(choices=BeneficiaryReply.Benefit.choices)
    comment = forms.TextareaField(required=False, rows=4, validators=[MaxLengthValidator(2000)])

    mark_optional = False  # its words say so, in both languages

    def __init__(self, *args, words: Mapping[str, str], **options):
        super().__init__(*args, **options)
        self.said = words
        for name, field in self.fields.items():
            field.label = words[name]
            if name == "comment":
                field.help_text = words["name_nobody"]
                field.error_messages["max_length"] = words["too_long"]
            else:
                field.choices = [(code, words[code]) for code, _english in field.choices]
                field.error_messages |= {"required": words["choose"], "invalid_choice": words["choose"]}


class OpenRecheckForm(forms.Form):
    reason = forms.RadiosField(
        label=_("What gives reason to check?"),
        choices=[choice for choice in ProjectRecheck.Reason.choices if choice[0] != ProjectRecheck.Reason.REPLY],
    )
    note = forms.TextareaField(
        label=_("What was said, or what you saw"), hint=_("Name no person on probation"), max_length=1000, rows=4
    )
    due_on = forms.DateField(label=_("Check it by"))

    def __init__(self, *args, earliest: date, **options):
        super().__init__(*args, **options)
        self.fields["due_on"].earliest = earliest


class CloseRecheckForm(forms.Form):
    outcome = forms.RadiosField(label=_("What came of it?"), choices=ProjectRecheck.Outcome.choices)
    finding = forms.TextareaField(
        label=_("What was found and done"), hint=_("Name no person on probation"), max_length=2000, rows=4
    )


class ResultsForm(forms.Form):
    first = forms.DateField(label=_("First day"), required=False)
    last = forms.DateField(label=_("Last day"), required=False)

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.today = today

    def clean(self):
        given = super().clean()
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("The last day must be on or after the first"))
        return given

    def chosen(self) -> tuple[date, date]:
        """The first and the last day: without an answer, the last twelve months."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        last = given.get("last") or self.today
        return given.get("first") or last - timedelta(days=364), last
