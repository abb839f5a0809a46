"""Risk judged, people assessed and contact kept in a new demonstration, in the cases of who signs in as practitioner.

Contact is as often, and by such modes, as the delivery model in force on its day owes. Of other practitioners' cases
nothing is judged but of those in breach, so that a caseload where contact owed cannot be told is seen as well.
"""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from amends.cases.models import Person
from amends.cases.operations import RiskDraft, record_agency_check, record_risk_of_harm, register_risk
from amends.contacts.models import Appointment
from amends.contacts.operations.appointments import AppointmentDraft, book_appointments
from amends.contacts.operations.offices import set_office_limit
from amends.contacts.operations.outcomes import OutcomeDraft, record_outcomes
from amends.contacts.operations.refused import AppointmentRefused
from amends.organisation.models import Office, User
from amends.organisation.ranges import current
from amends.policy.civil_time import civil_date
from amends.policy.contact_modes import FACE_TO_FACE
from amends.policy.delivery_models import ContactOwed, minimum_contact
from demo.assessing import assess
from demo.assumptions import assumed, shares
from demo.planning import plan_cases

_WEEKS = 8
_HOUR = 18  # after the sessions of unpaid work
_SEEN = ("office", "office", "home")  # where people are seen face to face
_ANY = ("telephone", "telephone", "video", "office")  # where the model leaves the mode open


def keep_contact(*, practitioner: User, at: datetime, random: Random) -> int:
    """Judge risk, assess, and live eight weeks of contact, and two to come; returns how many appointments were made."""
    today = civil_date(at)
    held = Person.objects.filter(
        current(today, "allocations__"), allocations__practitioner=practitioner.staff, merged_into=None
    )
    judged = {person: _judge(person, practitioner, at, random) for person in held.order_by("crn")}
    known = {person: (level, flags) for person, (level, flags) in judged.items() if level}
    assess(list(known), by=practitioner, at=at)
    plan_cases(list(known), by=practitioner, at=at)
    for person in list(known)[2:4]:  # new information: an assessment and a plan are due at once
        record_agency_check(person=person, agency="police_domestic_abuse", outcome="retrieved", checked_on=today,
                            summary="A call-out on Friday: nobody hurt, no charge", by=practitioner, at=at)  # fmt: skip
    made = 0
    for week in range(-_WEEKS, 2):
        day = _weekday(today + timedelta(weeks=week, days=1))
        for number, (person, (level, flags)) in enumerate(known.items()):
            owed = minimum_contact(level, flags=flags, on=day).value
            if (week + number) % (owed.every_days // 7) == 0 and random.random() < assumed("contact_kept"):
                made += _meet(person, owed, day, practitioner, at, random)
    return made


def limit_offices(*, practitioner: User, by: User, at: datetime) -> None:
    """Let few come to the practitioner's offices, so that an appointment booked there takes a slot."""
    for office in Office.objects.filter(pdu=practitioner.staff.team.pdu_id):
        set_office_limit(office=office, slots=3, first_hour=9, last_hour=17, days="12345", from_date=civil_date(at),
                         by=by, at=at)  # fmt: skip


def _judge(person: Person, by: User, at: datetime, random: Random) -> tuple[str, list[str]]:
    """Judge the risk to known adults, for most, and what that flags; an empty risk for one who is not judged yet."""
    if random.random() < assumed("risk_not_judged"):
        return "", []
    share = shares("risk_of_harm_")
    level = random.choices(list(share), weights=share.values())[0]
    day = civil_date(at) - timedelta(days=60)
    draft = RiskDraft(day, "low", "low", level, "low", "From the offence, what the police hold, and what they said")
    then = at - timedelta(days=60)
    record_risk_of_harm(person=person, draft=draft, by=by, at=then)
    if level in ("medium", "high") and random.random() < assumed("domestic_abuse_registered"):
        register_risk(person=person, kind="domestic_abuse", from_date=day, review_date=day + timedelta(days=182),
                      note="Partner lives at another address", by=by, at=then)  # fmt: skip
        return level, ["domestic_abuse"]
    return level, []


def _meet(person: Person, owed: ContactOwed, day: date, by: User, at: datetime, random: Random) -> int:
    """Book an appointment a week before it, and record what came of it where it is over."""
    starts_at = datetime.combine(day, time(_HOUR, random.choice((0, 30))), UTC)
    modes = {FACE_TO_FACE: _SEEN, None: _ANY}.get(owed.owed_mode, (owed.owed_mode,))
    mode = random.choice(modes)
    draft = AppointmentDraft(person, starts_at, 30, mode, by.staff)
    try:
        (booked,) = book_appointments([draft], by=by, at=min(at, starts_at - timedelta(days=7)))
    except AppointmentRefused:
        return 0
    if booked.ends_at <= at:
        _record(booked, by, random)
    return 1


def _record(booked: Appointment, by: User, random: Random) -> None:
    if random.random() < assumed("contact_attended"):
        draft = OutcomeDraft(booked, "ATTC", booked.starts_at, booked.ends_at, notes="Spoke about work and home")
    else:
        draft = OutcomeDraft(booked, random.choice(("UACP", "AAME", "AAEM")))
    record_outcomes([draft], by=by, at=booked.ends_at)


def _weekday(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)
