"""What is read of assessments for unpaid work, and the gate that they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import CaseAllocation, KeepApart, Person, Requirement
from amends.design.words import long_date
from amends.organisation import access
from amends.organisation.models import Team
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
STATES = {
    "missing": gettext_lazy("Never assessed"),
    "lapsed": gettext_lazy("No longer holds"),
    "not_retrieved": gettext_lazy("Risk of harm not retrieved"),
    "lapsing": gettext_lazy("Lapses within 30 days"),
    "under_18": gettext_lazy("Under 18 without a manager's sign-off"),
}


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


def teams(user) -> QuerySet[Team]:
    """The teams that hold people within the user's grants."""
    return Team.objects.filter(access.scope(user, Permission.ASSESSMENT_VIEW, ""))


@dataclass(frozen=True)
class Need:
    """Something to do about a person's assessment: the `state`, of STATES, and the first day it no longer holds."""

    person_id: int
    state: str
    held_to: date | None


def needing_attention(user, on: date, filters: Mapping[str, Any]) -> list[Need]:
    """Those with an open requirement whose gate is shut, or shuts within 30 days.

    In the order of STATES, then by the day it ends. `filters["under_18"]`: only those under 18 whom no manager has
    signed off, whatever else is wrong.
    """
    born_after = _eighteen_years_before(on)
    unsigned = Q(date_of_birth__gt=born_after) & ~Exists(Under18SignOff.objects.filter(person=OuterRef("pk")))
    grown_or_signed = GreaterThanOrEqual(Value(born_after), OuterRef("date_of_birth")) | Exists(
        Under18SignOff.objects.filter(person=OuterRef("person"))
    )
    working = Requirement.objects.filter(sentence__person=OuterRef("pk"), ended_on__isnull=True)
    people = (
        access.visible(Person.objects, user, Permission.ASSESSMENT_VIEW)
        # Nearly everybody has one that holds: what is wrong with the others is asked of those few alone.
        .filter(unsigned if filters.get("under_18") else ~Exists(_lasting(on).filter(grown_or_signed)))
        .filter(Exists(working), merged_into__isnull=True)
        .annotate(held_to=Subquery(_newest(on).values("to_date")[:1]), place=_place(on))
        .order_by("place", F("held_to").asc(nulls_first=True), "family_name", "pk")
    )
    if filters.get("team"):
        people = people.filter(team=filters["team"])
    if filters.get("state"):
        people = people.filter(place__in=[list(STATES).index(state) for state in filters["state"]])
    states = list(STATES)
    rows = people.values_list("pk", "place", "held_to")
    return [Need(person, states[place], held_to) for person, place, held_to in rows]


def needed(needs: Sequence[Need], on: date) -> list[tuple[Person, Need]]:
    """The people of a page of needs, in its order: each with team, practitioner and whether one is `begun`."""
    people = (
        Person.objects.filter(pk__in=[need.person_id for need in needs])
        .annotate(begun=Exists(UnfinishedAssessment.objects.filter(person=OuterRef("pk"))))
        .only("crn", "given_names", "family_name", "team__name")
        .select_related("team")
        .prefetch_related(Prefetch("allocations", _allocated(on)))
    )
    by_id = {person.pk: person for person in people}
    return [(by_id[need.person_id], need) for need in needs]


def _newest(on: date) -> QuerySet[UnpaidWorkAssessment]:
    made = UnpaidWorkAssessment.objects.filter(person=OuterRef("pk"), from_date__lte=on)
    return made.order_by("-from_date", "-recorded_at", "-pk")


def _lasting(on: date) -> QuerySet[UnpaidWorkAssessment]:
    """The person's newest assessment, where nothing is wrong with it for 30 days."""
    newer = UnpaidWorkAssessment.objects.filter(
        Q(from_date__gt=OuterRef("from_date"))
        | Q(from_date=OuterRef("from_date"), recorded_at__gt=OuterRef("recorded_at")),
        person=OuterRef("person"),
        from_date__lte=on,
    )
    return UnpaidWorkAssessment.objects.filter(
        ~Q(harm_check=UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED),
        ~Exists(newer),
        person=OuterRef("pk"),
        from_date__lte=on,
        to_date__gt=on + timedelta(days=LAPSING_DAYS),
    )


def _place(on: date) -> Case:
    """The place among STATES of what is wrong with those of whom something is."""
    newest = _newest(on)
    places = {state: Value(place) for place, state in enumerate(STATES)}
    not_retrieved = newest.values(
        found=Case(When(harm_check=UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED, then=True), default=False)
    )
    return Case(
        When(held_to__isnull=True, then=places["missing"]),
        When(held_to__lte=on, then=places["lapsed"]),
        When(Q(Subquery(not_retrieved[:1])), then=places["not_retrieved"]),
        When(held_to__lte=on + timedelta(days=LAPSING_DAYS), then=places["lapsing"]),
        default=places["under_18"],
        output_field=IntegerField(),
    )


def _allocated(on: date) -> QuerySet[CaseAllocation]:
    found = CaseAllocation.objects.filter(current(on)).select_related("practitioner")
    return found.only("person", "practitioner__name")


def _eighteen_years_before(on: date) -> date:
    """Those born after it are under 18 on the day."""
    try:
        return on.replace(year=on.year - 18)
    except ValueError:
        return on.replace(year=on.year - 18, day=28)


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
