"""The week board: what it shows, to whom, and what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.organisation.models import AuditEvent, LimitedAccess
from amends.unpaid_work.models import StandDown, StandDownPerson, Unavailability
from amends.unpaid_work.queries.board import monday_of, week_board
from tests.factories import (
    make_assessment,
    make_person,
    make_project,
    make_requirement,
    make_staff,
    make_team,
    make_user,
)
from tests.unpaid_work.board_records import make_session, put_on

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FIRST_DAY = monday_of(timezone.localdate()) + timedelta(days=7)
BOOKED = {"booked_at": NOW}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def coordinator(team, client):
    user = make_user("placement_coordinator", team, over="pdu")
    client.force_login(user)
    return user


def project_of(team, **values):
    project = make_project(team, days="1234567", open_on_bank_holidays=True, **values)
    project.health_and_safety.update(from_date=date(2020, 1, 1), to_date=date(2200, 1, 1))
    return project


def session_of(project, days=0, **values):
    staff = make_staff(project.team, days="1234567", days_a_week=7)
    return make_session(project, FIRST_DAY + timedelta(days=days), staff, opened_at=NOW, **values)


def ready_of(team, by, **person):
    made = make_person(team, **person)
    requirement = make_requirement(made, FIRST_DAY - timedelta(days=100))
    return made, requirement, make_assessment(made, by, FIRST_DAY - timedelta(days=50))


def address(team, **query):
    path = reverse("unpaid_work:board", args=[team.code, FIRST_DAY.isoformat()])
    return path + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def read(client, *args, **options):
    return " ".join(client.get(*args, **options).content.decode().split())


def test_the_board_shows_each_session_with_supervisor_places_people_and_risk(client, team, coordinator):
    session = session_of(project_of(team, name="Synthetic Park", places=2))
    session.overbook_risk = 0.4
    session.save()
    for family_name in ("Ash", "Beech", "Cedar"):
        put_on(session, ready_of(team, coordinator, family_name=family_name), coordinator, attendance=0.7, **BOOKED)
    page = read(client, address(team))
    for shown in ("Synthetic Park", session.supervisor.name, "Test Ash", "Test Beech", "Test Cedar",
                  "3 of 2 places", "2.1 expected", "34.3% risk"):  # fmt: skip  # 0.7 ** 3 = 0.343
        assert shown in page


def test_what_needs_acting_on_is_marked_with_its_reason(client, team, coordinator):
    session = session_of(project_of(team))
    put_on(session, ready_of(team, coordinator), coordinator, **BOOKED)
    assert "Needs acting on" not in read(client, address(team))
    session.supervisor.absences.create(kind="sickness", from_date=FIRST_DAY)
    session.project.health_and_safety.update(to_date=FIRST_DAY)
    page = read(client, address(team))
    for shown in ("1 needs acting on", "The supervisor is absent on this day",
                  "The project has no health and safety assessment in force on this day"):  # fmt: skip
        assert shown in page


def test_stand_downs_and_sessions_called_off_are_marked(client, team, coordinator):
    session = session_of(project_of(team))
    booking = put_on(session, ready_of(team, coordinator), coordinator, **BOOKED)
    down = StandDown.objects.create(
        session=session, cause="weather", notice="before_day", whole=True, recorded_at=NOW, recorded_by=coordinator
    )
    StandDownPerson.objects.create(stand_down=down, booking=booking)
    session_of(project_of(team), 1, cancelled_at=NOW, cancel_reason="Flooded ground")
    page = read(client, address(team))
    for shown in ("Stood down: weather", "(stood down)", "0 of 8 places", "Called off", "Flooded ground"):
        assert shown in page


def test_a_restricted_person_counts_and_is_not_named(client, team, coordinator):
    session = session_of(project_of(team))
    hidden, shown = ready_of(team, coordinator, family_name="Hidden"), ready_of(team, coordinator, family_name="Shown")
    put_on(session, hidden, coordinator, **BOOKED)
    put_on(session, shown, coordinator, **BOOKED)
    LimitedAccess.objects.create(
        crn=hidden[0].crn, kind="exclusion", username=coordinator.username, reason="Synthetic",
        from_at=NOW - timedelta(hours=1),
    )  # fmt: skip
    for path in (address(team), reverse("unpaid_work:session", args=[session.pk])):
        page = read(client, path)
        assert "Restricted record" in page
        assert "2 of 8 places" in page or "of 8 places" in page
        assert "Hidden" not in page
        assert hidden[0].crn not in page
        assert "Test Shown" in page
    listed = AuditEvent.objects.filter(action="list session.view").values_list("detail", flat=True)
    assert [event["crns"] for event in listed] == [[shown[0].crn], [shown[0].crn]]


def test_what_stands_against_a_restricted_person_is_not_told_only_that_something_does(client, team, coordinator):
    session = session_of(project_of(team))
    hidden = ready_of(team, coordinator)
    put_on(session, hidden, coordinator, **BOOKED)
    Unavailability.objects.create(
        person=hidden[0], from_date=session.date, to_date=session.date + timedelta(days=1), reason="Synthetic"
    )
    paths = (address(team), reverse("unpaid_work:session", args=[session.pk]))
    assert all("away on this day" in read(client, path).lower() for path in paths)
    LimitedAccess.objects.create(
        crn=hidden[0].crn, kind="exclusion", username=coordinator.username, reason="Synthetic",
        from_at=NOW - timedelta(hours=1),
    )  # fmt: skip
    for path in paths:
        page = read(client, path).lower()
        assert "away on this day" not in page
        assert "something stands against it" in page


def test_those_offered_less_than_the_minimum_are_counted_and_named_with_the_reason(client, team, coordinator):
    session = session_of(project_of(team))
    put_on(session, ready_of(team, coordinator, family_name="Booked"), coordinator, **BOOKED)
    ready_of(team, coordinator, family_name="Idle")
    unassessed = make_person(team, family_name="Unassessed")
    make_requirement(unassessed, FIRST_DAY - timedelta(days=100))
    make_person(team, family_name="Nothing Ordered")
    page = read(client, address(team))
    assert '<span class="amends-figure__value">2</span>' in page or ">2<" in page
    assert "of 3 people" in page
    week = f"?place=unit-{team.pdu.code}&week={FIRST_DAY.isoformat()}"
    listed = read(client, reverse("unpaid_work:monitor_offered_less") + week)
    assert "Test Idle" in listed and "A place suits; not booked" in listed
    assert "Test Unassessed" in listed and "Test Unassessed" in listed
    assert "Test Booked" not in listed and "Nothing Ordered" not in listed
    csv = client.get(reverse("unpaid_work:monitor_offered_less_csv") + week).content.decode()
    assert f"Test Idle,{unassessed.crn[:1]}" in csv
    assert "not_booked,0,420,6000" in csv


def test_the_board_is_narrowed_by_project_and_supervisor(client, team, coordinator):
    one, other = session_of(project_of(team, name="First Park")), session_of(project_of(team, name="Second Park"), 1)
    page = read(client, address(team, project=one.project_id))
    assert ">First Park</a>" in page and ">Second Park</a>" not in page
    page = read(client, address(team, supervisor=other.supervisor_id))
    assert ">Second Park</a>" in page and ">First Park</a>" not in page
    page = read(client, address(team, project="nonsense"))
    assert ">First Park</a>" in page and ">Second Park</a>" in page


def test_any_day_leads_to_its_monday_and_nonsense_to_nothing(client, team, coordinator):
    wednesday = (FIRST_DAY + timedelta(days=2)).isoformat()
    answer = client.get(reverse("unpaid_work:board", args=[team.code, wednesday]))
    assert answer.url == address(team)
    assert client.get(reverse("unpaid_work:board", args=[team.code, "someday"])).status_code == 404
    this_week = monday_of(timezone.localdate()).isoformat()
    assert client.get(reverse("unpaid_work:boards")).url == reverse("unpaid_work:board", args=[team.code, this_week])


def test_another_teams_board_is_not_there_and_the_refusal_is_written(client, team, coordinator):
    other = make_team()
    session_of(project_of(other, name="Elsewhere Park"))
    answer = client.get(address(other))
    assert answer.status_code == 404
    assert answer.content == client.get("/nothing/is/here").content
    assert AuditEvent.objects.filter(
        outcome="refused", action="open session.view", detail={"code": other.code}
    ).exists()


def test_an_empty_week_and_a_role_without_teams_say_so(client, team, coordinator):
    assert read(client, address(team)).count("No sessions") == 7
    client.force_login(make_user("placement_coordinator", make_team("court")))
    assert "There is no unpaid work team" in read(client, reverse("unpaid_work:boards"))


def fill(team, by, sessions, people):
    for number in range(sessions):
        session = session_of(project_of(team), number % 7)
        session.supervisor.absences.create(kind="sickness", from_date=FIRST_DAY)  # conflicts cost no queries either
        session.supervisor.absences.all().delete()
        for _ in range(people):
            put_on(session, ready_of(team, by), by, **BOOKED)


def test_the_board_costs_as_many_queries_however_full_it_is_and_at_most_forty(client, team, coordinator):
    counts = []
    for size in ((1, 1), (6, 4)):
        fill(team, coordinator, *size)
        client.get(address(team))
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(address(team))
        assert answer.status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 40


def test_a_full_weeks_board_weighs_less_than_the_budget(client, team, coordinator):
    fill(team, coordinator, 7, 8)
    per_session = len(client.get(address(team)).content) / 7
    assert per_session * 7 < 150_000


def test_a_session_page_and_its_suggestions_stay_within_forty_queries(client, team, coordinator):
    session = session_of(project_of(team))
    counts = {}
    for number in (1, 4):
        for _ in range(number):
            put_on(session, ready_of(team, coordinator), coordinator, attendance=0.3, **BOOKED)
            ready_of(team, coordinator)
        for name in ("session", "session_people", "session_supervisor"):
            client.get(reverse(f"unpaid_work:{name}", args=[session.pk]))
            with CaptureQueriesContext(connection) as seen:
                assert client.get(reverse(f"unpaid_work:{name}", args=[session.pk])).status_code == 200
            counts.setdefault(name, []).append(len(seen))
    for few, many in counts.values():
        assert few == many <= 40


def test_a_supervisor_reads_the_board_and_changes_nothing(client, team, coordinator):
    session = session_of(project_of(team))
    client.force_login(make_user("unpaid_work_supervisor", team))
    page = read(client, address(team))
    assert session.project.name in page
    assert "Open a session" not in page
    for name in ("session_people", "session_supervisor", "session_places", "session_call_off"):
        assert client.get(reverse(f"unpaid_work:{name}", args=[session.pk])).status_code == 404


def test_expected_attendance_leaves_out_those_stood_down(team, coordinator):
    session = session_of(project_of(team))
    gone, stays = (
        put_on(session, ready_of(team, coordinator), coordinator, attendance=0.5, **BOOKED) for _ in range(2)
    )
    down = StandDown.objects.create(
        session=session, cause="other", notice="before_day", whole=False, recorded_at=NOW, recorded_by=coordinator
    )
    StandDownPerson.objects.create(stand_down=down, booking=gone)
    (card,) = week_board(coordinator, team, FIRST_DAY, at=NOW).cards
    assert [line.booking for line in card.expected] == [stays.pk]
    assert card.turn_out == 0.5
