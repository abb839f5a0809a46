"""What was worked and credited, recorded through the operations."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from amends.unpaid_work.models import HealthAndSafety
from amends.unpaid_work.operations.history import (
    PastAttendanceDraft,
    PastSessionDraft,
    PastStandDownDraft,
    record_past_sessions,
)
from tests.factories import make_project, make_staff

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
SENTENCED = date(2026, 3, 2)
TODAY = timezone.localdate()
EVERY_DAY = {
    "from_date": TODAY - timedelta(days=30),
    "slots": [f"{day}{part}" for day in range(1, 8) for part in "ma"],
}


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


def open_project(team, **values):
    """A project that runs tomorrow, whatever day that is."""
    project = make_project(team, health_and_safety=False, days="1234567", open_on_bank_holidays=True, **values)
    HealthAndSafety.objects.create(
        project=project, assessed_by="Test", from_date=TODAY - timedelta(days=9), to_date=TODAY + timedelta(days=90)
    )
    return project


def any_day_supervisor(team):
    return make_staff(team, days="1234567", days_a_week=7)


def make_ete_project(team):
    return make_project(team, type="ete_contracted")


def days_from(first: date):
    """One day after another."""
    while True:
        yield first
        first += timedelta(days=1)


def _clock(hour: float) -> time:
    return time(int(hour), round((hour % 1) * 60))
