"""Assessments for unpaid work: recorded whole, valid as long as policy says, withdrawn when they no longer fit."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy import codes
from amends.policy.civil_time import civil_date
from amends.policy.validity import assessment_valid_until
from amends.unpaid_work.models import Booking, ExclusionArea, Session, UnpaidWorkAssessment
from amends.unpaid_work.models.assessment import RISKS
from amends.unpaid_work.operations.bookings import reassess_bookings

KINDS = ("group", "individual", "ete", "home")
HEAVY = "heavy"  # the tag of projects with lifting and carrying
LONGEST_JOURNEY_MINUTES = 240
WIDEST_AREA_KM = 100
_AT_ONCE = 2_000
_SLUG = re.compile(r"[a-z0-9_-]{1,40}")
_SLOTS = frozenset(f"{day}{part}" for day in range(1, 8) for part in "mae")


@dataclass(frozen=True)
class AreaDraft:
    """A place to stay away from: its middle in degrees, and how far around it in kilometres."""

    description: str
    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True)
class AssessmentDraft:
    """An assessment completed on `from_date`. Codes are those of UnpaidWorkAssessment; slots as `1m` (Monday morning).

    `risk_of_harm` is empty where the check was not retrieved and it is not known.
    `superseded_on` is the day of a new risk entry, or of a review that asked for a new assessment.
    """

    person: Person
    from_date: date
    risk_of_harm: str
    harm_check: str
    harm_checked_on: date
    kinds: tuple[str, ...]
    slots: tuple[str, ...]
    harm_detail: str = ""
    circumstances: str = ""
    health: str = ""
    medication: str = ""
    lifting: bool = True
    close_supervision: bool = False
    preference: str = "mixed"
    women_only: bool = False
    supervisor_gender: str = "any"
    excludes: tuple[str, ...] = ()
    areas: tuple[AreaDraft, ...] = ()
    needs: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    drives: bool = False
    max_travel_minutes: int = 90
    superseded_on: date | None = None


@transaction.atomic
def record_assessments(drafts: Sequence[AssessmentDraft], *, by, at: datetime) -> list[UnpaidWorkAssessment]:
    """Record assessments, each valid by policy from its day; an earlier one of the person ends when the next begins.

    One made on the same day as another replaces it. Bookings yet to come are put under the new one, or cancelled where
    it does not allow them. A check on risk of harm that was not retrieved is recorded, and
    allows nothing. Someone who may not lift is kept from projects tagged `heavy`. Raises Refused: nothing is recorded
    where one is at fault.
    """
    people = {draft.person.pk for draft in drafts}
    _lock(people, at)
    held: dict[int, list[UnpaidWorkAssessment]] = defaultdict(list)
    for assessment in UnpaidWorkAssessment.objects.filter(person_id__in=people).order_by("from_date", "pk"):
        held[assessment.person_id].append(assessment)
    new = []
    for number, draft in enumerate(drafts, start=1):
        _check(draft, civil_date(at), number)
        row = _row(draft, by, at, number)
        new.append(row)
        held[draft.person.pk].append(row)
    _end_the_earlier(held, new, at)
    earlier = [row for rows in held.values() for row in rows if row.pk]
    assessed_before = {row.person_id for row in earlier}
    UnpaidWorkAssessment.objects.bulk_update(earlier, ["to_date", "withdrawn_at", "withdrawn_why"], batch_size=_AT_ONCE)
    rows = UnpaidWorkAssessment.objects.bulk_create(new, batch_size=_AT_ONCE)
    ExclusionArea.objects.bulk_create(
        (
            ExclusionArea(assessment=row, description=area.description, lat=area.lat, lon=area.lon,
                          radius_km=area.radius_km)
            for row, draft in zip(rows, drafts, strict=True) for area in draft.areas
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip
    again = [draft.person for draft in drafts if draft.person.pk in assessed_before]
    reassess_bookings(people=again, reason=_("The new assessment does not allow it"), by=by, at=at)
    audit.record_many(
        by, "record unpaid work assessment",
        ((f"unpaid_work.unpaidworkassessment {row.pk}", draft.person.crn,
          {"from": row.from_date.isoformat(), "to": row.to_date.isoformat(), "harm_check": row.harm_check})
         for row, draft in zip(rows, drafts, strict=True)),
    )  # fmt: skip
    return rows


@transaction.atomic
def withdraw_assessment(
    *, assessment: UnpaidWorkAssessment, on: date, reason: str, by, at: datetime
) -> UnpaidWorkAssessment:
    """From the day `on` the assessment allows nothing, and the bookings that rest on it are cancelled.

    Raises Refused where it no longer holds on that day, or was withdrawn before.
    """
    _lock({assessment.person_id}, at)
    assessment = UnpaidWorkAssessment.objects.select_related("person").get(pk=assessment.pk)
    if assessment.withdrawn_at is not None or on >= assessment.to_date:
        raise Refused(_("This assessment no longer holds, so it cannot be withdrawn"))
    if not reason.strip():
        raise Refused(_("Say why the assessment is withdrawn"))
    assessment.to_date = max(on, assessment.from_date)
    assessment.withdrawn_at = at
    assessment.withdrawn_why = reason
    assessment.save()
    reassess_bookings(people=[assessment.person], reason=_("The assessment was withdrawn"), by=by, at=at)
    detail = {"on": on.isoformat(), "reason": reason}
    subject = f"unpaid_work.unpaidworkassessment {assessment.pk}"
    audit.record(by, "withdraw unpaid work assessment", subject, crn=assessment.person.crn, detail=detail)
    return assessment


def _lock(people: set[int], at: datetime) -> None:
    """The sessions these people are booked on from now, then the people: in the order in which everybody locks them."""
    booked = Booking.objects.filter(
        appointment__person_id__in=people, appointment__cancelled_at__isnull=True, session__ends_at__gt=at
    )
    sessions = Session.objects.select_for_update(no_key=True).filter(pk__in=booked.values("session_id"))
    list(sessions.order_by("pk").values_list("pk"))
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))


def _row(draft: AssessmentDraft, by, at: datetime, number: int) -> UnpaidWorkAssessment:
    until = assessment_valid_until(draft.from_date, on=draft.from_date, superseded_on=draft.superseded_on)
    to_date = until.value + timedelta(days=1)
    if to_date <= draft.from_date:
        raise Refused(
            _("The assessment was superseded on or before the day it was completed; leave it out"), number=number
        )
    return UnpaidWorkAssessment(
        person=draft.person,
        from_date=draft.from_date,
        to_date=to_date,
        risk_of_harm=draft.risk_of_harm,
        harm_check=draft.harm_check,
        harm_checked_on=draft.harm_checked_on,
        harm_detail=draft.harm_detail,
        circumstances=draft.circumstances,
        health=draft.health,
        medication=draft.medication,
        lifting=draft.lifting,
        close_supervision=draft.close_supervision,
        preference=draft.preference,
        women_only=draft.women_only,
        supervisor_gender=draft.supervisor_gender,
        kinds=[kind for kind in KINDS if kind in draft.kinds],
        excludes=sorted({*draft.excludes, *([] if draft.lifting else [HEAVY])}),
        needs=sorted(set(draft.needs)),
        skills=sorted(set(draft.skills)),
        slots=sorted(set(draft.slots)),
        drives=draft.drives,
        max_travel_minutes=draft.max_travel_minutes,
        assessed_by=by,
        recorded_at=at,
    )


def _end_the_earlier(
    held: dict[int, list[UnpaidWorkAssessment]], new: list[UnpaidWorkAssessment], at: datetime
) -> None:
    """Of each person's assessments, end the earlier where the next begins; of one day, only the latest holds."""
    numbers = {id(row): number for number, row in enumerate(new, start=1)}
    for rows in held.values():
        rows.sort(key=lambda row: row.from_date)  # stable: those of one day stay in the order they were recorded
        for earlier, later in pairwise(rows):
            if earlier.to_date <= later.from_date:
                continue
            earlier.to_date = later.from_date
            if earlier.from_date == later.from_date:
                if id(earlier) in numbers:
                    raise Refused(
                        _("Two assessments of %(crn)s were completed on one day; keep the one that holds")
                        % {"crn": earlier.person.crn},
                        number=numbers.get(id(later), numbers[id(earlier)]),
                    )
                earlier.withdrawn_at = at
                earlier.withdrawn_why = _("Replaced by another of the same day")


def _check(draft: AssessmentDraft, today: date, number: int) -> None:
    fault = next(chain(_faults_of_words(draft), _faults_of_dates(draft, today), _faults_of_work(draft)), None)
    if fault:
        raise Refused(fault, number=number)


def _faults_of_words(draft: AssessmentDraft) -> Iterator[str]:
    """What is not among the codes, in words rather than by a constraint's name."""
    row = UnpaidWorkAssessment
    unknown_risk = draft.harm_check == row.HarmCheck.NOT_RETRIEVED and not draft.risk_of_harm
    for given, known in (
        *([] if unknown_risk else [(draft.risk_of_harm, dict(RISKS))]),
        (draft.harm_check, row.HarmCheck.values),
        (draft.preference, row.Preference.values),
        (draft.supervisor_gender, row.SupervisorGender.values),
    ):
        if given not in known:
            yield _("%(given)s is not known here; it is one of %(known)s") % {"given": given, "known": ", ".join(known)}
    needs = dict(codes.choices("need"))
    if not set(draft.needs) <= set(needs):
        yield _("Needs are named by their codes: %(codes)s") % {"codes": ", ".join(needs)}
    if not all(_SLUG.fullmatch(word) for word in (*draft.excludes, *draft.skills)):
        yield _("Tags and skills are words in small letters, joined by _ where there are several")


def _faults_of_dates(draft: AssessmentDraft, today: date) -> Iterator[str]:
    if draft.from_date > today:
        yield _("The assessment was completed on a day yet to come")
    if draft.harm_checked_on > draft.from_date:
        yield _("The check on risk of harm was made after the assessment; it comes first")


def _faults_of_work(draft: AssessmentDraft) -> Iterator[str]:
    if not draft.kinds or not set(draft.kinds) <= set(KINDS):
        yield _("Say which kinds of work are allowed: one or more of %(kinds)s") % {"kinds": ", ".join(KINDS)}
    if draft.preference == "individual" and "individual" not in draft.kinds:
        yield _("Someone to be placed individually must be allowed individual work")
    if not draft.slots or not set(draft.slots) <= _SLOTS:
        yield _("Give at least one time of the week, such as 1m for Monday morning")
    if not 0 <= draft.max_travel_minutes <= LONGEST_JOURNEY_MINUTES:
        yield _("The longest journey is from 0 to %(most)s minutes one way") % {"most": LONGEST_JOURNEY_MINUTES}
    if not all(_real(area) for area in draft.areas):
        yield _(
            "An area needs a name, a position on earth, and more than 0 but at most %(most)s kilometres around it"
        ) % {"most": WIDEST_AREA_KM}


def _real(area: AreaDraft) -> bool:
    return (
        bool(area.description.strip())
        and -90 <= area.lat <= 90
        and -180 <= area.lon <= 180
        and 0 < area.radius_km <= WIDEST_AREA_KM
    )
