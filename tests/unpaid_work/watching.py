"""What tests of the monitors share: who reads them, and what a list says."""

import csv
from datetime import timedelta
from io import StringIO

from django.urls import reverse
from django.utils import timezone

from amends.contacts.models import ContactOutcome
from amends.unpaid_work.models import Booking
from amends.unpaid_work.monitors import MONITORS
from amends.unpaid_work.monitors.monitor import Asked, Row
from tests.unpaid_work.board_records import make_session, put_on
from tests.unpaid_work.hours_records import any_day_supervisor

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
MONDAY = TODAY - timedelta(days=TODAY.weekday())


def asked_by(user, **values) -> Asked:
    """What a reader asks for today, without any filter."""
    return Asked(**({"user": user, "on": TODAY, "at": NOW, "monday": MONDAY} | values))


def found(slug: str, user, **values) -> list[Row]:
    """The monitor's rows for a reader."""
    return MONITORS[slug].find(asked_by(user, **values))


def whys(slug: str, user, **values) -> dict[str, str]:
    """The reason of each row, by the last word of its name."""
    return {row.name.split()[-1]: row.why for row in found(slug, user, **values)}


def address(slug: str, file: bool = False) -> str:
    return reverse(f"unpaid_work:monitor_{slug}{'_csv' if file else ''}")


def read_file(client, slug: str, **query) -> list[dict[str, str]]:
    """The rows of the monitor's file."""
    answer = client.get(address(slug, file=True), query)
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.content.decode().removeprefix("\ufeff"))))


def past(project, someone, user, day, code=None, **outcome) -> Booking:
    """A booking of the past, with an outcome or none."""
    session = project.sessions.filter(date=day).first() or make_session(
        project, day, any_day_supervisor(project.team), opened_at=NOW
    )
    booking = put_on(session, (*someone[:2], None), user, booked_at=NOW)
    if code:
        times = {}
        if code in ("ATTC", "AFTC", "ATSS"):
            times = {"started_at": session.starts_at, "finished_at": session.ends_at}
        ContactOutcome.objects.create(
            appointment=booking.appointment, code=code, recorded_at=NOW, recorded_by=user, **(times | outcome)
        )
    return booking
