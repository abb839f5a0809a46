"""Forms about the plan of a case, the person's agreement, and services for needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from amends.cases.models import NeedService, PlanAction, PlanAgreement, PlanLookBack, PlanObjective
from amends.cases.operations.need_services import ReferralDraft
from amends.cases.operations.plans import ActionDraft, ObjectiveDraft
from amends.cases.queries.risk import condition_words
from amends.design import forms
from amends.policy.codes import choices

_EXAMPLE = _("For example, 27 3 2026")
_READ = _("I have read what was written last time, and it is still true")
RISK_GROUPS = [
    ("children", _("Children")), ("public", _("The public")), ("known_adult", _("A known adult")),
    ("staff", _("Staff")), ("prisoners", _("Prisoners")),
]  # fmt: skip


class ObjectiveForm(forms.Form):
    """An objective, for one need or one group at risk."""

    for_what = forms.SelectField(label=_("What is it for?"))
    priority = forms.RadiosField(label=_("How much does it matter?"), choices=PlanObjective.Priority.choices)
    change = forms.TextareaField(
        label=_("What is to change?"),
        hint=_("In words that the person reads and understands. Never name or describe a victim here."),
        max_length=1000, rows=4,
    )  # fmt: skip
    still_true = forms.CheckboxField(label=_READ, required=False)

    def __init__(self, *args: Any, needs: Mapping[str, int], copied: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        told = {1: _("%s, a need"), 2: _("%s, a severe need")}
        areas = [(f"area:{code}", told[needs[code]] % _(words) if needs.get(code) else _(words))
                 for code, words in sorted(choices("need"), key=lambda each: -needs.get(each[0], 0))]  # fmt: skip
        groups = [(f"group:{code}", _("Risk to: %s") % words) for code, words in RISK_GROUPS]
        self.fields["for_what"].choices = [("", _("Choose")), *areas, *groups]
        if not copied:
            del self.fields["still_true"]

    def draft(self) -> ObjectiveDraft:
        """The objective as the operation takes it."""
        given = dict(self.cleaned_data)
        kind, _colon, code = given.pop("for_what").partition(":")
        about = {"area" if kind == "area" else "risk_group": code}
        return ObjectiveDraft(**given | about | {"priority": int(given["priority"])})


class ActionForm(forms.Form):
    """What is to be done, by whom, by when and how."""

    what = forms.TextField(label=_("What is to be done?"), max_length=300)
    by_whom = forms.RadiosField(label=_("Who does it?"), choices=PlanAction.ByWhom.choices)
    by_date = forms.DateField(label=_("By when?"), hint=_EXAMPLE)
    how = forms.TextField(
        label=_("How?"), max_length=200,
        hint=_("At an office, by telephone or video, at home: what the delivery model of the day allows."),
    )  # fmt: skip

    def draft(self) -> ActionDraft:
        """The action as the operation takes it."""
        return ActionDraft(**self.cleaned_data)


class LookBackForm(forms.Form):
    """What came of an earlier objective."""

    result = forms.RadiosField(
        label=_("What came of it?"), choices=PlanLookBack.Result.choices,
        hint=_("One that goes on is put into the new plan, for you to read again."),
    )  # fmt: skip
    said = forms.TextareaField(label=_("What was achieved, and what stood in the way?"), max_length=1000, rows=4)


class PartForm(forms.Form):
    """One part that is written as text."""

    words = forms.TextareaField(required=False, max_length=4000)
    still_true = forms.CheckboxField(label=_READ, required=False)

    def __init__(self, *args: Any, label: Any, hint: Any, most: int, earlier: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["words"]
        field.label, field.help_text = label, hint
        field.validators.append(MaxLengthValidator(most))
        if not earlier:
            del self.fields["still_true"]


class AgreementForm(forms.Form):
    """What the person said of the plan, in the room."""

    agreed = forms.RadiosField(label=_("Does the person agree?"), choices=PlanAgreement.Agreed.choices)
    words = forms.TextareaField(
        label=_("What do they say of it?"), hint=_("In their words. Needed unless they simply agree: why not, if not."),
        required=False, max_length=2000, rows=4,
    )  # fmt: skip


class OwnAgreementForm(forms.Form):
    """The question to the person, in the words given."""

    agreed = forms.RadiosField(choices=PlanAgreement.Agreed.choices)
    words = forms.TextareaField(required=False, rows=4, validators=[MaxLengthValidator(2000)])

    mark_optional = False  # its words say so, in both languages

    def __init__(self, *args: Any, told: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        agreed, words = self.fields["agreed"], self.fields["words"]
        agreed.label, words.label = told["agreed_asked"], told["words_asked"]
        agreed.choices = [(code, told[code]) for code in PlanAgreement.Agreed.values]
        agreed.error_messages |= {"required": told["choose"], "invalid_choice": told["choose"]}
        words.error_messages["max_length"] = told["too_long"]
        self._say_why = told["say_why"]

    def clean(self) -> dict[str, Any]:
        """Whoever does not simply agree says why."""
        given = super().clean() or self.cleaned_data
        if given.get("agreed") not in (None, PlanAgreement.Agreed.AGREED) and not given.get("words", "").strip():
            self.add_error("words", self._say_why)
        return given


class ReferralForm(forms.Form):
    """A referral to a service."""

    area = forms.SelectField(label=_("Which need does it meet?"), choices=[("", _("Choose")), *choices("need")])
    name = forms.TextField(label=_("Which service, and what does it give?"), max_length=120)
    from_date = forms.DateField(label=_("Day of the referral"), hint=_EXAMPLE)
    condition = forms.SelectField(
        label=_("Do its sessions count towards a requirement?"), required=False,
        hint=_("The sessions attended are then no longer left to be done."),
    )  # fmt: skip

    def __init__(self, *args: Any, conditions: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self._conditions = {str(each.pk): each for each in conditions}
        self.fields["condition"].choices = [
            ("", _("No")), *((pk, condition_words(each)) for pk, each in self._conditions.items())
        ]  # fmt: skip
        if not conditions:
            del self.fields["condition"]

    def draft(self) -> ReferralDraft:
        """The referral as the operation takes it."""
        given = self.cleaned_data
        return ReferralDraft(**given | {"condition": self._conditions.get(given.get("condition", ""))})


class StartForm(forms.Form):
    """When a service started."""

    started_on = forms.DateField(label=_("Day it started"), hint=_EXAMPLE)


class ServiceSessionForm(forms.Form):
    """A session of a service."""

    on = forms.DateField(label=_("Day of the session"), hint=_EXAMPLE)
    attended = forms.YesNoField(label=_("Did the person attend?"))


class FinishForm(forms.Form):
    """How a service ended."""

    last_on = forms.DateField(label=_("Last day"), hint=_EXAMPLE)
    finished_as = forms.RadiosField(label=_("How did it end?"), choices=NeedService.Finished.choices)
    note = forms.TextareaField(label=_("What came of it?"), required=False, max_length=400, rows=3)
