"""What is asked about a contact that was no appointment."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from amends.contacts.models import PractitionerContact
from amends.design import forms


class PractitionerContactForm(forms.Form):
    on = forms.DateField(label=_("Day of the contact"), subject=_("the day of the contact"))
    way = forms.RadiosField(
        label=_("How were you in contact?"), subject=_("how you were in contact"),
        choices=PractitionerContact.Way.choices,
    )  # fmt: skip
    note = forms.TextareaField(
        label=_("What was said"), hint=_("How the work goes, what gets in the way, and what was agreed"),
        max_length=4000, rows=5,
    )  # fmt: skip

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.fields["on"].latest = today
