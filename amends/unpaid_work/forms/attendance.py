"""Which unit's chances of attendance to show."""

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.organisation.models import PDU


class UnitForm(forms.Form):
    """The unit."""

    mark_optional = False
    unit = forms.SelectField(label=_("Unit"), required=False)

    def __init__(self, *args, units: list[PDU], **options) -> None:
        super().__init__(*args, **options)
        self.units = {unit.code: unit for unit in units}
        self.fields["unit"].choices = [(code, unit.name) for code, unit in self.units.items()]

    def chosen(self) -> PDU | None:
        """The unit asked for, or else the first; None where there is none."""
        given = self.cleaned_data.get("unit") if self.is_bound and self.is_valid() else ""
        return self.units.get(given or next(iter(self.units), ""))
