"""2020 replayed: the shares of contact that were printed come out of officers who follow the models in force."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

import demo.replay
from demo.replay import PROVIDERS, printed, replay

TOLERANCE = 0.03  # three points in a hundred
LOCKED, RECOVERY = date(2020, 3, 29), date(2020, 7, 5)


@pytest.fixture(scope="module")
def weeks():
    return {(week.provider, week.begins): week for week in replay(seed=2021)}


@pytest.mark.parametrize("told", printed(), ids=lambda told: f"{told.provider}-{told.week}-{told.mode}")
def test_each_printed_share_comes_out(weeks, told):
    assert weeks[told.provider, told.week].share(told.mode) == pytest.approx(told.share, abs=TOLERANCE)


def test_the_printed_shares_are_those_of_the_review():
    """By telephone NPS 81 to 57, CRC 91 to 74; face to face NPS 6 to 33, CRC 5 to 17, in hundredths."""
    found = {(each.provider, each.mode): [] for each in printed()}
    for each in sorted(printed(), key=lambda each: each.week):
        found[each.provider, each.mode].append(each.share)
    assert found == {("nps", "telephone"): [0.81, 0.57], ("crc", "telephone"): [0.91, 0.74],
                     ("nps", "face_to_face"): [0.06, 0.33], ("crc", "face_to_face"): [0.05, 0.17]}  # fmt: skip


@pytest.mark.parametrize("provider", PROVIDERS)
def test_face_to_face_is_all_before_the_lockdown_least_in_it_and_rises_after(weeks, provider):
    share = {begins: week.share("face_to_face") for (of, begins), week in weeks.items() if of == provider}
    assert all(told == 1 for begins, told in share.items() if begins < date(2020, 3, 22))
    locked = [told for begins, told in share.items() if LOCKED <= begins < RECOVERY]
    after = [told for begins, told in share.items() if begins > RECOVERY + timedelta(weeks=6)]
    assert max(locked) < min(after)


def test_the_shares_follow_from_the_models_and_not_from_what_is_assumed_of_offices(weeks, monkeypatch):
    """The same officers, with the standards of before March asked of them all year, see whom they can."""
    first = demo.replay._FIRST
    minimum = demo.replay._minimum.__wrapped__
    monkeypatch.setattr(demo.replay, "_minimum", lambda risk, flags, _on: minimum(risk, flags, first))
    under_standards = {(week.provider, week.begins): week for week in replay(seed=2021)}
    may = ("crc", date(2020, 5, 10))
    assert under_standards[may].share("telephone") < weeks[may].share("telephone")
    assert sum(weeks[may].contacts.values()) == sum(under_standards[may].contacts.values())  # as often, otherwise


def test_fewer_office_slots_mean_fewer_seen(weeks, monkeypatch):
    assumed = demo.replay.assumed
    monkeypatch.setattr(demo.replay, "assumed", lambda name: assumed(name) / (2 if "slots_last" in name else 1))
    halved = {(week.provider, week.begins): week for week in replay(seed=2021)}
    last = ("nps", date(2020, 11, 29))
    assert halved[last].share("face_to_face") < weeks[last].share("face_to_face") - 0.1


def test_the_command_prints_every_week_beside_what_was_printed():
    out = StringIO()
    call_command("replay_2020", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1 + 2 * 40
    assert sum("%" in line.rsplit("  ", 1)[-1] and ("telephone" in line or "face" in line) for line in lines[1:]) == 5
