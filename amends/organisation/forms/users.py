"""Forms about users, the roles they are granted and the passwords they choose."""

from datetime import date
from typing import Any

from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.organisation.forms.staff import refuse_last_before_first
from amends.organisation.models import PDU, Region, Staff, Team, User
from amends.organisation.remit import Remit
from amends.organisation.roles import ROLES

_WHOLE = "whole:"


class UserFilter(forms.Form):
    words = forms.SearchField(label=_("Name, username or staff number"), required=False)
    role = forms.SelectField(
        label=_("Role today"),
        required=False,
        choices=[("", _("Any")), *((name, role.title) for name, role in ROLES.items())],
    )
    account = forms.SelectField(
        label=_("Account"), required=False, choices=[("", _("Any")), ("open", _("Open")), ("closed", _("Closed"))]
    )


class UserForm(forms.Form):
    """Someone who may sign in; `staff` are those whose number may be given."""

    staff_code = forms.TextField(
        label=_("Staff number"), hint=_("If they are a member of staff"), required=False, max_length=20, width=10
    )
    username = forms.TextField(
        label=_("Username"), hint=_("What they type to sign in; the same as at your single sign-on"), max_length=150,
        spellcheck=False, autocomplete="off", validators=[User.username_validator],
    )  # fmt: skip
    given_names = forms.TextField(label=_("Given names"), max_length=150)
    family_name = forms.TextField(label=_("Family name"), max_length=150)

    def __init__(self, *args: Any, staff: QuerySet[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        self.staff = staff

    def clean_staff_code(self) -> Staff | None:
        """The member of staff with the number."""
        code = self.cleaned_data["staff_code"].strip()
        staff = self.staff.filter(code__iexact=code).first() if code else None
        if code and staff is None:
            raise forms.ValidationError(_("No member of staff has this number; check it, or leave it empty"))
        return staff


class GrantForm(forms.Form):
    """A role over one place within `within`: `region:1`, `pdu:2`, `team:3`, or the whole service."""

    role = forms.RadiosField(label=_("Role"), choices=[(name, role.title) for name, role in ROLES.items()])
    place = forms.SelectField(label=_("Over"))
    from_date = forms.DateField(label=_("First day"))
    last_day = forms.DateField(label=_("Last day"), hint=_("Leave empty if it has no end"), required=False)

    def __init__(self, *args: Any, within: Remit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = [
            ("", _("Select a place")),
            *([(_WHOLE, _("The whole service"))] if within.whole else []),
            *((f"region:{row.pk}", row.name) for row in within.all_regions()),
            *((f"pdu:{row.pk}", f"{row.region.name}: {row.name}") for row in within.all_units()),
            *((f"team:{row.pk}", f"{row.pdu.name}: {row.name}") for row in within.all_teams()),
        ]

    def clean(self):
        given = super().clean()
        refuse_last_before_first(self, given)
        return given

    def over(self) -> dict[str, Any]:
        """The place chosen, as an operation takes it."""
        if self.cleaned_data["place"] == _WHOLE:
            return {}
        kind, _colon, key = self.cleaned_data["place"].partition(":")
        models: dict[str, Any] = {"region": Region, "pdu": PDU, "team": Team}
        return {kind: models[kind].objects.get(pk=key)}


class EndGrantForm(forms.Form):
    to_date = forms.DateField(label=_("First day without the role"), earliest=date(2000, 1, 1))


class ReasonForm(forms.Form):
    reason = forms.TextareaField(label=_("Why"), max_length=200, rows=2)


class ChoosePasswordForm(forms.Form):
    """A password typed twice, held to the rules for passwords."""

    password = forms.PasswordField(
        label=_("New password"), hint=" ".join(password_validators_help_texts()), autocomplete="new-password"
    )
    again = forms.PasswordField(label=_("New password again"), autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self) -> str:
        """A password that is not too easy to guess."""
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self):
        given = super().clean()
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", _("The two passwords are not the same; type the new one twice"))
        return given
