"""Who is asked about symptoms before they are seen face to face, and of which appointments they are to be asked now."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from amends.cases.models import Person
from amends.contacts.models import OwnDeliveryModel, SymptomCheck
from amends.contacts.queries.appointments import Standing
from amends.organisation.models import RegionTier, Team
from amends.organisation.ranges import current
from amends.policy.contact_modes import face_to_face_modes
from amends.policy.symptoms import may_be_asked_from, symptom_check


def asks_about_symptoms(team: Team, on: date) -> bool:
    """Whether people of the team are asked before they are seen face to face on a day; two queries."""
    here = Q(region__pdus__teams=team) & current(on)
    tier = RegionTier.objects.filter(here).values_list("tier", flat=True).first() or str(RegionTier.Tier.OPEN)
    agreed = OwnDeliveryModel.objects.filter(here, tier=tier, agreed_at__isnull=False, withdrawn_at=None)
    return symptom_check(on=on, own=agreed.values_list("symptom_check", flat=True).first()).value


def to_be_asked(person: Person, coming: Iterable[Standing], at: datetime) -> set[int]:
    """Which of the person's appointments to come are to be asked about now, by id; none where nothing is soon."""
    on = localdate(at)
    seen = [each.appointment for each in coming if each.appointment.mode in face_to_face_modes()]
    soon = [each for each in seen if may_be_asked_from(each.starts_at, on=on) <= at]
    asking = {day: asks_about_symptoms(person.team, day) for day in {localdate(each.starts_at) for each in soon}}
    keys = {each.pk for each in soon if asking[localdate(each.starts_at)]}
    if not keys:
        return set()
    asked = SymptomCheck.objects.filter(appointment__in=keys).exclude(answer=SymptomCheck.Answer.NOT_ASKED)
    return keys - set(asked.values_list("appointment_id", flat=True))
