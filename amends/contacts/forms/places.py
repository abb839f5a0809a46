"""Which place, which people of it, and which delivery model."""

from collections.abc import Iterable

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import OwnDeliveryModel
from amends.contacts.queries.due import AskedModel
from amends.contacts.queries.own_models import as_model
from amends.design import forms
from amends.organisation.models import Team
from amends.policy.delivery_models import models
from amends.policy.own_models import OwnModel

SHOW = [
    ("no_contact", _("No contact in four weeks")),
    ("overdue", _("Overdue")),
    ("unplanned", _("Nothing planned in time")),
    ("untold", _("Contact owed cannot be told")),
]
MODELS = {
    "standards": _("National standards, as before March 2020"),
    "edm": _("Exceptional delivery model"),
    "recovery": _("Recovery"),
    "restricted": _("Restricted: tier 3 and the second lockdown"),
}


def model_words(model: AskedModel) -> str:
    """A delivery model in words; one that a service added by its own name."""
    return model.name if isinstance(model, OwnModel) else str(MODELS.get(model or "", model))


def own_words(model: OwnDeliveryModel) -> str:
    """A model of the service's own, for a list of several."""
    told = {"name": model.name, "region": model.region.name, "tier": model.get_tier_display()}
    words = (
        _now("%(name)s, %(region)s (%(tier)s)") if model.agreed_at else _now("%(name)s, %(region)s (%(tier)s), draft")
    )
    return words % told


class _PlaceForm(forms.Form):
    """A region, a unit or a team of those whose people the reader may see."""

    mark_optional = False
    place = forms.SelectField(label=_("Region, unit or team"), required=False)

    def __init__(self, *args, teams: list[Team], **options) -> None:
        super().__init__(*args, **options)
        self.teams = teams
        self.fields["place"].choices = [("", _("All that you see")), *_places(teams)]

    def within(self) -> list[Team]:
        """The teams of the place; all of them where none was chosen."""
        kind, _dash, code = (self.chosen("place") or "").partition("-")
        codes = {
            "region": lambda team: team.pdu.region.code,
            "unit": lambda team: team.pdu.code,
            "team": lambda team: team.code,
        }
        return [team for team in self.teams if not kind or codes[kind](team) == code]

    def chosen(self, name: str) -> str:
        """What was chosen; empty where it is none of the choices."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""


class DueForm(_PlaceForm):
    """Whose contact due, and which of the people."""

    show = forms.RadiosField(label=_("Show"), required=False, small=True, choices=SHOW)

    def show_which(self) -> str:
        """The list to show: those without contact where none was chosen."""
        return self.chosen("show") or "no_contact"


class WhatIfForm(_PlaceForm):
    """Which model, and whose caseload."""

    model = forms.SelectField(label=_("Delivery model"), required=False)

    def __init__(self, *args, in_force: str, own: Iterable[OwnDeliveryModel] = (), **options) -> None:
        super().__init__(*args, **options)
        self.others = [name for name in models() if name != in_force]
        self.own = {f"own-{each.pk}": each for each in own}
        added = [(key, own_words(each)) for key, each in self.own.items()]
        self.fields["model"].choices = [*((name, model_words(name)) for name in self.others), *added]

    def asked(self) -> str | OwnModel:
        """The model to apply: the first of the others where none was chosen."""
        chosen = self.chosen("model") or self.others[0]
        return as_model(self.own[chosen]) if chosen in self.own else chosen


def _places(teams: list[Team]) -> list[tuple[str, str]]:
    """Regions where there are several, each unit, and under it its teams."""
    found: list[tuple[str, str]] = []
    regions = list(dict.fromkeys(team.pdu.region for team in teams))
    if len(regions) > 1:
        found += [(f"region-{one.code}", _now("%(region)s, the region") % {"region": one.name}) for one in regions]
    for team in teams:
        unit = (f"unit-{team.pdu.code}", _now("%(unit)s, all teams") % {"unit": team.pdu.name})
        if unit not in found:
            found.append(unit)
        found.append((f"team-{team.code}", team.name))
    return found
