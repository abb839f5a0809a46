"""Forms by which a case is given to another officer, for a time or for good."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.design import forms

_EXAMPLE = _("For example, 27 3 2026")


def _told(staff: Any) -> str:
    return f"{staff.name}, {staff.get_grade_display()}, {staff.team.name}"


class GiveCaseForm(forms.Form):
    """Who holds the case from a day."""

    practitioner = forms.ModelSelectField(
        label=_("Practitioner"), queryset=None, empty_label=_("Choose a practitioner"),
        hint=_("Those in post today who may hold a case"),
    )  # fmt: skip
    from_date = forms.DateField(label=_("First day"), hint=_("Today or an earlier day. For example, 27 3 2026"))

    def __init__(self, *args: Any, practitioners: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["practitioner"].queryset = practitioners
        self.fields["practitioner"].label_from_instance = _told
        self.fields["from_date"].latest = today


class CoverForm(forms.Form):
    """Who covers the case, and on which days."""

    staff = forms.ModelSelectField(
        label=_("Who covers the case"), queryset=None, empty_label=_("Choose an officer"),
        hint=_("Those in post today who may hold a case"),
    )  # fmt: skip
    from_date = forms.DateField(label=_("First day"), hint=_EXAMPLE)
    last_day = forms.DateField(label=_("Last day"), hint=_EXAMPLE)

    def __init__(self, *args: Any, practitioners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["staff"].queryset = practitioners
        self.fields["staff"].label_from_instance = _told

    def draft(self) -> dict[str, Any]:
        """The officer and the days as the operation takes them."""
        given = self.cleaned_data
        return {"staff": given["staff"], "from_date": given["from_date"],
                "to_date": given["last_day"] + timedelta(days=1)}  # fmt: skip


class ReleasesFilter(forms.Form):
    """Which of the releases ahead."""

    show = forms.SelectField(
        label=_("Show"), required=False,
        choices=[("", _("All")), ("lacking", _("Something is lacking")), ("mine", _("Those I hold or cover"))],
    )  # fmt: skip
