"""The tier of a case: worked out from what is on record, with its steps, what is missing, and how it changed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from amends.cases.models import Mappa, Registration, SentenceCondition
from amends.cases.models.assessment import AREAS
from amends.cases.operations.refused import RiskRefused
from amends.cases.operations.scores import ScoresDraft, record_scores
from amends.cases.queries.tier import case_tiers, tier_history, tier_now
from tests.cases.visiting import signed_in, text
from tests.factories import make_custody, make_person, make_requirement, make_risk, make_team, make_user
from tests.house.world_of_assessments import make_signed

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


@pytest.fixture
def team():
    return make_team("sentence_management")


def scored(person, day=date(2026, 5, 1), **values):
    draft = ScoresDraft(day, **values)
    return record_scores(person=person, draft=draft, by=make_user("practitioner", person.team), at=timezone.now())


def order(person, *kinds):
    """A community order with unpaid work and the other requirements named."""
    sentence = make_requirement(person).sentence
    for kind in kinds:
        SentenceCondition.objects.create(sentence=sentence, kind=kind, from_date=sentence.sentence_date)
    return sentence


def test_work_alone_gives_no_mandate_for_change_and_a_requirement_to_change_does(team):
    worker, changer, curfewed = make_person(team), make_person(team), make_person(team)
    order(worker)
    order(changer, "rehabilitation_activity")
    order(curfewed, "curfew")
    for person in (worker, changer, curfewed):
        make_risk(person, "high")
    found = case_tiers([worker.pk, changer.pk, curfewed.pk], on=ON)
    assert [found[person.pk].value for person in (worker, changer, curfewed)] == ["B0", "B2", "B0"]
    assert [found[person.pk].points for person in (worker, changer)] == [72, 115]  # community, of the reference


def test_everything_recorded_counts_and_every_step_says_how(team):
    woman = make_person(team, sex="f")
    order(woman, "programme")
    make_risk(woman, "medium")
    Mappa.objects.create(person=woman, category=2, level=1, from_date=date(2026, 3, 2), review_date=date(2026, 9, 1))
    for kind in ("self_harm", "vulnerable", "weapons"):
        Registration.objects.create(person=woman, kind=kind, from_date=date(2026, 3, 2), review_date=date(2026, 9, 1))
    scored(woman, rsr=Decimal("3.20"), ogrs=Decimal(58), parenting=True, impulsivity_or_temper=False)
    tier = tier_now(woman, on=ON)
    # 10 for RSR and for medium alike, 5 MAPPA, 2 each for the two complexity registrations, 2 parenting: 21 is B
    assert tier.value == "B2"
    assert "protect B: 21 points" in tier.decision.steps
    assert set(tier.missing) == {"needs", "breach_or_recall"}


@pytest.mark.parametrize(
    ("sentence", "kind", "points"),
    [({"release_date": None}, "custody", 48), ({"release_date": date(2026, 5, 1)}, "licence", 132),
     ({"release_date": date(2026, 2, 1), "licence_end_date": date(2026, 5, 1)}, "licence", 132)],
)  # fmt: skip
def test_custody_licence_and_supervision_after_it_have_points_of_their_own(team, sentence, kind, points):
    person = make_person(team)
    make_custody(person, **sentence)
    make_risk(person, "high", prisoners="low")
    tier = tier_now(person, on=ON)
    assert (tier.value, tier.kind, tier.points) == ("B2", kind, points)


def test_without_risk_of_serious_harm_the_tier_is_not_known_and_never_the_lowest(client, team):
    person = make_person(team)
    make_requirement(person, timezone.localdate() - timedelta(days=10))
    tier = tier_now(person, on=timezone.localdate())
    assert (tier.known, tier.value, tier.least, tier.most) == (False, "", "D0", "A0")
    assert (tier.points, tier.most_points) == (29, 110)  # of the reference
    signed_in(client, "practitioner", team)
    page = text(client.get(f"/cases/{person.crn}/tier"))
    for told in ("Not known: assess risk of serious harm. D0 to A0", "29 to 110", "never taken for low"):
        assert told in page, told


@pytest.mark.parametrize(
    ("released", "prisoners", "value"),
    [(None, "", ""), (None, "low", "B2"), (date(2026, 5, 1), "", "B2")],
    ids=["inside, and no word on prisoners", "inside, and judged", "outside"],
)
def test_in_custody_a_blank_for_prisoners_is_not_read_as_low(team, released, prisoners, value):
    person = make_person(team)
    make_custody(person, release_date=released)
    make_risk(person, "high", prisoners=prisoners)
    tier = tier_now(person, on=ON)
    assert tier.value == value
    assert ("prisoners" in tier.missing) == (value == "")
    assert tier.points == {"custody": 48, "licence": 132}[tier.kind]  # of B2, at least
    assert tier.most_points == (60 if value == "" else tier.points)  # of A2 in custody


def test_what_makes_it_the_highest_anyway_needs_no_judgement(team):
    person = make_person(team)
    order(person, "programme")
    Mappa.objects.create(person=person, category=2, level=2, from_date=date(2026, 3, 2), review_date=date(2026, 9, 1))
    assert tier_now(person, on=ON).value == "A2"


def test_a_case_whose_sentence_has_ended_has_no_tier(team):
    person = make_person(team)
    sentence = order(person)
    make_risk(person)
    sentence.end_date = ON
    sentence.save()
    assert tier_now(person, on=ON).value == ""
    assert tier_now(person, on=ON - timedelta(days=1)).value == "D0"


def test_the_history_names_each_day_on_which_the_tier_became_another(team):
    person = make_person(team)
    order(person, "programme")  # of 2 March
    make_risk(person, "medium", date(2026, 3, 10))
    make_risk(person, "medium", date(2026, 3, 20))
    make_risk(person, "high", date(2026, 4, 1))
    history = [(day, tier.value) for day, tier in tier_history(person, on=ON)]
    assert history == [(date(2026, 4, 1), "B2"), (date(2026, 3, 10), "C2"), (date(2026, 3, 2), "")]


def test_a_region_takes_as_many_queries_as_one_person(team, django_assert_num_queries):
    people = [make_person(team) for _each in range(12)]
    for person in people:
        order(person, "programme")
        make_risk(person)
    with django_assert_num_queries(9):
        assert len(case_tiers([person.pk for person in people], on=ON)) == 12
    with django_assert_num_queries(9):
        tier_now(people[0], on=ON)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"rsr": Decimal(100)}, "rsr"), ({"ogrs": Decimal(-1)}, "ogrs"), ({}, "rsr")],
)
def test_a_score_out_of_its_range_is_refused(team, values, field):
    with pytest.raises(RiskRefused) as refused:
        scored(make_person(team), **values)
    assert refused.value.field == field


def test_the_page_tells_steps_source_and_what_is_missing(client, team):
    person = make_person(team)
    make_requirement(person, timezone.localdate() - timedelta(days=10))
    make_risk(person)
    signed_in(client, "practitioner", team)
    page = text(client.get(f"/cases/{person.crn}/tier"))
    for told in ("D0", "change 0: there is no mandate for change", "published seed values", "OGRS",
                 "A signed assessment of needs", "may be too low"):  # fmt: skip
        assert told in page, told
    today = timezone.localdate()
    day = {f"scored_on_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    client.post(f"/cases/{person.crn}/scores/new", day | {"rsr": "7.5", "ogrs": ""})
    assert "B0" in text(client.get(f"/cases/{person.crn}/tier"))


def test_needs_of_the_latest_signed_assessment_count_and_change_the_number(team):
    person, user = make_person(team), make_user("practitioner", team)
    order(person, "programme")
    make_risk(person, "high")
    assert tier_now(person, on=ON).value == "B2"  # not assessed: 2
    make_signed(person, user, datetime(2026, 5, 20, 9, tzinfo=UTC), "Severe")
    severe = dict.fromkeys(AREAS, 1)
    tier = tier_now(person, on=ON)
    counted = sum({"thinking": 2, "attitudes": 2, "finance": 0, "wellbeing": 0}.get(area, 1) for area in severe)
    assert f"{counted} points" in tier.decision.steps[-1]
    assert "needs" not in tier.missing
    assert case_tiers([person.pk], on=ON)[person.pk].value == tier.value
    assert tier_now(person, on=date(2026, 5, 19)).value == "B2"
    assert "needs" in tier_now(person, on=date(2026, 5, 19)).missing
