"""Risk of serious harm, MAPPA, registrations and agency checks: what is known, and what is not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from amends.cases.models import AgencyCheck, Mappa, Registration, RiskOfHarm
from amends.cases.operations import (
    RiskDraft,
    RiskRefused,
    end_mappa,
    record_agency_check,
    record_mappa,
    record_risk_of_harm,
    register_risk,
    review_registration,
)
from amends.cases.queries.risk import risk_record
from amends.organisation.models import AuditEvent
from tests.cases.visiting import signed_in, text
from tests.factories import make_person, make_risk

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 10, 9, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture
def person(team):
    return make_person(team)


def judged(**levels):
    lows = dict.fromkeys(("children", "public", "known_adult", "staff"), "low")
    return RiskDraft(assessed_on=TODAY, reason="What was seen", **(lows | levels))


def test_the_latest_judgement_stands_and_its_highest_group_is_the_risk(user, person):
    record_risk_of_harm(person=person, draft=judged(children="very_high"), by=user, at=AT - timedelta(seconds=1))
    record_risk_of_harm(person=person, draft=judged(known_adult="high", staff="medium"), by=user, at=AT)
    record = risk_record(person)
    assert record.latest.overall == "high"
    assert [each.overall for each in record.earlier] == ["very_high"]
    assert AuditEvent.objects.filter(action="record risk of harm", crn=person.crn).count() == 2


@pytest.mark.parametrize("group", ["children", "public", "known_adult", "staff"])
def test_every_group_is_judged_and_prisoners_only_in_custody(user, person, group):
    with pytest.raises(RiskRefused) as refused:
        record_risk_of_harm(person=person, draft=judged(**{group: ""}), by=user, at=AT)
    assert refused.value.field == group
    assert record_risk_of_harm(person=person, draft=judged(prisoners="high"), by=user, at=AT).overall == "high"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_risk(person, **{group: "unknown"} if group != "known_adult" else {"staff": ""})


def test_a_new_mappa_level_ends_the_one_before(user, person):
    first = record_mappa(
        person=person, category=2, level=1, from_date=date(2026, 3, 2), review_date=date(2026, 9, 1), by=user, at=AT
    )
    second = record_mappa(
        person=person, category=2, level=2, from_date=date(2026, 6, 1), review_date=date(2026, 9, 1), by=user, at=AT
    )
    first.refresh_from_db()
    assert first.to_date == second.from_date
    with pytest.raises(RiskRefused):
        record_mappa(person=person, category=2, level=3, from_date=date(2026, 6, 1), review_date=date(2026, 9, 1),
                     by=user, at=AT)  # fmt: skip
    end_mappa(mappa=second, to_date=date(2026, 6, 11), by=user, at=AT)
    assert list(Mappa.objects.filter(person=person, to_date=None)) == []


@pytest.mark.parametrize(("category", "level", "field"), [(0, 1, "category"), (5, 1, "category"), (1, 4, "level")])
def test_categories_and_levels_that_there_are_not(user, person, category, level, field):
    with pytest.raises(RiskRefused) as refused:
        record_mappa(person=person, category=category, level=level, from_date=TODAY,
                     review_date=TODAY + timedelta(days=1), by=user, at=AT)  # fmt: skip
    assert refused.value.field == field


def registered(user, person, kind="domestic_abuse", **values):
    dates = {"from_date": date(2026, 3, 2), "review_date": date(2026, 6, 9)} | values
    return register_risk(person=person, kind=kind, by=user, at=AT, **dates)


def test_a_registration_is_kept_until_its_next_review_or_ended(user, person):
    registration = registered(user, person)
    assert risk_record(person).due(TODAY) == [registration]
    assert risk_record(person).due(date(2026, 6, 9)) == []
    review_registration(registration=registration, review_date=date(2026, 12, 1), by=user, at=AT)
    assert risk_record(person).due(TODAY) == []
    review_registration(registration=registration, to_date=TODAY, by=user, at=AT)
    with pytest.raises(RiskRefused):
        review_registration(registration=registration, review_date=date(2027, 1, 1), by=user, at=AT)
    assert registered(user, person).to_date is None  # once ended, it may be registered again


def test_a_registration_is_made_once_and_only_of_a_known_kind(user, person):
    registered(user, person)
    for kind in ("domestic_abuse", "hunch"):
        with pytest.raises(RiskRefused) as refused:
            registered(user, person, kind)
        assert refused.value.field == "kind"
    with pytest.raises(RiskRefused) as refused:
        registered(user, person, "weapons", review_date=date(2026, 3, 2))
    assert refused.value.field == "review_date"
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(person=person, kind="domestic_abuse", from_date=TODAY, review_date=TODAY)


def test_a_review_decides_one_thing(user, person):
    registration = registered(user, person)
    for decision in ({}, {"review_date": date(2026, 12, 1), "to_date": TODAY}, {"review_date": TODAY}):
        with pytest.raises(RiskRefused):
            review_registration(registration=registration, by=user, at=AT, **decision)


def test_an_agency_that_did_not_answer_never_reads_as_holding_nothing(client, user, person):
    record_agency_check(person=person, agency="health", outcome="not_retrieved", checked_on=TODAY, by=user, at=AT)
    record_agency_check(person=person, agency="prison", outcome="nothing_held", checked_on=TODAY, by=user, at=AT)
    page = text(client.get(f"/cases/{person.crn}/risk"))
    assert page.count("Not retrieved") == 1
    assert page.count("Nothing held") == 1
    assert page.count("Not asked") == 2  # police and children's services
    with pytest.raises(RiskRefused) as refused:
        record_agency_check(person=person, agency="health", outcome="retrieved", checked_on=TODAY, by=user, at=AT)
    assert refused.value.field == "summary"
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyCheck.objects.create(person=person, agency="health", outcome="", checked_on=TODAY, recorded_at=AT,
                                   recorded_by=user)  # fmt: skip


def test_nothing_is_dated_ahead(user, person):
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(RiskRefused):
        record_agency_check(person=person, agency="health", outcome="nothing_held", checked_on=tomorrow, by=user, at=AT)
    with pytest.raises(RiskRefused):
        registered(user, person, from_date=tomorrow, review_date=tomorrow + timedelta(days=1))


def test_each_is_recorded_on_its_page(client, user, person):
    where = f"/cases/{person.crn}/risk"
    day = {"_day": "2", "_month": "3", "_year": "2026"}
    on = {f"{name}{part}": value for name in ("assessed_on", "from_date", "checked_on") for part, value in day.items()}
    review = {"review_date_day": "1", "review_date_month": "9", "review_date_year": "2030"}
    levels = {"children": "medium", "public": "low", "known_adult": "high", "staff": "low", "reason": "As seen"}
    assert "High" in text(client.post(f"{where}/of-harm", on | levels, follow=True))
    client.post(f"{where}/mappa", on | review | {"category": "2", "level": "1"})
    client.post(f"{where}/registrations/new", on | review | {"kind": "weapons", "note": ""})
    client.post(f"{where}/checks/new", on | {"agency": "health", "outcome": "nothing_held"})
    assert RiskOfHarm.objects.get(person=person).overall == "high"
    assert (person.mappa.get().category, person.mappa.get().level) == (2, 1)
    registration = person.registrations.get()
    assert person.agency_checks.get().outcome == "nothing_held"
    ended = {"kept": "no", "last_day_day": "3", "last_day_month": "3", "last_day_year": "2026"}
    client.post(f"{where}/registrations/{registration.pk}/review", ended)
    registration.refresh_from_db()
    assert registration.to_date == date(2026, 3, 4)
    client.post(f"{where}/mappa/{person.mappa.get().pk}/end", ended)
    assert person.mappa.get().to_date == date(2026, 3, 4)
    page = text(client.get(where))
    assert "Weapons" in page and "Health" in page


def test_a_case_administrator_reads_and_does_not_record(client, team, person):
    signed_in(client, "case_administrator", team)
    assert "of-harm" not in text(client.get(f"/cases/{person.crn}/risk"))
    assert client.get(f"/cases/{person.crn}/risk/of-harm").status_code == 404
