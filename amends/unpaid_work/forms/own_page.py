"""The form that makes a link to a person's own page."""

from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person
from amends.design import forms


class OwnPageLinkForm(forms.Form):
    language = forms.RadiosField(
        label=_("Language the page opens in"), hint=_("The page can be switched to the other"), inline=True,
        choices=Person.Language.choices,
    )  # fmt: skip
    reach = forms.TextField(
        label=_("How they can reach you"),
        hint=_("Shown on the page as written: a telephone number with its hours, say. Name nobody."),
        max_length=200,
    )
