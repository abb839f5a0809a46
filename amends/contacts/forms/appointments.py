"""Forms about appointments, what came of them, contact set for a person, and digital access."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person
from amends.contacts.models import Appointment, ContactLevel, ContactOutcome, DigitalAccess, SymptomCheck
from amends.contacts.operations.appointments import MOST_IN_A_SERIES, AppointmentDraft, series
from amends.contacts.operations.digital_access import DigitalAccessDraft
from amends.contacts.operations.outcomes import OutcomeDraft
from amends.design import forms
from amends.organisation.models import Office, Staff
from amends.policy.civil_time import clock_readings
from amends.policy.contact_modes import choices as mode_choices
from amends.policy.contact_outcomes import contact_outcome, contact_outcomes

_OF_WORK = {"ATSH", "ATSS", "ATCH", "AASD", "RSSR", "RSOF"}
_OUTCOMES = [(each.code, each.description) for each in contact_outcomes() if each.code not in _OF_WORK]


class _When(forms.Form):
    """A day and a time in Europe/London, as one instant."""

    day = forms.DateField(label=_("Day"))
    time = forms.TimeField(label=_("Time"), hint=_("For example, 2:30pm or 14:30"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("day") and given.get("time"):
            instants = clock_readings(datetime.combine(given["day"], given["time"]))
            if instants:
                given["starts_at"] = instants[0]
            else:
                self.add_error("time", _now("The clocks skip this time: choose another"))
        return given


class BookingForm(_When):
    """An appointment, or a series of them."""

    minutes = forms.IntegerField(label=_("How many minutes"), min_value=1, initial=30)
    mode = forms.RadiosField(label=_("How is contact made?"), choices=mode_choices())
    office = forms.SelectField(label=_("Which office, where it is there?"), subject=_("the office"), required=False)
    check_in_approved = forms.CheckboxField(
        label=_("A remote check-in may stand for contact owed: I approve it as manager"), required=False
    )
    count = forms.IntegerField(
        label=_("How many appointments"), hint=_("1, or more for a series"), min_value=1, max_value=MOST_IN_A_SERIES,
        initial=1,
    )  # fmt: skip
    every_days = forms.IntegerField(
        label=_("Days between the appointments of a series"), required=False, min_value=1, max_value=90
    )

    def __init__(self, *args: Any, may_approve: bool, offices: list[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offices = {each.code: each for each in offices}
        self.fields["office"].choices = [("", _("Choose")), *((each.code, each.name) for each in offices)]
        if len(offices) < 2:
            del self.fields["office"]
        if not may_approve:
            del self.fields["check_in_approved"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if (given.get("count") or 1) > 1 and not given.get("every_days") and "every_days" not in self.errors:
            self.add_error("every_days", _now("Enter the days between the appointments"))
        return given

    def drafts(self, person: Person, staff: Staff | None) -> list[AppointmentDraft]:
        """The appointments as the operation takes them."""
        given = self.cleaned_data
        first = AppointmentDraft(
            person, given["starts_at"], given["minutes"], given["mode"], staff,
            bool(given.get("check_in_approved")), self.offices.get(given.get("office") or ""),
        )  # fmt: skip
        return series(first, every_days=given["every_days"] or 1, count=given["count"])


class MadeContactForm(_When):
    """A contact that was made and was never booked."""

    minutes = forms.IntegerField(label=_("How many minutes"), min_value=1, initial=10)
    mode = forms.RadiosField(
        label=_("How was contact made?"), hint=_("Met at the site of unpaid work: select doorstep"),
        subject=_("how contact was made"), choices=mode_choices(),
    )  # fmt: skip
    notes = forms.TextareaField(
        label=_("What was said"), hint=_("How things go, what gets in the way, and what was agreed"), max_length=4000
    )
    sensitive = forms.CheckboxField(
        label=_("The notes are sensitive"), hint=_("Only those who record contact read them"), required=False
    )

    def made(self, person: Person, staff: Staff | None) -> dict[str, Any]:
        """The contact as the operation takes it."""
        given = self.cleaned_data
        draft = AppointmentDraft(person, given["starts_at"], given["minutes"], given["mode"], staff)
        return {"draft": draft, "notes": given["notes"], "sensitive": given["sensitive"]}


class RescheduleForm(_When):
    """Another time, and who asked for it."""

    asked_by = forms.RadiosField(
        label=_("Who asked to move it?"), choices=[("person", _("The person")), ("service", _("The service"))]
    )
    reason = forms.TextField(label=_("Why"), max_length=200)


class SymptomsForm(forms.Form):
    """What a person said of symptoms before they come."""

    answer = forms.RadiosField(label=_("Do they have any symptoms?"), subject=_("what they said"),
                               choices=SymptomCheck.Answer.choices)  # fmt: skip


class CancelForm(forms.Form):
    """Why an appointment is cancelled."""

    reason = forms.TextField(label=_("Why"), max_length=200)


class OutcomeForm(forms.Form):
    """What came of an appointment."""

    code = forms.RadiosField(label=_("What came of it?"), choices=_OUTCOMES)
    notes = forms.TextareaField(label=_("Notes"), required=False, max_length=4000)
    sensitive = forms.CheckboxField(
        label=_("The notes are sensitive"), hint=_("Only those who record contact read them"), required=False
    )
    reason = forms.TextField(label=_("Why the earlier outcome is corrected"), max_length=200)

    def __init__(self, *args: Any, standing: ContactOutcome | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if standing is None:
            del self.fields["reason"]

    def draft(self, appointment: Appointment, at: datetime) -> OutcomeDraft:
        """The outcome as the operation takes it: one who came was there for the time booked, or until now."""
        given = self.cleaned_data
        times = {}
        if contact_outcome(given["code"]).attended:
            now = at.replace(second=0, microsecond=0)
            times = {"started_at": appointment.starts_at, "finished_at": min(appointment.ends_at, now)}
        return OutcomeDraft(appointment, given["code"], notes=given["notes"], sensitive=given["sensitive"], **times)


class LevelForm(forms.Form):
    """Contact as the delivery model owes it, or set for the person: then all of it is asked."""

    mark_optional = False

    choice = forms.RadiosField(
        label=_("Contact"),
        choices=[("set", _("Set for this person")), ("model", _("As the delivery model owes, with nothing set"))],
    )
    every_days = forms.IntegerField(label=_("Days between contacts, at most"), required=False)
    mode = forms.RadiosField(
        label=_("By what"), required=False,
        choices=[(ContactLevel.Mode.FACE_TO_FACE, _("Face to face")),
                 (ContactLevel.Mode.DOORSTEP, _("Doorstep or face to face")),
                 (ContactLevel.Mode.ANY, _("Any mode that counts"))],
    )  # fmt: skip
    reason = forms.TextField(label=_("Why"), max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("choice") == "set":
            words = {
                "every_days": _now("Enter the days between contacts"),
                "mode": _now("Select by what contact is made"),
                "reason": _now("Say why"),
            }
            for name, told in words.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, told)
        return given


class DigitalAccessForm(forms.Form):
    """How the person can be reached remotely."""

    recorded_on = forms.DateField(label=_("Day they were asked"), subject=_("day"))
    device = forms.RadiosField(
        label=_("Telephone or computer"),
        choices=[(DigitalAccess.Device.OWN, _("Their own")), (DigitalAccess.Device.SHARED, _("Shared")),
                 (DigitalAccess.Device.NONE, _("None"))],
    )  # fmt: skip
    credit = forms.YesNoField(label=_("Do they have credit or data?"))
    signal = forms.YesNoField(label=_("Is there signal where they live?"))
    can_call = forms.YesNoField(label=_("Can they take a call?"))
    can_text = forms.YesNoField(label=_("Can they read and write a text?"))
    can_video = forms.YesNoField(label=_("Can they take a video call?"))
    can_fill_forms = forms.YesNoField(label=_("Can they fill in a form online?"))
    safe_place = forms.YesNoField(
        label=_("Do they have a safe and private place to talk?"), hint=_("Without one, no contact is made remotely")
    )
    internet_allowed = forms.YesNoField(
        label=_("Does the licence allow the internet?"), hint=_("Yes where there is none")
    )
    needs = forms.TextField(label=_("Language or disability to allow for"), required=False, max_length=200)
    preference = forms.TextField(label=_("How they would rather be reached"), required=False, max_length=200)

    def draft(self) -> DigitalAccessDraft:
        """What was said as the operation takes it."""
        return DigitalAccessDraft(**self.cleaned_data)


class CaseloadForm(forms.Form):
    """Whose caseload, and which of the people."""

    practitioner = forms.SelectField(label=_("Practitioner"), required=False)
    show = forms.RadiosField(
        label=_("Show"), required=False, small=True,
        choices=[("", _("Everyone")), ("overdue", _("Overdue")), ("unplanned", _("Nothing planned in time")),
                 ("no_contact", _("No contact in four weeks")), ("untold", _("Contact owed cannot be told")),
                 ("covers", _("Covered for another officer"))],
    )  # fmt: skip

    def __init__(self, *args: Any, practitioners: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["practitioner"].choices = practitioners
