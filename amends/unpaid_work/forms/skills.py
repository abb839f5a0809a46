"""Certificates, guided learning, and the record of a pre-placement session."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.policy import codes
from amends.unpaid_work.form_specs.vocabulary import SKILLS, choices
from amends.unpaid_work.models import Certificate, PrePlacement, SkillLearning
from amends.unpaid_work.operations.skills import CertificateDraft


class CertificateForm(forms.Form):
    skill = forms.SelectField(label=_("Skill"), subject=_("the skill"))
    title = forms.TextField(
        label=_("What the certificate is called"), hint=_("As it says, like CSCS Green Labourer card"), max_length=120
    )
    number = forms.TextField(label=_("Number"), max_length=60, width=20, required=False)
    awarded_by = forms.TextField(label=_("Who awarded it"), max_length=120, required=False)
    from_date = forms.DateField(label=_("Day it was awarded"))
    last_day = forms.DateField(
        label=_("Last day it holds"), hint=_("Leave empty if it does not run out"), required=False
    )

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.fields["skill"].choices = [("", _("Choose a skill")), *choices(SKILLS)]
        self.fields["from_date"].latest = today

    def draft(self) -> CertificateDraft:
        """What was entered, as the operation takes it."""
        given = dict(self.cleaned_data)
        last = given.pop("last_day")
        return CertificateDraft(**given, to_date=last + timedelta(days=1) if last else None)


class WithdrawForm(forms.Form):
    why = forms.TextareaField(label=_("Why is it taken back?"), max_length=300, rows=2)


class LearningForm(forms.Form):
    project = forms.ModelSelectField(label=_("Project"), queryset=None, empty_label=_("Choose a project"))
    skill = forms.SelectField(label=_("Skill"), subject=_("the skill"))
    aim = forms.TextareaField(label=_("What is to be learned?"), max_length=300, rows=2)
    from_date = forms.DateField(label=_("First day"))

    def __init__(self, *args, projects, **options):
        super().__init__(*args, **options)
        self.fields["project"].queryset = projects
        self.fields["skill"].choices = [("", _("Choose a skill")), *choices(SKILLS)]


class LearningEndForm(forms.Form):
    result = forms.RadiosField(label=_("What came of it?"), choices=SkillLearning.Result.choices)
    last_day = forms.DateField(label=_("Last day"))
    certificate = forms.ModelSelectField(
        label=_("Certificate awarded for it"), queryset=None, required=False, empty_label=_("None")
    )

    def __init__(self, *args, learning: SkillLearning, today: date, **options):
        super().__init__(*args, **options)
        self.fields["last_day"].latest, self.fields["last_day"].earliest = today, learning.from_date
        awarded = Certificate.objects.filter(
            person=learning.requirement.sentence.person_id, skill=learning.skill, withdrawn_at=None
        )
        self.fields["certificate"].queryset = awarded
        self.fields["certificate"].label_from_instance = lambda row: row.title


class PrePlacementForm(forms.Form):
    covered = forms.CheckboxesField(label=_("What was gone through"), required=False)
    asked = forms.TextareaField(
        label=_("What the person asked, or needs explained again"), max_length=2000, rows=3, required=False
    )
    acknowledged = forms.YesNoField(
        label=_("Did the person say that they understood it?"),
        hint=_("Only once everything was gone through, in a language that they understand"),
    )
    acknowledged_on = forms.DateField(label=_("Day they said so"), required=False)

    def __init__(self, *args, held: PrePlacement | None, day: date, today: date, **options):
        given: dict[str, object] = {"acknowledged_on": day}
        if held:
            given = {"covered": held.covered, "asked": held.asked, "acknowledged_on": held.acknowledged_on or day,
                     "acknowledged": bool(held.acknowledged_on)}  # fmt: skip
        super().__init__(*args, **options, initial=given)
        self.fields["covered"].choices = codes.choices("pre_placement")
        self.fields["acknowledged_on"].latest, self.fields["acknowledged_on"].earliest = today, day

    def clean(self):
        given = super().clean()
        if given.get("acknowledged") and not given.get("acknowledged_on") and "acknowledged_on" not in self.errors:
            self.add_error("acknowledged_on", _("Enter the day they said so"))
        return given

    def values(self) -> dict[str, object]:
        """What was entered, as the operation takes it."""
        given = dict(self.cleaned_data)
        if not given.pop("acknowledged"):
            given["acknowledged_on"] = None
        return given
