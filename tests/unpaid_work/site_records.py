"""A session on site as it runs at a given moment, and events as a phone sends them."""

import json
import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from amends.unpaid_work.models import Booking, Session
from amends.unpaid_work.queries.site_phone import owner_of
from tests.factories import make_project, make_staff, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.hours_records import EVERY_DAY


class Site:
    """A session of yesterday, when every time has come; or of another day. Its supervisor, and people expected."""

    def __init__(self, people: int = 2, days_ago: int = 1, **assessment) -> None:
        self.team = make_team()
        self.staff = make_staff(self.team, days="1234567", days_a_week=7)
        self.user = make_user("unpaid_work_supervisor", self.team, staff=self.staff)
        project = make_project(self.team, days="1234567", hazards="Deep water beside the path", name="Canal towpath")
        now, day = timezone.now(), timezone.localdate() - timedelta(days=days_ago)
        self.session: Session = make_session(project, day, self.staff, opened_at=now)
        self.bookings: list[Booking] = [self.expect(now, **assessment) for _ in range(people)]

    def expect(self, now: datetime, **assessment) -> Booking:
        ready = make_ready(self.team, self.user, assessment=EVERY_DAY | assessment)
        return put_on(self.session, ready, self.user, booked_at=now)

    @property
    def address(self) -> str:
        return f"/unpaid-work/site/sessions/{self.session.pk}"

    def event(self, kind: str, booking: Booking | None = None, **values) -> dict[str, object]:
        """An event as a phone keeps it; what is entered with it is given as `content`."""
        return {
            "event": str(uuid.uuid4()),
            "kind": kind,
            "session": self.session.pk,
            "booking": booking and booking.pk,
            "seen": "",
            "content": {},
            "phone_at": milliseconds(timezone.now()),
            "ahead_ms": 0,
        } | values


def milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def send(client, user, *events: dict[str, object], ahead: timedelta = timedelta(), **values):
    """What the service answers to a phone whose clock is `ahead` of it."""
    body = {"owner": owner_of(user), "device": str(uuid.uuid4()), "sent_at": milliseconds(timezone.now() + ahead)}
    body |= {"events": list(events)} | values
    return client.post("/unpaid-work/site/send", json.dumps(body), content_type="application/json",
                       headers={"accept": "application/json"})  # fmt: skip


def answers(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [each["answer"] for each in response.json()["answers"]]
