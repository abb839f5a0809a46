"""Outcomes and diversity over generated histories: every figure is what plain counting gives; few are never shown."""

from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from amends.cases.models import Person, ProtectedCharacteristics, Requirement
from amends.cases.queries.characteristics import CHARACTERISTICS, labels_of
from amends.contacts.models import ContactOutcome
from amends.methods.statistics.share import wilson
from amends.organisation.models import LimitedAccess
from amends.organisation.operations.refusal import Refused
from amends.policy.quarters import quarter_ends
from amends.unpaid_work.models import Booking, LocalTarget, Project, RequirementOutcome, UnpaidWorkAssessment
from amends.unpaid_work.operations.targets import review_target, set_target
from amends.unpaid_work.queries.diversity import diversity_shares
from amends.unpaid_work.queries.order_outcomes import ended_in, outcome_shares
from amends.unpaid_work.queries.reach import Year
from tests.factories import make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on

pytestmark = pytest.mark.django_db
YEAR = Year.to(quarter_ends(timezone.localdate())[0])
ATTENDED = ("ATTC", "AFTC", "ATSH", "ATSS", "ATCH")
PEOPLE = 44


class History:
    """Two units of one region with people, projects, sessions and ends, all at random from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.team = make_team()
        self.other = make_team(region=self.team.pdu.region)
        self.user = make_user("head_of_pdu", self.team, over="region")
        self.projects = [self._project(team) for team in (self.team, self.team, self.other)]
        self.people = [self._person(number) for number in range(PEOPLE)]
        for project in self.projects:
            for _number in range(2):
                self._session(project)

    def _project(self, team):
        project = make_project(
            team, supervised=False, places=PEOPLE, days="1234567", open_on_bank_holidays=True,
            for_whom=self.random.choice(["any", "women"]), tags=self.random.choice([[], ["near_school"], ["heavy"]]),
        )  # fmt: skip
        project.health_and_safety.update(from_date=YEAR.first - timedelta(days=900))
        return project

    def _person(self, number: int):
        random, sentenced = self.random, YEAR.first + timedelta(days=self.random.randint(-30, 200))
        ended = random.choice([None, None, "completed", "completed", "revoked", "replaced"])
        on = sentenced + timedelta(days=random.randint(1, 250))
        values = {"limit_date": sentenced + timedelta(days=random.choice([60, 365]))} if random.random() < 0.8 else {}
        ends = {"ended_on": on, "ended_as": ended} if ended else {}
        since = YEAR.last - timedelta(days=random.randint(1, 500))
        person, requirement, assessment = make_ready(
            random.choice([self.team, self.team, self.other]), self.user, sex=random.choice("ffmmm"),
            requirement={"sentence_date": sentenced, **ends, **values},
            assessment={"from_date": since, "lifting": random.random() < 0.7, "women_only": number % 7 == 0,
                        "excludes": random.choice([[], ["near_school"]])},
        )  # fmt: skip
        if random.random() < 0.8:
            ProtectedCharacteristics.objects.create(
                person=person, ethnicity=random.choice(["white_british", "asian_indian", "black_african"]),
                recorded_on=sentenced,
            )  # fmt: skip
        if ended and random.random() < 0.7:
            RequirementOutcome.objects.create(
                requirement=requirement, recorded_at=timezone.now(), recorded_by=self.user,
                **{name: random.choice(["yes", "no", "not_known"]) for name in RequirementOutcome.ASKED},
            )  # fmt: skip
        return person, requirement, assessment

    def _session(self, project) -> None:
        day = YEAR.last - timedelta(days=self.random.randint(1, 400))
        session = make_session(project, day)
        for person, requirement, _assessment in self.people:
            if person.team.pdu_id != project.team.pdu_id or self.random.random() < 0.5:
                continue
            late = session.ends_at + timedelta(hours=1)
            booking = put_on(session, (person, requirement, None), self.user, booked_at=late)
            code = self.random.choice(["ATTC", "ATTC", "UACP", "AASD", None])
            times = {"started_at": session.starts_at, "finished_at": session.ends_at} if code == "ATTC" else {}
            if code:
                notice = {"notice": "on_site"} if code == "AASD" else {}
                ContactOutcome.objects.create(appointment=booking.appointment, code=code, recorded_at=late,
                                              recorded_by=self.user, **times, **notice)  # fmt: skip


def last_ended() -> dict[int, Requirement]:
    """Each person's requirement that ended last in the year."""
    found: dict[int, Requirement] = {}
    for row in Requirement.objects.select_related("sentence__person"):
        if row.ended_on and YEAR.first <= row.ended_on <= YEAR.last and row.ended_as != "replaced":
            held = found.get(row.sentence.person_id)
            if held is None or (row.ended_on, row.pk) > (held.ended_on, held.pk):
                found[row.sentence.person_id] = row
    return found


def counted_outcomes() -> dict[str, tuple[set[int], set[int]]]:
    """For each measure the people among and chosen, by plain loops."""
    ended = last_ended()
    found = {
        "finished": (set(ended), {pk for pk, row in ended.items() if row.ended_as == "completed"}),
        "on_time": (
            {pk for pk, row in ended.items() if row.limit_date},
            {pk for pk, row in ended.items()
             if row.limit_date and row.ended_as == "completed" and row.ended_on <= row.limit_date},
        ),
    }  # fmt: skip
    for name in RequirementOutcome.ASKED:
        answers = {pk: getattr(getattr(row, "outcome", None), name, "not_known") for pk, row in ended.items()}
        known = {pk for pk, answer in answers.items() if answer != "not_known"}
        found[name] = (known, {pk for pk, answer in answers.items() if answer == "yes"})
        found[f"{name}_known"] = (set(ended), known)
    return found


def counted_diversity() -> dict[str, tuple[set[int], set[int]]]:
    working, open_now = set(), set()
    for row in Requirement.objects.select_related("sentence"):
        if row.sentence.sentence_date <= YEAR.last and (row.ended_on is None or row.ended_on >= YEAR.first):
            working.add(row.sentence.person_id)
            if row.ended_on is None or row.ended_on > YEAR.last:
                open_now.add(row.sentence.person_id)
    booked, codes = set(), defaultdict(list)
    for row in Booking.objects.select_related("appointment", "session").prefetch_related("appointment__outcomes"):
        if YEAR.first <= row.session.date <= YEAR.last:
            booked.add(row.appointment.person_id)
            codes[row.appointment.person_id] += [outcome.code for outcome in row.appointment.outcomes.all()]
    told = {pk for pk, found in codes.items() if found} & working
    assessed = {
        row.person_id: row for row in UnpaidWorkAssessment.objects.select_related("person__team")
        if row.from_date <= YEAR.last < row.to_date
    }  # fmt: skip
    ended = last_ended()
    suited = {pk for pk, row in assessed.items() if sum(map(suits(row), projects())) >= 2}
    return {
        "placed": (working, booked & working),
        "took_up": (told, {pk for pk in told if set(codes[pk]) & set(ATTENDED)}),
        "stood_down": (told, {pk for pk in told if "AASD" in codes[pk]}),
        "suited": (set(assessed) & open_now, suited),
        "completed": (set(ended), {pk for pk, row in ended.items() if row.ended_as == "completed"}),
    }  # fmt: skip


def projects() -> list[Project]:
    return list(Project.objects.select_related("team"))


def suits(assessment):
    def judge(project) -> bool:
        person = assessment.person
        return (
            project.team.pdu_id == person.team.pdu_id
            and not set(project.tags) & set(assessment.excludes)
            and (assessment.lifting or "heavy" not in project.tags)
            and (project.for_whom == "any" or person.sex == "f")
            and (not assessment.women_only or project.for_whom == "women")
        )

    return judge


def reconciled(shares, counted, labels, least: int = 5) -> int:
    """Hold every cell to plain counts; how many cells were shown."""
    units = {row.pk: f"{row.team.pdu.name} ({row.team.pdu.code})" for row in Person.objects.select_related("team__pdu")}
    shown = 0
    for (area, name, group, measure), cell in shares.cells.items():
        if measure not in counted:
            continue
        among, chosen = (
            {pk for pk in people if area in ("", units[pk]) and (not name or labels[name].get(pk) == group)}
            for people in counted[measure]
        )
        chosen &= among
        if cell.people is not None:
            shown += 1
            assert cell.people == len(among), (area, name, group, measure)
            assert cell.people == 0 or cell.people >= least
        if cell.share is not None:
            assert cell.share == wilson(len(chosen), len(among))
            assert all(count == 0 or count >= least for count in (len(chosen), len(among) - len(chosen)))
    return shown


@pytest.mark.parametrize(("late", "on_time"), [(0, True), (1, False)])
def test_hours_done_on_the_last_day_are_done_on_time(late, on_time):
    limit = YEAR.last - timedelta(days=9)
    ends = {"ended_on": limit + timedelta(days=late), "ended_as": "completed", "limit_date": limit}
    row = make_requirement(make_person(make_team()), limit - timedelta(days=99), **ends)
    assert [each.on_time for each in ended_in(Person.objects.filter(pk=row.sentence.person_id), YEAR)] == [on_time]


@pytest.mark.parametrize("seed", [1, 2])
def test_what_came_of_orders_is_what_plain_counting_gives(seed):
    history = History(seed)
    worked: dict[int, dict[str, timedelta]] = defaultdict(lambda: defaultdict(timedelta))
    for row in Booking.objects.select_related("session__project", "appointment").prefetch_related(
        "appointment__outcomes"
    ):
        for outcome in row.appointment.outcomes.all():
            if outcome.code in ATTENDED:
                project = row.session.project
                worked[row.requirement_id][f"{project.name} ({project.code})"] += (
                    outcome.finished_at - outcome.started_at
                )
    labels = {"project": {}}
    for pk, row in last_ended().items():
        found = worked[row.pk]
        most = [name for name, spent in found.items() if spent == max(found.values())]
        earliest = [f"{each.name} ({each.code})" for each in Project.objects.order_by("pk")]
        labels["project"][pk] = min(most, key=earliest.index) if most else "None"
    shares = outcome_shares(history.user, YEAR, nowhere="None")
    assert reconciled(shares, counted_outcomes(), labels) > 10


@pytest.mark.parametrize("seed", [3, 4])
def test_diversity_is_what_plain_counting_gives(seed):
    history = History(seed)
    by_crn = labels_of(Person.objects.values_list("crn", flat=True), YEAR.last)
    keys = dict(Person.objects.values_list("crn", "pk"))
    labels = {name: {keys[crn]: label for crn, label in by_crn[name].items()} for name in CHARACTERISTICS}
    assert reconciled(diversity_shares(history.user, YEAR), counted_diversity(), labels) > 20


def test_somebody_whom_the_reader_may_not_see_is_not_counted():
    history = History(5)
    whole = diversity_shares(history.user, YEAR).cell("placed").people
    hidden = history.people[0][0]
    LimitedAccess.objects.create(crn=hidden.crn, kind="restriction", username="x", reason="x", from_at=timezone.now())
    assert diversity_shares(history.user, YEAR).cell("placed").people in (whole - 1, whole)
    elsewhere = make_user("head_of_pdu", make_team(), over="region")
    assert diversity_shares(elsewhere, YEAR).cells[("", "", "", "placed")].people == 0


def test_pages_and_files_show_the_same_and_name_nobody(client):
    history = History(6)
    client.force_login(history.user)
    for name in ("outcomes", "diversity"):
        page = client.get(f"/unpaid-work/{name}").content.decode()
        csv = client.get(f"/unpaid-work/{name}.csv").content.decode()
        for person, _requirement, _assessment in history.people:
            assert person.crn not in page + csv
            assert f"{person.family_name}<" not in page
        assert "Not shown" in page
        unit = history.team.pdu
        narrowed = client.get(f"/unpaid-work/{name}.csv?unit={unit.code}").content.decode()
        assert set(narrowed.splitlines()) <= set(csv.splitlines())
        assert history.other.pdu.code not in narrowed


def test_a_head_sets_a_target_sees_what_was_reached_and_reviews_it_each_year(client):
    history = History(7)
    unit, today = history.team.pdu, timezone.localdate()
    client.force_login(history.user)
    sent = {
        "pdu": unit.pk,
        "measure": "placed",
        "group": "sex:Female",
        "percent": 1,
        "at_most": "no",
        "why": "Few women",
    }
    client.post("/unpaid-work/diversity/targets/new", sent)
    target = LocalTarget.objects.get()
    assert target.review_by.year == today.year + 1
    page = client.get("/unpaid-work/diversity/targets").content.decode()
    assert "Sex: Female" in page
    again = client.post("/unpaid-work/diversity/targets/new", sent)
    assert "review it instead" in again.content.decode()
    LocalTarget.objects.update(set_on=today - timedelta(days=400), review_by=today - timedelta(days=34))
    assert "Late" in client.get("/unpaid-work/diversity/targets").content.decode()
    address = f"/unpaid-work/diversity/targets/{target.pk}/review"
    assert b"error-summary" in client.post(address, {"found": "Two more groups", "stays": "yes"}).content
    client.post(address, {"found": "Two more groups", "stays": "yes", "percent": 60})
    target.refresh_from_db()
    assert (target.percent, target.review_by > today) == (60, True)
    client.post(address, {"found": "Reached", "stays": "no"})
    target.refresh_from_db()
    assert target.ended_on == today
    assert client.get(address).status_code == 404
    with pytest.raises(Refused, match="ended"):
        review_target(target=target, found="x", percent=1, by=history.user, at=timezone.now())


def test_only_the_head_of_a_unit_sets_its_targets(client):
    team = make_team()
    senior = make_user("senior", team)
    client.force_login(senior)
    assert client.get("/unpaid-work/diversity/targets").status_code == 200
    assert client.get("/unpaid-work/diversity/targets/new").status_code == 404
    client.force_login(make_user("head_of_pdu", team, over="pdu"))
    theirs = set_target(
        pdu=make_team().pdu, measure="placed", characteristic="sex", group="Female", percent=5, why="x",
        by=senior, at=timezone.now(),
    )  # fmt: skip
    assert client.get(f"/unpaid-work/diversity/targets/{theirs.pk}/review").status_code == 404
    sent = {"pdu": theirs.pdu_id, "measure": "placed", "group": "sex:Male", "percent": 1, "at_most": "no", "why": "x"}
    assert b"error-summary" in client.post("/unpaid-work/diversity/targets/new", sent).content


@pytest.mark.parametrize(
    "wrong", [{"measure": "x"}, {"characteristic": "x"}, {"group": "x"}, {"percent": 101}, {"why": " "}]
)
def test_a_target_that_cannot_be_is_refused(wrong):
    team = make_team()
    given = {"measure": "placed", "characteristic": "sex", "group": "Female", "percent": 5, "why": "x"} | wrong
    with pytest.raises(Refused):
        set_target(pdu=team.pdu, **given, by=make_user("head_of_pdu", team), at=timezone.now())
