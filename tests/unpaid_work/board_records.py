"""Sessions and bookings made straight in the tables, so that it is the database that lets them in or refuses."""

from datetime import UTC, date, datetime

from amends.cases.models import Person, Requirement
from amends.contacts.models import Appointment
from amends.organisation.models import Staff, Team, User
from amends.unpaid_work.models import Booking, Project, Session, UnpaidWorkAssessment
from tests.factories import (
    LONDON,
    MONDAY,
    make_assessment,
    make_person,
    make_project,
    make_requirement,
    make_staff,
    make_team,
)

BOOKED_AT = datetime(2026, 5, 20, 9, tzinfo=UTC)


def make_session(
    project: Project | None = None, day: date = MONDAY, supervisor: Staff | None = None, **values
) -> Session:
    """A session of the project on the day, at its hours; supervised, unless one is given, by who works any day."""
    project = project or make_project(make_team())
    if supervisor is None and project.supervised:
        supervisor = make_staff(project.team, days="1234567", days_a_week=7)
    values = {
        "starts_at": datetime.combine(day, project.start_time, LONDON),
        "ends_at": datetime.combine(day, project.end_time, LONDON),
        "places": project.places,
        "opened_at": BOOKED_AT,
    } | values
    return Session.objects.create(project=project, date=day, supervisor=supervisor, **values)


def make_ready(team: Team, by: User, *, requirement: dict | None = None, assessment: dict | None = None, **person):
    """A person with a requirement and an assessment, who could be booked."""
    made = make_person(team, **person)
    return made, make_requirement(made, **(requirement or {})), make_assessment(made, by, **(assessment or {}))


def put_on(
    session: Session,
    ready: tuple[Person, Requirement, UnpaidWorkAssessment | None],
    by: User,
    *,
    booked_at: datetime = BOOKED_AT,
    **values,
) -> Booking:
    """A booking written straight into the tables."""
    person, requirement, assessment = ready
    appointment = Appointment.objects.create(
        person=person, kind="unpaid_work", team=session.project.team, starts_at=session.starts_at,
        ends_at=session.ends_at, booked_at=booked_at, booked_by=by,
    )  # fmt: skip
    values = {"attendance": 0.9, "day_limit": 420, "week_limit": 1680} | values
    return Booking.objects.create(
        appointment=appointment, session=session, requirement=requirement, assessment=assessment, **values
    )
