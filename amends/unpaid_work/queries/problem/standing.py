"""What stands already in the weeks planned: the sessions of the team's projects, and who is booked on them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from amends.contacts.models import ContactOutcome
from amends.methods.planning.problem import Standing
from amends.organisation.models import Team
from amends.unpaid_work.models import Booking, Session
from amends.unpaid_work.queries.problem.horizon import Horizon

Pin = tuple[str, str, date]  # CRN, project's code, day


@dataclass(frozen=True)
class Stands:
    """Sessions that are not called off, and bookings that count, each with `decided`: whether it has an outcome."""

    sessions: tuple[Session, ...]
    bookings: tuple[Booking, ...]


def what_stands(team: Team, horizon: Horizon) -> Stands:
    """The team's sessions and bookings in the weeks planned. Two queries."""
    sessions = Session.objects.filter(
        project__team=team, cancelled_at__isnull=True, date__range=(horizon.first_day, horizon.last_day)
    ).select_related("project", "supervisor")
    found = {session.pk: session for session in sessions.order_by("date", "project__code")}
    outcomes = ContactOutcome.objects.filter(appointment=OuterRef("appointment"))
    bookings = (
        Booking.objects.filter(session__in=found, appointment__cancelled_at__isnull=True, stand_down__isnull=True)
        .select_related("appointment__person")
        .annotate(decided=Exists(outcomes))
        .order_by("pk")
    )
    rows = []
    for booking in bookings:
        booking.session = found[booking.session_id]
        rows.append(booking)
    return Stands(tuple(found.values()), tuple(rows))


def project_key(session: Session, horizon: Horizon) -> str:
    """How the problem names the project of a session: one that stays as it was is a project of its own."""
    code = session.project.code
    return f"{code} on {session.date.isoformat()}" if session.date < horizon.free_from else code


def promises(stands: Stands, horizon: Horizon, pins: Collection[Pin]) -> tuple[Standing, ...]:
    """A row for each booking, and one for each session without any; what is pinned is fixed, whether it stands or not.

    A booking pinned to a session that stands is promised under that session's supervisor.
    """
    booked: dict[int, list[Booking]] = defaultdict(list)
    for booking in stands.bookings:
        booked[booking.session_id].append(booking)
    rows, waiting = [], dict.fromkeys(pins)
    leads = {}
    for session in stands.sessions:
        key, past = project_key(session, horizon), session.date < horizon.free_from
        supervisor = session.supervisor.code if session.supervisor and session.project.supervised else None
        leads[key, session.date] = supervisor
        for one in booked[session.pk]:
            pin = one.appointment.person.crn, key, session.date
            pinned = pin in waiting
            waiting.pop(pin, None)
            fixed = past or one.decided or pinned
            rows.append(Standing(key, session.date, supervisor, one.appointment.person.crn, fixed))
        if not booked[session.pk]:
            rows.append(Standing(key, session.date, supervisor, None, past))
    rows += [Standing(key, day, leads.get((key, day)), crn, True) for crn, key, day in waiting]
    return tuple(rows)
