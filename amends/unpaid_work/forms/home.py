"""Kits, entry to home projects, goods back and their inspection."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.unpaid_work.models import HomeEntry, HomeKitOut
from amends.unpaid_work.operations.home import HomeKitDraft


class HomeKitForm(forms.Form):
    name = forms.TextField(label=_("What the kit is called"), max_length=120)
    piece = forms.TextField(label=_("What one piece is"), hint=_("Like a face covering, a card"), max_length=60)
    minutes_each = forms.MinutesField(
        label=_("Time credited for a piece that passes"), subject=_("the time"), minimum=1, maximum=24 * 60
    )
    standard = forms.TextareaField(
        label=_("What every piece is inspected for"), hint=_("Each on its own line; a piece passes that meets all"),
        rows=6, max_length=1500,
    )  # fmt: skip
    days_out = forms.IntegerField(label=_("Days until the goods are due back"), subject=_("the days"))

    def draft(self) -> HomeKitDraft:
        """What was entered, as the operation takes it."""
        given = dict(self.cleaned_data)
        lines = [line.strip() for line in given.pop("standard").splitlines()]
        return HomeKitDraft(standard=tuple(line for line in lines if line), **given)


class AskForm(forms.Form):
    ground = forms.RadiosField(
        label=_("Why can the person not attend?"), subject=_("why they cannot attend"), choices=HomeEntry.Ground.choices
    )
    reason = forms.TextareaField(
        label=_("What is known of it, and how"), hint=_("A manager decides by it"), max_length=2000, rows=4
    )


class DecideForm(forms.Form):
    agreed = forms.YesNoField(label=_("Do you agree that the person works at home?"))
    note = forms.TextareaField(label=_("Why"), max_length=300, rows=2)


class SendForm(forms.Form):
    kit = forms.ModelRadiosField(label=_("Which kit?"), queryset=None, subject=_("the kit"))
    pieces = forms.IntegerField(label=_("How many pieces are to be made?"), subject=_("how many pieces"))
    out_on = forms.DateField(label=_("Day it went out"))

    def __init__(self, *args, kits, today: date, **options):
        super().__init__(*args, **options)
        self.fields["kit"].queryset, self.fields["out_on"].latest = kits, today


class BackForm(forms.Form):
    pieces_back = forms.IntegerField(label=_("How many pieces came back?"), subject=_("how many pieces came back"))
    back_on = forms.DateField(label=_("Day they came back"))
    note = forms.TextareaField(
        label=_("What is missing or broken, if anything"), max_length=300, rows=2, required=False
    )

    def __init__(self, *args, kit_out: HomeKitOut, today: date, **options):
        super().__init__(*args, **options)
        self.fields["back_on"].earliest, self.fields["back_on"].latest = kit_out.out_on, today


class InspectForm(forms.Form):
    passed = forms.IntegerField(label=_("How many pieces meet all of the standard?"), subject=_("how many passed"))
    failed_for = forms.CheckboxesField(label=_("What did the others fail for?"), required=False)
    on = forms.DateField(label=_("Day of the inspection"))
    note = forms.TextareaField(label=_("What the person is told"), max_length=2000, rows=3, required=False)

    def __init__(self, *args, kit_out: HomeKitOut, today: date, **options):
        super().__init__(*args, **options)
        self.fields["failed_for"].choices = [(words, words) for words in kit_out.standard]
        self.fields["on"].earliest, self.fields["on"].latest = kit_out.back_on, today
