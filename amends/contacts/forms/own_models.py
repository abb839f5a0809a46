"""A delivery model of the service's own: where and when it is to hold, and what it owes to whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import OwnDeliveryModel
from amends.contacts.operations.own_models import ModelDraft
from amends.contacts.operations.refused import ModelRefused
from amends.design import forms
from amends.organisation.models import Region, RegionTier
from amends.organisation.operations.refusal import Ground
from amends.policy.delivery_models import FLAGS, RISKS
from amends.policy.own_models import OwnRule

_EXAMPLE = _("For example, 27 3 2026")
RISK_WORDS = {
    "low": _("Low risk, and all above it"),
    "medium": _("Medium risk, and all above it"),
    "high": _("High risk, and all above it"),
    "very_high": _("Very high risk"),
}
FLAG_WORDS = {
    "terrorism": _("Terrorism"),
    "domestic_abuse": _("Domestic abuse"),
    "child_safeguarding": _("Child safeguarding"),
    "no_phone": _("No telephone"),
    "first_after_release": _("First contact after release"),
    "critical_few": _("Critical few"),
    "licence": _("On licence"),
}
BY_WORDS = {
    "face_to_face": _("Face to face"),
    "doorstep": _("Doorstep, or face to face"),
    "telephone": _("Telephone, or any other"),
    "any": _("Any mode that counts"),
}
_FIELDS = {"every_days": "days", "by": "by", "face_to_face_days": "seen", "risk": "from", "flag": "days"}


class OwnModelForm(forms.Form):
    """The whole of a model. A row of rules without days is no rule: what the others say holds there."""

    mark_optional = False
    name = forms.TextField(label=_("What it is called"), max_length=60)
    region = forms.SelectField(label=_("Region"))
    tier = forms.SelectField(label=_("Tier of restrictions in which it holds"), choices=RegionTier.Tier.choices)
    from_date = forms.DateField(label=_("First day"), subject=_("the first day"), hint=_EXAMPLE)
    to_date = forms.DateField(
        label=_("First day it no longer holds"), subject=_("the day"), required=False,
        hint=_("Leave it empty where no end is known"),
    )  # fmt: skip

    symptom_check = forms.CheckboxField(
        label=_("People are asked about symptoms before they are seen face to face"), required=False
    )

    def __init__(self, *args: Any, regions: Iterable[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.regions = {region.code: region for region in regions}
        self.fields["region"].choices = [(code, region.name) for code, region in self.regions.items()]
        for key in (*RISKS, *FLAGS):
            self._add_rule(key)

    def _add_rule(self, key: str) -> None:
        if key in FLAGS:
            choices = [("", _("Choose")), *RISK_WORDS.items()]
            self.fields[f"{key}_from"] = forms.SelectField(
                label=_("From which risk on"), choices=choices, required=False
            )
        self.fields[f"{key}_days"] = forms.IntegerField(
            label=_("Days between contacts"), required=key == RISKS[0], min_value=1, max_value=90
        )
        self.fields[f"{key}_by"] = forms.SelectField(
            label=_("By"), choices=[("", _("Choose")), *BY_WORDS.items()], required=key == RISKS[0]
        )
        self.fields[f"{key}_seen"] = forms.IntegerField(
            label=_("Besides, face to face every so many days"), required=False, min_value=1, max_value=180
        )

    def first_fields(self) -> list[Any]:
        """The fields above the rules, as they are shown."""
        return [self[name] for name in ("name", "region", "tier", "from_date", "to_date", "symptom_check")]

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Whom each rule is about, in words, and its fields."""
        named = [(key, RISK_WORDS.get(key) or FLAG_WORDS[key]) for key in (*RISKS, *FLAGS)]
        parts = ("from", "days", "by", "seen")
        return [(words, [self[f"{key}_{part}"] for part in parts if f"{key}_{part}" in self.fields])
                for key, words in named]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for key in (*RISKS, *FLAGS):
            whole = given.get(f"{key}_days")
            if whole and not given.get(f"{key}_by"):
                self.add_error(f"{key}_by", _now("Select by what contact is made"))
            if whole and key in FLAGS and not given.get(f"{key}_from"):
                self.add_error(f"{key}_from", _now("Select from which risk on"))
            begun = any(given.get(f"{key}_{part}") for part in ("by", "seen", "from"))
            if begun and not whole and f"{key}_days" not in self.errors:
                self.add_error(f"{key}_days", _now("Enter the days between contacts, or empty the row"))
        return given

    def draft(self) -> ModelDraft:
        """The model as it was written."""
        given = self.cleaned_data
        rules = [self._rule(key) for key in self._written()]
        return ModelDraft(self.regions[given["region"]], given["tier"], given["name"], given["from_date"], rules,
                          given.get("to_date"), given["symptom_check"])  # fmt: skip

    def placed(self, refused: ModelRefused) -> ModelRefused:
        """The refusal, each ground of a rule at the field of its row."""
        written = self._written()
        return ModelRefused(
            [
                Ground(each.words, _place(written[each.number - 1], each.field) if each.number else each.field)
                for each in refused.grounds
            ]
        )

    def _written(self) -> list[str]:
        return [key for key in (*RISKS, *FLAGS) if self.cleaned_data.get(f"{key}_days")]

    def _rule(self, key: str) -> OwnRule:
        given = {part: self.cleaned_data.get(f"{key}_{part}") for part in ("from", "days", "by", "seen")}
        risk, flag = (given["from"], key) if key in FLAGS else (key, "")
        return OwnRule(risk or "", flag, given["days"], given["by"], given["seen"])


def _place(key: str, field: str) -> str:
    """The form's field for the field of a rule; a risk's row has no choice of risk."""
    part = _FIELDS[field]
    return f"{key}_{'days' if part == 'from' and key not in FLAGS else part}"


def initial_of(rules: Sequence[OwnRule]) -> dict[str, Any]:
    """Rules as a form starts with them."""
    found: dict[str, Any] = {}
    for rule in rules:
        key = rule.flag or rule.risk
        found |= {f"{key}_days": rule.every_days, f"{key}_by": rule.by, f"{key}_seen": rule.face_to_face_days}
        if rule.flag:
            found[f"{key}_from"] = rule.risk
    return found


def initial_model(row: OwnDeliveryModel) -> dict[str, Any]:
    """What a model was written with, without its rules."""
    return {"name": row.name, "region": row.region.code, "tier": row.tier, "from_date": row.from_date,
            "to_date": row.to_date, "symptom_check": row.symptom_check}  # fmt: skip


class AgreeForm(forms.Form):
    """Why a model may ask less than the one shipped, where it does."""

    def __init__(self, *args: Any, less: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if less:
            self.fields["why_less"] = forms.TextareaField(
                label=_("Why it may ask less than the model shipped"), max_length=400, rows=3
            )


class EndModelForm(forms.Form):
    """The day from which a model no longer holds."""

    on = forms.DateField(
        label=_("First day it no longer holds"), subject=_("the day"),
        hint=_("Tomorrow at the earliest. If it has not begun by then, it never will"),
    )  # fmt: skip
