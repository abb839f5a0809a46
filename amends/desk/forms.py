"""What narrows the pages that span rooms."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.design import forms


class TimelineForm(forms.Form):
    """What of a timeline is shown."""

    q = forms.SearchField(label=_("Words"), hint=_("Every word must stand in an entry"), required=False)
    kind = forms.SelectField(label=_("Kind"), required=False)
    from_date = forms.DateField(label=_("From"), required=False)
    last_day = forms.DateField(label=_("To"), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", _("Everything")), *kinds]
