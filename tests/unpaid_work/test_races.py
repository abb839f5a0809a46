"""Fifty clients at once, each with a connection of its own, after the same places, people and supervisors.

The clients look first and then write, as careless programs do; the database alone keeps them within the rules. The
controls take its guard away and show that the race is real. The same is asked of the operations.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from amends.cases.models import KeepApart
from amends.unpaid_work.models import Booking, Session
from amends.unpaid_work.operations.bookings import BookingRefused, book
from amends.unpaid_work.operations.sessions import SessionRefused, open_session
from tests.factories import MONDAY, make_project, make_staff, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 50
PLACES = 3
AT = datetime(2026, 5, 21, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def at_once(clients: Iterable[Callable[[], object]]) -> list[object]:
    """What became of each client: what it returned, or the refusal it met. All connect, then all begin together."""
    clients = list(clients)
    outcomes: list[object] = [None] * len(clients)
    barrier = Barrier(len(clients), timeout=60)

    def run(number: int, client: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            outcomes[number] = client()
        except (DatabaseError, BookingRefused, SessionRefused) as refused:
            outcomes[number] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return outcomes


def refusals(outcomes: list[object]) -> set[str]:
    return {
        outcome.__cause__.diag.constraint_name if isinstance(outcome, IntegrityError) else type(outcome).__name__
        for outcome in outcomes
        if isinstance(outcome, Exception)
    }


@contextmanager
def without_the_guard(table: str):
    """The table without its triggers; what it holds is thrown away before they are put back."""
    try:
        alter(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
    finally:
        alter(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def without_constraints(table: str, *names: str):
    """The table without these constraints and indexes; what it holds is thrown away before they are made again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = ANY (%s)", [list(names)]
        )
        constraints = dict(cursor.fetchall())
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY (%s)", [list(names)])
        indexes = {name: made for name, made in cursor.fetchall() if name not in constraints}
    assert set(constraints) | set(indexes) == set(names)
    for name in constraints:
        alter(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name in indexes:
        alter(f"DROP INDEX {name}")
    try:
        yield
    finally:
        alter(f"TRUNCATE {table} CASCADE")
        for name, made in constraints.items():
            alter(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}")
        for made in indexes.values():
            alter(made)


def alter(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by():
    return make_user()


def careless(session, ready, by, sees_room: Callable[[], bool], looked: Barrier) -> Callable[[], object]:
    """A client that looks whether there is room, waits until all have looked, and writes if it saw any."""

    def client():
        room = sees_room()
        looked.wait()
        if room:
            with transaction.atomic():
                return put_on(session, ready, by, attendance=1)
        return None

    return client


def after_the_last_places(team, by):
    session = make_session(make_project(team, places=PLACES))
    looked = Barrier(CLIENTS, timeout=60)

    def room():
        return session.bookings.count() < PLACES

    ready = [make_ready(team, by) for _ in range(CLIENTS)]
    return at_once(careless(session, one, by, room, looked) for one in ready)


def test_the_last_places_go_to_as_many_as_there_are(team, by):
    outcomes = after_the_last_places(team, by)
    assert Booking.objects.count() == PLACES
    assert refusals(outcomes) == {"booking_overbooked"}


def test_control_without_the_guard_the_last_places_go_to_all(team, by):
    with without_the_guard("unpaid_work_booking"):
        after_the_last_places(team, by)
        assert Booking.objects.count() == CLIENTS


def after_one_person(team, by):
    """A session on each of seven days at seven projects, and one person for all of them: 28 hours are four days."""
    ready = make_ready(team, by)
    sessions = [
        make_session(
            make_project(team, days="1234567"), MONDAY + (number % 7) * DAY,
            make_staff(team, days="1234567", days_a_week=7),
        )
        for number in range(CLIENTS)
    ]  # fmt: skip
    looked = Barrier(CLIENTS, timeout=60)

    def free():
        return not Booking.objects.exists()

    return at_once(careless(session, ready, by, free, looked) for session in sessions)


def test_one_person_is_booked_once_a_day_and_for_no_more_than_the_week_allows(team, by):
    outcomes = after_one_person(team, by)
    days = list(Booking.objects.values_list("session__date", flat=True))
    assert len(days) == len(set(days)) == 4
    assert refusals(outcomes) <= {
        "appointment_one_place_at_once", "booking_one_session_a_day", "booking_week_limit", "OperationalError",
    }  # fmt: skip


def test_control_without_the_guard_a_week_is_booked_beyond_its_hours(team, by):
    with without_the_guard("unpaid_work_booking"):
        after_one_person(team, by)
        assert Booking.objects.count() == 7  # the constraint on time still holds: one a day


def test_control_without_the_constraint_on_time_one_person_is_in_many_places_at_once(team, by):
    with (
        without_constraints("contacts_appointment", "appointment_one_place_at_once"),
        without_the_guard("unpaid_work_booking"),
    ):
        after_one_person(team, by)
        assert Booking.objects.count() == CLIENTS


def after_one_supervisor(team):
    staff = make_staff(team)
    projects = [make_project(team) for _ in range(CLIENTS)]
    looked = Barrier(CLIENTS, timeout=60)

    def client(project):
        def run():
            free = not Session.objects.filter(supervisor=staff).exists()
            looked.wait()
            return make_session(project, MONDAY, staff) if free else None

        return run

    return at_once(client(project) for project in projects)


def test_one_supervisor_gets_one_session(team):
    outcomes = after_one_supervisor(team)
    assert Session.objects.count() == 1
    assert refusals(outcomes) <= {"supervisor_one_place_at_once", "supervisor_one_session_a_day", "OperationalError"}


def test_control_without_the_constraints_one_supervisor_gets_many(team):
    with without_constraints("unpaid_work_session", "supervisor_one_place_at_once", "supervisor_one_session_a_day"):
        after_one_supervisor(team)
        assert Session.objects.count() > 1


def after_pairs_to_keep_apart(team, by):
    """Twenty-five sessions, and for each two people who must not meet, both booked at once."""
    looked, clients = Barrier(CLIENTS, timeout=60), []
    for _ in range(CLIENTS // 2):
        session = make_session(make_project(team))
        pair = [make_ready(team, by), make_ready(team, by)]
        KeepApart.objects.create(person=pair[0][0], other=pair[1][0], reason="Synthetic", from_date=MONDAY - DAY)

        def alone(session=session):
            return not session.bookings.exists()

        clients += [careless(session, one, by, alone, looked) for one in pair]
    return at_once(clients)


def test_two_who_must_not_meet_never_do(team, by):
    outcomes = after_pairs_to_keep_apart(team, by)
    assert Booking.objects.count() == CLIENTS // 2
    assert Booking.objects.values("session").distinct().count() == CLIENTS // 2
    assert refusals(outcomes) == {"booking_kept_apart"}


def test_control_without_the_guard_they_meet(team, by):
    with without_the_guard("unpaid_work_booking"):
        after_pairs_to_keep_apart(team, by)
        assert Booking.objects.count() == CLIENTS


def test_the_operations_keep_the_rules_and_tell_everyone_else_why(team, by):
    session = make_session(make_project(team, places=PLACES))
    people = [make_ready(team, by)[0] for _ in range(CLIENTS)]
    outcomes = at_once(lambda one=one: book(session=session, people=[one], by=by, at=AT) for one in people)
    assert Booking.objects.count() == PLACES
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(refused) == CLIENTS - PLACES
    assert all("more would be likely to turn up" in str(one) for one in refused)


def test_opening_sessions_at_once_gives_one_supervisor_one_of_them(team, by):
    staff = make_staff(team)
    projects = [make_project(team) for _ in range(CLIENTS)]
    outcomes = at_once(
        lambda one=one: open_session(project=one, date=MONDAY, supervisor=staff, by=by, at=AT) for one in projects
    )
    assert Session.objects.count() == 1
    assert sum(isinstance(outcome, SessionRefused) for outcome in outcomes) == CLIENTS - 1
