"""Wishing something of plans."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design import forms
from amends.unpaid_work.models import PlanWish
from amends.unpaid_work.operations.plan_wishes import MOST_POINTS, WishDraft


class WishForm(forms.Form):
    """What is wished, of whom, where and when. `find` answers a person for a CRN, or None."""

    kind = forms.RadiosField(
        label=gettext_lazy("What do you wish?"),
        choices=[
            (PlanWish.Kind.PIN, gettext_lazy("Pin: this booking must be made")),
            (PlanWish.Kind.FORBID, gettext_lazy("Never: no such booking may be made")),
            (PlanWish.Kind.PREFER, gettext_lazy("Prefer or avoid: such bookings gain or lose points")),
        ],
        choice_hints={PlanWish.Kind.PIN: gettext_lazy("Names a person, a project and a day")},
    )
    crn = forms.TextField(
        label=gettext_lazy("Person"), hint=gettext_lazy("CRN. Leave it empty to mean anybody."), required=False,
        width=10, spellcheck=False,
    )  # fmt: skip
    project = forms.ModelSelectField(
        label=gettext_lazy("Project"), queryset=None, required=False, empty_label=gettext_lazy("Any project")
    )
    day = forms.DateField(
        label=gettext_lazy("Day"), hint=gettext_lazy("Leave it empty to mean any day."), required=False
    )
    points = forms.IntegerField(
        label=gettext_lazy("Points, where you prefer or avoid"), required=False, width=5,
        min_value=-MOST_POINTS, max_value=MOST_POINTS,
        hint=gettext_lazy("For each booking; below 0 to avoid. A minute of the week’s least offer is worth 5 to 10 "
                          "points, a minute of travel costs half a point, dropping a booking 40."),
    )  # fmt: skip
    reason = forms.TextareaField(
        label=gettext_lazy("Why"), hint=gettext_lazy("Read by everyone who plans for the team"), max_length=300, rows=3
    )

    def __init__(self, *args, projects, find, tomorrow: date, **options):
        super().__init__(*args, **options)
        self.fields["project"].queryset = projects
        self.fields["day"].earliest = tomorrow
        self._find = find

    def clean_crn(self):
        """The person, None for anybody."""
        typed = self.cleaned_data["crn"]
        if not typed:
            return None
        found = self._find(typed)
        if found is None:
            raise forms.ValidationError(_("Enter the CRN of a person whom you plan for, like X123456"))
        return found

    def draft(self) -> WishDraft:
        """What is wished."""
        given = self.cleaned_data
        points = given["points"] if given["kind"] == PlanWish.Kind.PREFER else None
        return WishDraft(given["kind"], given["crn"], given["project"], given["day"], points, given["reason"])

    def clean(self):
        given, kind = super().clean(), self.cleaned_data.get("kind")
        empty = {name for name in ("crn", "project", "day", "points")
                 if name not in self.errors and given.get(name) in (None, "")}  # fmt: skip
        if kind == PlanWish.Kind.PIN:
            told = {"crn": _("Enter the CRN of the person to pin"), "project": _("Select the project to pin them to"),
                    "day": _("Enter the day to pin them to")}  # fmt: skip
            for name in empty & told.keys():
                self.add_error(name, told[name])
        elif {"crn", "project"} <= empty:
            self.add_error("crn", _("Enter a CRN, select a project, or both"))
        if kind == PlanWish.Kind.PREFER and (not given.get("points") and "points" not in self.errors):
            self.add_error("points", _("Enter how many points, other than 0"))
        return given
