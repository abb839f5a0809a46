"""The form by which the public nominates work, and the decision on it."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.organisation.models import PDU
from amends.unpaid_work.forms.projects import NewProjectForm
from amends.unpaid_work.models import Nomination

LANGUAGES = [("en", _("English")), ("cy", _("Cymraeg (Welsh)"))]


class NominationForm(forms.Form):
    """What is asked of a member of the public. `website` is for machines alone: people do not see it."""

    pdu = forms.SelectField(label=_("Area"), choices=(), hint=_("The area of the probation service that is nearest"))
    place = forms.TextField(
        label=_("Where is the place?"), hint=_("A street, park or building, and its postcode if you know it"),
        max_length=300, width="two-thirds",
        error_messages={"required": _("Enter where the place is")},
    )  # fmt: skip
    work = forms.TextareaField(
        label=_("What work would you like done?"), max_length=2000,
        error_messages={"required": _("Enter the work you would like done")},
    )  # fmt: skip
    benefits = forms.TextField(
        label=_("Who would benefit?"), hint=_("For example, the people who use the park, or a charity"),
        max_length=300, width="two-thirds", error_messages={"required": _("Enter who would benefit")},
    )  # fmt: skip
    name = forms.TextField(label=_("Your name"), max_length=200, width=20, autocomplete="name")
    email = forms.EmailField(label=_("Your email address"), required=False, max_length=254)
    telephone = forms.TelephoneField(label=_("Your telephone number"), required=False, max_length=40)
    address = forms.TextareaField(
        label=_("Your postal address"), required=False, rows=3, max_length=300, autocomplete="street-address"
    )
    language = forms.RadiosField(label=_("Which language shall we write to you in?"), choices=LANGUAGES, initial="en")
    website = forms.TextField(label=_("Leave this empty"), required=False, max_length=200, autocomplete="off")

    def __init__(self, *args, units: Sequence[PDU], **options) -> None:
        super().__init__(*args, **options)
        self.units = {unit.code: unit for unit in units}
        told = [(code, f"{unit.name}, {unit.region.name}") for code, unit in self.units.items()]
        self.fields["pdu"].choices = [("", _("Choose an area")), *told]

    def clean(self):
        given = super().clean()
        if not self.errors and not (given["email"] or given["telephone"] or given["address"]):
            self.add_error("email", _("Enter an email address, a telephone number or a postal address"))
        return given

    @property
    def by_a_machine(self) -> bool:
        """Whether what people do not see was filled in."""
        return bool(self.data.get("website"))

    def given(self) -> dict[str, object]:
        """What a nomination is made of."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "website"}
        return values | {"pdu": self.units[values["pdu"]]}


_CHECKS = ("displaces_paid_work", "for_private_profit")


class AcceptForm(NewProjectForm):
    """The project that a nomination becomes, once it is known that it may be one."""

    displaces_paid_work = forms.YesNoField(label=_("Would it take the place of work that somebody is paid for?"))
    for_private_profit = forms.YesNoField(label=_("Would it be for anybody's private profit?"))
    field_order = [*_CHECKS, *NewProjectForm.field_order]

    def clean(self):
        given = super().clean()
        for name in _CHECKS:
            if given.get(name):
                self.add_error(name, _("Such work is declined: decline the nomination instead"))
        return given

    def changes(self):
        return {name: value for name, value in super().changes().items() if name not in _CHECKS}

    def checks(self) -> dict[str, bool]:
        """What no project may be, as answered."""
        return {name: self.cleaned_data[name] for name in _CHECKS}


class DeclineForm(forms.Form):
    ground = forms.RadiosField(
        label=_("Why is it declined?"), choices=Nomination.Ground.choices,
        error_messages={"required": _("Select why it is declined")},
    )  # fmt: skip
    reason = forms.TextareaField(
        label=_("What is the nominator told?"),
        hint=_("Whole sentences, in the language of the letter. They stand in it as you write them."),
        max_length=1000,
        error_messages={"required": _("Enter what the nominator is told")},
    )
