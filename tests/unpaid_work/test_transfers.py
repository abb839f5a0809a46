"""Moving a case to another team: it moves when accepted, with its hours and history; who sees it moves with it."""

from datetime import timedelta

import pytest

from amends.cases.letters import as_issued
from amends.contacts.models import Appointment, ContactOutcome
from amends.organisation.models import LimitedAccess
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import PlanWish, Transfer
from amends.unpaid_work.operations.transfers import (
    accept_transfer,
    ask_for_transfer,
    decline_transfer,
    withdraw_transfer,
)
from amends.unpaid_work.queries.statement import account_of, lines_of, statement
from tests.factories import MONDAY, make_project, make_staff, make_team, make_user
from tests.unpaid_work.ended_records import AT, DAY, Case

pytestmark = pytest.mark.django_db


class Move:
    """A case of one region with bookings to come, and a team of another region asked to take it."""

    def __init__(self) -> None:
        self.team, self.other = make_team(), make_team()
        self.by = make_user("practitioner", self.team)
        self.receiver = make_user("senior", self.other)
        self.practitioner = make_staff(self.other, "po", name="Ada Receiver")
        self.case = Case(self.team, self.by, ordered=10, done=1, coming=2, given_names="Siân")
        self.row = ask_for_transfer(
            person=self.case.person, to_team=self.other, reason="Moved house", by=self.by, at=AT
        )

    def accept(self, **values):
        given = {"transfer": self.row, "practitioner": self.practitioner, "by": self.receiver, "at": AT} | values
        return accept_transfer(**given)


@pytest.fixture
def move():
    return Move()


def opens(client, user, address: str) -> bool:
    client.force_login(user)
    return client.get(address).status_code == 200


def test_nothing_moves_before_it_is_accepted(move):
    move.case.person.refresh_from_db()
    assert move.case.person.team == move.team
    assert len(move.case.standing_bookings()) == 2


def test_the_pack_holds_the_statement_and_the_assessment(move):
    told = as_issued(move.row.pack)
    text = " ".join(told.paragraphs)
    for words in ("Moved house", "Risk of harm: Low", "Nothing held", move.team.name, move.other.name):
        assert words in text, words
    table = dict(told.table)
    assert table[f"{move.case.requirement.reference}: Worked at sessions"] == "7h"
    assert table[f"{move.case.requirement.reference}: Remaining"] == "63h"


def test_accepted_the_case_moves_with_its_hours_and_what_the_old_team_booked_is_freed_and_named(move):
    before = list(lines_of(account_of(move.case.requirement)))
    past = set(ContactOutcome.objects.values_list("pk", "code", "appointment__team"))
    PlanWish.objects.create(team=move.team, kind="prefer", points=5, person=move.case.person, reason="x", made_at=AT,
                            made_by=move.by)  # fmt: skip
    row = move.accept()
    move.case.person.refresh_from_db()
    assert move.case.person.team == move.other
    assert move.case.person.allocations.get(to_date=None).practitioner == move.practitioner
    assert [each["date"] for each in row.freed] == [
        (MONDAY + timedelta(days=number)).isoformat() for number in range(2)
    ]
    assert {each["project"] for each in row.freed} == {move.case.project.name}
    assert move.case.standing_bookings() == []
    assert lines_of(account_of(move.case.requirement)) == before
    assert statement(move.case.requirement).credited_sessions == DAY
    assert set(ContactOutcome.objects.values_list("pk", "code", "appointment__team")) == past
    assert Appointment.objects.filter(person=move.case.person).count() == 3
    assert not PlanWish.objects.filter(withdrawn_at=None).exists()


def test_who_sees_the_person_moves_with_the_team(client, move):
    address = f"/unpaid-work/people/{move.case.person.crn}"
    assert opens(client, move.by, address)
    assert not opens(client, move.receiver, address)
    move.accept()
    assert not opens(client, move.by, address)
    assert opens(client, move.receiver, address)
    assert not opens(client, move.by, f"/unpaid-work/transfers/{move.row.pk}")


def test_both_teams_see_what_is_asked_and_after_it_was_declined_the_asked_team_does_not(client, move):
    address = f"/unpaid-work/transfers/{move.row.pk}"
    for user in (move.by, move.receiver):
        assert opens(client, user, address)
        assert opens(client, user, f"{address}/pack")
        assert "Siân" in client.get("/unpaid-work/transfers").content.decode()
    decline_transfer(transfer=move.row, note="Lives with us no longer", by=move.receiver, at=AT)
    assert opens(client, move.by, address)
    assert not opens(client, move.receiver, address)
    assert not opens(client, move.receiver, f"{address}/pack")
    assert "Siân" not in client.get("/unpaid-work/transfers").content.decode()


def test_a_restricted_person_is_hidden_from_the_team_asked(client, move):
    LimitedAccess.objects.create(
        crn=move.case.person.crn, kind="restriction", username=move.by.username, reason="x", from_at=AT
    )
    assert opens(client, move.by, f"/unpaid-work/transfers/{move.row.pk}")
    for part in ("", "/pack", "/answer"):
        assert not opens(client, move.receiver, f"/unpaid-work/transfers/{move.row.pk}{part}")
    assert "Siân" not in client.get("/unpaid-work/transfers").content.decode()


def test_a_move_within_the_unit_keeps_what_the_units_projects_have_booked(move):
    sibling = make_team(pdu=move.team.pdu)
    case = Case(sibling, move.by, ordered=10, done=0)
    shared = make_project(make_team(pdu=move.team.pdu))
    case.book(MONDAY, project=shared)
    case.book(MONDAY + timedelta(days=1))  # with the team that is left
    row = ask_for_transfer(person=case.person, to_team=move.team, reason="Nearer", by=move.by, at=AT)
    accepted = accept_transfer(transfer=row, practitioner=make_staff(move.team, "po"), by=move.receiver, at=AT)
    assert [each["project"] for each in accepted.freed] == [case.project.name]
    assert [day for day, _requirement in case.standing_bookings()] == [MONDAY]


def test_only_the_asked_team_answers_and_with_a_practitioner_of_its_own(client, move):
    address = f"/unpaid-work/transfers/{move.row.pk}/answer"
    sender = make_user("senior", move.team)
    assert not opens(client, sender, address)
    with pytest.raises(Refused, match="of the team"):
        move.accept(practitioner=make_staff(move.team, "po"))
    client.force_login(move.receiver)
    assert b"error-summary" in client.post(address, {"answer": "accept"}).content
    assert b"error-summary" in client.post(address, {"answer": "decline"}).content
    client.post(address, {"answer": "accept", "practitioner": move.practitioner.pk})
    move.row.refresh_from_db()
    assert move.row.answer == "accepted"
    assert "Bookings freed" in client.get(f"/unpaid-work/transfers/{move.row.pk}").content.decode()


def test_it_is_answered_once_and_asked_once_at_a_time(move):
    with pytest.raises(Refused, match="already"):
        ask_for_transfer(person=move.case.person, to_team=make_team(), reason="x", by=move.by, at=AT)
    with pytest.raises(Refused, match="Say why"):
        decline_transfer(transfer=move.row, note=" ", by=move.receiver, at=AT)
    withdraw_transfer(transfer=move.row, note="", by=move.by, at=AT)
    for again in (move.accept, lambda: withdraw_transfer(transfer=move.row, note="", by=move.by, at=AT)):
        with pytest.raises(Refused, match="answered already"):
            again()
    with pytest.raises(Refused, match="has the case"):
        ask_for_transfer(person=move.case.person, to_team=move.team, reason="x", by=move.by, at=AT)
    ask_for_transfer(person=move.case.person, to_team=move.other, reason="x", by=move.by, at=AT)
    assert Transfer.objects.count() == 2


def test_a_case_that_moved_meanwhile_is_not_taken(move):
    type(move.case.person).objects.filter(pk=move.case.person.pk).update(team=make_team())
    with pytest.raises(Refused, match="meanwhile"):
        move.accept()
