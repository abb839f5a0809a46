"""What phones send: in order, once each, beside other phones, with wrong clocks, after a sign-in that ended."""

import struct
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from amends.contacts.models import Concern, ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft, record_outcomes
from amends.organisation.models import AuditEvent, LimitedAccess, RoleGrant
from amends.unpaid_work.models import SiteEvent
from amends.unpaid_work.queries.faults import faults_of_sessions
from amends.unpaid_work.queries.site_phone import key_for, owner_of
from tests.factories import london, make_staff, make_user
from tests.unpaid_work.site_records import Site, answers, milliseconds, send

pytestmark = pytest.mark.django_db
ASKS_FOR_DATA = {"accept": "application/json"}


@pytest.fixture
def site(client):
    made = Site()
    client.force_login(made.user)
    return made


@pytest.fixture
def other(site):
    """Another supervisor of the team."""
    return make_user("unpaid_work_supervisor", site.team, staff=make_staff(site.team))


def outcome(site, booking, code="ATTC", **values):
    content = {"outcome": code} | ({"started": "09:00", "finished": "16:00"} if code == "ATTC" else {})
    return site.event("outcome", booking, content=content | values.pop("content", {}), **values)


def arrived(site, booking, time, **values):
    return site.event("arrived", booking, content={"time": time}, **values)


def page(client, site) -> str:
    return client.get(site.address).content.decode()


@pytest.mark.parametrize("about_somebody", [False, True])
def test_an_incident_on_site_ends_the_projects_health_and_safety(client, site, about_somebody):
    project, day = site.session.project, site.session.date
    booking = site.bookings[0] if about_somebody else None
    at = london(day, 11)
    first = site.event("incident", booking, content={"text": "A wall fell"}, phone_at=milliseconds(at))
    again = site.event("incident", content={"text": "Then the shed"}, phone_at=milliseconds(at))
    assert answers(send(client, site.user, first, again, first)) == ["taken", "taken", "taken"]
    held = project.health_and_safety.get()
    assert (held.to_date, held.ended_why) == (day, "Incident on site: A wall fell")
    assert faults_of_sessions([site.session.pk])[site.session.pk][0].rule == "session_health_and_safety"
    ends = AuditEvent.objects.filter(action="end health and safety")
    assert [(event.username, event.subject) for event in ends] == [
        (site.user.username, f"unpaid_work.project {project.pk}")
    ]


def test_a_note_leaves_health_and_safety_as_it_was(client, site):
    assert answers(send(client, site.user, site.event("note", content={"text": "Cold"}))) == ["taken"]
    assert site.session.project.health_and_safety.get().ended_why == ""


def test_a_days_events_are_taken_in_their_order(client, site):
    booking = site.bookings[0]
    day = [
        arrived(site, booking, "09:10"),
        site.event("finished", booking, content={"time": "15:00"}),
        site.event("outcome", booking, content={"outcome": "ATTC", "quality": "excellent"}),
        site.event("concern", booking, content={"text": "Said he sleeps in the car"}),
    ]
    assert answers(send(client, site.user, *day)) == ["taken"] * 4
    made = ContactOutcome.objects.get()
    assert (made.started_at, made.finished_at) == (london(site.session.date, 9, 10), london(site.session.date, 15))
    assert [str(each.event_id) for each in SiteEvent.objects.order_by("pk")] == [each["event"] for each in day]


def test_sent_twice_has_one_effect(client, site):
    booking = site.bookings[0]
    day = [
        arrived(site, booking, "09:00"),
        outcome(site, booking),
        site.event("concern", booking, content={"text": "x"}),
    ]
    first = send(client, site.user, *day).json()["answers"]
    again = send(client, site.user, *day).json()["answers"]
    assert [each["had"] for each in first] == [False] * 3
    assert [each["had"] for each in again] == [True] * 3
    assert [each["answer"] for each in again] == ["taken"] * 3
    assert (SiteEvent.objects.count(), ContactOutcome.objects.count(), Concern.objects.count()) == (3, 1, 1)


def test_an_own_event_that_was_not_sent_yet_can_be_put_right_before_sending(client, site):
    booking = site.bookings[0]
    first = arrived(site, booking, "09:00")
    second = arrived(site, booking, "09:20", seen=first["event"])
    wrong = outcome(site, booking, "UACP")
    right = outcome(site, booking, seen=wrong["event"])
    assert answers(send(client, site.user, first, second, wrong, right)) == ["taken"] * 4
    assert [made.code for made in ContactOutcome.objects.order_by("pk")] == ["UACP", "ATTC"]
    assert "Arrived 9:20am" in page(client, site)


def test_two_phones_that_disagree_on_a_time_are_both_shown_and_a_person_chooses(client, site, other):
    booking = site.bookings[0]
    assert answers(send(client, site.user, arrived(site, booking, "09:02"))) == ["taken"]
    client.force_login(other)
    late = arrived(site, booking, "09:40")
    assert answers(send(client, other, late)) == ["conflict"]
    shown = page(client, site)
    assert "Arrived 9:02am, recorded by " + site.user.name in shown
    assert "Arrived 9:40am" in shown
    stands = SiteEvent.objects.get(answer="taken")
    chosen = site.event("choice", booking, about=late["event"], seen=str(stands.event_id), content={"choice": "use"})
    assert answers(send(client, other, chosen)) == ["taken"]
    shown = page(client, site)
    assert "Recorded differently meanwhile" not in shown
    assert shown.count("Arrived 9:02am") == 1  # in the log: nothing is lost
    assert SiteEvent.objects.count() == 3


def test_the_same_minute_told_by_two_phones_is_no_disagreement(client, site, other):
    booking = site.bookings[0]
    send(client, site.user, arrived(site, booking, "09:02"))
    client.force_login(other)
    assert answers(send(client, other, arrived(site, booking, "09:02"))) == ["taken"]


def test_two_outcomes_are_both_shown_and_keeping_the_first_leaves_the_second_in_the_log(client, site, other):
    booking = site.bookings[0]
    send(client, site.user, outcome(site, booking, "UACP"))
    client.force_login(other)
    mine = outcome(site, booking, content={"notes": "I saw her"})
    assert answers(send(client, other, mine)) == ["conflict"]
    shown = page(client, site)
    assert "Unacceptable absence" in shown
    assert "I saw her" in shown
    keep = site.event("choice", booking, about=mine["event"], content={"choice": "keep"})
    assert answers(send(client, other, keep)) == ["taken"]
    assert [made.code for made in ContactOutcome.objects.all()] == ["UACP"]
    assert "I saw her" in page(client, site)
    assert "Recorded differently" not in page(client, site)


def test_choosing_the_second_outcome_corrects_the_first_with_its_reason(client, site, other):
    booking = site.bookings[0]
    (stands,) = record_outcomes([OutcomeDraft(booking.appointment, "UACP")], by=other, at=timezone.now())
    mine = outcome(site, booking)
    assert answers(send(client, site.user, mine)) == ["conflict"]
    choice = {"choice": "use", "reason": "She was there"}
    stale = site.event("choice", booking, about=mine["event"], seen="", content=choice)
    assert answers(send(client, site.user, stale)) == ["conflict"]
    seen = f"outcome-{stands.pk}"
    chosen = site.event("choice", booking, about=mine["event"], seen=seen, content=choice)
    assert answers(send(client, site.user, chosen)) == ["taken"]
    assert answers(send(client, site.user, chosen)) == ["taken"]
    made = ContactOutcome.objects.get(replaces=stands)
    assert (made.code, made.reason) == ("ATTC", "She was there")
    again = site.event("choice", booking, about=mine["event"], seen=seen, content={"choice": "keep"})
    assert answers(send(client, site.user, again)) == ["conflict"]


def test_an_outcome_sent_beside_one_on_the_register_is_not_lost(client, site, other):
    booking = site.bookings[0]
    (stands,) = record_outcomes([OutcomeDraft(booking.appointment, "UACP")], by=other, at=timezone.now())
    same = outcome(site, booking, "UACP")
    knowing = outcome(site, booking, seen=f"outcome-{stands.pk}")
    assert answers(send(client, site.user, same, knowing)) == ["taken", "taken"]
    assert ContactOutcome.objects.get(replaces=stands).code == "ATTC"


def test_one_that_cannot_be_does_not_stop_those_after_it(client, site):
    first, second = site.bookings
    sent = [outcome(site, first, content={"started": "16:00", "finished": "09:00"}), outcome(site, second)]
    told = send(client, site.user, *sent).json()["answers"]
    assert [each["answer"] for each in told] == ["refused", "taken"]
    assert "finished after they arrived" in told[0]["why"]


def test_a_clock_that_is_wrong_is_set_right_by_what_the_phone_measured(client, site):
    ahead = timedelta(hours=3)
    tapped = timezone.now() - timedelta(minutes=50)
    event = site.event("arrived", site.bookings[0], phone_at=milliseconds(tapped + ahead), ahead_ms=3 * 3600 * 1000)
    send(client, site.user, event, ahead=ahead)
    made = SiteEvent.objects.get()
    assert abs(made.happened_at - tapped) < timedelta(seconds=5)
    assert "clock was changed" not in page(client, site)


def test_a_clock_that_was_changed_meanwhile_is_told(client, site):
    tapped = timezone.now() - timedelta(minutes=50)
    event = site.event("arrived", site.bookings[0], phone_at=milliseconds(tapped), ahead_ms=0)
    send(client, site.user, event, ahead=timedelta(hours=-2))
    assert "clock was changed" in page(client, site)


def test_nothing_happened_after_it_was_received(client, site):
    event = site.event("arrived", site.bookings[0], phone_at=milliseconds(timezone.now() + timedelta(days=2)))
    send(client, site.user, event)
    made = SiteEvent.objects.get()
    assert made.happened_at == made.received_at
    assert "clock was changed" in page(client, site)


def test_a_sign_in_that_ended_is_told_and_what_waits_can_be_sent_after_the_next(client, site):
    event = arrived(site, site.bookings[0], "09:00")
    client.logout()
    answer = send(client, site.user, event)
    assert answer.status_code == 401
    assert answer.json() == {"sign_in": "/account/login/"}
    client.force_login(site.user)
    assert answers(send(client, site.user, event)) == ["taken"]


def test_a_sign_in_that_was_idle_is_told_as_ended(client, site):
    client.get("/unpaid-work/site")
    session = client.session
    session["last_seen_at"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
    answer = client.get("/unpaid-work/site/phone", headers=ASKS_FOR_DATA)
    assert answer.status_code == 401
    assert "no-store" in answer["Cache-Control"]


def test_what_one_user_recorded_is_not_taken_from_another(client, site, other):
    client.force_login(other)
    answer = send(client, site.user, arrived(site, site.bookings[0], "09:00"))
    assert answer.status_code == 409
    assert not SiteEvent.objects.exists()


def test_a_phone_is_given_the_key_of_its_user_and_browser_alone(client, site, other):
    device = uuid.uuid4()
    address = f"/unpaid-work/site/phone?device={device}"
    told = client.get(address, headers=ASKS_FOR_DATA).json()
    assert told["key"] == key_for(site.user, device)
    assert told["owner"] == owner_of(site.user)
    assert abs(told["now"] - milliseconds(timezone.now())) < 60_000
    client.force_login(other)
    assert client.get(address).json()["key"] != told["key"]
    assert key_for(site.user, uuid.uuid4()) != told["key"]


def test_whose_record_is_not_open_to_the_sender_nothing_is_taken_and_the_trail_says_so(client, site):
    elsewhere = Site()
    hidden = site.bookings[0]
    LimitedAccess.objects.create(
        crn=hidden.appointment.person.crn, kind="exclusion", username=site.user.username, reason="Kin",
        from_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    borrowed = site.event("arrived", elsewhere.bookings[0])
    sent = [
        elsewhere.event("arrived", elsewhere.bookings[0]),
        site.event("arrived", hidden),
        borrowed,
        arrived(site, site.bookings[1], "09:00"),
        {"event": "x", "kind": "arrived"},
    ]
    before = AuditEvent.objects.filter(outcome="refused").count()
    assert answers(send(client, site.user, *sent)) == ["unknown", "unknown", "unknown", "taken", "unknown"]
    assert SiteEvent.objects.count() == 1
    assert AuditEvent.objects.filter(outcome="refused").count() == before + 3


def test_a_role_that_was_ended_meanwhile_takes_nothing(client, site):
    RoleGrant.objects.filter(user=site.user).delete()
    assert send(client, site.user, arrived(site, site.bookings[0], "09:00")).status_code == 404


def test_a_choice_cannot_reach_somebody_else(client, site, other):
    first, second = site.bookings
    send(client, site.user, outcome(site, first, "UACP"))
    client.force_login(other)
    mine = outcome(site, first)
    send(client, other, mine)
    crossed = site.event("choice", second, about=mine["event"], content={"choice": "keep"})
    assert answers(send(client, other, crossed)) == ["unknown"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"owner": 1, "sent_at": "x", "events": []}'])
def test_what_is_no_sending_is_not_taken(client, site, body):
    answer = client.post("/unpaid-work/site/send", body, content_type="application/json")
    assert answer.status_code == 400


def test_signing_out_tells_the_browser_to_wipe_what_it_keeps(client, site):
    client.get("/unpaid-work/site")
    assert client.post("/account/logout/")["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/account/login/")


def test_nothing_about_anybody_is_in_what_a_phone_keeps_in_plain(client, site):
    client.logout()
    worker = client.get("/unpaid-work/site/worker.js")
    assert worker["Service-Worker-Allowed"] == "/unpaid-work/site"
    assert client.get("/unpaid-work/site/manifest.webmanifest").json()["scope"] == "/unpaid-work/site"
    anonymous = client.get("/unpaid-work/site/empty").content
    client.force_login(site.user)
    shown = client.get("/unpaid-work/site/empty").content
    assert site.user.name.encode() not in shown
    assert shown == anonymous


def test_a_phone_can_install_it_with_pictures_that_are_as_large_as_they_are_said_to_be(client, site):
    manifest = client.get("/unpaid-work/site/manifest.webmanifest").json()
    assert (manifest["display"], manifest["start_url"]) == ("standalone", "/unpaid-work/site")
    pictures = {each["src"].removeprefix("/static/"): each for each in manifest["icons"]}
    for name, told in pictures.items():
        drawn = Path(finders.find(name)).read_bytes()
        if told["type"] == "image/png":
            wide, high = struct.unpack(">II", drawn[16:24])  # as the format begins
            assert drawn.startswith(b"\x89PNG") and told["sizes"] == f"{wide}x{high}"
    assert {told["sizes"] for told in pictures.values()} == {"any", "180x180", "512x512"}
    assert 'rel="apple-touch-icon" href="/static/design/icon-180.png"' in client.get(site.address).content.decode()
