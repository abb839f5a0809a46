"""What may be entered about staff, tiers, users and grants. Forms check; operations change."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.organisation.models import PDU, Absence, Region, RegionTier, Staff, Team
from amends.organisation.roles import ROLES


class StaffFilter(forms.Form):
    words = forms.SearchField(label=_("Name or staff number"), required=False)
    grade = forms.SelectField(label=_("Grade"), required=False, choices=[("", _("Any")), *Staff.Grade.choices])
    away = forms.CheckboxField(label=_("Away today"), required=False)


class AbsenceForm(forms.Form):
    kind = forms.RadiosField(label=_("Why they are away"), choices=Absence.Kind.choices)
    from_date = forms.DateField(label=_("First day away"))
    last_day = forms.DateField(label=_("Last day away"), hint=_("Leave empty if it is not known"), required=False)

    def clean(self):
        """Both dates in order."""
        cleaned = super().clean()
        first, last = cleaned.get("from_date"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day away must be on or after the first"))
        return cleaned


class EndAbsenceForm(forms.Form):
    to_date = forms.DateField(label=_("First day back"))


class TierForm(forms.Form):
    tier = forms.RadiosField(label=_("Tier"), choices=RegionTier.Tier.choices)
    from_date = forms.DateField(label=_("First day of the tier"))


class UserForm(forms.Form):
    username = forms.TextField(label=_("Username"), max_length=150, spellcheck=False, autocomplete="off")
    given_names = forms.TextField(label=_("Given names"), max_length=150)
    family_name = forms.TextField(label=_("Family name"), max_length=150)
    staff_code = forms.TextField(label=_("Staff number"), hint=_("If they are a member of staff"), required=False)

    def clean_staff_code(self) -> Staff | None:
        """The member of staff with the number."""
        code = self.cleaned_data["staff_code"].strip()
        staff = Staff.objects.filter(code__iexact=code).first() if code else None
        if code and staff is None:
            raise forms.ValidationError(_("No member of staff has this number; check it, or leave it empty"))
        return staff


class GrantForm(forms.Form):
    """A role over one place, `region:1`, `pdu:2` or `team:3`, all of whose teams are among `teams`."""

    role = forms.RadiosField(label=_("Role"), choices=[(name, role.title) for name, role in ROLES.items()])
    place = forms.SelectField(label=_("Over"))
    from_date = forms.DateField(label=_("From"))
    last_day = forms.DateField(label=_("Last day"), hint=_("Leave empty if it has no end"), required=False)

    def __init__(self, *args, teams, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        outside = Team.objects.exclude(pk__in=teams.values("pk"))
        pdus = PDU.objects.exclude(pk__in=outside.values("pdu")).filter(teams__in=teams).distinct()
        regions = Region.objects.exclude(pk__in=outside.values("pdu__region")).filter(pdus__teams__in=teams).distinct()
        self.fields["place"].choices = [
            ("", _("Select a place")),
            *((f"region:{row.pk}", row.name) for row in regions),
            *((f"pdu:{row.pk}", f"{row.region.name}: {row.name}") for row in pdus.select_related("region")),
            *((f"team:{row.pk}", f"{row.pdu.name}: {row.name}") for row in teams.select_related("pdu")),
        ]

    def clean(self):
        """Both dates in order."""
        cleaned = super().clean()
        first, last = cleaned.get("from_date"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must be on or after the first"))
        return cleaned

    def over(self) -> dict[str, Any]:
        """The place chosen, as an operation takes it."""
        kind, _colon, key = self.cleaned_data["place"].partition(":")
        models: dict[str, Any] = {"region": Region, "pdu": PDU, "team": Team}
        return {kind: models[kind].objects.get(pk=key)}


class LetInForm(forms.Form):
    reason = forms.TextareaField(label=_("Why"), max_length=200, rows=2)


class EndGrantForm(forms.Form):
    to_date = forms.DateField(label=_("First day without the role"), earliest=date(2000, 1, 1))


class AuditFilter(forms.Form):
    crn = forms.TextField(label=_("CRN"), required=False, max_length=10, width=10)
    username = forms.TextField(label=_("Username"), required=False, max_length=150)
    outcome = forms.SelectField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("Any")), ("allowed", _("Allowed")), ("refused", _("Refused"))],
    )
