"""The yearly log of consultation: what is missing, when it is late, and entries put right."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from amends.desk.today import duties
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Consultation
from amends.unpaid_work.operations.consultations import (
    ConsultationDraft,
    change_consultation,
    record_consultation,
    withdraw_consultation,
)
from amends.unpaid_work.queries.consultations import years
from tests.factories import make_team, make_user

AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
PARTIES = ("policing_body", "community_safety", "voluntary_body", "victims_groups")


def heard(team, party, on=date(2026, 3, 2), **values):
    draft = ConsultationDraft(**({"party": party, "whom": "A body", "on": on, "said": "More parks"} | values))
    return record_consultation(region=team.pdu.region, draft=draft, by=make_user(), at=AT)


def year_of(team, year=2026):
    (found,) = years([team.pdu.region], year)
    return found


def missing(team, year=2026):
    return [consultee.party for consultee in year_of(team, year).missing]


@pytest.mark.django_db
def test_each_year_asks_for_all_four_parties_anew():
    team = make_team()
    assert missing(team) == list(PARTIES)
    for party in PARTIES[:3]:
        heard(team, party)
    assert missing(team) == ["victims_groups"]
    heard(team, "victims_groups", on=date(2025, 12, 31))
    assert missing(team) == ["victims_groups"]
    assert missing(team, 2025) == list(PARTIES[:3])
    assert missing(make_team()) == list(PARTIES)
    assert missing(team, 2022) == []


@pytest.mark.django_db
def test_it_is_late_after_the_day_by_which_all_are_due():
    team = make_team()
    assert not year_of(team).overdue(date(2026, 9, 30))
    assert year_of(team).overdue(date(2026, 10, 1))
    for party in PARTIES:
        heard(team, party)
    assert not year_of(team).overdue(date(2026, 12, 31))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "told"),
    [(date(2026, 8, 30), None), (date(2026, 8, 31), False), (date(2026, 9, 30), False), (date(2026, 10, 1), True)],
)
def test_what_is_missing_stands_on_the_first_page_once_it_is_near_and_is_urgent_once_late(on, told):
    team = make_team()
    heard(team, "voluntary_body")
    found = [duty for duty in duties(make_user("head_of_pdu", team), on, AT) if "to consult" in duty.text]
    assert [(duty.text, duty.urgent) for duty in found] == (
        [] if told is None else [("3 parties to consult this year", told)]
    )


@pytest.mark.django_db
def test_an_entry_taken_back_counts_no_more_and_stays_on_the_log(client):
    team = make_team()
    user = make_user("head_of_pdu", team)
    entry = heard(team, "policing_body")
    withdraw_consultation(consultation=entry, why="Another region's", by=user, at=AT)
    assert "policing_body" in missing(team)
    for again in (
        lambda: withdraw_consultation(consultation=entry, why="x", by=user, at=AT),
        lambda: change_consultation(
            consultation=entry, draft=ConsultationDraft("policing_body", "x", date(2026, 3, 2), "x"), by=user, at=AT
        ),
    ):
        with pytest.raises(Refused, match="taken back"):
            again()
    client.force_login(user)
    assert "Another region" in client.get(reverse("unpaid_work:consultations"), {"year": "2026"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"on": date(2026, 10, 2)}, "today or in the past"), ({"party": "friends"}, "no such party"),
     ({"on": date(2023, 5, 7)}, "no such party"), ({"said": " "}, "what they said")],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong, words):
    team = make_team()
    with pytest.raises(Refused, match=words):
        heard(team, **({"party": "policing_body"} | wrong))
    assert not Consultation.objects.exists()


@pytest.mark.django_db
def test_a_coordinator_records_it_and_tells_later_what_was_changed(client):
    team = make_team()
    client.force_login(make_user("placement_coordinator", team))
    given = {
        "party": "voluntary_body", "whom": "Age Example", "on_day": "2", "on_month": "3", "on_year": "2026",
        "said": "Benches", "changed": "",
    }  # fmt: skip
    client.post(reverse("unpaid_work:consultation_new", args=[team.pdu.region.code]), given)
    entry = Consultation.objects.get()
    page = reverse("unpaid_work:consultation_change", args=[entry.pk])
    client.post(page, given | {"changed": "Twelve benches are mended each month"})
    listed = reverse("unpaid_work:consultations")
    assert "Twelve benches" in client.get(listed, {"year": "2026"}).content.decode()
    assert "Twelve benches" in client.get(reverse("unpaid_work:consultations_csv"), {"year": "2026"}).content.decode()
    client.force_login(make_user("placement_coordinator", make_team()))
    assert client.get(page).status_code == 404
    assert "Twelve benches" not in client.get(listed, {"year": "2026"}).content.decode()
