"""A service adds its own delivery model: written by one, agreed by another, and never the past."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.contacts.models import OwnDeliveryModel, OwnDeliveryRule
from amends.contacts.operations.own_models import (
    ModelDraft,
    agree_own_model,
    discard_own_model,
    end_own_model,
    write_own_model,
)
from amends.contacts.operations.refused import ModelRefused
from amends.contacts.queries import places
from amends.contacts.queries.due import contact_due
from amends.contacts.queries.own_models import as_model, weaker
from amends.contacts.queries.what_if import what_if
from amends.organisation.models import AuditEvent, RegionTier
from amends.policy.own_models import OwnRule, rules_of
from tests.contacts.appointing import AT, BEGAN, ON, supervised
from tests.factories import make_allocation, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db

FROM = ON + timedelta(days=5)
RECOVERY = rules_of("recovery")  # shipped, and in force in June 2026 in an open region
MORE = (OwnRule("low", "", 14, "any"), *RECOVERY[1:])  # low risk twice as often
LESS = (OwnRule("low", "", 56, "any"), *RECOVERY[1:])


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def writer(team):
    return make_user("senior", team, over="region")


@pytest.fixture
def head(team):
    return make_user("head_of_pdu", team, over="region")


def write(team, writer, rules=MORE, from_date=FROM, at=AT, **values):
    given = {"tier": "open", "name": "Local recovery", "to_date": None} | values
    draft = ModelDraft(region=team.pdu.region, from_date=from_date, rules=rules, **given)
    return write_own_model(draft=draft, by=writer, at=at)


def agree(model, head, why_less="", at=AT):
    return agree_own_model(model=model, why_less=why_less, by=head, at=at)


def owed(person, on):
    at = AT + (on - ON)
    (found,) = contact_due([person], on=on, at=at)
    return found


def test_from_its_first_day_it_says_what_is_owed_and_before_it_the_model_shipped_does(team, writer, head):
    person = supervised(team, "low")
    model = write(team, writer)
    assert owed(person, FROM).every_days == 28  # a draft is nothing
    agree(model, head)
    assert owed(person, FROM - timedelta(days=1)).every_days == 28
    found = owed(person, FROM)
    assert found.every_days == 14
    assert found.owed.value.model == "Local recovery"
    assert "rule: risk low or higher: every 14 days, any mode that counts" in found.owed.steps
    assert head.name in found.owed.source


def test_it_holds_in_its_region_and_tier_alone(team, writer, head):
    elsewhere = supervised(make_team("sentence_management"), "low")
    person = supervised(team, "low")
    agree(write(team, writer, tier="3"), head)
    assert owed(person, FROM).every_days == 28
    RegionTier.objects.create(region=team.pdu.region, tier="3", from_date=FROM)
    assert owed(person, FROM).every_days == 14
    assert owed(elsewhere, FROM).every_days == 28


def test_a_second_person_agrees_it(team, head):
    model = write(team, head)
    with pytest.raises(ModelRefused, match="second person"):
        agree(model, head)
    with pytest.raises(IntegrityError, match="own_model_second_person"), transaction.atomic():
        OwnDeliveryModel.objects.filter(pk=model.pk).update(agreed_by=head, agreed_at=AT)
    agree(model, make_user("head_of_pdu", team, over="region"))


def test_whoever_wrote_it_last_is_its_writer(team, writer, head):
    model = write(team, writer)
    write_own_model(draft=ModelDraft(team.pdu.region, "open", "Local", FROM, MORE), by=head, at=AT, model=model)
    with pytest.raises(ModelRefused, match="second person"):
        agree(model, head)


def test_where_it_asks_less_agreeing_takes_a_reason(team, writer, head):
    model = write(team, writer, LESS)
    assert {(each.risk, each.flag) for each in weaker(model)} >= {("low", ""), ("low", "licence")}
    with pytest.raises(ModelRefused) as refused:
        agree(model, head, " ")
    assert refused.value.field == "why_less"
    assert agree(model, head, "So few staff that those of more risk come first").why_less
    assert agree(write(team, writer, MORE, tier="1"), head, "not needed").why_less == ""


@pytest.mark.parametrize("days", [0, -1])
def test_it_never_changes_the_past(team, writer, head, days):
    with pytest.raises(ModelRefused) as refused:
        write(team, writer, from_date=ON + timedelta(days=days))
    assert refused.value.field == "from_date"
    model = write(team, writer)
    with pytest.raises(ModelRefused, match="past"):
        agree(model, head, at=AT + timedelta(days=5))  # its first day has come before anybody agreed it
    agree(model, head)
    with pytest.raises(ModelRefused) as refused:
        end_own_model(model=model, on=ON + timedelta(days=days), by=head, at=AT)
    assert refused.value.field == "on"


def test_an_agreed_model_is_kept_as_it_was_by_the_database_too(team, writer, head):
    model = agree(write(team, writer), head)
    with pytest.raises(ModelRefused):
        write_own_model(draft=ModelDraft(team.pdu.region, "open", "x", FROM, MORE), by=writer, at=AT, model=model)
    with pytest.raises(ModelRefused):
        discard_own_model(model=model, by=writer, at=AT)
    rule = model.rules.first()
    for change in (
        lambda: OwnDeliveryModel.objects.filter(pk=model.pk).update(from_date=ON),
        lambda: OwnDeliveryModel.objects.filter(pk=model.pk).delete(),
        lambda: OwnDeliveryRule.objects.filter(pk=rule.pk).update(every_days=90),
        lambda: OwnDeliveryRule.objects.filter(pk=rule.pk).delete(),
        lambda: OwnDeliveryRule.objects.create(model=model, risk="very_high", flag="", every_days=1, by="any"),
    ):
        with pytest.raises(IntegrityError, match="agreed delivery model"), transaction.atomic():
            change()


def test_two_models_of_a_region_and_tier_never_overlap(team, writer, head):
    first = agree(write(team, writer, to_date=FROM + timedelta(days=30)), head)
    second = write(team, writer, name="Another", from_date=FROM + timedelta(days=29))
    with pytest.raises(ModelRefused, match="Another model"):
        agree(second, head)
    with pytest.raises(IntegrityError, match="own_model_once_open"), transaction.atomic():
        OwnDeliveryModel.objects.filter(pk=second.pk).update(agreed_by=head, agreed_at=AT)
    end_own_model(model=first, on=FROM + timedelta(days=29), by=head, at=AT)
    agree(second, head)
    agree(write(team, writer, tier="3"), head)


def test_ended_the_model_shipped_holds_again_and_one_that_never_began_is_withdrawn(team, writer, head):
    person = supervised(team, "low")
    model = agree(write(team, writer), head)
    end_own_model(model=model, on=FROM + timedelta(days=7), by=head, at=AT)
    assert owed(person, FROM + timedelta(days=6)).every_days == 14
    assert owed(person, FROM + timedelta(days=7)).every_days == 28
    end_own_model(model=model, on=FROM, by=head, at=AT)
    assert owed(person, FROM).every_days == 28
    model.refresh_from_db()
    assert model.withdrawn_at
    agree(write(team, writer, name="Another"), head)  # its days are free


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"tier": "9"}, "tier"), ({"to_date": FROM}, "to_date"),
     ({"rules": (*MORE, OwnRule("very_high", "", 30, "any"))}, "every_days"), ({"rules": ()}, "every_days")],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(team, writer, values, field):
    with pytest.raises(ModelRefused) as refused:
        write(team, writer, **values)
    assert field in {each.field for each in refused.value.grounds}


def test_a_draft_is_asked_what_it_would_need_before_anybody_agrees_it(team, writer):
    officer = make_staff(team, "po")
    make_allocation(supervised(team, "low"), officer, BEGAN)
    model = write(team, writer)
    found = what_if(writer, places.teams(writer), as_model(model), on=ON, at=AT)
    assert sum(found.now.values()) == pytest.approx(7 / 28)
    assert sum(found.then.values()) == pytest.approx(7 / 14)


def test_each_step_is_told_to_the_audit_trail(team, writer, head):
    model = agree(write(team, writer), head)
    end_own_model(model=model, on=FROM + timedelta(days=7), by=head, at=AT)
    discard_own_model(model=write(team, writer), by=writer, at=AT)
    told = AuditEvent.objects.filter(subject__startswith="contacts.owndeliverymodel").values_list("action", flat=True)
    assert set(told) >= {"write delivery model", "agree delivery model", "end delivery model", "discard delivery model"}


def test_an_own_model_costs_a_caseload_no_query_for_each_person(team, writer, head):
    people = [supervised(team, "low") for _number in range(4)]
    agree(write(team, writer), head)

    def asked(some):
        with CaptureQueriesContext(connection) as told:
            contact_due(some, on=FROM, at=AT + timedelta(days=5))
        return len(told)

    assert asked(people) == asked(people[:1])


def written(first_day, **values):
    given = {"name": "Local recovery", "tier": "open", "low_days": 14, "low_by": "any", "high_days": 7,
             "high_by": "face_to_face", "domestic_abuse_from": "medium", "domestic_abuse_days": 14,
             "domestic_abuse_by": "face_to_face"} | values  # fmt: skip
    return given | {f"from_date_{part}": getattr(first_day, part) for part in ("day", "month", "year")}


def test_it_is_written_checked_and_ended_on_its_pages(client, team, writer, head):
    first_day = timezone.localdate() + timedelta(days=10)
    person = supervised(team, "low", date(2026, 1, 5))
    client.force_login(writer)
    begun = client.get("/contacts/models/new?like=edm").content.decode()
    assert "From which risk on" in begun
    sent = written(first_day, region=team.pdu.region.code)
    for wrong, told in (({"high_days": 35}, "more risk is never owed less"), ({"licence_by": "any"}, "empty the row")):
        assert told in client.post("/contacts/models/new", sent | wrong).content.decode()
    answer = client.post("/contacts/models/new", sent, follow=True)
    page = answer.content.decode()
    assert "second person" in page and "Where it asks less than the model shipped" in page
    model = OwnDeliveryModel.objects.get()
    assert client.post(f"/contacts/models/{model.pk}/agree").status_code == 404
    assert "Local recovery" in client.get("/contacts/what-if", {"model": f"own-{model.pk}"}).content.decode()
    client.force_login(head)
    assert "<title>Error" in client.post(f"/contacts/models/{model.pk}/agree", {"why_less": ""}).content.decode()
    agreed = client.post(f"/contacts/models/{model.pk}/agree", {"why_less": "Few medium cases"}, follow=True)
    assert "Agreed, to come" in agreed.content.decode()
    assert "Few medium cases" in agreed.content.decode()
    assert contact_due([person], on=first_day, at=timezone.now() + timedelta(days=10))[0].every_days == 14


def test_the_whole_region_is_needed_to_agree(client, team, writer):
    model = write(team, writer)
    of_team = make_user("head_of_pdu", team)
    client.force_login(of_team)
    assert client.get(f"/contacts/models/{model.pk}").status_code == 200
    assert client.get(f"/contacts/models/{model.pk}/agree").status_code == 404
    assert client.get(f"/contacts/models/{model.pk}/end").status_code == 404
    assert client.get(f"/contacts/models/{model.pk}/change").status_code == 200
    client.force_login(make_user("head_of_pdu", make_team("sentence_management"), over="region"))
    assert client.get(f"/contacts/models/{model.pk}").status_code == 404
