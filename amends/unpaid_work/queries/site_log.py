"""The log of a session on site: what stands of what was recorded, and what waits for a person to choose."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import Q

from amends.contacts.models import ContactOutcome
from amends.policy.civil_time import london
from amends.unpaid_work.models import Booking, Session, SiteEvent

K, A = SiteEvent.Kind, SiteEvent.Answer
_DOUBT = timedelta(minutes=1)


@dataclass(frozen=True)
class SiteLog:
    """The events of a session, in the order in which they came in."""

    session: Session
    events: tuple[SiteEvent, ...]

    @classmethod
    def of(cls, session: Session, booking: Booking | None) -> "SiteLog":
        """The log as it bears on one booking; on the session as a whole where that is None."""
        found = SiteEvent.objects.filter(session=session, booking=booking).select_related("about")
        return cls(session, tuple(found.order_by("pk")))

    @classmethod
    def shown(cls, session: Session, bookings: list[int]) -> "SiteLog":
        """The log as a reader sees it: of these bookings, and of the session as a whole."""
        found = SiteEvent.objects.filter(Q(booking=None) | Q(booking__in=bookings), session=session)
        return cls(session, tuple(found.select_related("about", "recorded_by", "concern__read_by").order_by("pk")))

    def standing(self, booking: int | None, kind: object) -> SiteEvent | None:
        """The event of a kind that stands: the last one taken, or chosen."""
        return self._standing.get((booking, kind))

    @cached_property
    def _standing(self) -> dict[tuple[int | None, object], SiteEvent]:
        found = {}
        for event in self.events:
            if event.answer != A.TAKEN:
                continue
            if event.kind != K.CHOICE:
                found[event.booking_id, event.kind] = event
            elif event.content.get("choice") == "use":
                found[event.booking_id, event.about.kind] = event.about
        return found

    def of_kind(self, kind: object, booking: int | None) -> list[SiteEvent]:
        """Events of a kind that were taken."""
        wanted = (kind, booking, A.TAKEN)
        return [event for event in self.events if (event.kind, event.booking_id, event.answer) == wanted]

    def undecided(self) -> list[SiteEvent]:
        """Events that were not taken and about which nobody has chosen yet."""
        decided = {event.about_id for event in self.events if event.kind == K.CHOICE and event.answer == A.TAKEN}
        return [
            event
            for event in self.events
            if event.answer != A.TAKEN and event.kind != K.CHOICE and event.pk not in decided
        ]

    def minute(self, event: SiteEvent) -> datetime:
        """When the event says that somebody arrived or finished: as entered, or when it was tapped. A whole minute."""
        entered = instant_of(event.content.get("time"), self.session.date)
        return entered or event.happened_at.replace(second=0, microsecond=0)

    @staticmethod
    def token(event: SiteEvent) -> str:
        """How a sender tells that it knew this event to stand."""
        return str(event.event_id)

    @staticmethod
    def token_of_outcome(outcome: ContactOutcome | None) -> str:
        """How a sender tells that it knew this outcome to stand: by the event that recorded it, where one did."""
        if outcome is None:
            return ""
        made = SiteEvent.objects.filter(outcome=outcome).values_list("event_id", flat=True).first()
        return str(made) if made else f"outcome-{outcome.pk}"


def instant_of(written: object, day: date) -> datetime | None:
    """A time in the content of an event: an instant where it was tapped, a civil time on the day where it was typed."""
    text = str(written or "")
    if "T" in text:
        return datetime.fromisoformat(text)
    return datetime.combine(day, time.fromisoformat(text), london()) if text else None


def in_doubt(event: SiteEvent) -> bool:
    """Whether the phone's clock was changed between the event and its sending, so that its time must be looked at."""
    if event.ahead_on_sending_ms is None:
        return False
    ahead = event.ahead_ms if event.ahead_ms is not None else event.ahead_on_sending_ms
    changed = abs(timedelta(milliseconds=ahead - event.ahead_on_sending_ms)) > _DOUBT
    return changed or event.phone_at - timedelta(milliseconds=ahead) > event.received_at + _DOUBT
