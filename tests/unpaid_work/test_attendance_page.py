"""The page about attendance: whether the chances came true, for groups too, and what plans came to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import ProtectedCharacteristics
from amends.design import build
from amends.methods.attendance.together import SharedDraws
from amends.methods.planning.expected import usual_count
from amends.unpaid_work.models import Plan, StandDown, StandDownPerson
from amends.unpaid_work.queries.attendance_report import report_of, together_of
from amends.unpaid_work.queries.board import monday_of
from amends.unpaid_work.queries.past_plans import kept_plans
from amends.unpaid_work.views import attendance_tables as tables
from tests.browsing import Reading
from tests.factories import make_team, make_user
from tests.unpaid_work.attendance_records import write_down
from tests.unpaid_work.board_records import make_ready

ADDRESS = "/unpaid-work/attendance"
RELIGIONS = ["christian"] * 9 + ["none"] * 8 + ["muslim"] * 4
WEEKS = 14


class Unit:
    """21 people who were expected once a week for 14 weeks; every third stayed away every other week."""

    def __init__(self) -> None:
        self.team = make_team()
        self.by = make_user("placement_coordinator", self.team, over="pdu")
        self.today = timezone.localdate()
        self.people = [make_ready(self.team, self.by) for _ in RELIGIONS]
        for (person, *_rest), religion in zip(self.people, RELIGIONS, strict=True):
            ProtectedCharacteristics.objects.create(person=person, religion=religion, recorded_on=self.today)
        for week in range(WEEKS):
            absent = [ready for number, ready in enumerate(self.people) if number % 3 == 0 and week % 2]
            came = [ready for ready in self.people if ready not in absent]
            write_down(self.team, self.by, {"ATTC": came, "UACP": absent}, self.day(week))

    def day(self, week: int):
        """The day of a week, counted back from now: never today."""
        return self.today - timedelta(days=3 + 7 * week)

    def reader(self, role: str = "performance_analyst") -> Client:
        client = Client()
        client.force_login(make_user(role, self.team, over="region"))
        return client


@pytest.fixture(scope="module")
def unit(browser, django_db_setup, django_db_blocker):
    """Made once, forgotten after the module. The browser is started first: its loop has a connection of its own."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            yield Unit()
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def rows(answer, caption: str) -> list[list[str]]:
    table = next(table for table in soup(answer).find_all("table") if caption in table.get_text())
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
            for row in table.tbody.find_all("tr")]  # fmt: skip


@pytest.mark.django_db
def test_the_page_tells_how_good_the_chances_are_and_names_nobody(unit):
    with CaptureQueriesContext(connection) as asked:
        answer = unit.reader().get(ADDRESS)
    assert len(asked) <= 40
    page = " ".join(soup(answer).get_text(" ").split())
    told = report_of(unit.team.pdu_id, unit.today).backtest
    assert f"The {len(told.told.held_out)} bookings since" in page
    assert len(rows(answer, "Mean chance told")) == len(told.bins)
    methods = rows(answer, "lower is better")
    assert [row[1].split("Brier score")[-1].split()[0] for row in methods] == [
        f"{one.brier.mean:.4f}" for one in (told.planned, told.model, told.counts, told.mean)
    ]
    assert not any(person.crn in page or person.family_name in page for person, *_rest in unit.people)


@pytest.mark.django_db
def test_groups_are_told_of_and_the_few_are_not(unit):
    groups = {row[0].split(": ")[-1]: row[1:] for row in rows(unit.reader().get(ADDRESS), "By group of people")}
    assert groups["Christian"][0].endswith("9")
    for hidden in ("Muslim", "No religion"):  # the second, so that the first cannot be worked out
        assert all(cell.endswith("Not shown") for cell in groups[hidden])


@pytest.mark.django_db
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_full_page_can_be_read_by_everybody(unit, browser, size):
    build.build()
    client = unit.reader()
    answer = client.get(ADDRESS)
    window = Reading(browser, client, size)
    try:
        page = window.open(ADDRESS, answer)
        assert page.locator("h1").inner_text() == "Attendance"
        assert page.locator("svg[role=img] rect.amends-chart__bar").count() > 1
        assert window.violations() == []
        assert window.overflow() <= 0
        assert window.complaints == []
    finally:
        window.close()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["performance_analyst", "head_of_pdu", "placement_coordinator"])
def test_analysts_heads_and_schedulers_may_look(unit, role):
    assert unit.reader(role).get(ADDRESS).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["practitioner", "unpaid_work_supervisor", "court_officer"])
def test_others_may_not(unit, role):
    assert unit.reader(role).get(ADDRESS).status_code == 404


@pytest.mark.django_db
def test_a_unit_beyond_the_readers_roles_cannot_be_asked_for(unit):
    elsewhere = make_team()
    page = unit.reader().get(ADDRESS, {"unit": elsewhere.pdu.code}).content.decode()
    assert elsewhere.pdu.name not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shared", "told"),
    [
        (SharedDraws(0.031, 0.01, 0.052, -0.004, -0.02, 0.012, 54, False), "the town on the day \N{MINUS SIGN}0.4%"),
        (SharedDraws(0.0, 0.0, 0.0, 0.061, 0.04, 0.082, 54, True), "the one town that all projects are in, have 6.1%"),
        (None, "too few days to tell"),
    ],
)
def test_the_page_tells_how_much_absences_go_together(unit, shared, told):
    report = replace(report_of(unit.team.pdu_id, unit.today), shared=shared)
    assert told in tables.report_of(report, {}, unit.today)["together"]


@pytest.mark.django_db
def test_a_unit_with_too_little_behind_it_is_told_so():
    team = make_team()
    client = Client()
    client.force_login(make_user("performance_analyst", team, over="region"))
    assert "There are too few outcomes" in client.get(ADDRESS).content.decode()
    assert together_of(team.pdu_id, timezone.localdate()).source == "assumed"


def applied(unit: Unit, rows: list[dict]) -> Plan:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Plan.objects.create(
        team=unit.team, first_day=monday_of(unit.day(1)), weeks=2, seconds=1, status="applied", requested_at=at,
        requested_by=unit.by, finished_at=at, decided_at=at, decided_by=unit.by, applied={},
        result={"prospect": {}, "sessions": rows},
    )  # fmt: skip


@pytest.mark.django_db
def test_what_plans_were_expected_to_come_to_stands_beside_what_happened(unit):
    first, second = [
        write_down(unit.team, unit.by, {"ATTC": unit.people[:3], "AASD": unit.people[3:5]}, unit.day(1) + day)
        for day in (timedelta(days=1), timedelta(days=2))
    ]
    session = first[0].appointment.booking.session
    other = second[0].appointment.booking.session
    full = StandDown.objects.create(
        session=session, cause="session_full", notice="on_site", whole=False, recorded_at=timezone.now(),
        recorded_by=unit.by,
    )  # fmt: skip
    for outcome in first[3:]:
        StandDownPerson.objects.create(stand_down=full, booking=outcome.appointment.booking)
    row = {"supervisor": None, "places": 3, "booked": 5, "expected": 3.5, "risk": 0.04, "turned_away": 0.05}
    applied(unit, [
        {"project": session.project.code, "date": session.date.isoformat(), **row},
        {"project": other.project.code, "date": other.date.isoformat(), **row},
        {"project": "NEVER-RUN", "date": other.date.isoformat(), **row},
    ])  # fmt: skip
    [kept] = kept_plans(unit.by, unit.team.pdu_id, unit.today)
    assert (kept.sessions, kept.over, kept.away) == (2, 1, 2)
    assert (kept.risk, kept.turned_away, kept.usual) == (0.08, 0.1, usual_count([0.04, 0.04]))
    assert (kept.come, kept.came) == (7.0, 6)
    told = rows(unit.reader("head_of_pdu").get(ADDRESS), "Plans that were applied")
    assert len(told) == 1


@pytest.mark.django_db
def test_plans_without_a_session_that_is_past_are_not_told_of(unit):
    applied(unit, [])
    assert kept_plans(unit.by, unit.team.pdu_id, unit.today) == []
    assert "has a session that is past" in unit.reader().get(ADDRESS).content.decode()


def test_the_address_is_plain():
    assert reverse("unpaid_work:attendance") == ADDRESS
