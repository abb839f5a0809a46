"""2020 replayed: the shares of contact that were printed come out of officers who follow the models in force."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from amends.contacts.replay import year_2020
from amends.contacts.replay.year_2020 import (
    MODES,
    PROVIDERS,
    assumptions,
    printed,
    replay,
    replayed,
    sensitivity,
    setting,
    shares_of,
)
from tests.factories import make_team, make_user

FITTED, PREDICTED = 0.01, 0.04  # hundredths of all contacts, as fractions
LOCKED, RECOVERY = date(2020, 3, 29), date(2020, 7, 5)


@pytest.fixture(scope="module")
def weeks():
    return {(week.provider, week.begins): week for week in replayed()}


@pytest.mark.parametrize("told", printed(), ids=lambda told: f"{told.provider}-{told.week}-{told.mode}")
def test_each_printed_share_comes_out(weeks, told):
    limit = FITTED if told.fitted else PREDICTED
    assert weeks[told.provider, told.week].share(told.mode) == pytest.approx(told.share, abs=limit)


def test_the_printed_shares_are_those_of_the_review():
    """By telephone NPS 81 to 57, CRC 91 to 74; face to face NPS 6 to 33, CRC 5 to 17, in hundredths."""
    found = {(each.provider, each.mode): [] for each in printed()}
    for each in printed():
        found[each.provider, each.mode].append((each.share, each.fitted))
    assert found == {
        ("nps", "telephone"): [(0.81, True), (0.57, False)],
        ("crc", "telephone"): [(0.91, True), (0.74, False)],
        ("nps", "face_to_face"): [(0.06, True), (0.33, False)],
        ("crc", "face_to_face"): [(0.05, True), (0.17, False)],
    }


def test_as_many_figures_are_fitted_as_first_shares_were_printed_and_no_later_share_is():
    """Two limits of each provider, as many as the shares of the first months; November is predicted."""
    fitted = [each.name for each in assumptions() if each.kind == "fitted"]
    assert len(fitted) * len(PROVIDERS) == sum(told.fitted for told in printed()) == 4
    assert all(told.week < date(2020, 8, 1) for told in printed() if told.fitted)
    assert {told.week for told in printed() if not told.fitted} == {date(2020, 11, 29)}
    assert all(each.source for each in assumptions())


@pytest.mark.parametrize("provider", PROVIDERS)
def test_face_to_face_is_all_before_the_lockdown_least_in_it_and_rises_after(weeks, provider):
    share = {begins: week.share("face_to_face") for (of, begins), week in weeks.items() if of == provider}
    assert all(told == 1 for begins, told in share.items() if begins < date(2020, 3, 22))
    locked = [told for begins, told in share.items() if LOCKED <= begins < RECOVERY]
    after = [told for begins, told in share.items() if begins > RECOVERY + timedelta(weeks=6)]
    assert max(locked) < min(after)


def test_with_room_for_everybody_the_models_alone_keep_face_to_face_low_in_the_lockdown(monkeypatch):
    """The exceptional model asks for the few; the standards of before March, asked all year, would see everybody."""
    roomy = {provider: replace(setting(provider), seen_a_day=1000.0) for provider in PROVIDERS}
    may = date(2020, 5, 10)

    def seen():
        return {week.provider: week.share("face_to_face") for week in replay(roomy) if week.begins == may}

    followed = seen()
    first, minimum = year_2020._FIRST, year_2020._minimum.__wrapped__
    monkeypatch.setattr(year_2020, "_minimum", lambda risk, flags, _on: minimum(risk, flags, first))
    assert all(share < 0.15 for share in followed.values())
    assert seen() == dict.fromkeys(PROVIDERS, 1.0)


def test_fewer_seen_a_day_means_fewer_seen(weeks):
    halved = replay({"nps": replace(setting("nps"), seen_a_day=setting("nps").seen_a_day / 2)})
    last = ("nps", date(2020, 11, 29))
    found = next(week for week in halved if (week.provider, week.begins) == last)
    assert found.share("face_to_face") < weeks[last].share("face_to_face") - 0.1


def test_what_hangs_on_each_figure_is_told_halved_and_doubled():
    told = {(each.name, each.factor): each.shares for each in sensitivity()}
    assert {name for name, _factor in told} >= {each.name for each in assumptions() if each.kind == "fitted"}
    index = next(n for n, each in enumerate(printed()) if each.mode == "face_to_face" and not each.fitted)
    assert told["seen_a_day", 0.5][index] < shares_of(replayed())[index] < told["seen_a_day", 2.0][index]


def test_the_command_prints_every_week_and_which_shares_were_predicted():
    out = StringIO()
    call_command("replay_2020", "--sensitivity", stdout=out)
    text = out.getvalue()
    assert len(text.splitlines()) == 1 + 2 * 40 + 2 + 8 + 2 + 1 + 8
    assert text.count("predicted") == text.count("fitted") == 4


@pytest.mark.django_db
def test_the_page_shows_every_week_the_printed_shares_as_marks_and_what_was_fitted(client):
    client.force_login(make_user("performance_analyst", make_team("sentence_management"), over="region"))
    reports = BeautifulSoup(client.get("/unpaid-work/outcomes").content, "html.parser")
    assert reports.select_one('a[href="/contacts/contact-of-2020"]')  # analysts have no page of contact
    page = BeautifulSoup(client.get("/contacts/contact-of-2020").content, "html.parser")
    assert len(page.select("figure.amends-chart")) == len(PROVIDERS)
    assert len(page.select(".amends-chart__svg .amends-chart__held")) == len(printed())
    text = page.get_text(" ", strip=True)
    assert text.count("Predicted") >= 4
    assert "Points off" in text and "halved" in text
    rows = list(csv.DictReader(StringIO(client.get("/contacts/contact-of-2020.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 2 * 40
    november = next(row for row in rows if row["provider"] == "nps" and row["week_begins"] == "2020-11-29")
    assert november["telephone_printed"] == "0.57"
    assert sum(float(november[f"{mode}_share"]) for mode in MODES) == pytest.approx(1, abs=0.001)
