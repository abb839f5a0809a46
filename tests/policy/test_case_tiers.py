"""The tier of a case: each threshold, and what must always hold."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amends.policy.case_tier import NEEDS, case_tier, counting_alike
from amends.policy.delivery_models import RISKS
from tests.policy.calling import call, refused

ON = date(2026, 6, 1)


def tier(**inputs):
    return case_tier(**inputs, on=ON).value


@pytest.mark.parametrize(
    ("inputs", "letter"),
    [
        ({}, "D"),
        ({"rsr": Decimal("2.99")}, "D"),
        ({"rsr": Decimal(3)}, "C"),
        ({"rsr": Decimal("6.99")}, "C"),
        ({"rsr": Decimal(7)}, "B"),
        ({"rosh": "low"}, "D"),
        ({"rosh": "medium"}, "C"),
        ({"rosh": "high"}, "B"),
        ({"rosh": "very_high"}, "A"),
        ({"rsr": Decimal(3), "rosh": "medium"}, "C"),  # the higher counts, not the sum
        ({"mappa_level": 1}, "D"),
        ({"mappa_level": 2}, "A"),
        ({"mappa_level": 3}, "A"),
        ({"rosh": "medium", "mappa_level": 1, "complexity_registrations": 2}, "C"),
        ({"rosh": "medium", "mappa_level": 1, "complexity_registrations": 3}, "B"),
        ({"mappa_level": 1, "female": True, "parenting": True, "breach_or_recall": True}, "D"),
        ({"mappa_level": 1, "female": True, "parenting": True, "breach_or_recall": True,
          "impulsivity_or_temper": True}, "C"),
        ({"mappa_level": 1, "parenting": True, "breach_or_recall": True, "impulsivity_or_temper": True}, "D"),
    ],
)  # fmt: skip
def test_the_letter(inputs, letter):
    assert tier(**inputs)[0] == letter


MOST_NEEDS = dict.fromkeys(NEEDS, 2)  # 2 x (2 + 2 + 6 x 1) = 20


@pytest.mark.parametrize(
    ("inputs", "number"),
    [
        ({}, "1"),
        ({"mandate_for_change": False}, "0"),
        ({"mandate_for_change": False, "assessed": False, "needs": MOST_NEEDS}, "0"),
        ({"assessed": False, "needs": MOST_NEEDS}, "2"),
        ({"needs": MOST_NEEDS}, "3"),
        ({"needs": MOST_NEEDS | {"drugs": 1}}, "2"),
        ({"needs": MOST_NEEDS | {"finance": 0, "wellbeing": 0}}, "3"),
        ({"needs": {"finance": 2, "wellbeing": 2}, "ogrs": Decimal(99)}, "1"),
        ({"ogrs": Decimal(100)}, "2"),
        ({"ogrs": Decimal(79), "iom": True}, "1"),
        ({"ogrs": Decimal(80), "iom": True}, "2"),
        ({"needs": {"thinking": 2, "attitudes": 1}, "ogrs": Decimal(40)}, "2"),
    ],
)
def test_the_number(inputs, number):
    assert tier(**inputs)[1:] == number


def test_an_unsupervised_case_says_so():
    assert tier(rosh="high", assessed=False, supervised=False) == "B2S"


@given(
    some.decimals("0", "99.99", places=2), some.sampled_from(RISKS), some.integers(0, 9), some.integers(0, 100),
    some.dictionaries(some.sampled_from(NEEDS), some.integers(0, 1)),
)  # fmt: skip
def test_more_of_anything_never_lowers_the_tier(rsr, rosh, complexity, ogrs, needs):
    base = {"rsr": rsr, "rosh": rosh, "complexity_registrations": complexity, "ogrs": Decimal(ogrs), "needs": needs}
    before = tier(**base)
    more = [
        {"complexity_registrations": complexity + 1},
        {"rosh": RISKS[min(3, RISKS.index(rosh) + 1)]},
        {"ogrs": Decimal(min(100, ogrs + 10))},
        {"needs": {need: severity + 1 for need, severity in needs.items()}},
        {"mappa_level": 1},
        {"iom": True},
    ]
    for change in more:
        after = tier(**(base | change))
        assert after[0] <= before[0]
        assert after[1] >= before[1]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"rsr": 100}, "rsr"),
        ({"rsr": -0.01}, "rsr"),
        ({"rsr": "7"}, "rsr"),
        ({"rsr": True}, "rsr"),
        ({"ogrs": 101}, "ogrs"),
        ({"mappa_level": 4}, "mappa_level"),
        ({"mappa_level": 0}, "mappa_level"),
        ({"rosh": "extreme"}, "rosh"),
        ({"complexity_registrations": -1}, "complexity_registrations"),
        ({"needs": {"drugs": 3}}, "needs"),
        ({"needs": {"drugs": True}}, "needs"),
        ({"needs": {"debt": 1}}, "needs"),
        ({"needs": [1]}, "needs"),
        ({"female": "yes"}, "female"),
    ],
)
def test_a_score_outside_its_range_is_refused(given, field):
    (fault,) = refused("case_tier", "--json", "-", stdin=json.dumps(given))
    assert f"{field}: " in fault


def test_the_console_takes_scores_as_they_are_written():
    answer = call("rule", "case_tier", "--on", "2026-06-01", "rsr=6.99", "rosh=null", "mappa_level=1", "ogrs=100")
    assert json.loads(answer.out)["value"] == "C2"


@given(some.decimals("0", "99.99", places=2), some.decimals("0", "100", places=2), some.integers(0, 2))
def test_scores_that_count_alike_give_the_same_tier(rsr, ogrs, thinking):
    alike = counting_alike(rsr, ogrs, on=ON)
    needs = {"thinking": thinking, "attitudes": 2, "drugs": 2}
    exact, least = (case_tier(rsr=one, ogrs=other, needs=needs, on=ON).value for one, other in ((rsr, ogrs), alike))
    assert exact == least
    assert counting_alike(None, None, on=ON) == (None, None)
