"""Who holds how much: points against hours, honest where there are none, by officer, grade, team and unit."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from amends.cases.models import CourtReport, SentenceCondition
from amends.cases.queries.workload import averages, grouped, in_state, officers, officers_of
from amends.organisation.models import Absence, LimitedAccess, ProtectedLoad
from amends.organisation.operations.loads import pause_allocation, protect_loads, trainee_loads
from amends.organisation.operations.refusal import Refused
from amends.policy.allocating import away_too_long
from tests.cases.court_records import AT, TODAY, court_team, taken_to
from tests.cases.visiting import signed_in, text
from tests.factories import (
    make_allocation,
    make_custody,
    make_person,
    make_requirement,
    make_risk,
    make_staff,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def senior(team):
    return make_user("senior", team, over="region")


def held(team, officer, level="high", kind="programme"):
    """A live case that the officer holds: tier B2 in the community, 115 points, where nothing else is said."""
    person = make_person(team)
    sentence = make_requirement(person).sentence
    SentenceCondition.objects.create(sentence=sentence, kind=kind, from_date=sentence.sentence_date)
    make_risk(person, level)
    make_allocation(person, officer)
    return person


def seen(senior, on=ON):
    return {row.staff.pk: row for row in officers(senior, officers_of(senior, on), on=on)}


def test_points_held_against_points_available(team, senior):
    officer = make_staff(team, grade="po", contracted_minutes=1110)
    held(team, officer)
    custody = make_person(team)
    make_custody(custody, release_date=None)
    make_risk(custody, "high", prisoners="low")
    make_allocation(custody, officer)
    row = seen(senior)[officer.pk]
    # B2 in the community is 115 and in custody 48; half of 2176 points for 18.5 hours; 163 of 1088 is 15.0
    assert row.capacity.value == {"available": 1088, "used": 163, "percent": 15.0, "over": False}
    assert (row.kinds(), row.letters()) == ({"community": 1, "custody": 1}, {"B": 2})


def test_a_case_whose_risk_is_not_judged_is_told_as_the_least_and_the_most_it_may_be(client, team, senior):
    officer = make_staff(team, grade="po", contracted_minutes=222)  # 3.7 hours: 217 of 2176 points
    held(team, officer)
    unknown = make_person(team)
    make_requirement(unknown)
    make_allocation(unknown, officer)
    row = seen(senior)[officer.pk]
    # 115 for B2; between 29 for D0 and 110 for A0, both in the community, by the reference
    assert (row.capacity.value["used"], row.most) == (115 + 29, 115 + 110)
    assert (row.capacity.value["over"], row.letters()) == (False, {"B": 1, "": 1})
    (group,) = grouped([row], "team")
    assert (group.used, group.most, group.over) == (144, 225, 0)
    signed_in(client, "senior", team)
    page = text(client.get("/cases/workload"))
    for told in ("144 to 225", "66.4% at least", "govuk-tag--yellow", "not known 1"):
        assert told in page, told
    page = text(client.get(f"/cases/workload/officers/{officer.code}"))
    assert "Not known: assess" in page and "29 to 110" in page


def test_a_court_report_counts_in_the_points_of_whoever_writes_it_until_it_is_delivered(team, senior):
    """138 points for a standard report, 65 for a fast one, none for an oral one; 115 for the case: by the reference."""
    writer, author = make_staff(team, grade="po"), make_user("senior", team, over="region")
    person, court = held(team, writer), court_team(team.pdu)
    for kind, state in (("standard", "allocated"), ("fast", "allocated"), ("oral", "allocated"), ("fast", "requested")):
        report = taken_to(state, make_person(team), court, author, kind=kind)
        CourtReport.objects.filter(pk=report.pk, allocated_at__isnull=False).update(officer=writer)
    row = seen(senior, TODAY)[writer.pk]
    assert sorted(row.reports) == ["fast", "standard"]
    assert row.capacity.value["used"] == 115 + 138 + 65
    assert any("1 x report standard: 138" in step for step in row.capacity.steps)
    assert seen(senior, TODAY - timedelta(days=1))[writer.pk].capacity.value["used"] == 115  # not yet allocated
    average = averages(senior, TODAY)[team.pdu.region.name, "po"]
    assert (average.cases, average.reports) == (1, 2)
    CourtReport.objects.filter(kind="standard").update(cancelled_at=AT, cancelled_as="withdrawn")
    assert seen(senior, TODAY)[writer.pk].reports == ("fast",)
    LimitedAccess.objects.create(
        crn=CourtReport.objects.get(kind="fast", officer=writer).person.crn, kind="exclusion",
        username=senior.username, reason="x", from_at="2026-01-01T00:00Z",
    )  # fmt: skip
    assert seen(senior, TODAY)[writer.pk].reports == () and person
    assert averages(senior, TODAY)[team.pdu.region.name, "po"].reports == 0


def test_one_who_has_left_with_a_report_to_write_is_over_capacity(team, senior):
    writer = make_staff(team, grade="pso", to_date=TODAY)
    report = taken_to("allocated", make_person(team), court_team(team.pdu), make_user("senior", team), kind="fast")
    CourtReport.objects.filter(pk=report.pk).update(officer=writer)
    value = seen(senior, TODAY)[writer.pk].capacity.value
    assert (value["percent"], value["over"], value["used"]) == (None, True, 65)


def test_an_officer_who_is_away_with_a_live_case_is_over_capacity_and_never_at_nought(team, senior):
    officer, empty = make_staff(team, grade="po"), make_staff(team, grade="po")
    held(team, officer)
    for each in (officer, empty):
        Absence.objects.create(staff=each, kind="sickness", from_date=ON, to_date=ON + timedelta(days=1))
    rows = seen(senior)
    assert rows[officer.pk].capacity.value == {"available": 0, "used": 115, "percent": None, "over": True}
    assert not rows[empty.pk].capacity.value["over"]
    assert seen(senior, ON + timedelta(days=1))[officer.pk].capacity.value["percent"] == 5.3


def test_one_who_has_left_with_a_live_case_is_over_capacity(team, senior):
    officer = make_staff(team, grade="po", to_date=ON)
    held(team, officer)
    row = seen(senior)[officer.pk]
    assert row.capacity.value["over"] and row.capacity.value["percent"] is None
    assert not row.in_post


def test_shielding_takes_no_hours_and_says_that_nobody_is_seen(team, senior):
    officer = make_staff(team, grade="po")
    Absence.objects.create(staff=officer, kind="shielding", from_date=ON)
    row = seen(senior)[officer.pk]
    assert row.capacity.value["available"] == 2176
    assert in_state([row], "home") == [row]
    assert in_state([row], "away") == []


def test_a_trainee_has_three_half_years_of_protected_hours(team, senior):
    trainee = make_staff(team, grade="trainee")
    protect_loads(member=trainee, drafts=trainee_loads(date(2026, 1, 5)), by=senior, at=timezone.now())
    # 80, 60 and 40 per cent of the hours are kept: 20, 40 and 60 per cent of 2176 are left, rounded down
    for on, left in (("2026-01-05", 435), ("2026-07-04", 435), ("2026-07-05", 870), ("2027-01-05", 1305),
                     ("2027-07-05", 2176)):  # fmt: skip
        assert seen(senior, date.fromisoformat(on))[trainee.pk].capacity.value["available"] == left, on
    with pytest.raises(Refused):
        protect_loads(member=trainee, drafts=trainee_loads(date(2027, 1, 5)), by=senior, at=timezone.now())
    assert ProtectedLoad.objects.filter(staff=trainee).count() == 3


def test_a_pause_needs_a_reason_and_days_of_its_own(team, senior):
    officer = make_staff(team, grade="po")
    given = {"member": officer, "by": senior, "at": timezone.now()}
    pause_allocation(reason="Back after surgery", from_date=ON, **given)
    assert in_state(list(seen(senior).values()), "paused")
    for reason, first in ((" ", ON - timedelta(days=9)), ("Again", ON + timedelta(days=2))):
        with pytest.raises(Refused):
            pause_allocation(reason=reason, from_date=first, **given)


days = some.integers(min_value=0, max_value=60)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=days, shorter=some.integers(1, 30), more=days, look=days)
def test_a_longer_absence_never_gives_more_capacity(team, senior, first, shorter, more, look):
    officer = make_staff(team, grade="po")
    begins, on = ON + timedelta(days=first), ON + timedelta(days=look)
    absence = Absence.objects.create(
        staff=officer, kind="leave", from_date=begins, to_date=begins + timedelta(days=shorter)
    )
    before = seen(senior, on)[officer.pk].capacity.value["available"]
    too_long = away_too_long(absence.from_date, absence.to_date, on=ON).value
    absence.to_date += timedelta(days=more)
    absence.save()
    assert seen(senior, on)[officer.pk].capacity.value["available"] <= before
    assert away_too_long(absence.from_date, absence.to_date, on=ON).value >= too_long
    officer.delete()


def test_grades_teams_and_units_are_the_sum_of_their_officers(team, senior):
    po, pso = make_staff(team, grade="po"), make_staff(make_team("sentence_management", pdu=team.pdu), grade="pso")
    for officer in (po, po, pso):
        held(team, officer)
    rows = list(seen(senior).values())
    by_grade = {each.label: (each.officers, each.cases, each.used) for each in grouped(rows, "grade")}
    assert by_grade == {"Probation officer": (1, 2, 230), "Probation services officer": (1, 1, 115)}
    assert [(each.cases, each.available) for each in grouped(rows, "pdu")] == [(3, 4352)]
    assert len(grouped(rows, "team")) == 2


def test_the_average_caseload_by_grade_on_two_days_as_the_review_printed_it(team, senior):
    officer, other = make_staff(team, grade="po"), make_staff(team, grade="po")
    for each in (officer, officer, other):
        held(team, each)
    make_staff(team, grade="po")  # holds none, and is not among those averaged
    region = team.pdu.region.name
    found = averages(senior, ON)
    assert [(each.officers, each.cases, each.value) for each in found.values()] == [(2, 3, 1.5)]
    assert found[(region, "po")].grade == "po"
    assert averages(senior, date(2026, 3, 1)) == {}


def test_a_restricted_case_is_in_nobodys_count(team, senior):
    officer = make_staff(team, grade="po")
    kept = held(team, officer)
    held(team, officer)
    LimitedAccess.objects.create(
        crn=kept.crn, kind="exclusion", username=senior.username, reason="x", from_at="2026-01-01T00:00Z"
    )
    assert seen(senior)[officer.pk].cases == 1
    assert sum(each.cases for each in averages(senior, ON).values()) == 1


def test_as_many_queries_for_many_officers_as_for_few(team, senior, django_assert_max_num_queries):
    for _each in range(3):
        held(team, make_staff(team, grade="po"))
    with django_assert_max_num_queries(18):
        seen(senior)
    for _each in range(6):
        held(team, make_staff(team, grade="pso"))
    with django_assert_max_num_queries(18):
        assert len(seen(senior)) == 9


def test_the_page_sorts_filters_and_is_a_file_too(client, team):
    today = timezone.localdate()
    signed_in(client, "senior", team)
    busy, idle = make_staff(team, grade="po", name="Busy Example"), make_staff(team, grade="pso", name="Idle Example")
    person = held(team, busy)
    Absence.objects.create(staff=busy, kind="sickness", from_date=today)
    page = text(client.get("/cases/workload"))
    assert page.index("Busy Example") < page.index("Idle Example")
    assert "Over: no hours" in page and person.family_name not in page
    assert "Idle Example" not in text(client.get("/cases/workload?state=over"))
    assert "Busy Example" not in text(client.get("/cases/workload?grade=pso"))
    for by in ("grade", "team", "pdu"):
        assert client.get(f"/cases/workload?by={by}").status_code == 200
    rows = list(csv.DictReader(StringIO(client.get("/cases/workload/as-csv").content.decode("utf-8-sig"))))
    assert {row["name"]: (row["over_capacity"], row["percent_of_capacity"], row["away"]) for row in rows} == {
        "Busy Example": ("yes", "", "yes"), "Idle Example": ("no", "0", "no"),
    }  # fmt: skip
    one = text(client.get(f"/cases/workload/officers/{busy.code}"))
    assert person.family_name in one and "Sickness: 100% of the hours" in one
    assert text(client.get("/cases/workload?on_day=31&on_month=2&on_year=2026"))
    assert "Probation officer" in text(client.get("/cases/workload/averages"))
    assert idle.name in text(client.get("/cases/workload?sort=name"))
