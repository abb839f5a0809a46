"""What was worked and credited, recorded through the operations."""

from datetime import UTC, date, datetime, time, timedelta

from amends.unpaid_work.operations.history import (
    PastAttendanceDraft,
    PastSessionDraft,
    PastStandDownDraft,
    record_past_sessions,
)
from tests.factories import make_project

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
SENTENCED = date(2026, 3, 2)


def worked(project, requirement, day: date, by, *, outcome="ATTC", hours=(9, 16), **values):
    """One past session of the project on the day, with this person alone."""
    given = {"requirement": requirement.reference, "outcome": outcome} | values
    if (outcome.startswith("AT") and outcome != "ATFI") or outcome == "AFTC":
        given |= {"started": _clock(hours[0]), "finished": _clock(hours[1])}
    stand_down = None
    if outcome == "AASD":
        given.setdefault("notice", "on_site")
        stand_down = PastStandDownDraft("no_supervisor", given["notice"])
    draft = PastSessionDraft(project.code, day, attendance=(PastAttendanceDraft(**given),), stand_down=stand_down)
    (session,) = record_past_sessions([draft], by=by, at=AT)
    return session.bookings.get()


def make_ete_project(team):
    return make_project(team, type="ete_contracted")


def days_from(first: date):
    """One day after another."""
    while True:
        yield first
        first += timedelta(days=1)


def _clock(hour: float) -> time:
    return time(int(hour), round((hour % 1) * 60))
