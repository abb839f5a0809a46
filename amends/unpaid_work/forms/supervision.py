"""The supervision plan as it is made with the person."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.policy.supervision import most_contact_weeks
from amends.unpaid_work.models import SupervisionPlan
from amends.unpaid_work.operations.supervision_plans import SupervisionPlanDraft


class SupervisionPlanForm(forms.Form):
    on = forms.DateField(label=_("Day it was made with the person"), subject=_("the day it was made"))
    objectives = forms.TextareaField(
        label=_("Objectives"), subject=_("at least one objective"), rows=5, max_length=1700,
        hint=_("What is to be achieved besides the hours, each on its own line"),
    )  # fmt: skip
    aim = forms.TextareaField(
        label=_("What is the placement to give the person?"), subject=_("what the placement is to give the person"),
        hint=_("Skills, routine, confidence, a reference: by it the placement is matched and reviewed"),
        max_length=1000, rows=3,
    )  # fmt: skip
    contact_weeks = forms.IntegerField(label=_("Weeks from one contact to the next"), subject=_("how many weeks"))
    contact_way = forms.RadiosField(
        label=_("How is contact kept?"), subject=_("how contact is kept"), choices=SupervisionPlan.Way.choices
    )
    barriers = forms.TextareaField(
        label=_("What stands in the way of working?"), required=False, max_length=2000, rows=3
    )
    barriers_done = forms.TextareaField(label=_("What is done about it?"), required=False, max_length=2000, rows=3)
    agreement = forms.RadiosField(
        label=_("Does the person agree with the plan?"), subject=_("whether the person agrees"),
        choices=SupervisionPlan.Agreement.choices,
    )  # fmt: skip
    persons_view = forms.TextareaField(
        label=_("What the person says of it"), hint=_("In their own words"), required=False, max_length=2000, rows=3
    )
    why = forms.TextareaField(label=_("Why is the plan changed?"), max_length=300, rows=2)
    instead_of = forms.IntegerField(widget=forms.forms.HiddenInput, min_value=0)

    def __init__(self, *args, standing: SupervisionPlan | None, sentenced: date, today: date, **options):
        super().__init__(*args, **options, initial=_from(standing))
        self.fields["on"].latest, self.fields["on"].earliest = today, standing.on if standing else sentenced
        most = most_contact_weeks(on=today)
        self.fields["contact_weeks"].hint = _("At most %(most)s: %(source)s") % {
            "most": most.value, "source": most.source.partition(",")[0],
        }  # fmt: skip
        if standing is None:
            del self.fields["why"]

    def draft(self) -> SupervisionPlanDraft:
        """What was entered, as the operation takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "instead_of"}
        lines = [line.strip() for line in given.pop("objectives").splitlines()]
        return SupervisionPlanDraft(objectives=tuple(line for line in lines if line), **given)


def _from(standing: SupervisionPlan | None) -> dict[str, object]:
    """What stands is what the next version begins with; what is about its day and its making is asked anew."""
    if standing is None:
        return {"instead_of": 0}
    kept = ("aim", "contact_weeks", "contact_way", "barriers", "barriers_done")
    return {name: getattr(standing, name) for name in kept} | {
        "objectives": "\n".join(standing.objectives), "instead_of": standing.version,
    }  # fmt: skip
