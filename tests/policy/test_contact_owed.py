"""Contact owed under the delivery model in force: the table of the sources, its dates, and what must always hold."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amends.faults import Faults
from amends.policy.contact_modes import contact_modes, counting, face_to_face_modes
from amends.policy.delivery_models import FLAGS, RISKS, delivery_model, minimum_contact, models
from tests.policy.calling import call, refused

F2F = ("office", "home")
DOORSTEP = (*F2F, "doorstep")
ANY = (*DOORSTEP, "telephone", "video")
SAFEGUARDING = ("domestic_abuse", "child_safeguarding")
PRIORITY = ("terrorism", "no_phone", "first_after_release", "critical_few")
IN_FORCE = [
    ("open", "2020-03-23", "standards"),
    ("open", "2020-03-24", "edm"),
    ("open", "2020-07-05", "edm"),
    ("open", "2020-07-06", "recovery"),
    ("open", "2021-01-03", "recovery"),
    ("open", "2021-01-04", "edm"),
    ("open", "2026-06-01", "recovery"),
    ("1", "2020-10-14", "recovery"),
    ("2", "2020-12-31", "recovery"),
    ("3", "2020-10-14", "restricted"),
    ("3", "2021-01-04", "edm"),
    ("lockdown", "2020-03-24", "edm"),
    ("lockdown", "2020-11-05", "restricted"),
    ("lockdown", "2020-12-02", "restricted"),
    ("lockdown", "2021-01-04", "edm"),
]
# model: (priority, high, medium with safeguarding, medium, low), each (days, mode owed, modes)
OWED = {
    "standards": [(7, "face_to_face", F2F)] * 2 + [(14, "face_to_face", F2F)] * 2 + [(28, "face_to_face", F2F)],
    "edm": [(7, "face_to_face", F2F), (7, "doorstep", DOORSTEP), (14, "doorstep", DOORSTEP), (14, None, ANY),
            (28, "telephone", ANY)],
    "recovery": [(7, "face_to_face", F2F)] * 2 + [(14, "face_to_face", F2F), (14, None, ANY), (28, None, ANY)],
    "restricted": [(7, "face_to_face", F2F)] * 2 + [(14, "doorstep", DOORSTEP), (14, None, ANY), (28, None, ANY)],
}  # fmt: skip
DAY_IN_FORCE = {"standards": "2020-03-01", "edm": "2020-04-15", "recovery": "2020-08-01", "restricted": "2020-11-10"}


@pytest.mark.parametrize(("tier", "day", "model"), IN_FORCE)
def test_the_model_in_force(tier, day, model):
    assert delivery_model(tier, on=date.fromisoformat(day)).value == model


@pytest.mark.parametrize("model", OWED)
def test_what_each_model_owes(model):
    on, tier = date.fromisoformat(DAY_IN_FORCE[model]), "lockdown" if model == "restricted" else "open"
    priority, high, safeguarding, medium, low = OWED[model]
    cases = [("low", (flag,), priority) for flag in PRIORITY] + [("very_high", ("no_phone",), priority)]
    cases += [("high", (), high), ("very_high", (), high), ("high", ("domestic_abuse",), high)]
    cases += [("medium", (flag,), safeguarding) for flag in SAFEGUARDING]
    cases += [("medium", (), medium), ("medium", ("licence",), medium)]
    cases += [("low", (), low), ("low", ("domestic_abuse", "licence"), low)]
    for risk, flags, (days, mode, modes) in cases:
        owed = minimum_contact(risk, tier, flags, on=on).value
        assert (owed.every_days, owed.owed_mode, owed.modes, owed.model) == (days, mode, modes, model), (risk, flags)


def test_recovery_also_sees_other_medium_cases_face_to_face_every_56_days():
    decision = minimum_contact("medium", on=date(2020, 8, 1))
    assert decision.value.face_to_face_days == 56
    assert "56 days" in decision.steps[-1]
    assert minimum_contact("medium", on=date(2020, 4, 15)).value.face_to_face_days is None


def test_monthly_telephone_contact_for_low_risk_was_read_in_the_review():
    decision = minimum_contact("low", on=date(2020, 4, 15))
    assert decision.confidence == "F"
    assert "HM Inspectorate of Probation" in decision.source


@pytest.mark.parametrize(
    ("tier", "day"), [("1", "2020-10-13"), ("3", "2020-10-13"), ("lockdown", "2020-03-23"), ("lockdown", "2020-08-01"),
                      ("open", "2005-04-03")],
)  # fmt: skip
def test_a_date_without_a_rule_is_refused(tier, day):
    (fault,) = refused("minimum_contact", "risk=low", f"region_tier={tier}", on=day)
    assert fault.startswith("on: ")


@given(some.dates(date(2005, 4, 4), date(2199, 1, 1)))
def test_an_open_region_has_a_model_on_every_date(on):
    assert delivery_model("open", on=on).value in models()


@given(some.dates(date(2020, 10, 14), date(2199, 1, 1)), some.sampled_from(["1", "2", "3"]))
def test_region_tiers_have_a_model_from_their_first_day(on, tier):
    assert delivery_model(tier, on=on).value in models()


def no_less(more, less):
    return more.every_days <= less.every_days and set(more.modes) <= set(less.modes)


flags = some.lists(some.sampled_from(FLAGS), unique=True)


@given(some.sampled_from(models()), flags, some.integers(0, 2), some.sampled_from(FLAGS))
def test_more_risk_is_never_owed_less_contact(model, flagged, lower, another):
    on = date(2026, 6, 1)
    less = minimum_contact(RISKS[lower], flags=flagged, on=on, model=model).value
    assert no_less(minimum_contact(RISKS[lower + 1], flags=flagged, on=on, model=model).value, less)
    assert no_less(minimum_contact(RISKS[lower], flags=[*flagged, another], on=on, model=model).value, less)


@given(some.sampled_from(models()), some.sampled_from(RISKS), flags)
def test_the_mode_owed_is_among_those_that_count(model, risk, flagged):
    on = date(2026, 6, 1)
    owed = minimum_contact(risk, flags=flagged, on=on, model=model).value
    assert counting(owed.modes, on=on) == set(owed.modes)
    if owed.owed_mode == "face_to_face":
        assert set(owed.modes) == face_to_face_modes()
    elif owed.owed_mode:
        assert owed.owed_mode in owed.modes


def test_the_console_answers_the_four_facts():
    given = json.dumps({"risk": "high", "flags": []})
    answer = json.loads(call("rule", "minimum_contact", "--on", "2020-04-15", "--json", "-", stdin=given).out)
    assert answer["value"] == {"every_days": 7, "modes": list(DOORSTEP), "owed_mode": "doorstep", "model": "edm"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"risk": "extreme"}, "risk"),
        ({}, "risk"),
        ({"risk": "low", "flags": ["shielding"]}, "flags"),
        ({"risk": "low", "flags": "terrorism"}, "flags"),
        ({"risk": "low", "region_tier": "4"}, "region_tier"),
        ({"risk": "low", "phase": 1}, "phase"),
    ],
)
def test_wrong_inputs_are_refused(given, field):
    (fault,) = refused("minimum_contact", "--json", "-", stdin=json.dumps(given))
    assert f"{field}: " in fault


def test_a_model_that_there_is_not_is_refused():
    with pytest.raises(Faults):
        minimum_contact("low", on=date(2026, 6, 1), model="stage_4")


def test_messages_do_not_count_and_check_ins_only_where_approved():
    on = date(2026, 6, 1)
    every = [each.mode for each in contact_modes()]
    assert counting(every, on=on) == set(ANY)
    assert counting(every, on=on, approved=True) == {*ANY, "check_in"}
    assert {each.mode for each in contact_modes() if each.remote} == {"telephone", "video", "message", "check_in"}
