"""Whose a result is, decided by a person."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.unpaid_work.queries.ete_matching import Candidate

NOBODY = "nobody"


class StateForm(forms.Form):
    state = forms.RadiosField(
        label=_("Results"), required=False, small=True,
        choices=[("waiting", _("Waiting for a decision")), ("credited", _("Credited")),
                 ("matched", _("Nothing to credit")), ("set_aside", _("Set aside"))],
    )  # fmt: skip


class DecisionForm(forms.Form):
    whose = forms.RadiosField(label=_("Whose result is it?"), subject=_("whose it is"))
    why = forms.TextareaField(
        label=_("If nobody's: why?"), hint=_("For example, not on unpaid work here; ask the provider"), max_length=300,
        rows=2, required=False,
    )  # fmt: skip

    def __init__(self, *args, found: Sequence[Candidate], **options):
        super().__init__(*args, **options)
        self.people = {one.person.crn: one.person for one in found if one.requirement}
        self.fields["whose"].choices = [
            *((crn, f"{person.name}, {crn}") for crn, person in self.people.items()),
            (NOBODY, _("Nobody's here: set it aside")),
        ]

    def clean(self):
        given = super().clean()
        if given.get("whose") == NOBODY and not given.get("why"):
            self.add_error("why", _("Enter why it is nobody's"))
        return given

    @property
    def person(self):
        """Who was chosen; None where it is nobody's."""
        return self.people.get(self.cleaned_data["whose"])


class ReopenForm(forms.Form):
    why = forms.TextareaField(
        label=_("Why is the decision taken back?"), hint=_("Shown on the statement where a credit is reversed"),
        max_length=200, rows=2,
    )  # fmt: skip
