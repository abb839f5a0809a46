"""A party heard, and taking an entry back."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.policy.consultation import consultees
from amends.unpaid_work.models import Consultation
from amends.unpaid_work.operations.consultations import ConsultationDraft

_NAMES = ("party", "whom", "on", "said", "changed")


class ConsultationForm(forms.Form):
    party = forms.RadiosField(
        label=_("Who was heard?"), choices=(), error_messages={"required": _("Select who was heard")}
    )
    whom = forms.TextField(
        label=_("Name of the body"), hint=_("And who spoke for it"), max_length=200, width="two-thirds"
    )
    on = forms.DateField(label=_("Day they were heard"))
    said = forms.TextareaField(label=_("What they said"), max_length=4000)
    changed = forms.TextareaField(
        label=_("What was changed because of it"),
        hint=_("Or why nothing was. You can tell it later."),
        max_length=4000, required=False,
    )  # fmt: skip

    def __init__(self, *args, today: date, entry: Consultation | None = None, **options) -> None:
        if entry is not None:
            options["initial"] = {name: getattr(entry, name) for name in _NAMES}
        super().__init__(*args, **options)
        self.fields["party"].choices = [(one.party, one.description) for one in consultees(on=today)]
        self.fields["on"].latest = today

    def draft(self) -> ConsultationDraft:
        """The entry as it is to be."""
        return ConsultationDraft(**{name: self.cleaned_data[name] for name in _NAMES})


class WithdrawForm(forms.Form):
    why = forms.TextField(label=_("Why is it taken back?"), max_length=300, width="two-thirds",
                          error_messages={"required": _("Enter why it is taken back")})  # fmt: skip


class YearForm(forms.Form):
    """Which calendar year to show."""

    mark_optional = False
    year = forms.SelectField(label=_("Year"), required=False)

    def __init__(self, *args, today: date, **options) -> None:
        super().__init__(*args, **options)
        self.today = today
        first = min(2023, today.year)  # the duty began in 2023
        self.fields["year"].choices = [(str(year), str(year)) for year in range(today.year, first - 1, -1)]

    def chosen(self) -> int:
        """The year asked for, or else this one."""
        given = self.cleaned_data.get("year") if self.is_bound and self.is_valid() else ""
        return int(given or self.today.year)
