"""What is read of assessments for unpaid work, and the gate that they make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from amends.cases.models import KeepApart, Person
from amends.design.words import long_date
from amends.organisation import access
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.unpaid_work.form_specs.assessment import SECTIONS, Section
from amends.unpaid_work.models import (
    Booking,
    Project,
    Unavailability,
    Under18SignOff,
    UnfinishedAssessment,
    UnpaidWorkAssessment,
)
from amends.unpaid_work.operations.under_18 import turns_18_on

LAPSING_DAYS = 30


@dataclass(frozen=True)
class Gate:
    """Whether a person may be booked on a day. `reasons` say why not; `until` is the last day it is open for.

    `cautions` limit what they may be booked on.
    """

    assessment: UnpaidWorkAssessment | None
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    until: date | None

    @property
    def open(self) -> bool:
        """Whether the person may be booked on some project on the day."""
        return not self.reasons


def gates(people: Iterable[Person], on: date) -> dict[int, Gate]:
    """The gate of each person on the day, by primary key; at most two queries however many people."""
    people = list(people)
    ids = [person.pk for person in people]
    newest = {
        assessment.person_id: assessment
        for assessment in UnpaidWorkAssessment.objects.filter(person_id__in=ids, from_date__lte=on).order_by(
            "from_date", "recorded_at", "pk"
        )
    }
    young = [person.pk for person in people if turns_18_on(person.date_of_birth) > on]
    signed = set(Under18SignOff.objects.filter(person_id__in=young).values_list("person_id", flat=True))
    return {person.pk: _gate(person, newest.get(person.pk), person.pk in signed, on) for person in people}


def gate(person: Person, on: date) -> Gate:
    """The person's gate on the day."""
    return gates([person], on)[person.pk]


def gate_of(person: Person, held: Sequence[UnpaidWorkAssessment], on: date) -> Gate:
    """The person's gate on the day, where all their assessments are read already, the newest first."""
    newest = next((assessment for assessment in held if assessment.from_date <= on), None)
    young = turns_18_on(person.date_of_birth) > on
    return _gate(person, newest, young and Under18SignOff.objects.filter(person=person).exists(), on)


def _gate(person: Person, newest: UnpaidWorkAssessment | None, signed: bool, on: date) -> Gate:
    reasons, cautions = [], []
    holds = newest is not None and newest.to_date > on
    if newest is None:
        reasons.append(_("No assessment has been made."))
    elif newest.withdrawn_at and not holds:
        reasons.append(
            _("The assessment was withdrawn on %(day)s: %(why)s.")
            % {"day": long_date(newest.withdrawn_at), "why": newest.withdrawn_why.rstrip(".")}
        )
    elif not holds:
        last = newest.to_date - timedelta(days=1)
        reasons.append(_("The assessment held until %(day)s.") % {"day": long_date(last)})
    elif newest.harm_check == UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED:
        reasons.append(_("The check on risk of harm was not retrieved. Not retrieved does not mean no risk."))
    adult_on = turns_18_on(person.date_of_birth)
    if adult_on > on:
        words = {"day": long_date(adult_on)}
        if signed:
            cautions.append(_("Under 18 until %(day)s: only on projects marked suitable.") % words)
        else:
            reasons.append(_("Under 18 until %(day)s, and no manager has signed off.") % words)
    until = newest.to_date - timedelta(days=1) if newest is not None and holds and not reasons else None
    if until is not None and until < on + timedelta(days=LAPSING_DAYS):
        cautions.append(_("The assessment lapses within 30 days: assess again before then."))
    return Gate(newest, tuple(reasons), tuple(cautions), until)


def unfinished(person: Person) -> UnfinishedAssessment | None:
    """The assessment being made of the person, if any."""
    return UnfinishedAssessment.objects.filter(person=person).select_related("person", "changed_by").first()


def assessments_of(person: Person) -> QuerySet[UnpaidWorkAssessment]:
    """The person's assessments, the newest first, with who made them and the areas."""
    return (
        person.unpaid_work_assessments.select_related("assessed_by")
        .prefetch_related("areas")
        .order_by("-from_date", "-recorded_at", "-pk")
    )


def answers_of(assessment: UnpaidWorkAssessment) -> dict[str, dict[str, Any]]:
    """An assessment's answers by section, as the questionnaire keeps them: to show, or to begin the next from."""
    answers = {section.slug: _answers(assessment, section) for section in SECTIONS}
    answers["areas"] = {
        "areas": [
            {"description": area.description, "lat": area.lat, "lon": area.lon, "radius_km": area.radius_km}
            for area in assessment.areas.all()
        ]
    }
    return answers


def _answers(assessment: UnpaidWorkAssessment, section: Section) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in section.questions:
        value = getattr(assessment, question.leads_to or question.name)
        value = bool(value) if question.leads_to else value
        found[question.name] = value.isoformat() if isinstance(value, date) else value
    return found


def offered_answers(person: Person, section: Section) -> dict[str, Any]:
    """What to begin a section from: the newest assessment's answers; nothing where it must be answered anew."""
    if section.anew:
        return {}
    newest = assessments_of(person).first()
    return answers_of(newest)[section.slug] if newest else {}


def kept_apart_from(user, person: Person, on: date) -> list[Person]:
    """Those from whom the person must be kept apart and whom the user may see. Of others, nothing is told."""
    pairs = KeepApart.objects.filter(current(on)).filter(Q(person=person) | Q(other=person))
    others = {pair.other_id if pair.person_id == person.pk else pair.person_id for pair in pairs}
    return list(access.visible(Person.objects.filter(pk__in=others), user, Permission.PERSON_VIEW))


def in_force(person: Person, on: date) -> UnpaidWorkAssessment | None:
    """The assessment that holds on the day, if any."""
    return person.unpaid_work_assessments.filter(current(on)).first()


def days_away(person: Person, on: date) -> QuerySet[Unavailability]:
    """Spans of days on which the person cannot work that end after the day."""
    return person.unavailable.filter(to_date__gt=on)


def under_18(person: Person) -> dict[str, Any]:
    """When the person turns 18, and the manager's sign-off, if any."""
    signed = Under18SignOff.objects.filter(person=person).select_related("signed_by").first()
    return {"adult_on": turns_18_on(person.date_of_birth), "signed": signed}


def bookings_to_come(person: Person, at: datetime) -> QuerySet[Booking]:
    """The person's bookings on sessions not yet over, the next first."""
    return (
        Booking.objects.filter(
            appointment__person=person, appointment__cancelled_at__isnull=True, session__ends_at__gt=at
        )
        .select_related("session__project")
        .order_by("session__starts_at")
    )


def suitable_under_18(user, on: date) -> QuerySet[Project]:
    """The projects the user may see that are open on the day and marked suitable for people under 18."""
    return (
        access.visible(Project.objects, user, Permission.PROJECT_VIEW)
        .filter(current(on), suitable_under_18=True)
        .select_related("team")
    )
