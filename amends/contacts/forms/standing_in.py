"""Forms by which a case is given to another officer, for a time or for good."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.design import forms

_WHY = _("Needed where another has more room, or they would be over capacity. It is kept on the timeline")
_HOLDER = "-"


def _told(staff: Any) -> str:
    return f"{staff.name}, {staff.get_grade_display()}, {staff.team.name}"


class GiveCaseForm(forms.Form):
    """Who holds the case from a day."""

    practitioner = forms.ModelSelectField(
        label=_("Practitioner"), queryset=None, empty_label=_("Choose a practitioner"),
        hint=_("Those in post today who may hold a case"),
    )  # fmt: skip
    from_date = forms.DateField(label=_("First day"), hint=_("Today or an earlier day. For example, 27 3 2026"))
    reason = forms.TextField(label=_("Why this practitioner"), hint=_WHY, max_length=400, required=False)

    def __init__(self, *args: Any, practitioners: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["practitioner"].queryset = practitioners
        self.fields["practitioner"].label_from_instance = _told
        self.fields["from_date"].latest = today


class CoverForm(forms.Form):
    """Who covers the case, and on which days; the one who holds it again, where somebody covers it."""

    staff = forms.SelectField(
        label=_("Who covers the case"),
        subject=_("who covers the case"),
        hint=_("Those in post today who may hold a case"),
    )
    from_date = forms.DateField(label=_("First day"))
    last_day = forms.DateField(
        label=_("Last day"),
        hint=_("Leave empty where the end is not known yet. For example, 27 3 2026"),
        required=False,
    )
    reason = forms.TextField(label=_("Why this officer"), hint=_WHY, max_length=400, required=False)

    def __init__(self, *args: Any, practitioners: Any, covered: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.practitioners = {each.code: each for each in practitioners}
        again = [(_HOLDER, _("The officer who holds it again"))] if covered else []
        named = [(code, _told(each)) for code, each in self.practitioners.items()]
        self.fields["staff"].choices = [("", _("Choose an officer")), *again, *named]

    def ends(self) -> bool:
        """Whether the one who holds the case is to have it again."""
        return self.cleaned_data["staff"] == _HOLDER

    def draft(self) -> dict[str, Any]:
        """The officer, the days and why, as the operation takes them."""
        given = self.cleaned_data
        last = given["last_day"]
        return {"staff": self.practitioners[given["staff"]], "from_date": given["from_date"],
                "to_date": last + timedelta(days=1) if last else None, "reason": given["reason"]}  # fmt: skip


class LeftBehindFilter(forms.Form):
    """Which of the cases left behind."""

    show = forms.SelectField(
        label=_("Show"), required=False,
        choices=[("", _("Nobody covers")), ("covered", _("Covered")), ("over", _("Cover no longer needed"))],
    )  # fmt: skip

    def state(self) -> str:
        """The state of the cases to show."""
        return (self.cleaned_data["show"] if self.is_valid() else "") or "open"


class ReleasesFilter(forms.Form):
    """Which of the releases ahead."""

    show = forms.SelectField(
        label=_("Show"), required=False,
        choices=[("", _("All")), ("lacking", _("Something is lacking")), ("mine", _("Those I hold or cover"))],
    )  # fmt: skip
