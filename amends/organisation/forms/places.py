"""Forms about teams, offices and regions' tiers."""

from typing import Any

from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.organisation.models import RegionTier, Team


class PlaceFilter(forms.Form):
    """What narrows a list of teams or offices."""

    words = forms.SearchField(label=_("Name or code"), required=False)
    pdu = forms.ModelSelectField(label=_("Unit"), required=False, queryset=None, empty_label=_("Any"))

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["pdu"].queryset = units


class TeamFilter(PlaceFilter):
    kind = forms.SelectField(label=_("What it does"), required=False, choices=[("", _("Any")), *Team.Kind.choices])


class TeamForm(forms.Form):
    name = forms.TextField(label=_("Name"), max_length=100, width="two-thirds")
    kind = forms.RadiosField(label=_("What the team does"), choices=Team.Kind.choices)


class OfficeForm(forms.Form):
    name = forms.TextField(label=_("Name"), max_length=100, width="two-thirds")
    address = forms.TextareaField(label=_("Address"), max_length=300, rows=3, required=False)
    position = forms.PositionField(
        label=_("Position"),
        hint=_("Latitude and longitude, as a map shows them when you select a place. For example, 52.6369, -1.1398"),
        required=False,
    )

    def changes(self) -> dict[str, Any]:
        """The values given, as OfficeDraft names them."""
        given = dict(self.cleaned_data)
        lat, lon = given.pop("position") or (None, None)
        lines = (line.strip(" ,") for line in given["address"].splitlines())
        return given | {"address": ", ".join(line for line in lines if line), "lat": lat, "lon": lon}


class _New(forms.Form):
    """What is asked once, when a place is made: its code and its unit."""

    code = forms.TextField(
        label=_("Short code"),
        hint=_("Letters, figures and hyphens, as files of your service name it. It is never changed"),
        max_length=40,
        width=20,
        spellcheck=False,
        autocomplete="off",
        validators=[validate_slug],
        error_messages={"invalid": _("Write the code with letters, figures and hyphens only")},
    )
    pdu = forms.ModelSelectField(label=_("Unit"), queryset=None, empty_label=_("Select a unit"))

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["pdu"].queryset = units


class NewTeamForm(_New, TeamForm):
    field_order = ["pdu", "name", "kind", "code"]


class NewOfficeForm(_New, OfficeForm):
    field_order = ["pdu", "name", "address", "position", "code"]


class TierForm(forms.Form):
    tier = forms.RadiosField(label=_("Tier"), choices=RegionTier.Tier.choices)
    from_date = forms.DateField(label=_("First day of the tier"))
