"""The people to plan for: whom the gate lets through, when, for how much work, and what suits them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Prefetch, Q

from amends.cases.models import Address, Person, Requirement
from amends.contacts.models import Appointment
from amends.methods.attendance import Estimate
from amends.methods.planning import problem as planning
from amends.methods.planning.travel import kilometres
from amends.organisation.models import Office, Team
from amends.organisation.ranges import current
from amends.policy.booking import day_and_week_limit, weekly_offer
from amends.policy.civil_time import civil_date, months_after
from amends.unpaid_work.models import Booking, ExclusionArea, Unavailability, UnpaidWorkAssessment
from amends.unpaid_work.queries.attendance import ATTENDED, chances
from amends.unpaid_work.queries.problem.availability import Available, available
from amends.unpaid_work.queries.problem.horizon import ONE_DAY, Horizon
from amends.unpaid_work.queries.problem.standing import Stands
from amends.unpaid_work.queries.problem.work import LONGER_THAN_A_DAY, NOT_UNDER_18
from amends.unpaid_work.queries.skills_held import SkillsHeld
from amends.unpaid_work.queries.work_left import MINUTE, Ledger, WorkLeft, ledgers

ADULT_AT_MONTHS = 18 * 12
LAST_WITHIN = timedelta(days=365)
BESIDE_AN_AREA_KM = 0.001  # a project on the edge of an area is in it, however its position is rounded


@dataclass(frozen=True)
class People:
    """The people, and what no tag or day can say of them: wishes, all of them `never`."""

    people: tuple[planning.Person, ...]
    wishes: tuple[planning.Wish, ...]


@dataclass(frozen=True)
class Record:
    """What is on record of all of them, by the person's id."""

    horizon: Horizon
    ledgers: dict[int, Ledger]
    chances: dict[int, Estimate]
    standing: dict[int, list[Booking]]
    elsewhere: dict[int, list[Booking]]
    engaged: dict[int, set[date]]
    last_project: dict[int, str]
    office: tuple[float, float] | None
    ete_percent: int | None


def people_of(
    team: Team,
    horizon: Horizon,
    stands: Stands,
    projects: Sequence[planning.Project],
    *,
    ete_percent: int | None = None,
) -> People:
    """Everyone of the team's unit who has unpaid work to do, and everyone booked on its sessions.

    `ete_percent` takes the place of policy's share of the ordered hours that may be ETE.
    """
    found = _catchment(team, horizon, stands)
    record = _record_of(found, team, horizon, stands, ete_percent)
    people, wishes = [], []
    for person in found:
        assessment = person.assessment_then[0] if person.assessment_then else None
        free = _available(assessment, record.standing[person.pk], projects, horizon)
        made = _person(person, assessment, free, record)
        people.append(made)
        wishes += [planning.Wish(person.crn, project, day, None) for project, day in free.never]
        wishes += _until_18(person, made, projects, horizon)
    wishes += _areas(found, projects)
    return People(tuple(people), tuple(wishes))


def _catchment(team: Team, horizon: Horizon, stands: Stands) -> list[Person]:
    booked = {booking.appointment.person_id for booking in stands.bookings}
    open_ones = Requirement.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=horizon.free_from),
        kind=Requirement.Kind.UNPAID_WORK,
        sentence__sentence_date__lte=horizon.last_day,
    )
    rows = Person.objects.filter(
        Q(pk__in=booked)
        | Q(team__pdu=team.pdu_id, merged_into__isnull=True, pk__in=open_ones.values("sentence__person"))
    )
    in_force = UnpaidWorkAssessment.objects.filter(current(horizon.free_from)).prefetch_related("areas")
    in_force = in_force.annotate(
        skills_first=SkillsHeld(horizon.free_from), skills_last=SkillsHeld(max(horizon.free_from, horizon.last_day))
    )
    away = Unavailability.objects.filter(from_date__lte=horizon.last_day, to_date__gt=horizon.first_day)
    return list(
        rows.order_by("crn")
        .select_related("under_18_sign_off")
        .prefetch_related(
            Prefetch("unpaid_work_assessments", in_force, to_attr="assessment_then"),
            Prefetch("addresses", Address.objects.filter(current(horizon.free_from)), to_attr="address_then"),
            Prefetch("unavailable", away, to_attr="away_then"),
        )
    )


def _record_of(people: list[Person], team: Team, horizon: Horizon, stands: Stands, ete_percent: int | None) -> Record:
    standing: dict[int, list[Booking]] = defaultdict(list)
    for booking in stands.bookings:
        standing[booking.appointment.person_id].append(booking)
    elsewhere, engaged = _engaged(people, horizon, {booking.appointment_id for booking in stands.bookings})
    offices = Office.objects.filter(pdu=team.pdu_id, lat__isnull=False, lon__isnull=False)
    return Record(
        horizon=horizon,
        ledgers=ledgers(people),
        chances=chances(people, horizon.on),
        standing=standing,
        elsewhere=elsewhere,
        engaged=engaged,
        last_project=_last_projects(people, horizon),
        office=offices.order_by("code").values_list("lat", "lon").first(),
        ete_percent=ete_percent,
    )


def _engaged(people: list[Person], horizon: Horizon, standing: set[int]):
    """Other appointments in the weeks planned: bookings of other teams that count, and the days they all take up."""
    rows = Appointment.objects.filter(
        person__in=people,
        cancelled_at__isnull=True,
        starts_at__date__lte=horizon.last_day,
        ends_at__date__gte=horizon.first_day,
    ).select_related("booking__session", "booking__stand_down")
    bookings: dict[int, list[Booking]] = defaultdict(list)
    days: dict[int, set[date]] = defaultdict(set)
    for appointment in rows:
        if appointment.pk in standing:
            continue
        days[appointment.person_id] |= horizon.days(
            civil_date(appointment.starts_at), civil_date(appointment.ends_at) + ONE_DAY
        )
        booking = getattr(appointment, "booking", None)
        if booking is not None and getattr(booking, "stand_down", None) is None:
            bookings[appointment.person_id].append(booking)
    return bookings, days


def _last_projects(people: list[Person], horizon: Horizon) -> dict[int, str]:
    """The project each attended last, in the year before."""
    rows = (
        Booking.objects.filter(
            appointment__person__in=people,
            appointment__outcomes__code__in=ATTENDED,
            session__date__lt=horizon.free_from,
            session__date__gte=horizon.free_from - LAST_WITHIN,
        )
        .order_by("appointment__person_id", "-session__date")
        .distinct("appointment__person_id")
    )
    return dict(rows.values_list("appointment__person_id", "session__project__code"))


def _available(assessment, standing: list[Booking], projects, horizon: Horizon) -> Available:
    if assessment is None:
        return Available(frozenset(), frozenset(), ())
    booked = {(one.session.project.code, one.session.date) for one in standing if one.session.date >= horizon.free_from}
    return available(frozenset(assessment.slots), projects, booked, horizon)


def _person(
    person: Person, assessment: UnpaidWorkAssessment | None, free: Available, record: Record
) -> planning.Person:
    horizon, standing = record.horizon, record.standing[person.pk]
    requirement, minutes, ete = _work(person.pk, record)
    intensive = requirement.intensive if requirement else False
    first, last = _eligible(person, assessment, requirement, standing, horizon)
    weekly = _minutes_a_week(record.elsewhere[person.pk], horizon)
    lat, lon, placed = _position(person, record.office)
    excludes = set(free.excludes)
    if not intensive:
        excludes.add(LONGER_THAN_A_DAY)
    if _turns_18(person) > horizon.last_day:
        excludes.add(NOT_UNDER_18)
    if assessment is not None:
        excludes |= {*assessment.excludes, *(() if assessment.lifting else ("heavy",))}
    return planning.Person(
        person_id=person.crn,
        eligible_from=first,
        eligible_to=last,
        minutes_left=minutes,
        ete_left=ete,
        limit_date=requirement.limit_date if requirement else None,
        offer_min=max(0, weekly_offer(intensive=intensive, on=horizon.first_day).value - min(weekly)),
        offer_max=max(0, _most_a_week(intensive, horizon) - max(weekly)),
        attendance=max([record.chances[person.pk].chance, *(one.attendance for one in standing if one.attendance)]),
        lat=lat,
        lon=lon,
        drives=assessment.drives if assessment else False,
        max_travel=assessment.max_travel_minutes if assessment else 0,
        days=free.days,
        away=_away(person, standing, record),
        kinds=frozenset(assessment.kinds if assessment else ()) & (frozenset(planning.KINDS) if placed else {"home"}),
        excludes=frozenset(excludes),
        skills=frozenset(assessment.skills_first).intersection(assessment.skills_last) if assessment else frozenset(),
        sex=person.sex,
        women_only=assessment.women_only if assessment else False,
        last_project=record.last_project.get(person.pk),
    )


def _work(person: int, record: Record) -> tuple[Requirement | None, int, int]:
    """The requirement that new bookings work off, and the minutes left for the weeks planned, ETE apart.

    What is booked outside the plan is taken off. What the plan holds fixed and an outcome has already counted is put
    back: the plan counts that booking again.
    """
    ledger = record.ledgers[person]
    work = ledger.on(record.horizon.free_from)
    requirement = work.requirement or (ledger.accounts[-1].requirement if ledger.accounts else None)
    held = record.standing[person]
    minutes, ete = work.left - work.booked, _ete_left(ledger, work, record.ete_percent) - work.ete_booked
    minutes += sum(map(_minutes, held))
    ete += sum(_minutes(one) for one in held if one.session.project.kind == "ete")
    return requirement, max(0, minutes) if work.in_force else 0, max(0, ete)


def _ete_left(ledger: Ledger, work: WorkLeft, percent: int | None) -> int:
    """Minutes of ETE left on the requirement: by policy's share of what was ordered, or by this one."""
    if percent is None:
        return work.ete_left
    stated = [one.statement for one in ledger.accounts if one.requirement == work.requirement and one.statement]
    return sum(max(0, one.ordered * percent // 100 - one.ete.used) for one in stated)


def _eligible(
    person: Person, assessment, requirement: Requirement | None, standing: list[Booking], horizon: Horizon
) -> tuple[date | None, date | None]:
    """First and last day on which the gate lets the person work; (None, None): on none.

    Days that stay as they are do not ask again: the first day goes back to the first booking on them.
    """
    if assessment is None or assessment.harm_check == UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED:
        return None, None
    if requirement is None:
        return None, None
    first = max(assessment.from_date, requirement.sentence.sentence_date)
    if getattr(person, "under_18_sign_off", None) is None:
        first = max(first, _turns_18(person))
    ends = [assessment.to_date, requirement.ended_on, requirement.sentence.end_date]
    last = min(end for end in ends if end is not None) - ONE_DAY
    kept = [one.session.date for one in standing if one.session.date < horizon.free_from]
    return min([first, *kept]), last


def _away(person: Person, standing: list[Booking], record: Record) -> frozenset[date]:
    horizon = record.horizon
    kept = {one.session.date for one in standing if one.session.date < horizon.free_from}
    days = set(record.engaged[person.pk]).union(
        *(horizon.days(one.from_date, one.to_date) for one in person.away_then)
    )  # fmt: skip
    return frozenset((days | horizon.past) - kept)


def _minutes_a_week(bookings: list[Booking], horizon: Horizon) -> list[int]:
    """Minutes booked on other teams' projects in each week."""
    minutes = [0] * horizon.weeks
    for booking in bookings:
        minutes[(booking.session.date - horizon.first_day).days // 7] += _minutes(booking)
    return minutes


def _most_a_week(intensive: bool, horizon: Horizon) -> int:
    return day_and_week_limit(intensive=intensive, on=horizon.first_day).value["week"]


def _position(person: Person, office: tuple[float, float] | None) -> tuple[float, float, bool]:
    """Where journeys start: the address, else the unit's office; without either, only work at home can be offered."""
    for address in person.address_then:
        if address.lat is not None and address.lon is not None:
            return address.lat, address.lon, True
    return (*office, True) if office else (0.0, 0.0, False)


def _turns_18(person: Person) -> date:
    return months_after(person.date_of_birth, ADULT_AT_MONTHS)


def _until_18(person: Person, made: planning.Person, projects, horizon: Horizon) -> Iterable[planning.Wish]:
    """Someone who turns 18 in the weeks planned: until then only projects marked suitable."""
    birthday = _turns_18(person)
    if birthday <= horizon.free_from or birthday > horizon.last_day or made.eligible_from is None:
        return
    before = [day for day in horizon.dates if horizon.free_from <= day < birthday]
    unsuitable = [project.project_id for project in projects if NOT_UNDER_18 in project.tags]
    for day in before:
        yield from (planning.Wish(person.crn, project, day, None) for project in unsuitable)


def _areas(people: list[Person], projects: Sequence[planning.Project]) -> Iterable[planning.Wish]:
    """Projects in an area that the person must stay away from; what is done at home is in none."""
    areas: list[tuple[str, ExclusionArea]] = [
        (person.crn, area) for person in people for held in person.assessment_then for area in held.areas.all()
    ]
    if not areas or not projects:
        return
    lat, lon, radius = (
        np.array([[getattr(area, name)] for _crn, area in areas]) for name in ("lat", "lon", "radius_km")
    )
    there = kilometres(lat, lon, np.array([one.lat for one in projects]), np.array([one.lon for one in projects]))
    for row, column in np.argwhere(there <= radius + BESIDE_AN_AREA_KM):
        project = projects[column]
        if project.kind != "home" and project.tags:
            yield planning.Wish(areas[row][0], project.project_id, None, None)


def _minutes(booking: Booking) -> int:
    return (booking.session.ends_at - booking.session.starts_at) // MINUTE
