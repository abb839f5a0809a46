"""What this room offers of a person's timeline: contact made, missed, to come and set, reminders, concerns."""

from django.db.models import Case, Exists, F, OuterRef, TextField, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import Person
from amends.cases.queries.case_timeline import words_of
from amends.cases.timeline import Entry, Found, Source, coded
from amends.contacts.models import ActivityDay, Appointment, Concern, ContactLevel, ContactOutcome, Reminder
from amends.design.words import date_and_time
from amends.organisation.models import User
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P
from amends.policy.contact_modes import choices
from amends.policy.contact_outcomes import contact_outcomes

_CONTACT, _SESSION = gettext_lazy("Contact"), gettext_lazy("Unpaid work session")
_ACTIVITY = "day of a rehabilitation activity requirement"
_OUTCOMES = {outcome.code: outcome.description for outcome in contact_outcomes()}
_MODES = dict(choices())
_SUPERVISION, _UNPAID_WORK = str(Appointment.Kind.SUPERVISION), str(Appointment.Kind.UNPAID_WORK)


def _keeps_from(person: Person, reader: User) -> bool:
    """Whether sensitive notes are kept from the reader."""
    return not reaches(reader, P.CONTACT_RECORD, person.team)


def _outcomes(kind: str, person: Person, reader: User) -> Found:
    found = ContactOutcome.objects.filter(
        appointment__person=person, appointment__kind=kind, replaced_by__isnull=True
    ).select_related("appointment", "recorded_by")

    def words() -> Concat:
        notes = F("notes")
        if _keeps_from(person, reader):
            notes = Case(When(sensitive=False, then=notes), default=Value(""), output_field=TextField())
        return words_of(coded("code", _OUTCOMES), coded("appointment__mode", _MODES), notes)

    return Found(found, "appointment__starts_at", words)


def _outcome(row: ContactOutcome, person: Person, reader: User) -> Entry:
    mode = _(_MODES.get(row.appointment.mode, "")) or _("Unpaid work")
    title = f"{mode}: {_(_OUTCOMES[row.code]).lower()}"
    page = "unpaid_work:person" if row.appointment.kind == _UNPAID_WORK else "contacts:person"
    href = reverse(page, args=[person.crn])
    hidden = row.sensitive and _keeps_from(person, reader)
    return Entry(title, _("Sensitive: kept from view") if hidden else row.notes, row.recorded_by.name, href)


def _awaiting(kind: str, person: Person, _reader: User) -> Found:
    told = ContactOutcome.objects.filter(appointment=OuterRef("pk"))
    found = Appointment.objects.filter(~Exists(told), person=person, kind=kind)
    return Found(
        found.select_related("staff"), "starts_at",
        lambda: words_of(coded("mode", _MODES), "staff__name", "cancel_reason"),
    )  # fmt: skip


def _waits(row: Appointment, person: Person, _reader: User) -> Entry:
    mode = _(_MODES.get(row.mode, "")) or _("Unpaid work")
    told = _("%(mode)s: cancelled") if row.cancelled_at else _("%(mode)s: booked, no outcome yet")
    href = reverse("contacts:person", args=[person.crn])
    return Entry(told % {"mode": mode}, row.cancel_reason, row.staff.name if row.staff else "", href)


def _concerns(person: Person, _reader: User) -> Found:
    found = Concern.objects.filter(person=person).select_related("raised_by")
    return Found(found, "raised_at", lambda: words_of("text"))


def _concern(row: Concern, _person: Person, _reader: User) -> Entry:
    told = _("Concern passed on, read") if row.read_at else _("Concern passed on, not read yet")
    return Entry(told, row.text, row.raised_by.name, reverse("contacts:concerns"))


def _levels(person: Person, _reader: User) -> Found:
    found = ContactLevel.objects.filter(person=person).select_related("set_by")
    return Found(found, "from_date", lambda: words_of(Value("contact set"), "reason"))


def _level(row: ContactLevel, person: Person, _reader: User) -> Entry:
    told = _("Less contact set: every %(days)s days") if row.less else _("Contact set: every %(days)s days")
    href = reverse("contacts:person", args=[person.crn])
    return Entry(told % {"days": row.every_days}, row.reason, row.set_by.name, href)


def _reminders(person: Person, _reader: User) -> Found:
    """Those that were taken up to be sent; the number is no matter for the timeline."""
    found = Reminder.objects.filter(appointment__person=person, taken_up_at__isnull=False)
    found = found.select_related("appointment")
    outcomes = dict(Reminder.Outcome.choices)
    return Found(found, "taken_up_at", lambda: words_of(Value("reminder text message"), coded("outcome", outcomes)))


def _reminder(row: Reminder, person: Person, _reader: User) -> Entry:
    told = {"sent": _("Reminder sent of the appointment on %(day)s"),
            "failed": _("Reminder not sent of the appointment on %(day)s")}  # fmt: skip
    title = told.get(row.outcome, _("Reminder of the appointment on %(day)s: not known whether it was sent"))
    href = reverse("contacts:person", args=[person.crn])
    return Entry(title % {"day": date_and_time(row.appointment.starts_at)}, href=href)


def _activity_days(person: Person, _reader: User) -> Found:
    found = ActivityDay.objects.filter(appointment__person=person).select_related("appointment", "counted_by")
    return Found(found, "appointment__starts_at", lambda: Value(_ACTIVITY, output_field=TextField()))


def _activity_day(row: ActivityDay, person: Person, _reader: User) -> Entry:
    title = _("Counted as a day of a rehabilitation activity requirement")
    return Entry(title, by=row.counted_by.name, href=reverse("contacts:person", args=[person.crn]))


SOURCES = (
    Source(
        "contact", _CONTACT, P.CONTACT_VIEW, lambda person, reader: _outcomes(_SUPERVISION, person, reader), _outcome
    ),
    Source("contact", _CONTACT, P.CONTACT_VIEW, lambda person, reader: _awaiting(_SUPERVISION, person, reader), _waits),
    Source("contact", _CONTACT, P.CONTACT_VIEW, _levels, _level, timed=False),
    Source("contact", _CONTACT, P.CONTACT_VIEW, _reminders, _reminder),
    Source("contact", _CONTACT, P.CONTACT_VIEW, _activity_days, _activity_day),
    Source("session", _SESSION, P.HOURS_VIEW, lambda person, reader: _outcomes(_UNPAID_WORK, person, reader), _outcome),
    Source("session", _SESSION, P.HOURS_VIEW, lambda person, reader: _awaiting(_UNPAID_WORK, person, reader), _waits),
    Source("concern", gettext_lazy("Concern"), P.CONCERN_READ, _concerns, _concern),
)
