"""The statement of capacity: what is told of places and of people who wait, held to plain reckoning."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from amends.organisation.models import Absence
from amends.unpaid_work.models import CapacityStatement, StandDown
from amends.unpaid_work.operations.capacity import publish_statement, publish_statements, switch_publication
from amends.unpaid_work.queries.capacity.places import places_to_come
from amends.unpaid_work.queries.capacity.statement import FEW, content_of, next_monday, units_of
from amends.unpaid_work.views.capacity_document import report
from amends.unpaid_work.views.capacity_tables import types_of_units
from tests.factories import make_allocation, make_person, make_requirement, make_staff, make_team, make_user
from tests.unpaid_work.board_records import make_session
from tests.unpaid_work.hours_records import any_day_supervisor, open_project
from tests.unpaid_work.watching import NOW, TODAY, past

COMING = next_monday(TODAY)

people = st.fixed_dictionaries(
    {
        "sentenced": st.integers(1, 420),
        "hours": st.sampled_from([1, 7, 40]),
        "allocated": st.one_of(st.none(), st.integers(1, 30)),
        "ended": st.one_of(st.none(), st.tuples(st.integers(1, 60), st.sampled_from(["completed", "revoked"]))),
        "days": st.dictionaries(
            st.integers(1, 80), st.sampled_from(["ATTC", "UACP", "AASD", "RSSR", None]), max_size=4
        ),
    }
)  # fmt: skip


def record(team, user, project, practitioner, told):
    person = make_person(team)
    sentenced = TODAY - timedelta(days=told["sentenced"])
    ended = {}
    if told["ended"] and told["ended"][0] < told["sentenced"]:
        ended = {"ended_on": TODAY - timedelta(days=told["ended"][0]), "ended_as": told["ended"][1]}
    requirement = make_requirement(person, sentenced, ordered_minutes=told["hours"] * 60, **ended)
    if told["allocated"]:
        make_allocation(person, practitioner, TODAY - timedelta(days=told["allocated"]))
    for ago, code in told["days"].items():
        if ago <= told["sentenced"]:
            notice = {"notice": "on_site"} if code == "AASD" else {}
            past(project, (person, requirement), user, TODAY - timedelta(days=ago), code, **notice)


# Written from the definitions of docs/rules/capacity_statement.md, not from the code. One order a person, whose
# session, as worked, credits seven hours and whose stand-down credits one.
PLAIN = """
    WITH standing AS (
        SELECT o.*, a.person_id, s.date FROM contacts_contactoutcome o
        JOIN contacts_appointment a ON a.id = o.appointment_id JOIN unpaid_work_booking b ON b.appointment_id = a.id
        JOIN unpaid_work_session s ON s.id = b.session_id
        WHERE NOT EXISTS (SELECT FROM contacts_contactoutcome l WHERE l.replaces_id = o.id)
    ), req AS (
        SELECT r.*, c.sentence_date, c.person_id, (c.sentence_date + interval '1 year')::date - 1 AS last_day,
            GREATEST(c.sentence_date, (SELECT min(al.from_date) FROM cases_caseallocation al
                WHERE al.person_id = c.person_id)) AS allocated,
            (SELECT min(s.date) FROM unpaid_work_booking b JOIN contacts_appointment a ON a.id = b.appointment_id
                JOIN unpaid_work_session s ON s.id = b.session_id
                LEFT JOIN standing o ON o.appointment_id = a.id
                WHERE a.person_id = c.person_id AND a.cancelled_at IS NULL
                    AND (o.code IS NULL OR o.code NOT IN ('AASD', 'RSSR', 'RSOF'))) AS first
        FROM cases_requirement r JOIN cases_sentence c ON c.id = r.sentence_id
    ), open AS (SELECT * FROM req WHERE ended_on IS NULL OR ended_on > %(today)s)
    SELECT (SELECT count(*) FROM open WHERE first IS NULL),
        (SELECT count(*) FROM req WHERE sentence_date >= %(today)s::date - 84),
        (SELECT count(*) FROM standing WHERE code = 'AASD' AND date >= %(today)s::date - 84),
        (SELECT count(*) FROM standing WHERE code IN ('ATTC', 'UACP') AND date >= %(today)s::date - 84),
        (SELECT count(*) FROM req WHERE last_day BETWEEN %(today)s::date - 365 AND %(today)s::date - 1),
        (SELECT count(*) FROM req WHERE last_day BETWEEN %(today)s::date - 365 AND %(today)s::date - 1 AND (
            (ended_as = 'completed' AND ended_on <= last_day) OR ordered_minutes <= (
                SELECT coalesce(sum(CASE code WHEN 'ATTC' THEN 420 WHEN 'AASD' THEN 60 ELSE 0 END), 0)
                FROM standing WHERE standing.person_id = req.person_id AND date <= last_day))),
        (SELECT count(*) FROM req WHERE allocated >= %(today)s::date - 182 AND allocated < %(today)s),
        (SELECT count(*) FROM req WHERE allocated >= %(today)s::date - 182 AND allocated < %(today)s
            AND first <= coalesce(ended_on, %(today)s))
"""


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(people, min_size=1, max_size=6))
def test_figures_of_people_are_those_that_plain_sql_finds(histories):
    with transaction.atomic():
        team = make_team()
        project, practitioner = open_project(team, places=9), make_staff(team, "po")
        for told in histories:
            record(team, make_user(), project, practitioner, told)
        (unit,) = units_of([team.pdu], TODAY)
        with connection.cursor() as cursor:
            cursor.execute(PLAIN, {"today": TODAY})
            plain = cursor.fetchone()
        demand = unit.demand
        found = (demand.waiting, demand.orders, unit.rate.lost, unit.rate.kept, unit.finished.whole,
                 unit.finished.part, len(demand.waits), sum(had for _days, had in demand.waits))  # fmt: skip
        assert found == plain
        transaction.set_rollback(True)


def told(team):
    """Places in each week to come: staffed, and what could be given."""
    found = {}
    for each in places_to_come([team.pdu_id], COMING):
        found.setdefault(each.monday, [0, 0])[0 if each.staffed else 1] += each.people
    return found


@pytest.mark.django_db
def test_places_come_from_the_board_and_from_what_supervisors_could_also_lead():
    team = make_team()
    big = open_project(team, places=8)
    open_project(team, places=3)
    led = make_session(big, COMING, any_day_supervisor(team))
    assert told(team)[COMING] == [8, 6 * 8]  # the one supervisor leads the other six days at the larger project
    second = make_staff(team, days="12", days_a_week=1)
    assert told(team)[COMING] == [8, 6 * 8 + 3]  # one more day, beside the first
    Absence.objects.create(staff=second, kind="leave", from_date=COMING, to_date=COMING + timedelta(days=7))
    assert told(team)[COMING] == [8, 6 * 8]
    StandDown.objects.create(
        session=led, cause="weather", notice="before_day", whole=True, recorded_at=NOW, recorded_by=make_user()
    )
    assert told(team)[COMING] == [0, 6 * 8 + 3]  # the big project is shut that day, its supervisor free
    open_project(team, type="individual", places=2, supervised=False)
    assert told(team)[COMING + timedelta(weeks=1)][1] == 7 * 8 + 3 + 7 * 2  # the second is back for a day


@pytest.mark.django_db
def test_places_and_hours_are_told_by_unit_and_type_inside_in_public_and_in_the_document(client):
    """Eight weeks: in the first a session of eight is led, so that a week has one place of a group on average."""
    team = make_team()
    other = make_team(pdu=team.pdu)
    make_session(open_project(team, places=8), COMING, any_day_supervisor(team))
    for each, places in ((team, 2), (other, 3)):
        open_project(each, type="individual", places=places, supervised=False)
    at_place = 8 * 7 * (2 + 3) / 8  # each of them open every day
    content = content_of(units_of([team.pdu], TODAY), NOW, 10)
    expected = [
        [team.pdu.name, "Group", "1.0", "7", "55.0", "385"],
        [team.pdu.name, "Individual placement", "0.0", "0", f"{at_place:.1f}", f"{at_place * 7:.0f}"],
    ]
    assert [[*row[:1], row[1].split(",")[0], *row[2:]] for row in types_of_units(content).rows] == expected
    sections = {section.heading: section.table for section in report(content, "East", "en").sections}
    assert [list(row[2:]) for row in sections["By unit and type of project"].rows] == [row[2:] for row in expected]
    switch_publication(region=team.pdu.region, public=True, by=make_user("head_of_pdu", team, over="region"), at=NOW)
    shown = client.get(reverse("unpaid_work:capacity_public")).content.decode()
    assert "By unit and type of project" in shown and "Individual placement" in shown


@pytest.mark.django_db
def test_a_group_has_no_more_places_than_the_restrictions_allow():
    team = make_team()
    any_day_supervisor(team)
    open_project(team, places=12)
    assert told(team)[COMING] == [0, 7 * 8]  # eight to a group where the region is open
    team.pdu.region.tiers.create(tier="lockdown", from_date=COMING)
    assert told(team) == {}


@pytest.mark.django_db
def test_the_public_page_is_empty_until_a_region_switches_it_on_and_again_once_it_is_off(client):
    team = make_team()
    head = make_user("head_of_pdu", team, over="region")
    page = reverse("unpaid_work:capacity_public")
    assert "No region publishes" in client.get(page).content.decode()
    assert publish_statements(at=NOW) == 0
    switch_publication(region=team.pdu.region, public=True, by=head, at=NOW)
    assert team.pdu.name in client.get(page).content.decode()
    assert publish_statements(at=NOW + timedelta(hours=1)) == 1
    switch_publication(region=team.pdu.region, public=False, by=head, at=NOW)
    assert "No region publishes" in client.get(page).content.decode()
    assert CapacityStatement.objects.count() == 2


@pytest.mark.django_db
def test_what_is_public_names_nobody_and_tells_no_small_number(client):
    team = make_team()
    user = make_user("head_of_pdu", team, over="region", username="canary-head")
    project = open_project(team, name="Canary Street", places=9)
    canaries = []
    for number in range(9):
        person = make_person(team, given_names="Canary", family_name=f"Zugzwang{number}")
        requirement = make_requirement(person, TODAY - timedelta(days=370), ordered_minutes=420)
        for ago in range(1, 4):
            code = "AASD" if number == ago else "ATTC"
            notice = {"notice": "on_site"} if code == "AASD" else {}
            past(project, (person, requirement), user, TODAY - timedelta(days=ago), code, **notice)
        canaries += [person.crn, person.family_name, requirement.reference]
    for _ in range(7):
        waits = make_requirement(make_person(team, family_name="Zugzwang"), TODAY - timedelta(days=20))
        canaries.append(waits.reference)
    switch_publication(region=team.pdu.region, public=True, by=user, at=NOW)
    (statement,) = CapacityStatement.objects.all()
    (unit,) = statement.content["units"]
    assert {unit[name] for name in ("waiting", "booked", "begun", "orders", "stand_down", "finished")} <= {
        FEW, 0
    }  # fmt: skip
    assert unit["waits"] is None
    for name in ("capacity_public", "capacity_public_csv"):
        shown = client.get(reverse(f"unpaid_work:{name}")).content.decode()
        assert team.pdu.name in shown
        for canary in (*canaries, "Canary", "canary-head", "Zugzwang", project.name):
            assert canary not in shown
    (inside,) = content_of(units_of([team.pdu], TODAY), NOW, 5)["units"]
    assert inside["waiting"] == 7


@pytest.mark.django_db
def test_courts_see_the_statement_of_their_region_alone_as_page_file_and_pdf(client):
    own, other = make_team("court"), make_team()
    client.force_login(make_user("court_officer", own, over="region"))
    page = client.get(reverse("unpaid_work:capacity")).content.decode()
    assert own.pdu.name in page
    assert other.pdu.name not in page
    for definition in ("without a first session yet", "over days kept and over days planned", "Source:"):
        assert definition in page
    rows = client.get(reverse("unpaid_work:capacity_csv")).content.decode().splitlines()
    assert len(rows) == 1 + 8
    pdf = client.get(reverse("unpaid_work:capacity_pdf"))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.django_db
def test_a_head_switches_only_whole_regions_of_their_own(client):
    team, other = make_team(), make_team()
    client.force_login(make_user("head_of_pdu", team, over="region"))
    page = reverse("unpaid_work:capacity_publish")
    refused = client.post(page, {"region": other.pdu.region.code, "action": "on"})
    assert refused.status_code == 200
    assert not CapacityStatement.objects.exists()
    client.post(page, {"region": team.pdu.region.code, "action": "on"})
    client.post(page, {"region": team.pdu.region.code, "action": "again"})
    assert CapacityStatement.objects.filter(region=team.pdu.region).count() == 2
    client.force_login(make_user("head_of_pdu", team, over="pdu"))
    assert "You decide this for no whole region" in client.get(page).content.decode()


@pytest.mark.django_db
def test_a_published_statement_is_never_changed():
    team = make_team()
    head = make_user("head_of_pdu", team, over="region")
    switch_publication(region=team.pdu.region, public=True, by=head, at=NOW)
    statement = publish_statement(region=team.pdu.region, by=head, at=NOW)
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        CapacityStatement.objects.filter(pk=statement.pk).update(content={})
