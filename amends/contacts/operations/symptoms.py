"""Asking about symptoms before somebody is seen face to face: who has any is spoken to remotely, where that is safe."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.contacts.models import Appointment, SymptomCheck
from amends.contacts.operations.appointments import make_remote
from amends.contacts.operations.digital_access import access_of
from amends.contacts.operations.refused import AppointmentRefused
from amends.contacts.queries.symptoms import asks_about_symptoms
from amends.organisation import audit
from amends.organisation.models import Hold, User
from amends.policy.contact_modes import face_to_face_modes
from amends.policy.digital_access import remote_modes
from amends.policy.symptoms import forgotten_from, may_be_asked_from

_SPOKEN = ("telephone", "video")


@dataclass(frozen=True)
class Checked:
    """What came of asking: `moved` is the remote appointment that stands for it, None where it stays (`why`)."""

    check: SymptomCheck
    moved: Appointment | None = None
    why: str = ""


@transaction.atomic
def record_symptom_check(*, appointment: Appointment, answer: str, by: User, at: datetime) -> Checked:
    """Record what a person said before they are seen.

    Raises AppointmentRefused where nobody is asked, or it is too early or too late.

    Symptoms: the appointment is moved, at its time, to the telephone or a video call where the person's digital access
    says that it is safe; where that is not known, or not so, it stays, and why is told. What stays on the record of
    contact says nothing of health.
    """
    held = Appointment.objects.select_for_update(of=("self",)).select_related("person__team")
    row = held.get(pk=appointment.pk)
    if answer not in SymptomCheck.Answer.values:
        raise AppointmentRefused(_("Select what they said"), field="answer")
    if row.mode not in face_to_face_modes() or row.cancelled_at or row.outcomes.exists():
        raise AppointmentRefused(_("Only whoever is still to be seen face to face is asked"))
    if not asks_about_symptoms(row.person.team, localdate(row.starts_at)):
        raise AppointmentRefused(_("The delivery model in force does not ask"))
    if not may_be_asked_from(row.starts_at, on=localdate(at)) <= at < row.starts_at:
        raise AppointmentRefused(_("They are asked on the day before, or on the day, until it begins"))
    facts = {"answer": answer, "asked_at": at, "asked_by": by}
    check, _created = SymptomCheck.objects.update_or_create(appointment=row, defaults=facts)
    audit.record(by, "ask about symptoms", f"contacts.appointment {row.pk}", crn=row.person.crn)
    if answer != SymptomCheck.Answer.SYMPTOMS:
        return Checked(check)
    decision = remote_modes(access_of(row.person), on=localdate(at))
    mode = next((each for each in _SPOKEN if each in (decision.value or ())), None)
    if mode is None:
        return Checked(check, why=decision.steps[0])
    return Checked(check, moved=make_remote(appointment=row, mode=mode, by=by, at=at))


@transaction.atomic
def forget_symptom_checks(*, at: datetime) -> int:
    """Wipe the answers that policy no longer keeps, but for those of people on whose record a hold stands; how many."""
    held = Hold.objects.filter(ended_at=None).values("crn")
    found = SymptomCheck.objects.exclude(appointment__person__crn__in=held).order_by()
    over = [each.pk for each in found if forgotten_from(localdate(each.asked_at)) <= localdate(at)]
    return SymptomCheck.objects.filter(pk__in=over).delete()[0]
