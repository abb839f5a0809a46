"""Work that the public nominates: taken in, answered in time, decided on by the rules, its nominator forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from amends.desk.today import duties
from amends.organisation.models import AuditEvent
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Nomination, NominationLetter, Project
from amends.unpaid_work.operations import nominations as operations
from amends.unpaid_work.queries import nominations as queries
from tests.factories import make_team, make_user

FRIDAY = datetime(2026, 6, 5, 15, tzinfo=UTC)


def draft(team, **values):
    given = {"pdu": team.pdu, "place": "Abbey Park, LE4 5AQ", "work": "Clear the brambles", "benefits": "Walkers",
             "name": "Ann Example", "email": "ann@example.com"}  # fmt: skip
    return operations.NominationDraft(**(given | values))


def asked(team, **changes):
    """The public form as somebody fills it in."""
    given = {"pdu": team.pdu.code, "place": "Abbey Park", "work": "Clear <b>brambles</b>", "benefits": "Walkers",
             "name": "Ann Example", "email": "ann@example.com", "language": "en"}  # fmt: skip
    return given | changes


@pytest.mark.django_db
def test_a_member_of_the_public_nominates_work_without_an_account(client):
    team = make_team()
    form = reverse("unpaid_work:nominate")
    assert "wipe them a year after" in client.get(form).content.decode()
    answer = client.post(form, asked(team))
    assert answer.status_code == 302
    assert "two working days" in client.get(answer.url).content.decode()
    row = Nomination.objects.get()
    assert (row.place, row.pdu, row.name, len(row.sender)) == ("Abbey Park", team.pdu, "Ann Example", 64)
    assert "127.0.0.1" not in row.sender


@pytest.mark.django_db
def test_the_form_says_what_is_missing_and_keeps_nothing(client):
    team = make_team()
    shown = client.post(reverse("unpaid_work:nominate"), asked(team, work="", email="")).content.decode()
    assert "Enter the work you would like done" in shown
    shown = client.post(reverse("unpaid_work:nominate"), asked(team, email="")).content.decode()
    assert "Enter an email address, a telephone number or a postal address" in shown
    assert not Nomination.objects.exists()


@pytest.mark.django_db
def test_what_a_machine_fills_in_is_answered_alike_and_not_kept(client):
    team = make_team()
    person = client.post(reverse("unpaid_work:nominate"), asked(team))
    machine = client.post(reverse("unpaid_work:nominate"), asked(team, website="http://spam.example"))
    assert (machine.status_code, machine.url) == (person.status_code, person.url)
    assert Nomination.objects.count() == 1


@pytest.mark.django_db
def test_one_address_nominates_five_times_a_day_and_others_go_on(client):
    team = make_team()
    for _number in range(5):
        assert client.post(reverse("unpaid_work:nominate"), asked(team)).status_code == 302
    sixth = client.post(reverse("unpaid_work:nominate"), asked(team))
    assert "Try again tomorrow" in sixth.content.decode()
    assert client.post(reverse("unpaid_work:nominate"), asked(team), REMOTE_ADDR="10.9.8.7").status_code == 302
    assert Nomination.objects.count() == 6


@pytest.mark.django_db
def test_late_to_be_acknowledged_comes_first_after_two_working_days():
    team = make_team()
    user = make_user("placement_coordinator", team)
    late = operations.nominate(draft(team, place="Late"), at=FRIDAY)
    new = operations.nominate(draft(team, place="New"), at=FRIDAY + timedelta(days=4))
    # Two working days from Friday 5 June end on Tuesday 9 June.
    assert [row.overdue for row in queries.waiting(user, date(2026, 6, 9))] == [False, False]
    rows = queries.waiting(user, date(2026, 6, 10))
    assert [(row.nomination, row.due, row.overdue) for row in rows] == [
        (late, date(2026, 6, 9), True), (new, date(2026, 6, 11), False),
    ]  # fmt: skip
    first = duties(user, date(2026, 6, 10), FRIDAY)[0]
    assert (first.text, first.urgent) == ("1 nomination late to be acknowledged", True)
    operations.acknowledge(nomination=late, by=user, at=FRIDAY + timedelta(days=5))
    assert not any(row.overdue for row in queries.waiting(user, date(2026, 6, 10)))
    assert queries.waiting(make_user("placement_coordinator", make_team()), date(2026, 6, 10)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "Thank you for nominating"), ("cy", "Diolch am enwebu")])
def test_the_acknowledgement_is_a_letter_in_the_nominators_language(client, language, words):
    team = make_team()
    client.force_login(make_user("placement_coordinator", team))
    row = operations.nominate(draft(team, language=language, name="Siân & <Ann>"), at=FRIDAY)
    page = reverse("unpaid_work:nomination_acknowledge", args=[row.pk])
    assert words in client.get(page).content.decode()
    client.post(page)
    letter = NominationLetter.objects.get()
    assert words in letter.content
    assert "Siân & <Ann>" in letter.content
    first, again = (client.get(reverse("unpaid_work:nomination_letter", args=[row.pk, letter.pk])) for _n in range(2))
    assert first.content.startswith(b"%PDF-")
    assert first.content == again.content


@pytest.mark.django_db
def test_an_accepted_nomination_becomes_a_project_and_what_breaks_the_rules_does_not(client):
    team = make_team()
    client.force_login(make_user("placement_coordinator", team))
    row = operations.nominate(draft(team), at=FRIDAY)
    page = reverse("unpaid_work:nomination_accept", args=[row.pk])
    given = {
        "displaces_paid_work": "yes", "for_private_profit": "no", "code": "N1", "name": "Abbey Park",
        "type": "group_regional", "team": team.pk, "position": "52.64, -1.13", "days": ["6"], "start_time": "9am",
        "end_time": "4pm", "from_date_day": "1", "from_date_month": "7", "from_date_year": "2026", "places": "8",
        "least": "1",
    }  # fmt: skip
    assert "decline the nomination instead" in client.post(page, given).content.decode()
    assert not Project.objects.exists()
    client.post(page, given | {"displaces_paid_work": "no"})
    row.refresh_from_db()
    assert (row.answer, row.project.code, row.project.beneficiary.name) == ("accepted", "N1", "Walkers")
    assert row.project.description == "Clear the brambles"
    assert row.letters.get().template == "accepted"


@pytest.mark.django_db
def test_no_project_displaces_paid_work_whoever_asks():
    team = make_team()
    row = operations.nominate(draft(team), at=FRIDAY)
    with pytest.raises(Refused, match="private profit"):
        operations.accept(
            nomination=row, draft=None, displaces_paid_work=False, for_private_profit=True, by=make_user(), at=FRIDAY
        )


@pytest.mark.django_db
def test_a_nomination_is_declined_with_a_reason_and_once(client):
    team = make_team()
    user = make_user("placement_coordinator", team)
    client.force_login(user)
    row = operations.nominate(draft(team), at=FRIDAY)
    page = reverse("unpaid_work:nomination_decline", args=[row.pk])
    assert "Enter what the nominator is told" in client.post(page, {"ground": "paid_work"}).content.decode()
    client.post(page, {"ground": "paid_work", "reason": "The council pays people to do this."})
    row.refresh_from_db()
    assert (row.answer, row.ground) == ("declined", "paid_work")
    assert "The council pays people to do this." in row.letters.get().content
    for again in (
        lambda: operations.decline(nomination=row, ground="other", reason="x", by=user, at=FRIDAY),
        lambda: operations.acknowledge(nomination=row, by=user, at=FRIDAY),
    ):
        with pytest.raises(Refused, match="decided"):
            again()


@pytest.mark.django_db
def test_the_database_takes_no_answer_without_its_ground():
    row = operations.nominate(draft(make_team()), at=FRIDAY)
    for wrong in ({"answer": "declined", "decided_at": FRIDAY}, {"answer": "accepted", "decided_at": FRIDAY}):
        with pytest.raises(IntegrityError, match="nomination_answer"), transaction.atomic():
            Nomination.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.django_db
def test_who_nominated_is_wiped_a_year_after_the_decision_with_the_letters():
    team = make_team()
    user = make_user("placement_coordinator", team)
    row = operations.nominate(draft(team, sender="a" * 64), at=FRIDAY)
    waiting = operations.nominate(draft(team), at=FRIDAY)
    operations.decline(nomination=row, ground="unsafe", reason="Too steep.", by=user, at=FRIDAY)
    assert operations.forget_nominators(at=datetime(2027, 6, 4, 12, tzinfo=UTC)) == 0
    assert operations.forget_nominators(at=datetime(2027, 6, 5, 12, tzinfo=UTC)) == 1
    row.refresh_from_db()
    assert (row.name, row.email, row.sender, row.place) == ("", "", "", "Abbey Park, LE4 5AQ")
    assert not NominationLetter.objects.exists()
    waiting.refresh_from_db()
    assert waiting.name == "Ann Example"
    assert not AuditEvent.objects.filter(detail__icontains="Ann Example").exists()


@pytest.mark.django_db
def test_the_file_and_the_lists_tell_no_nominator(client):
    team = make_team()
    client.force_login(make_user("placement_coordinator", team))
    operations.nominate(draft(team), at=FRIDAY)
    for name in ("nominations", "nominations_csv"):
        shown = client.get(reverse(f"unpaid_work:{name}")).content.decode()
        assert "Abbey Park" in shown
        assert "Ann Example" not in shown
        assert "ann@example.com" not in shown
