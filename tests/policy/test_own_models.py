"""A service's own delivery model: more risk is never owed less, and what asks less than the shipped one is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amends.faults import Faults
from amends.policy.contact_modes import contact_modes
from amends.policy.delivery_models import FLAGS, RISKS, minimum_contact, models
from amends.policy.own_models import BY, OwnModel, OwnRule, modes_met_by, own_contact, rules_of, unsound, weaker_than

ON = date(2026, 6, 1)
F2F = ("office", "home")
LOW = OwnRule("low", "", 28, "any")
flags = some.lists(some.sampled_from(FLAGS), unique=True)
a_rule = some.builds(
    OwnRule, some.sampled_from(RISKS), some.sampled_from(("", *FLAGS)), some.integers(1, 90), some.sampled_from(BY),
    some.one_of(some.none(), some.integers(1, 180)),
)  # fmt: skip
# Whatever is written, sound or not: only that everybody is owed something.
some_rules = some.lists(a_rule, max_size=8).map(lambda rules: (LOW, *rules))


def model(*rules):
    return OwnModel("Local", rules, "Local, North, agreed by A Head")


def owed(rules, risk, *flagged):
    return own_contact(model(*rules), risk, flagged).value


def wrong(*rules):
    return [(each.number, each.field, each.why) for each in unsound(rules)]


@given(some.sampled_from(models()), some.sampled_from(RISKS), flags)
def test_a_shipped_model_written_as_rules_owes_the_same(name, risk, flagged):
    shipped = minimum_contact(risk, flags=flagged, on=ON, model=name).value
    own = own_contact(model(*rules_of(name)), risk, flagged).value
    assert (own.every_days, own.modes, own.owed_mode) == (shipped.every_days, shipped.modes, shipped.owed_mode)
    assert own.face_to_face_days == shipped.face_to_face_days


@pytest.mark.parametrize("name", models())
def test_a_shipped_model_written_as_rules_is_sound_and_asks_no_less(name):
    assert unsound(rules_of(name)) == []
    assert weaker_than(model(*rules_of(name)), name, on=ON) == []


def asks_no_less(more, less):
    """At least as often, by none of the modes that the other does not allow, and face to face besides as often."""
    if more.every_days > less.every_days or not set(more.modes) <= set(less.modes):
        return False
    seen = more.every_days if set(more.modes) <= set(F2F) else more.face_to_face_days
    return not less.face_to_face_days or (seen is not None and seen <= less.face_to_face_days)


@given(some_rules, some.integers(0, 2), flags, some.sampled_from(FLAGS))
def test_more_risk_or_another_flag_is_never_owed_less_whatever_is_written(rules, lower, flagged, another):
    if any(rule.face_to_face_days and rule.face_to_face_days <= rule.every_days for rule in rules):
        return  # refused when it is written
    less = owed(rules, RISKS[lower], *flagged)
    assert asks_no_less(owed(rules, RISKS[lower + 1], *flagged), less)
    assert asks_no_less(owed(rules, RISKS[lower], *flagged, another), less)


@given(some_rules, some.sampled_from(RISKS), flags)
def test_every_rule_of_a_sound_model_has_its_effect_for_those_it_names(rules, risk, flagged):
    """What is shown as a rule is what those people are owed, at least: nothing that is written is passed over."""
    if unsound(rules):
        return
    for rule in rules:
        if rule.holds(risk, flagged):
            found = owed(rules, risk, *flagged)
            assert found.every_days <= rule.every_days
            assert set(found.modes) <= set(modes_met_by(rule.by))
    for rule in rules:
        flags_named = [rule.flag] if rule.flag else []
        inside = [each for each in rules if each.holds(rule.risk, flags_named)]
        assert min(each.every_days for each in inside) == rule.every_days  # what is written is what they are owed


@given(some_rules, some.sampled_from(models()), some.sampled_from(RISKS), flags)
def test_nobody_is_owed_less_than_shipped_where_none_is_told_of(rules, name, risk, flagged):
    """Also whoever has several flags, of whom the list of the weaker does not speak."""
    if unsound(rules) or weaker_than(model(*rules), name, on=ON):
        return
    assert asks_no_less(owed(rules, risk, *flagged), minimum_contact(risk, flags=flagged, on=ON, model=name).value)


def test_where_it_asks_less_is_told_by_risk_and_flag():
    rules = [rule for rule in rules_of("recovery") if (rule.risk, rule.flag) != ("high", "")]
    told = weaker_than(model(*rules, OwnRule("high", "", 7, "doorstep")), "recovery", on=ON)
    assert {each.risk for each in told} == {"high", "very_high"}
    # Those who are seen whatever the model still are, and those whom the rules of medium risk name.
    assert {each.flag for each in told} == {"", "licence"}


def test_face_to_face_now_and_then_left_out_is_less():
    rules = [OwnRule("low", "", 28, "any"), OwnRule("medium", "", 14, "any")]
    told = weaker_than(model(*rules), "recovery", on=ON)
    assert ("medium", "") in {(each.risk, each.flag) for each in told}
    kept = [rules[0], OwnRule("medium", "", 14, "any", 56)]
    assert ("medium", "") not in {(each.risk, each.flag) for each in weaker_than(model(*kept), "recovery", on=ON)}


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ([OwnRule("medium", "", 14, "any")], (0, "every_days", "nobody")),
        ([LOW, OwnRule("high", "", 35, "any")], (1, "every_days", "less")),
        ([OwnRule("low", "", 28, "doorstep"), OwnRule("high", "", 7, "any")], (1, "by", "less")),
        ([LOW, OwnRule("low", "licence", 30, "any")], (1, "every_days", "less")),
        ([LOW, OwnRule("extreme", "", 7, "any")], (1, "risk", "unknown_risk")),
        ([LOW, OwnRule("low", "shielding", 7, "any")], (1, "flag", "unknown_flag")),
        ([LOW, OwnRule("low", "licence", 0, "any")], (1, "every_days", "days")),
        ([LOW, OwnRule("low", "licence", 7, "pigeon")], (1, "by", "by")),
        ([LOW, OwnRule("low", "licence", 14, "any", 14)], (1, "face_to_face_days", "seen_days")),
        ([LOW, OwnRule("low", "licence", 14, "face_to_face", 56)], (1, "face_to_face_days", "seen_days")),
    ],
)
def test_a_rule_that_cannot_be_is_refused(rules, told):
    assert told in wrong(*rules)


def test_two_rules_for_the_same_people_are_refused():
    assert (1, "risk", "twice") in wrong(LOW, OwnRule("low", "", 14, "any"))


def test_rules_for_people_who_only_partly_overlap_stand_beside_each_other():
    """High risk every 7 days by any mode, domestic abuse every 14 face to face: both at once is 7, face to face."""
    rules = [LOW, OwnRule("high", "", 7, "any"), OwnRule("medium", "domestic_abuse", 14, "face_to_face")]
    assert unsound(rules) == []
    found = own_contact(model(*rules), "high", ["domestic_abuse"])
    assert (found.value.every_days, found.value.modes, found.value.owed_mode) == (7, F2F, "face_to_face")
    assert sum(step.startswith("rule: ") for step in found.steps) == 3  # each that held is named


def test_every_mode_that_counts_meets_contact_by_any_mode():
    assert (
        modes_met_by("any") == modes_met_by("telephone") == tuple(each.mode for each in contact_modes() if each.counts)
    )
    assert modes_met_by("doorstep") == (*F2F, "doorstep")


def test_an_unknown_risk_flag_or_model_is_refused():
    for ask in (lambda: owed([LOW], "extreme"), lambda: owed([LOW], "low", "shielding"), lambda: rules_of("stage_4")):
        with pytest.raises(Faults):
            ask()
