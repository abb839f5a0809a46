"""The register of a session as a supervisor uses it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.contacts.models import Concern, ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft, record_outcomes
from amends.organisation.models import LimitedAccess
from tests.factories import LONDON, make_project, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.hours_records import EVERY_DAY

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() - timedelta(days=3)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def supervisor(team, client):
    user = make_user("unpaid_work_supervisor", team)
    client.force_login(user)
    return user


@pytest.fixture
def session(team, supervisor):
    project = make_project(team, days="1234567")
    return make_session(project, DAY, **_past())


def _past():
    """What the guards on bookings to come leave alone."""
    return {"opened_at": timezone.now()}


def _expect(session, by, count=1, **assessment):
    """People booked on the session, as the record of a past session."""
    bookings = []
    for _ in range(count):
        ready = make_ready(session.project.team, by, assessment=EVERY_DAY | assessment)
        bookings.append(put_on(session, ready, by, booked_at=timezone.now()))
    return bookings


def _address(session):
    return f"/unpaid-work/sessions/{session.pk}/register"


def _typed(booking, **values):
    return {f"p{booking.pk}-{name}": value for name, value in values.items()}


CAME = {"outcome": "ATTC", "started": "9:00", "finished": "4pm"}


def _outcomes(booking):
    return list(ContactOutcome.objects.filter(appointment=booking.appointment).order_by("pk"))


def _london(hour, minute=0):
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def test_the_register_is_saved_as_a_whole(client, session, supervisor):
    first, second = _expect(session, supervisor, 2)
    sent = _typed(first, **CAME, penalty="10", quality="good", behaviour="poor", notes="Late tools")
    answer = client.post(_address(session), sent | _typed(second, outcome="UACP"))

    assert answer.status_code == 302
    (came,), (absent,) = _outcomes(first), _outcomes(second)
    assert (came.started_at, came.finished_at, came.penalty_minutes) == (_london(9), _london(16), 10)
    assert (came.quality, came.behaviour, came.notes) == ("good", "poor", "Late tools")
    assert (came.recorded_by, absent.code, absent.started_at) == (supervisor, "UACP", None)


def test_one_person_can_be_saved_while_what_is_typed_for_others_stays(client, session, supervisor):
    first, second = _expect(session, supervisor, 2)
    sent = _typed(first, **CAME) | _typed(second, outcome="ATTC", started="9:17", notes="Half typed")
    page = client.post(_address(session), sent | {"only": str(first.pk)})

    assert len(_outcomes(first)) == 1
    assert not _outcomes(second)
    text = page.content.decode()
    assert "9:17" in text
    assert "Half typed" in text
    assert "There is a problem" not in text


def test_what_is_right_is_saved_and_what_is_wrong_is_told_by_person_and_field(client, session, supervisor):
    right, wrong, untouched = _expect(session, supervisor, 3)
    sent = _typed(right, **CAME) | _typed(wrong, outcome="ATTC", started="10:00", concern="Limping badly")
    page = client.post(_address(session), sent)

    assert len(_outcomes(right)) == 1
    assert not _outcomes(wrong)
    assert not _outcomes(untouched)
    text = page.content.decode()
    assert f"{wrong.appointment.person.name}: Enter when they finished" in text
    assert f'href="#id_p{wrong.pk}-finished"' in text
    assert "Limping badly" in text  # nothing typed is lost
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"outcome": "ATTC", "started": "16:00", "finished": "9:00"}, "finished after they arrived"),
        (CAME | {"penalty": "421"}, "from 0 to the 420 minutes"),
        ({"outcome": "UACP", "started": "9:00"}, "Leave out when they arrived"),
        ({"outcome": "AAME", "penalty": "5"}, "no penalty with this outcome"),
        ({"started": "9:00", "finished": "16:00"}, "Select what happened"),
        (CAME | {"started": "nine"}, "Enter a time"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_in_words(client, session, supervisor, values, told):
    (booking,) = _expect(session, supervisor)
    page = client.post(_address(session), _typed(booking, **values))
    assert told in page.content.decode()
    assert not _outcomes(booking)


def test_the_same_times_are_filled_in_for_everyone_who_came(client, session, supervisor):
    first, second, away = _expect(session, supervisor, 3)
    sent = _typed(second, started="9:40") | _typed(away, outcome="UACP")
    page = client.post(_address(session), sent | {"fill": "1", "all_started": "9:00", "all_finished": "16:00"})
    text = page.content.decode()
    assert not ContactOutcome.objects.exists()
    assert f'id="id_p{first.pk}-started" name="p{first.pk}-started" type="text" value="9:00"' in text
    assert 'value="9:40"' in text
    assert f'id="id_p{away.pk}-started" name="p{away.pk}-started" type="text" value="9:00"' not in text

    filled = {"filled": "9:00-16:00"} | _typed(first, started="9:00", finished="16:00", outcome="AAME")
    client.post(_address(session), filled | _typed(second, started="9:00", finished="16:00"))
    assert _outcomes(first)[0].started_at is None  # filled in for everybody, and not meant for who stayed away
    assert not _outcomes(second)  # times alone, as filled in, are no entry


def test_sending_the_same_register_twice_changes_nothing(client, session, supervisor):
    (booking,) = _expect(session, supervisor)
    sent = _typed(booking, **CAME, concern="Seemed unwell")
    for _ in range(2):
        assert client.post(_address(session), sent).status_code == 302
    assert len(_outcomes(booking)) == 1
    assert Concern.objects.count() == 1


def _recorded_by_another(booking, team):
    other = make_user("unpaid_work_supervisor", team)
    draft = OutcomeDraft(appointment=booking.appointment, code="UACP")
    return record_outcomes([draft], by=other, at=timezone.now())[0]


def test_two_registers_that_disagree_show_both_and_a_person_chooses_the_new_one(client, session, supervisor, team):
    (booking,) = _expect(session, supervisor)
    standing = _recorded_by_another(booking, team)
    sent = _typed(booking, **CAME, notes="I saw her")
    page = client.post(_address(session), sent).content.decode()
    assert "Unacceptable absence" in page
    assert standing.recorded_by.name in page
    assert "I saw her" in page
    assert _outcomes(booking) == [standing]

    unexplained = client.post(_address(session), sent | _typed(booking, choice="replace", standing=str(standing.pk)))
    assert "Say why what was recorded is replaced" in unexplained.content.decode()
    assert "Unacceptable absence" in unexplained.content.decode()
    assert _outcomes(booking) == [standing]

    chosen = {"choice": "replace", "standing": str(standing.pk), "reason": "She was there"}
    assert client.post(_address(session), sent | _typed(booking, **chosen)).status_code == 302
    first, second = _outcomes(booking)
    assert (second.replaces, second.code, second.reason) == (first, "ATTC", "She was there")


def test_two_registers_that_disagree_and_a_person_keeps_what_stood(client, session, supervisor, team):
    (booking,) = _expect(session, supervisor)
    standing = _recorded_by_another(booking, team)
    kept = _typed(booking, **CAME, choice="keep", standing=str(standing.pk))
    assert client.post(_address(session), kept).status_code == 302
    assert _outcomes(booking) == [standing]


def test_only_what_keeps_people_safe_is_shown(client, session, supervisor):
    _expect(
        session,
        supervisor,
        health="Asthma",
        medication="Inhaler",
        lifting=False,
        excludes=["children"],
        harm_detail="HARM-DETAIL",
        circumstances="CIRCUMSTANCES",
    )
    text = client.get(_address(session)).content.decode()
    for shown in ("Asthma", "Inhaler", "Must not lift", "Children are present"):
        assert shown in text
    for kept in ("HARM-DETAIL", "CIRCUMSTANCES", "1990"):
        assert kept not in text


def test_somebody_the_reader_may_not_see_is_counted_but_not_named(client, session, supervisor):
    seen, hidden = _expect(session, supervisor, 2)
    LimitedAccess.objects.create(
        crn=hidden.appointment.person.crn, kind="exclusion", username=supervisor.username, reason="Kin",
        from_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    text = client.get(_address(session)).content.decode()
    assert seen.appointment.person.name in text
    assert hidden.appointment.person.name not in text
    assert hidden.appointment.person.crn not in text
    assert "1 more person is expected" in text
    client.post(_address(session), _typed(hidden, **CAME))
    assert not _outcomes(hidden)


def test_a_register_of_another_team_is_not_found(client, session):
    client.force_login(make_user("unpaid_work_supervisor", make_team()))
    assert client.get(_address(session)).status_code == 404


def test_the_register_asks_the_database_no_more_for_more_people(client, session, supervisor):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(_address(session)).status_code == 200
        return len(queries)

    _expect(session, supervisor, 2, health="x")
    asked()  # the first page of a process asks for what later ones remember
    few = asked()
    _expect(session, supervisor, 6, health="x")
    assert asked() == few <= 40


def test_a_concern_shows_whether_it_was_read(client, session, supervisor):
    (booking,) = _expect(session, supervisor)
    client.post(_address(session), _typed(booking, **CAME, concern="Bruised hand"))
    assert "Not read yet" in client.get(_address(session)).content.decode()
    concern = Concern.objects.get()
    practitioner = make_user("practitioner", session.project.team)
    client.force_login(practitioner)
    client.post(f"/contacts/concerns/{concern.pk}/read")
    client.force_login(supervisor)
    assert f"Read by {practitioner.name}" in client.get(_address(session)).content.decode()


def test_a_correction_needs_a_reason_and_leaves_the_first_outcome(client, session, supervisor):
    (booking,) = _expect(session, supervisor)
    client.post(_address(session), _typed(booking, **CAME))
    (first,) = _outcomes(booking)
    address = f"/unpaid-work/bookings/{booking.pk}/correct"
    sent = {"outcome": "ATTC", "started": "9:30", "finished": "16:00", "standing": str(first.pk)}
    assert "Enter why it is corrected" in client.post(address, sent).content.decode()
    assert client.post(address, sent | {"reason": "Bus was late"}).status_code == 302
    assert [outcome.started_at for outcome in _outcomes(booking)] == [_london(9), _london(9, 30)]
    stale = client.post(address, sent | {"reason": "Again"}).content.decode()
    assert "Somebody corrected this meanwhile" in stale
    assert len(_outcomes(booking)) == 2


def test_registers_to_finish_are_listed_until_everyone_has_an_outcome(client, session, supervisor):
    (booking,) = _expect(session, supervisor)
    assert session.project.name in client.get("/unpaid-work/registers").content.decode()
    client.post(_address(session), _typed(booking, **CAME))
    assert session.project.name not in client.get("/unpaid-work/registers").content.decode()


def test_registers_of_more_than_four_weeks_ago_are_listed_on_request(client, session, supervisor):
    today = timezone.localdate()
    project = make_project(session.project.team, days="1234567")
    recent = make_session(project, today - timedelta(days=28), **_past())
    older = make_session(make_project(project.team, days="1234567"), today - timedelta(days=29), **_past())
    for made in (recent, older):
        _expect(made, supervisor)
    first = client.get("/unpaid-work/registers").content.decode()
    assert "1 to record" in first
    assert recent.project.name in first
    assert older.project.name not in first
    asked = client.get("/unpaid-work/registers?older=on").content.decode()
    assert older.project.name in asked
    assert recent.project.name not in asked
