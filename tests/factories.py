"""Small synthetic records for tests. Each takes what matters to the test and makes up the rest."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from amends.cases.models import CaseAllocation, Person, Requirement, RiskOfHarm, Sentence
from amends.cases.names import search_name
from amends.contacts.models import Appointment
from amends.organisation.models import PDU, AccessFile, Region, RoleGrant, Staff, Team, User
from amends.unpaid_work.models import HealthAndSafety, Project, UnpaidWorkAssessment

LONDON = ZoneInfo("Europe/London")
_numbers = itertools.count(1)
PASSWORD = "synthetic-password-1"
MONDAY = date(2026, 6, 1)  # a Monday without bank holidays in its week


def make_team(kind: str = "unpaid_work", pdu: PDU | None = None, region: Region | None = None) -> Team:
    number = next(_numbers)
    if pdu is None:
        region = region or Region.objects.create(code=f"region-{number}", name=f"Region {number}")
        pdu = PDU.objects.create(region=region, code=f"pdu-{number}", name=f"Unit {number}")
    return Team.objects.create(pdu=pdu, code=f"team-{number}", name=f"Team {number}", kind=kind)


def make_user(role: str | None = None, team: Team | None = None, over: str = "team", **values) -> User:
    """A user with one role over the team, its `pdu`, its `region`, or everything (`over="all"`)."""
    number = next(_numbers)
    user = User.objects.create_user(
        username=values.pop("username", f"user-{number}"),
        first_name="Test",
        last_name=f"User {number}",
        password=PASSWORD,
        **values,
    )
    if role:
        place = {
            "team": {"team": team},
            "pdu": {"pdu": team and team.pdu},
            "region": {"region": team and team.pdu.region},
            "all": {},
        }[over]
        RoleGrant.objects.create(user=user, role=role, from_date=date(2000, 1, 1), **place)
    return user


def make_staff(team: Team, grade: str = "supervisor", **values) -> Staff:
    number = next(_numbers)
    values = {
        "code": f"S{number:05}",
        "name": f"Staff {number}",
        "contracted_minutes": 37 * 60,
        "lat": 52.63,
        "lon": -1.13,
        "from_date": date(2000, 1, 1),
    } | values
    return Staff.objects.create(team=team, grade=grade, **values)


def make_person(team: Team | None = None, **values) -> Person:
    number = next(_numbers)
    values = {
        "crn": f"T{number:06}",
        "given_names": "Test",
        "family_name": f"Person {number}",
        "date_of_birth": date(1990, 1, 1),
        "sex": "m",
    } | values
    values.setdefault("search_name", search_name(values["given_names"], values["family_name"]))
    person = Person.objects.create(team=team or make_team(), **values)
    AccessFile.objects.create(crn=person.crn, confirmed_at=timezone.now())
    return person


def make_requirement(person: Person, sentence_date: date = date(2026, 3, 2), **values) -> Requirement:
    number = next(_numbers)
    sentence = Sentence.objects.create(
        person=person, reference=f"ST{number}", kind="community", court="Test Court", sentence_date=sentence_date
    )
    return Requirement.objects.create(
        sentence=sentence, reference=f"RQ{number}", **({"ordered_minutes": 6000} | values)
    )


def make_custody(person: Person, sentence_date: date = date(2026, 1, 5), **values) -> Sentence:
    """A sentence of custody; released on 1 April 2026 where nothing else is said."""
    number = next(_numbers)
    values = {"court": "Test Crown Court", "release_date": date(2026, 4, 1), "reference": f"ST{number}"} | values
    return Sentence.objects.create(person=person, kind="custody", sentence_date=sentence_date, **values)


def make_risk(person: Person, level: str = "low", assessed_on: date = date(2026, 3, 2), **values) -> RiskOfHarm:
    """A judgement of risk of serious harm: `level` to known adults, low to the others."""
    by = values.pop("recorded_by", None) or make_user("practitioner", person.team)
    return RiskOfHarm.objects.create(
        person=person, assessed_on=assessed_on, known_adult=level, reason="Synthetic", recorded_by=by,
        recorded_at=datetime.combine(assessed_on, time(12), UTC),
        **({"children": "low", "public": "low", "staff": "low"} | values),
    )  # fmt: skip


def make_allocation(
    person: Person, practitioner: Staff, from_date: date = date(2026, 3, 2), **values
) -> CaseAllocation:
    return CaseAllocation.objects.create(person=person, practitioner=practitioner, from_date=from_date, **values)


def make_assessment(person: Person, by: User, from_date: date = date(2026, 3, 2), **values) -> UnpaidWorkAssessment:
    values = {
        "to_date": from_date + timedelta(days=365),
        "risk_of_harm": "low",
        "harm_check": "nothing_held",
        "harm_checked_on": from_date,
        "kinds": ["group", "individual", "ete", "home"],
        "slots": [f"{day}{part}" for day in range(1, 8) for part in "ma"],
        "assessed_by": by,
        "recorded_at": datetime.combine(from_date, time(12), UTC),
    } | values
    return UnpaidWorkAssessment.objects.create(person=person, from_date=from_date, **values)


def make_appointment(person: Person, by: User, starts_at: datetime | None = None, mode: str = "office") -> Appointment:
    """A supervision appointment of half an hour, a month ahead where nothing else is said."""
    starts_at = starts_at or timezone.now() + timedelta(days=30)
    return Appointment.objects.create(
        person=person, kind="supervision", team=person.team, mode=mode, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30), booked_at=starts_at - timedelta(days=60), booked_by=by,
    )  # fmt: skip


def make_project(team: Team, health_and_safety: bool = True, **values) -> Project:
    number = next(_numbers)
    values = {
        "code": f"P{number}",
        "name": f"Project {number}",
        "type": "group_regional",
        "lat": 52.63,
        "lon": -1.13,
        "days": "12345",
        "start_time": time(9),
        "end_time": time(16),
        "from_date": date(2020, 1, 1),
        "places": 8,
        "least": 1,
    } | values
    project = Project.objects.create(team=team, **values)
    if health_and_safety:
        HealthAndSafety.objects.create(
            project=project, assessed_by="Test", from_date=date(2020, 1, 1), to_date=date(2100, 1, 1)
        )
    return project


def london(day: date, hour: int, minute: int = 0) -> datetime:
    """A civil time in Europe/London on the day."""
    return datetime.combine(day, time(hour, minute), LONDON)
