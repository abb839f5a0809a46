"""Which month and place the board's report is about, and telling it to the board."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.design.words import month as month_words
from amends.organisation.models import PDU, Region
from amends.unpaid_work.queries.monthly.report import last_month, months_before

MONTHS_OFFERED = 24


class MonthForm(forms.Form):
    """The month, and the region or one of its units."""

    mark_optional = False
    month = forms.SelectField(label=_("Month"), required=False)
    place = forms.SelectField(label=_("Region or unit"), required=False)

    def __init__(self, *args, units: list[PDU], whole: set[int], on: date, **options) -> None:
        """`whole`: the ids of the regions all of whose units the reader may see."""
        super().__init__(*args, **options)
        self.units, self.on = units, on
        self.regions = {unit.region.code: unit.region for unit in units if unit.region_id in whole}
        latest = last_month(on)
        months = [months_before(latest, n) for n in range(MONTHS_OFFERED)]
        self.fields["month"].choices = [(f"{month:%Y-%m}", month_words(month)) for month in months]
        self.fields["place"].choices = [
            *((f"region-{code}", region.name) for code, region in self.regions.items()),
            *((f"unit-{unit.code}", f"{unit.name}, {unit.region.name}") for unit in units),
        ]

    def month_chosen(self) -> date:
        """The first day of the month asked for, or else of the last that is over."""
        given = self._given("month")
        return date.fromisoformat(f"{given}-01") if given else last_month(self.on)

    def place_chosen(self) -> tuple[Region | None, PDU | None]:
        """The region, and the unit where one was asked for; without an answer, the first region, or else unit."""
        kind, _dash, code = self._given("place").partition("-")
        unit = next((unit for unit in self.units if kind == "unit" and unit.code == code), None)
        if unit is None and kind != "region" and not self.regions:
            unit = next(iter(self.units), None)
        if unit is not None:
            return unit.region, unit
        return self.regions.get(code) or next(iter(self.regions.values()), None), None

    def _given(self, name: str) -> str:
        return (self.cleaned_data.get(name) or "") if self.is_bound and self.is_valid() else ""


class PublishForm(forms.Form):
    """What the board is told beside the figures."""

    note = forms.TextareaField(
        label=_("What is the board told with them?"), required=False, max_length=1000, rows=3
    )  # fmt: skip
