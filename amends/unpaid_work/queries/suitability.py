"""Whether a session suits a person: what a booking would rest on, every reason against, and what speaks for it.

The reasons against are the database's own (its guards refuse by the same function), and those that need what only
policy knows: hours left, and the journey.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from amends.cases.models import Address, Person
from amends.methods.planning.problem import TOLERANCE
from amends.organisation.ranges import current
from amends.policy.booking import day_and_week_limit
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Booking, Session, UnpaidWorkAssessment
from amends.unpaid_work.queries.attendance import chances
from amends.unpaid_work.queries.faults import Asked, faults_of_asked, faults_of_sessions
from amends.unpaid_work.queries.travel import minutes_between
from amends.unpaid_work.queries.work_left import MINUTE, WorkLeft, ledgers
from amends.unpaid_work.rules import Reason

Places = Sequence[tuple[Session, Person]]


@dataclass(frozen=True)
class Thought:
    """A booking that is thought of: what it would rest on, and every reason against it.

    `travel` is minutes one way, 0 for a home project, None where the address has no position.
    """

    session: Session
    person: Person
    work: WorkLeft
    assessment: UnpaidWorkAssessment | None
    asked: Asked
    travel: float | None
    reasons: tuple[Reason, ...]


def thought_of(
    places: Places, at: datetime, *, together: bool = True, instead_of: Booking | None = None
) -> list[Thought]:
    """What each of these bookings would rest on, with every reason against it; nothing is written.

    `together`: all of them are to be made, so that each counts against the person's hours left; else they are
    alternatives. `instead_of` is a booking that would be cancelled for them. The number of queries does not grow with
    the number of bookings.
    """
    sessions = {session.pk: session for session, _person in places}
    people = {person.pk: person for _session, person in places}
    held, homes = assessments_on(places), _homes(places)
    works = _work_left(places, list(people.values()), together, instead_of)
    reckoned = chances(people.values(), civil_date(at))
    asked = [
        _asked(session, person, works[number], held, reckoned[person.pk].chance, instead_of)
        for number, (session, person) in enumerate(places)
    ]
    of_booking, of_session = faults_of_asked(asked), faults_of_sessions(list(sessions))
    thoughts = []
    for number, (session, person) in enumerate(places):
        assessment = held.get((person.pk, session.date))
        travel = _travel(session, assessment, homes.get(person.pk))
        reasons = [
            *([Reason("session_over")] if at >= session.ends_at else []),
            *of_session.get(session.pk, []),
            *of_booking.get(number, []),
            *_against_hours(session, works[number]),
            *_against_journey(travel, assessment),
        ]
        unique = tuple(dict.fromkeys(reasons))
        thoughts.append(Thought(session, person, works[number], assessment, asked[number], travel, unique))
    return thoughts


def assessments_on(places: Iterable[tuple[Session, Person]]) -> dict[tuple[int, date], UnpaidWorkAssessment]:
    """The assessment in force of each person on each day of theirs."""
    places = list(places)
    rows: dict[int, list[UnpaidWorkAssessment]] = defaultdict(list)
    for row in UnpaidWorkAssessment.objects.filter(person__in={person.pk for _session, person in places}):
        rows[row.person_id].append(row)
    return {
        (person.pk, session.date): row
        for session, person in places for row in rows[person.pk] if row.from_date <= session.date < row.to_date
    }  # fmt: skip


def _work_left(places: Places, people: list[Person], together: bool, instead_of: Booking | None) -> dict[int, WorkLeft]:
    ledger = ledgers(people, leaving_out=instead_of)
    works = {}
    for number, (session, person) in sorted(enumerate(places), key=lambda pair: pair[1][0].starts_at):
        works[number] = ledger[person.pk].on(session.date)
        if together:
            ledger[person.pk].add(session)
    return works


def _asked(session: Session, person: Person, work: WorkLeft, held, chance: float, instead_of: Booking | None) -> Asked:
    intensive = work.requirement.intensive if work.requirement else False
    limits = day_and_week_limit(intensive=intensive, on=session.date).value
    assessment = held.get((person.pk, session.date))
    return Asked(
        person=person.pk,
        session=session.pk,
        requirement=work.requirement and work.requirement.pk,
        assessment=assessment and assessment.pk,
        attendance=chance,
        day_limit=limits["day"],
        week_limit=limits["week"],
        instead_of=instead_of and instead_of.pk,
    )


def _against_hours(session: Session, work: WorkLeft) -> list[Reason]:
    if not work.in_force:
        return [Reason("booking_requirement_ended")]
    if work.requirement is None:
        return [Reason("booking_hours_covered")]
    minutes = (session.ends_at - session.starts_at) // MINUTE
    if session.project.kind == "ete" and work.ete_booked + minutes > work.ete_left:
        return [Reason("booking_ete_used")]
    return []


def _travel(session: Session, assessment: UnpaidWorkAssessment | None, home) -> float | None:
    project = session.project
    if project.kind == "home":
        return 0.0
    if home is None:
        return None
    drives = assessment.drives if assessment else False
    return minutes_between(home, (project.lat, project.lon), drives=drives, on=session.date)


def _against_journey(travel: float | None, assessment: UnpaidWorkAssessment | None) -> list[Reason]:
    if travel is None or assessment is None or travel <= assessment.max_travel_minutes + TOLERANCE:
        return []
    most = assessment.max_travel_minutes
    return [Reason("booking_too_far", _("%(minutes)d minutes of %(most)d") % {"minutes": round(travel), "most": most})]


def _homes(places: Places) -> dict[int, tuple[float, float]]:
    """Where each person lives on the first of the days, where the position is known."""
    first = min((session.date for session, _person in places), default=None)
    if first is None:
        return {}
    rows = Address.objects.filter(current(first), person__in={person.pk for _s, person in places}, lat__isnull=False)
    return {person: (lat, lon) for person, lat, lon in rows.values_list("person_id", "lat", "lon")}
