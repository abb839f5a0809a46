"""What is entered on site, a form for each kind of event, and an event as a page or a phone sends it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms as plain
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.policy import codes
from amends.unpaid_work.form_specs.vocabulary import EQUIPMENT
from amends.unpaid_work.forms.registers import NOT_CHOSEN, outcome_choices
from amends.unpaid_work.models import SiteEvent
from amends.unpaid_work.operations.site import SiteDraft

K = SiteEvent.Kind
_LONGEST = MaxLengthValidator(4000)
_FARTHEST = timedelta(days=400)  # a clock that is further off is no clock


class BriefingForm(forms.Form):
    briefing = forms.TextField(label=_("Briefing"), max_length=64, required=False)


class TimeForm(forms.Form):
    """A time of arriving or finishing; empty: when it was tapped."""

    time = forms.TimeField(label=_("Time"), required=False)


class SiteOutcomeForm(forms.Form):
    """The outcome; times left out are those of the taps."""

    mark_optional = False
    outcome = forms.SelectField(label=_("What happened"), choices=outcome_choices)
    started = forms.TimeField(label=_("Arrived"), required=False)
    finished = forms.TimeField(label=_("Finished"), required=False)
    penalty = forms.IntegerField(label=_("Penalty minutes"), required=False, min_value=0, max_value=1440, width=3)
    quality = forms.SelectField(
        label=_("Quality of the work"), choices=lambda: [NOT_CHOSEN, *codes.choices("session_quality")], required=False
    )
    behaviour = forms.SelectField(
        label=_("Behaviour"), choices=lambda: [NOT_CHOSEN, *codes.choices("session_behaviour")], required=False
    )
    notes = forms.TextareaField(label=_("Notes"), required=False, rows=3, validators=[_LONGEST])


class EquipmentForm(forms.Form):
    items = forms.CheckboxesField(label=_("Equipment issued"), choices=list(EQUIPMENT.items()), required=False)
    other = forms.TextField(label=_("Anything else"), required=False, max_length=200)

    def clean(self):
        given = super().clean()
        if not given.get("items") and not given.get("other"):
            self.add_error("items", _("Select what was issued"))
        return given


class NothingForm(forms.Form):
    """A tap that needs nothing else."""


class TextForm(forms.Form):
    """Words: a note, an incident, a concern."""

    text = forms.TextareaField(label=_("What happened"), rows=3, validators=[_LONGEST])


class ChoiceForm(forms.Form):
    choice = forms.RadiosField(label=_("Which is right?"), choices=[("keep", _("Keep")), ("use", _("Use"))])
    reason = forms.TextField(label=_("Why"), required=False, max_length=200)


FORMS: dict[Any, type[forms.Form]] = {
    K.ACKNOWLEDGED: BriefingForm,
    K.ARRIVED: TimeForm,
    K.FINISHED: TimeForm,
    K.OUTCOME: SiteOutcomeForm,
    K.EQUIPMENT: EquipmentForm,
    K.RETURNED: NothingForm,
    K.NOTE: TextForm,
    K.INCIDENT: TextForm,
    K.CONCERN: TextForm,
    K.CHOICE: ChoiceForm,
}


class EventForm(plain.Form):
    """What every event tells of itself, whatever its kind."""

    event = plain.UUIDField()
    kind = plain.ChoiceField(choices=K.choices)
    booking = plain.IntegerField(required=False, min_value=1)
    seen = plain.CharField(required=False, max_length=45)
    about = plain.UUIDField(required=False)
    phone_at = plain.IntegerField(required=False, min_value=0)
    ahead_ms = plain.IntegerField(required=False)

    def clean(self):
        given = super().clean()
        if given.get("kind") == K.CHOICE and not given.get("about"):
            raise plain.ValidationError(_("A choice is about an event"))
        if given.get("kind") not in (K.NOTE, K.INCIDENT, K.CHOICE) and not given.get("booking"):
            raise plain.ValidationError(_("This is about a person"))
        if abs(given.get("ahead_ms") or 0) > _FARTHEST / timedelta(milliseconds=1):
            raise plain.ValidationError(_("The phone's clock cannot be believed"))
        return given

    def draft(self, content: Mapping[str, Any], *, session, booking, at: datetime, sent_at: int | None, device):
        """The event as it is taken at `at`. `sent_at` is the phone's clock then, in milliseconds since 1970."""
        given = self.cleaned_data
        phone_at = given["phone_at"]
        cleaned, fault = _content(given["kind"], content)
        return SiteDraft(
            event_id=given["event"],
            session=session,
            booking=booking,
            kind=given["kind"],
            content=cleaned,
            seen=given["seen"],
            about=given["about"],
            phone_at=datetime.fromtimestamp(phone_at / 1000, UTC) if phone_at and sent_at else None,
            ahead_ms=given["ahead_ms"],
            ahead_on_sending_ms=None if sent_at is None else sent_at - round(at.timestamp() * 1000),
            device=device,
            fault=fault,
        )


def _content(kind: str, content: Mapping[str, Any]) -> tuple[dict[str, object], str]:
    """What was entered, cleaned, and what is wrong with it in words. What is wrong is kept as it was entered."""
    form = FORMS[kind](content)
    if form.is_valid():
        kept: dict[str, object] = {name: _kept(value) for name, value in form.cleaned_data.items() if value}
        return kept, ""
    entered: dict[str, object] = {name: str(content[name])[:4000] for name in form.fields if content.get(name)}
    faults = [f"{said}." for every in form.errors.values() for said in every]
    return entered, " ".join(faults)[:400]


def _kept(value: object) -> object:
    return value.strftime("%H:%M") if hasattr(value, "strftime") else value


def as_uuid(text: object) -> UUID | None:
    """The id that a phone gave, where it is one."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def cards(sheet) -> list[tuple[object, SiteOutcomeForm, EquipmentForm]]:
    """Each person of a session's page with the forms of their card, blank."""
    return [
        (each, SiteOutcomeForm(auto_id=f"o{each.booking.pk}-%s"), EquipmentForm(auto_id=f"e{each.booking.pk}-%s"))
        for each in sheet.people
    ]
