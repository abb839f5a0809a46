"""What pages about projects, sessions and registers show at their fullest: sessions to come and sessions over."""

from datetime import date, timedelta

from amends.contacts.models import ContactOutcome
from amends.enforcement.operations.evidence import decide_on_evidence, record_evidence
from amends.unpaid_work.models import Beneficiary, ProjectClosure, StandDown, StandDownPerson
from tests.house.full_of_following import give_surveys
from tests.unpaid_work.board_records import make_session, put_on
from tests.unpaid_work.hours_records import any_day_supervisor, open_project


def sessions_to_come(growth):
    """The place about a session to come, with everybody on it."""
    for number in range(growth.size):
        session_of(growth, open_project(growth.place.team), growth.monday + timedelta(days=number % 7))
    charity = Beneficiary.objects.create(name=f"Friends of the canal {growth.place.team.pk}")
    name = "Canal towpath, Aylestone to Kilby Bridge"
    project = open_project(growth.place.team, name=name, places=growth.size + 4, beneficiary=charity)
    give_surveys(growth, project)
    session = session_of(growth, project, growth.monday)
    bookings = [put_on(session, ready, growth.user, booked_at=growth.now) for ready in growth.people]
    return growth.place.but(project=project, session=session, booking=bookings[0], closure=_closure(growth, project))


def sessions_over(growth):
    """A session of one person each day before yesterday, and yesterday's with everybody, half recorded."""
    project = open_project(growth.place.team, name="Charity shop, High Street", places=growth.size + 4)
    this = growth.place.person, growth.place.requirement, None
    for number in range(2, growth.size + 2):
        session = session_of(growth, project, growth.today - timedelta(days=number), opened_at=growth.now)
        booking = past(growth, session, this)
        stand_down = StandDown.objects.create(
            session=session, cause="vehicle", notice="on_site", whole=False, recorded_at=growth.now,
            recorded_by=growth.user,
        )  # fmt: skip
        if number % 2:
            outcome(growth, booking, "AASD", notice="on_site")
            StandDownPerson.objects.create(stand_down=stand_down, booking=booking)
        else:
            outcome(growth, booking, "ATTC", started_at=session.starts_at, finished_at=session.ends_at)
    session = session_of(growth, project, growth.today - timedelta(days=1), opened_at=growth.now)
    bookings = [past(growth, session, ready) for ready in (this, *growth.people)]
    for booking in bookings[: growth.size // 2 + 1]:
        outcome(growth, booking, "ATTC", started_at=session.starts_at, finished_at=session.ends_at, penalty_minutes=15)
    return growth.place.but(session=session, booking=bookings[0], stand_down=stand_down)


def give_failures(growth) -> None:
    """Failures of the person, each with evidence that was decided on; and one of everybody else, still open."""
    project = open_project(growth.place.team, name="Riverside path, Watermead", places=growth.size + 4)
    this = growth.place.person, growth.place.requirement, None
    for number in range(growth.size):
        day = growth.today - timedelta(days=50 + number)
        session = session_of(growth, project, day, opened_at=growth.now)
        failure = outcome(growth, past(growth, session, this), "UACP")
        evidence = record_evidence(
            outcome=failure, kind="medical", received_on=day, description="A doctor's note for the day, by post",
            by=growth.user, at=growth.now,
        )  # fmt: skip
        accepted = bool(number % 2)
        decide_on_evidence(evidence=evidence, accepted=accepted, reason="As it says", by=growth.user, at=growth.now)
    session = session_of(growth, project, growth.today - timedelta(days=30), opened_at=growth.now)
    for ready in growth.people:
        outcome(growth, past(growth, session, ready), "UACP")


def _closure(growth, project) -> ProjectClosure:
    first = growth.monday + timedelta(days=70)
    return ProjectClosure.objects.create(
        project=project, from_date=first, to_date=first + timedelta(days=7), reason="Nesting birds on the bank"
    )


def session_of(growth, project, day: date, **values):
    """A session of the project, opened now."""
    supervisor = any_day_supervisor(growth.place.team)
    return make_session(project, day, supervisor, **({"opened_at": growth.now} | values))


def past(growth, session, ready):
    """A booking on a session that is over."""
    return put_on(session, (*ready[:2], None), growth.user, booked_at=growth.now)


def outcome(growth, booking, code: str, **values) -> ContactOutcome:
    """What became of the booking."""
    return outcome_of(growth, booking.appointment, code, **values)


def outcome_of(growth, appointment, code: str, **values) -> ContactOutcome:
    """What became of the appointment."""
    return ContactOutcome.objects.create(
        appointment=appointment, code=code, recorded_at=growth.now, recorded_by=growth.user, **values
    )
