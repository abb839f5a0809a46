"""Forms about merging records, keeping people apart, and who may see a record."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.organisation.models import LimitedAccess

_LONDON = ZoneInfo("Europe/London")


class CrnField(forms.TextField):
    """A CRN, whatever the case it is typed in."""

    default_error_messages = {"crn": _("Enter a CRN: a letter and six figures, like A123456")}

    def clean(self, value: Any) -> str:
        crn = super().clean(value).upper()
        if not (len(crn) == 7 and crn[0].isascii() and crn[0].isalpha() and crn[1:].isascii() and crn[1:].isdigit()):
            raise forms.ValidationError(self.error_messages["crn"], code="crn")
        return crn


class OtherRecordForm(forms.Form):
    """The other record of two."""

    crn = CrnField(
        label=_("CRN of the other record"), subject=_("CRN"), hint=_("For example, A123456"), width=10,
        spellcheck=False, autocomplete="off",
    )  # fmt: skip


class MergeForm(forms.Form):
    """Which record is kept, and how it is known that both are of one person."""

    keep = forms.RadiosField(label=_("Which record is kept?"), choices=[])
    reason = forms.TextareaField(
        label=_("How it is known that this is one person"), max_length=300, rows=3,
        hint=_("This stays with the merge, for whoever looks later"),
    )  # fmt: skip

    def __init__(self, *args: Any, records: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["keep"].choices = records


class KeepApartForm(OtherRecordForm):
    """Someone whom the person must not meet."""

    reason = forms.TextareaField(label=_("Why they must not meet"), max_length=300, rows=3)
    from_date = forms.DateField(label=_("First day"))
    to_date = forms.DateField(label=_("First day no longer needed"), hint=_("Leave empty if not known"), required=False)


class EndKeepApartForm(forms.Form):
    """Until when two people must be kept apart."""

    to_date = forms.DateField(label=_("First day no longer needed"))


class LimitForm(forms.Form):
    """A user who may not see the record, or who alone may."""

    kind = forms.RadiosField(
        label=_("Which list"),
        choices=[
            (LimitedAccess.Kind.EXCLUSION, _("May not see")),
            (LimitedAccess.Kind.RESTRICTION, _("Alone may see")),
        ],
        choice_hints={
            LimitedAccess.Kind.EXCLUSION: _("This user is kept out; others are not affected"),
            LimitedAccess.Kind.RESTRICTION: _("Only the users on this list see the record, and nobody else"),
        },
    )  # fmt: skip
    username = forms.TextField(label=_("Username"), max_length=150, width=20, spellcheck=False, autocomplete="off")
    reason = forms.TextareaField(label=_("Why"), max_length=500, rows=3)
    last_day = forms.DateField(
        label=_("Last day"), hint=_("Leave empty if it has no end. For example, 27 3 2027"), required=False
    )

    def to_at(self) -> datetime | None:
        """When it ends: at the end of the last day, Europe/London."""
        last: date | None = self.cleaned_data["last_day"]
        return datetime.combine(date.fromordinal(last.toordinal() + 1), time(), _LONDON) if last else None


class EndLimitForm(forms.Form):
    """Why a limit ends."""

    reason = forms.TextareaField(label=_("Why it ends"), max_length=500, rows=3)
