"""Which unit's capacity to show, and what a region makes public."""

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.organisation.models import PDU, Region


class CapacityForm(forms.Form):
    """The region and the unit; each asked for where there is more than one."""

    mark_optional = False
    region = forms.SelectField(label=_("Region"), required=False)
    unit = forms.SelectField(label=_("Unit"), required=False)

    def __init__(self, *args, units: list[PDU], **options) -> None:
        super().__init__(*args, **options)
        self.units = units
        regions = {unit.region.code: unit.region.name for unit in units}
        self.fields["region"].choices = list(regions.items())
        self.fields["unit"].choices = [
            (unit.code, f"{unit.name}, {unit.region.name}" if len(regions) > 1 else unit.name) for unit in units
        ]
        if len(regions) < 2:
            del self.fields["region"]

    def chosen(self) -> tuple[list[PDU], PDU | None]:
        """The units of the region asked for, or else of the first, and the one told of in full: that asked for where it
        is of the region, or else its first."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        unit = next((unit for unit in self.units if unit.code == given.get("unit")), None)
        region = given.get("region") or (unit or next(iter(self.units))).region.code if self.units else ""
        of_region = [one for one in self.units if one.region.code == region]
        if unit not in of_region:
            unit = next(iter(of_region), None)
        return of_region, unit


class PublicationForm(forms.Form):
    """What to do about a region's public statement."""

    region = forms.RadiosField(label=_("Region"), choices=())
    action = forms.RadiosField(
        label=_("What is to be done?"),
        choices=[
            ("on", _("Make the statement public")),
            ("again", _("Publish it again, as it stands now")),
            ("off", _("No longer make it public")),
        ],
        choice_hints={
            "on": _("From today. It is then published anew each Monday."),
            "off": _("From today. What was published is kept."),
        },
    )

    def __init__(self, *args, regions: list[Region], **options) -> None:
        super().__init__(*args, **options)
        self.regions = {region.code: region for region in regions}
        self.fields["region"].choices = [(code, region.name) for code, region in self.regions.items()]

    def chosen(self) -> Region:
        """The region chosen."""
        return self.regions[self.cleaned_data["region"]]
