"""Forms about staff: made with what a rota needs, then changed one subject at a time."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.design.words import WEEKDAYS
from amends.organisation.models import Absence, Qualification, Staff

_ONE_DAY = timedelta(days=1)
_LAST_DAY_HINT = _("Leave empty if it is not known")


class StaffFilter(forms.Form):
    words = forms.SearchField(label=_("Name or staff number"), required=False)
    grade = forms.SelectField(label=_("Grade"), required=False, choices=[("", _("Any")), *Staff.Grade.choices])
    team = forms.ModelSelectField(label=_("Team"), required=False, queryset=None, empty_label=_("Any"))
    post = forms.SelectField(
        label=_("In post"),
        required=False,
        choices=[("", _("Today")), ("coming", _("Yet to begin")), ("left", _("No longer"))],
    )
    away = forms.CheckboxField(label=_("Away today"), required=False)

    def __init__(self, *args: Any, teams: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_teams(self.fields["team"], teams)


def _offer_teams(field: Any, teams: Any) -> None:
    field.queryset = teams
    field.label_from_instance = lambda team: f"{team.pdu.name}: {team.name}"


class StaffForm(forms.Form):
    """What the forms below share: they say what a member of staff is to be, in the words of StaffDraft."""

    def __init__(self, *args: Any, member: Staff | None = None, teams: Any, **options: Any) -> None:
        if member is not None:
            options["initial"] = self.held(member)
        super().__init__(*args, **options)
        if "team" in self.fields:
            _offer_teams(self.fields["team"], teams)

    def held(self, member: Staff) -> dict[str, object]:
        """The member's values, as the form shows them."""
        return {name: getattr(member, name) for name in self.base_fields if hasattr(member, name)}

    def changes(self) -> dict[str, object]:
        """The values given, as StaffDraft names them."""
        return dict(self.cleaned_data)


class PostForm(StaffForm):
    name = forms.TextField(label=_("Name"), max_length=200, width="two-thirds", spellcheck=False, autocomplete="off")
    grade = forms.SelectField(label=_("Grade"), choices=[("", _("Select a grade")), *Staff.Grade.choices])
    team = forms.ModelSelectField(label=_("Team"), queryset=None, empty_label=_("Select a team"))
    from_date = forms.DateField(label=_("First day in post"))
    last_day = forms.DateField(label=_("Last day in post"), hint=_("Leave empty where no end is known"), required=False)

    def held(self, member):
        return super().held(member) | {"last_day": member.to_date and member.to_date - _ONE_DAY}

    def clean(self):
        given = super().clean()
        refuse_last_before_first(self, given)
        return given

    def changes(self):
        given = super().changes()
        return given | {"to_date": after(given.pop("last_day"))}


class HoursForm(StaffForm):
    contracted_minutes = forms.MinutesField(label=_("Contracted hours a week"), maximum=60 * 60)
    days = forms.CheckboxesField(label=_("Days worked"), choices=WEEKDAYS, small=True, subject=_("at least one day"))
    days_a_week = forms.IntegerField(
        label=_("Most days worked in a week"),
        hint=_("Fewer than the days above where they work some of them in turn"),
        min_value=1,
        max_value=7,
        width=2,
        error_messages={"min_value": _("Most days worked in a week must be from 1 to 7"),
                        "max_value": _("Most days worked in a week must be from 1 to 7")},
    )  # fmt: skip

    def held(self, member):
        return super().held(member) | {"days": list(member.days)}

    def clean(self):
        given = super().clean()
        days, most = given.get("days"), given.get("days_a_week")
        if days and most and most > len(days):
            self.add_error("days_a_week", _("The most days in a week cannot be more than the days selected above"))
        return given

    def changes(self):
        given = super().changes()
        return given | {"days": "".join(sorted(given["days"]))}


class JourneysForm(StaffForm):
    position = forms.PositionField(
        label=_("Where their journeys start"),
        hint=_("Latitude and longitude, as a map shows them when you select a place. For example, 52.6369, -1.1398"),
        required=False,
    )
    max_drive_minutes = forms.IntegerField(
        label=_("Longest drive to a site, one way"), suffix=_("minutes"), min_value=0, max_value=600, width=4,
        error_messages={"min_value": _("The longest drive must be from 0 to 600 minutes"),
                        "max_value": _("The longest drive must be from 0 to 600 minutes")},
    )  # fmt: skip

    def held(self, member):
        return super().held(member) | {"position": None if member.lat is None else (member.lat, member.lon)}

    def changes(self):
        given = super().changes()
        lat, lon = given.pop("position") or (None, None)
        return given | {"lat": lat, "lon": lon}


class NewStaffForm(PostForm):
    """A member of staff who starts: post and hours; where journeys start can follow."""

    code = forms.TextField(
        label=_("Staff number"), hint=_("As in your staff records. It is never changed"), max_length=20, width=10,
        spellcheck=False, autocomplete="off",
    )  # fmt: skip
    contracted_minutes = HoursForm.base_fields["contracted_minutes"]
    days = HoursForm.base_fields["days"]
    field_order = ["code", "name", "grade", "team", "from_date", "last_day", "contracted_minutes", "days"]

    def clean_code(self) -> str:
        """The number without spaces around it; what stands in addresses holds no slash."""
        code = self.cleaned_data["code"].strip()
        if not all(sign.isalnum() or sign in "-_." for sign in code):
            raise forms.ValidationError(_("Write the staff number with letters, figures, hyphens and dots only"))
        return code

    def changes(self):
        given = super().changes()
        return given | {"days": "".join(sorted(given["days"])), "days_a_week": len(given["days"])}


class QualificationForm(forms.Form):
    qualification = forms.ModelSelectField(
        label=_("Qualification"), queryset=Qualification.objects.all(), empty_label=_("Select a qualification")
    )
    from_date = forms.DateField(label=_("First day held"))
    last_day = forms.DateField(label=_("Last day held"), hint=_("Leave empty if it does not lapse"), required=False)

    def clean(self):
        given = super().clean()
        refuse_last_before_first(self, given)
        return given


class EndQualificationForm(forms.Form):
    to_date = forms.DateField(label=_("First day without it"))


class AbsenceForm(forms.Form):
    kind = forms.RadiosField(label=_("Why they are away"), choices=Absence.Kind.choices)
    from_date = forms.DateField(label=_("First day away"))
    last_day = forms.DateField(label=_("Last day away"), hint=_LAST_DAY_HINT, required=False)

    def clean(self):
        given = super().clean()
        refuse_last_before_first(self, given)
        return given


class EndAbsenceForm(forms.Form):
    to_date = forms.DateField(label=_("First day back"))


class ConfirmForm(forms.Form):
    """Nothing to enter: whether to go on."""


def refuse_last_before_first(form: forms.Form, given: dict[str, Any]) -> None:
    """Tell, at the last day, where it is before the first."""
    first, last = given.get("from_date"), given.get("last_day")
    if first and last and last < first:
        form.add_error("last_day", _("The last day must be on or after the first"))


def after(last_day: date | None) -> date | None:
    """The first day after the last: how a period's end is kept. None where no end is known."""
    return last_day + _ONE_DAY if last_day else None
