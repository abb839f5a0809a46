"""What a phone sends: events in their order, each held to what its sender may see."""

import json
from datetime import datetime
from functools import cache

from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.site import EventForm, as_uuid
from amends.unpaid_work.operations.site import NotTheSame, SiteDraft, record_on_site
from amends.unpaid_work.queries.register import sessions
from amends.unpaid_work.queries.site import bookings

P = Permission.REGISTER_RECORD
MOST = 100


class Unreadable(ValueError):
    """The request is not what a phone of this service sends."""


class Sending:
    """One request of a phone. Raises Unreadable where it is none."""

    def __init__(self, user, body: bytes, at: datetime) -> None:
        try:
            told = json.loads(body)
            self.owner, self.sent_at, self.events = str(told["owner"]), int(told["sent_at"]), list(told["events"])
            self.device = as_uuid(told.get("device"))
        except (ValueError, TypeError, KeyError, AttributeError) as wrong:
            raise Unreadable("expected owner, sent_at, device and events") from wrong
        if len(self.events) > MOST or not all(isinstance(event, dict) for event in self.events):
            raise Unreadable(f"expected at most {MOST} events, each an object")
        self.user, self.at = user, at
        self._session, self._booking = cache(self._load_session), cache(self._load_booking)

    def answers(self) -> list[dict[str, object]]:
        """Take every event that can be taken; what became of each, in the order of the request."""
        return [self._answer(event) for event in self.events]

    def _answer(self, event: dict) -> dict[str, object]:
        given: dict[str, object] = {"event": str(event.get("event", ""))}
        draft = self._draft(event)
        if draft is None:
            return given | {"answer": "unknown"}
        (taken,) = record_on_site([draft], by=self.user, at=self.at)
        if isinstance(taken, NotTheSame):
            return given | {"answer": "unknown"}
        return given | {"answer": taken.event.answer, "why": taken.event.why, "had": taken.had}

    def _draft(self, event: dict) -> SiteDraft | None:
        """The event; None where it is none, or about what its sender may not see."""
        form, content = EventForm(event), event.get("content")
        if not form.is_valid() or not isinstance(content, dict):
            return None
        session = self._session(event.get("session"))
        key = form.cleaned_data["booking"]
        booking = self._booking(session, key) if session and key else None
        if session is None or (key and booking is None):
            return None
        return form.draft(
            content, session=session, booking=booking, at=self.at, sent_at=self.sent_at, device=self.device
        )

    def _load_session(self, key):
        return self._load(sessions(), key)

    def _load_booking(self, session, key):
        return self._load(bookings().filter(session=session), key)

    def _load(self, queryset, key):
        """The record, its opening or refusal on the audit trail; None where it is not the sender's."""
        if not isinstance(key, int):
            return None
        try:
            return access.load(queryset, self.user, P, pk=key)
        except access.NotVisible:
            return None
