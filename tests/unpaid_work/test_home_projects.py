"""Work at home: a manager agrees, a kit goes out, goods come back, and only an inspection credits hours."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from amends.organisation.operations.refusal import Refused
from amends.policy.validity import home_work_agreed_until
from amends.unpaid_work.models import HomeEntry, HomeInspection, HomeKit, HomeKitOut, HoursAdjustment
from amends.unpaid_work.operations import home
from amends.unpaid_work.operations.hours import AdjustmentDraft, adjust_hours, reverse_adjustment
from amends.unpaid_work.queries.person import standings
from tests.factories import make_assessment, make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.following import posted
from tests.unpaid_work.watching import NOW, TODAY, whys

pytestmark = pytest.mark.django_db
STANDARD = ("Seams are closed", "Both loops hold", "Size as the pattern")


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team, client):
    made = make_user("placement_coordinator", team, over="pdu")
    client.force_login(made)
    return made


@pytest.fixture
def manager(team):
    return make_user("senior", team)


@pytest.fixture
def requirement(team, user):
    person = make_person(team, family_name="Sewer")
    make_assessment(person, user, TODAY - timedelta(days=30))
    return make_requirement(person, TODAY - timedelta(days=40), ordered_minutes=2400)


@pytest.fixture
def kit(team, user):
    draft = home.HomeKitDraft("Face coverings", "A face covering", 12, STANDARD, 14)
    return home.add_kit(project=make_project(team, type="home"), draft=draft, by=user, at=NOW)


def agreed(requirement, user, manager, at=NOW - timedelta(days=20)):
    entry = home.ask_for_home_work(requirement=requirement, ground="health", reason="A letter", by=user, at=at)
    return home.decide_on_home_work(entry=entry, agreed=True, note="Cannot travel", by=manager, at=at)


def sent(entry, kit, user, ago=15, pieces=20):
    return home.send_kit(entry=entry, kit=kit, pieces=pieces, out_on=TODAY - timedelta(days=ago), by=user, at=NOW)


def returned(kit_out, user, pieces=18, ago=6):
    given = {"kit_out": kit_out, "back_on": TODAY - timedelta(days=ago), "pieces_back": pieces, "note": "Two spoilt"}
    return home.take_goods_back(**given, by=user, at=NOW)


def inspected(kit_out, user, passed=15, failed=STANDARD[:1]):
    given = {"kit_out": kit_out, "on": TODAY, "passed": passed, "failed_for": failed, "note": ""}
    return home.inspect_goods(**given, by=user, at=NOW)


def test_the_worked_example_of_the_rule(user, manager, requirement, kit):
    kit_out = sent(agreed(requirement, user, manager), kit, user)
    assert kit_out.due_on == kit_out.out_on + timedelta(days=14)
    inspected(returned(kit_out, user), user)
    credit = HoursAdjustment.objects.get()
    assert (credit.minutes, credit.on, credit.reason) == (180, TODAY - timedelta(days=6), "home")
    (standing,) = standings(requirement.sentence.person, TODAY)
    assert standing.account.statement.remaining == 2400 - 180


def test_home_work_beyond_what_is_left_is_recorded_whole_and_counts_as_far_as_hours_remain(
    team, user, manager, kit
):  # fmt: skip
    person = make_person(team)
    make_assessment(person, user, TODAY - timedelta(days=30))
    short = make_requirement(person, TODAY - timedelta(days=40), ordered_minutes=120)
    inspected(returned(sent(agreed(short, user, manager), kit, user), user), user)
    (standing,) = standings(person, TODAY)
    (line,) = standing.account.statement.lines
    assert (line.credited, line.surplus, standing.account.statement.remaining) == (120, 60, 0)


def test_nothing_is_credited_before_the_inspection_nor_twice_nor_more_than_passed(user, manager, requirement, kit):
    kit_out = sent(agreed(requirement, user, manager), kit, user)
    with pytest.raises(Refused, match="not back"):
        inspected(kit_out, user)
    with pytest.raises(IntegrityError, match="home_inspection_of_goods"), transaction.atomic():
        HomeInspection.objects.create(kit_out=kit_out, on=TODAY, passed=1, recorded_at=NOW, recorded_by=user)
    kit_out = returned(kit_out, user)
    draft = AdjustmentDraft(requirement=requirement, on=TODAY, minutes=60, reason="home", note="x")
    with pytest.raises(Refused, match="by an inspection"):
        adjust_hours([draft], by=user, at=NOW)
    inspection = HomeInspection.objects.create(
        kit_out=kit_out, on=TODAY, passed=10, failed_for=[STANDARD[0]], recorded_at=NOW, recorded_by=user
    )
    credit = {"requirement": requirement, "on": TODAY, "note": "x", "recorded_at": NOW, "recorded_by": user}
    for wrong in (
        {"reason": "home", "minutes": 121, "inspection": inspection},
        {"reason": "home", "minutes": 60},
        {"reason": "other", "minutes": 120, "inspection": inspection},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            HoursAdjustment.objects.create(**credit, **wrong)
    HoursAdjustment.objects.create(**credit, reason="home", minutes=120, inspection=inspection)
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursAdjustment.objects.create(**credit, reason="home", minutes=120, inspection=inspection)
    with pytest.raises(Refused, match="already"):
        inspected(kit_out, user)


def test_a_kit_goes_out_only_with_an_agreement_and_an_assessment_of_the_day(team, user, manager, requirement, kit):
    entry = home.ask_for_home_work(requirement=requirement, ground="distance", reason="No bus", by=user, at=NOW)
    with pytest.raises(Refused, match="agreement"):
        sent(entry, kit, user, ago=0)
    with pytest.raises(Refused, match="Somebody other"):
        home.decide_on_home_work(entry=entry, agreed=True, note="x", by=user, at=NOW)
    home.decide_on_home_work(entry=entry, agreed=True, note="x", by=manager, at=NOW)
    with pytest.raises(Refused, match="agreement"):
        sent(entry, kit, user, ago=1)  # the day before
    sent(entry, kit, user, ago=0)
    entry.refresh_from_db()
    assert entry.to_date == home_work_agreed_until(TODAY, on=TODAY).value + timedelta(days=1)
    requirement.sentence.person.unpaid_work_assessments.update(kinds=["group"])
    with pytest.raises(Refused, match="assessment"):
        sent(entry, kit, user, ago=0)
    assert HomeKitOut.objects.count() == 1


def test_a_kit_that_is_out_keeps_its_minutes_and_its_standard(user, manager, requirement, kit):
    kit_out = sent(agreed(requirement, user, manager), kit, user)
    HomeKit.objects.filter(pk=kit.pk).update(minutes_each=60, standard=["Other"])
    inspected(returned(kit_out, user), user, passed=18, failed=())
    assert HoursAdjustment.objects.get().minutes == 18 * 12


@pytest.mark.parametrize(("passed", "failed"), [(19, ()), (17, ()), (18, STANDARD[:1]), (17, ("Colour",))])
def test_an_inspection_accounts_for_every_piece_by_the_standard(user, manager, requirement, kit, passed, failed):
    kit_out = returned(sent(agreed(requirement, user, manager), kit, user), user)
    with pytest.raises(Refused):
        inspected(kit_out, user, passed, failed)
    assert not HoursAdjustment.objects.exists()


def test_an_inspection_stands_and_its_credit_can_be_reversed(user, manager, requirement, kit):
    made = inspected(returned(sent(agreed(requirement, user, manager), kit, user), user), user)
    with pytest.raises(DatabaseError), transaction.atomic():
        HomeInspection.objects.update(passed=18)
    reverse_adjustment(adjustment=made.credit, note="Bought in a shop", by=user, at=NOW)
    (standing,) = standings(requirement.sentence.person, TODAY)
    assert standing.account.statement.remaining == 2400


def test_goods_overdue_and_goods_to_inspect_are_listed_until_they_are_done(user, manager, requirement, kit):
    entry = agreed(requirement, user, manager)
    on_time = sent(entry, kit, user, ago=14)
    assert whys("home_kits", user) == {}
    late = sent(entry, kit, user, ago=15)
    assert whys("home_kits", user) == {"Sewer": "overdue"}
    returned(late, user)
    assert whys("home_kits", user) == {"Sewer": "to_inspect"}
    inspected(late, user)
    assert whys("home_kits", user) == {}
    assert on_time.back_on is None


def test_all_of_it_on_its_pages(client, team, user, manager, requirement, kit):
    crn = requirement.sentence.person.crn

    def address(name, *args):
        return reverse(f"unpaid_work:{name}", args=[crn, *args])

    client.post(address("home_ask", requirement.pk), {"ground": "shielding", "reason": "Told by the hospital"})
    entry = HomeEntry.objects.get()
    assert client.get(address("home_decide", entry.pk)).status_code == 404  # not for a coordinator
    client.force_login(manager)
    assert "Told by the hospital" in client.get(address("home_decide", entry.pk)).content.decode()
    client.post(address("home_decide", entry.pk), {"agreed": "yes", "note": "Clear"})
    client.force_login(user)
    client.post(address("home_send", entry.pk), posted(TODAY, "out_on") | {"kit": kit.pk, "pieces": 5})
    kit_out = HomeKitOut.objects.get()
    client.post(address("home_back", kit_out.pk), posted(TODAY, "back_on") | {"pieces_back": 5})
    page = client.get(address("home_inspect", kit_out.pk)).content.decode()
    assert "Seams are closed" in page
    sent_form = posted(TODAY) | {"passed": 4, "failed_for": [STANDARD[1]]}
    client.post(address("home_inspect", kit_out.pk), sent_form)
    assert HoursAdjustment.objects.get().minutes == 48
    assert "4 passed" in client.get(address("home")).content.decode()


def test_kits_are_added_to_a_home_project_and_retired(client, team, user):
    project = make_project(team, type="home")
    given = {"name": "Cards", "piece": "A card", "minutes_each_hours": 0, "minutes_each_minutes": 10, "days_out": 14,
             "standard": "Clean\nFolded straight"}  # fmt: skip
    client.post(reverse("unpaid_work:project_kit_new", args=[project.pk]), given)
    kit = HomeKit.objects.get()
    assert (kit.minutes_each, kit.standard) == (10, ["Clean", "Folded straight"])
    client.post(reverse("unpaid_work:kit_retire", args=[kit.pk]))
    assert "Sent out no more" in client.get(reverse("unpaid_work:project_kits", args=[project.pk])).content.decode()
    with pytest.raises(Refused):
        draft = home.HomeKitDraft("x", "x", 1, ("x",), 1)
        home.add_kit(project=make_project(team), draft=draft, by=user, at=NOW)
