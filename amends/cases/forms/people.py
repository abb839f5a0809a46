"""Forms about who a person is, where they live and how to reach them."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.cases.form_specs import PROTECTED_CHOICES
from amends.cases.models import ContactDetail, Person
from amends.cases.operations import AddressDraft, ContactDraft, ProtectedDraft
from amends.cases.operations.people import LONGEST_NAME
from amends.design import forms

_SEX_HINT = _("Some placements and supervisors are for one sex only")
_SEXES = [
    (Person.Sex.FEMALE, _("Female")),
    (Person.Sex.MALE, _("Male")),
    (Person.Sex.OTHER, _("Another, or not known")),
]
_LANGUAGES = [(Person.Language.ENGLISH, _("English")), (Person.Language.WELSH, _("Welsh"))]
_KINDS = [
    (ContactDetail.Kind.MOBILE, _("Mobile")),
    (ContactDetail.Kind.TELEPHONE, _("Telephone")),
    (ContactDetail.Kind.EMAIL, _("Email")),
]


class FindForm(forms.Form):
    """The box for finding people, and what narrows the list."""

    q = forms.SearchField(
        label=_("Find a person"),
        hint=_("A CRN, a name in any order, a date of birth, or all of them: for example, siân o’brien 27 3 1990"),
        required=False,
        max_length=200,
    )
    mine = forms.CheckboxField(label=_("Only cases I hold or cover"), required=False)
    mark_optional = False


class WhoForm(forms.Form):
    """Who the person is: enough to look for records that exist already."""

    given_names = forms.TextField(
        label=_("Given names"), hint=_("As the person writes them, in any script"), required=False,
        max_length=LONGEST_NAME, spellcheck=False, autocomplete="off",
    )  # fmt: skip
    family_name = forms.TextField(
        label=_("Family name"), hint=_("If the person has one name only, enter it here"),
        max_length=LONGEST_NAME, spellcheck=False, autocomplete="off",
    )  # fmt: skip
    date_of_birth = forms.DateField(label=_("Date of birth"), hint=_("For example, 27 3 1990"))
    sex = forms.RadiosField(label=_("Sex"), hint=_SEX_HINT, choices=_SEXES)


class DetailsForm(WhoForm):
    """Everything that is changed together about who the person is."""

    language = forms.RadiosField(label=_("Language to write in"), choices=_LANGUAGES, inline=True)
    interpreter = forms.TextField(
        label=_("Interpreter needed for"), hint=_("The language, for example Polish or British Sign Language"),
        required=False, max_length=60, width=20,
    )  # fmt: skip


class AddressForm(forms.Form):
    """An address, its position, and since when."""

    lines = forms.TextareaField(label=_("Address"), hint=_("Or “no fixed address”"), max_length=400, rows=3)
    postcode = forms.TextField(label=_("Postcode"), required=False, max_length=10, width=10)
    position = forms.PositionField(
        label=_("Position on the map"),
        hint=_("Latitude and longitude. Journeys to work are reckoned from it. For example, 52.6369, -1.1398"),
        required=False,
    )  # fmt: skip
    from_date = forms.DateField(label=_("First day there"))

    def draft(self) -> AddressDraft:
        """The address as the operation takes it."""
        given = self.cleaned_data
        lat, lon = given["position"] or (None, None)
        lines = ", ".join(line.strip(" ,") for line in given["lines"].splitlines() if line.strip(" ,"))
        return AddressDraft(lines, given["from_date"], given["postcode"], lat, lon)


class RestForm(forms.Form):
    """What else is asked when a person is created: team, language, address and a number, where they are known."""

    team = forms.ModelSelectField(label=_("Team that holds the case"), queryset=None, empty_label=_("Choose a team"))
    language = forms.RadiosField(
        label=_("Language to write in"), choices=_LANGUAGES, inline=True, initial=Person.Language.ENGLISH
    )
    interpreter = forms.TextField(
        label=_("Interpreter needed for"), hint=_("The language, for example Polish or British Sign Language"),
        required=False, max_length=60, width=20,
    )  # fmt: skip
    lines = forms.TextareaField(label=_("Address"), hint=_("Leave empty if not known yet"), required=False,
                                max_length=400, rows=3)  # fmt: skip
    postcode = forms.TextField(label=_("Postcode"), required=False, max_length=10, width=10)
    position = forms.PositionField(
        label=_("Position on the map"),
        hint=_("Latitude and longitude. Journeys to work are reckoned from it. For example, 52.6369, -1.1398"),
        required=False,
    )  # fmt: skip
    mobile = forms.TelephoneField(label=_("Mobile number"), required=False, max_length=200)
    email = forms.EmailField(label=_("Email address"), required=False, max_length=200)

    def __init__(self, *args: Any, teams: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams
        self.fields["team"].label_from_instance = lambda team: f"{team.name}, {team.pdu.name}"

    def contact_details(self) -> tuple[ContactDraft, ...]:
        """The number and the email address, where given."""
        pairs = [(kind, self.cleaned_data[kind]) for kind in ("mobile", "email")]
        return tuple(ContactDraft(kind, value) for kind, value in pairs if value)

    def address(self, on: Any) -> AddressDraft | None:
        """The address, known from the day, where given."""
        lines = [line.strip(" ,") for line in self.cleaned_data["lines"].splitlines() if line.strip(" ,")]
        lat, lon = self.cleaned_data["position"] or (None, None)
        return AddressDraft(", ".join(lines), on, self.cleaned_data["postcode"], lat, lon) if lines else None

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if (given.get("postcode") or given.get("position")) and not given.get("lines"):
            self.add_error("lines", _now("Enter the address as well as its postcode or position"))
        return given


class ContactForm(forms.Form):
    """One way to reach the person."""

    kind = forms.RadiosField(label=_("Kind"), choices=_KINDS, inline=True)
    value = forms.TextField(label=_("Number or email address"), max_length=200, spellcheck=False)
    note = forms.TextField(
        label=_("When or how it is safe to use"), hint=_("For example: text only, not after 6pm"),
        required=False, max_length=200,
    )  # fmt: skip

    def draft(self) -> ContactDraft:
        """The contact detail as the operation takes it."""
        return ContactDraft(self.cleaned_data["kind"], self.cleaned_data["value"], self.cleaned_data["note"])


class ProtectedForm(forms.Form):
    """What the person says of themselves."""

    ethnicity = forms.SelectField(label=_("Ethnic group"), choices=PROTECTED_CHOICES["ethnicity"], required=False)
    religion = forms.SelectField(label=_("Religion or belief"), choices=PROTECTED_CHOICES["religion"], required=False)
    disability = forms.SelectField(
        label=_("Disability, or a condition lasting a year or more"), choices=PROTECTED_CHOICES["disability"],
        required=False,
    )  # fmt: skip
    gender_identity = forms.SelectField(
        label=_("Gender identity"), choices=PROTECTED_CHOICES["gender_identity"], required=False
    )
    sexual_orientation = forms.SelectField(
        label=_("Sexual orientation"), choices=PROTECTED_CHOICES["sexual_orientation"], required=False
    )
    pregnancy_maternity = forms.SelectField(
        label=_("Pregnancy and maternity"), choices=PROTECTED_CHOICES["pregnancy_maternity"], required=False
    )
    marital_status = forms.SelectField(
        label=_("Marriage or civil partnership"), choices=PROTECTED_CHOICES["marital_status"], required=False
    )
    mark_optional = False

    def draft(self, on: Any) -> ProtectedDraft:
        """What was said on the day."""
        return ProtectedDraft(recorded_on=on, **self.cleaned_data)
