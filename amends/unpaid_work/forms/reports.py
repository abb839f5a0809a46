"""What narrows the reports on outcomes and diversity, and what is asked of a local target."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.cases.queries.characteristics import CHARACTERISTICS, groups_of
from amends.design import forms
from amends.design.words import day
from amends.organisation.models import PDU
from amends.policy.quarters import quarter_ends
from amends.unpaid_work.queries.diversity import MEASURES
from amends.unpaid_work.queries.reach import Year, unit_name

EVERYWHERE = "all"
MEASURE_NAMES = {
    "placed": _("Booked on a session"),
    "took_up": _("Came to a session"),
    "stood_down": _("Stood down"),
    "suited": _("Two projects or more suit them"),
    "completed": _("Completed the hours"),
}


class YearForm(forms.Form):
    """The unit, and the year to the end of a quarter."""

    mark_optional = False
    unit = forms.SelectField(label=_("Unit"), required=False)
    to = forms.SelectField(label=_("Year to"), required=False)

    def __init__(self, *args: Any, units: list[PDU], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ends = quarter_ends(today)
        self.units = {unit.code: unit for unit in units}
        named = [(unit.code, unit_name(unit.name, unit.code)) for unit in units]
        self.fields["unit"].choices = [(EVERYWHERE, _("All units that I see")), *named]
        self.fields["to"].choices = [(end.isoformat(), day(end)) for end in self.ends]

    def chosen(self) -> tuple[str, Year]:
        """The unit as reports name it, empty for all of them; and the year, without an answer the latest."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        unit = self.units.get(given.get("unit") or EVERYWHERE)
        last = date.fromisoformat(given.get("to") or self.ends[0].isoformat())
        return unit_name(unit.name, unit.code) if unit else "", Year.to(last)


class TargetForm(forms.Form):
    pdu = forms.ModelSelectField(label=_("Unit"), queryset=None, empty_label=_("Choose a unit"))
    measure = forms.RadiosField(
        label=_("What is measured?"), choices=[(name, MEASURE_NAMES[name]) for name in MEASURES], small=True
    )
    group = forms.SelectField(label=_("Of which group?"))
    percent = forms.IntegerField(label=_("Share to reach, in percent"), min_value=0, max_value=100)
    at_most = forms.YesNoField(
        label=_("Is it to be no more than that?"),
        hint=_("As for people stood down. Otherwise it is to be at least that."),
    )
    why = forms.TextareaField(label=_("Why, and what is to be done?"), max_length=500)

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["pdu"].queryset = units
        self.fields["group"].choices = [
            (f"{name}:{group}", f"{words}: {group}")
            for name, words in CHARACTERISTICS.items()
            for group in groups_of(name)
        ]

    def target(self) -> dict[str, Any]:
        """The target as the operation takes it."""
        given = dict(self.cleaned_data)
        characteristic, _colon, group = given.pop("group").partition(":")
        return given | {"characteristic": characteristic, "group": group}


class TargetReviewForm(forms.Form):
    found = forms.TextareaField(label=_("What was found, and what is to be done?"), max_length=1000)
    stays = forms.YesNoField(label=_("Does the target stay?"), hint=_("If not, it is ended."))
    percent = forms.IntegerField(
        label=_("Share to reach from now on, in percent"), min_value=0, max_value=100, required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("stays") and given.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", str(_("Enter the share to reach from now on")))
        return given

    def review(self) -> dict[str, Any]:
        """The review as the operation takes it."""
        given = self.cleaned_data
        return {"found": given["found"], "percent": given["percent"] if given["stays"] else None}
