"""One attempt at applying a plan's changes, inside a savepoint: what is refused is gathered, with the reason."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.organisation.models import Staff
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Booking, Plan, Project, Session
from amends.unpaid_work.operations.bookings import BookingRefused, book_many, cancel_bookings
from amends.unpaid_work.operations.sessions import (
    SessionDraft,
    SessionRefused,
    assign_supervisor,
    call_off_session,
    open_sessions,
)
from amends.unpaid_work.queries.plan_changes import Changes, PersonChange, SessionChange
from amends.unpaid_work.queries.problem.horizon import ONE_DAY
from amends.unpaid_work.rules import Reason

Key = tuple  # ("session", project, date) or ("person", crn, of, to)


@dataclass(frozen=True)
class Names:
    """The rows that a plan's codes and ids mean, as they stand now, locked; read once for all attempts."""

    projects: dict[str, Project]
    staff: dict[str, Staff]
    people: dict[str, Person]
    sessions: dict[tuple[str, str], Session]
    bookings: dict[int, Booking]
    gone: frozenset[int]

    @classmethod
    def of(cls, plan: Plan, changes: Changes) -> "Names":
        """Lock the sessions of the weeks planned, and read everything that the changes name."""
        last = plan.first_day + 7 * plan.weeks * ONE_DAY
        sessions = Session.objects.select_for_update(of=["self"], no_key=True).select_related("project", "supervisor")
        rows = sessions.filter(
            project__team=plan.team_id, cancelled_at__isnull=True, date__gte=plan.first_day, date__lt=last
        ).order_by("pk")
        places = [
            *(one.of.booking for one in changes.people if one.of),
            *(place.booking for _crn, place in changes.kept),
        ]
        bookings = Booking.objects.filter(pk__in=places).select_related("appointment", "stand_down")
        found = {one.pk: one for one in bookings.prefetch_related("appointment__outcomes")}
        codes = {one.supervisor for one in changes.sessions} | {one.before for one in changes.sessions}
        return cls(
            projects=Project.objects.filter(team=plan.team_id).in_bulk(field_name="code"),
            staff={one.code: one for one in Staff.objects.filter(code__in=codes - {None})},
            people={one.crn: one for one in Person.objects.filter(crn__in=changes.crns)},
            sessions={(one.project.code, one.date.isoformat()): one for one in rows},
            bookings=found,
            gone=frozenset(one.pk for one in found.values() if one.appointment.cancelled_at is not None),
        )

    def first_day(self, at: datetime) -> date:
        """The first day that may still be changed."""
        return civil_date(at) + ONE_DAY


class Attempt:
    """Tries every change but those left out. `run` returns what was refused; `counts` how many changes were made.

    `half_done`: something was refused after a part of it had been done, so the attempt must not stand.
    """

    def __init__(
        self, plan: Plan, changes: Changes, names: Names, left_out: Mapping[Key, str], *, by, at: datetime
    ) -> None:
        self._names, self._by, self._at = names, by, at
        self._reason = _("Changed by plan %(number)d") % {"number": plan.pk}
        self._sessions = [one for one in changes.sessions if ("session", *one.key) not in left_out]
        self._people = [one for one in changes.people if _key(one) not in left_out]
        self._standing = dict(names.sessions)
        self._not_opened = {key[1:]: words for key, words in left_out.items() if key[0] == "session"}
        self._refused: dict[Key, str] = {}
        self.counts: dict[str, int] = {}
        self.half_done = False

    def run(self) -> dict[Key, str]:
        """Cancel, call off, give supervisors, open, book: in the order in which each makes room for the next."""
        self._cancel([one for one in self._people if one.of])
        self._call_off([one for one in self._sessions if one.kind == "called_off"])
        self._supervise([one for one in self._sessions if one.kind == "supervised"])
        self._open([one for one in self._sessions if one.kind == "opened"])
        self._book([one for one in self._unrefused(self._people) if one.to])
        done = [one for one in self._sessions if ("session", *one.key) not in self._refused]
        kinds = [*(one.kind for one in done), *(one.kind for one in self._unrefused(self._people))]
        self.counts = dict(Counter(kinds))
        return self._refused

    def _unrefused(self, changes: Iterable[PersonChange]) -> list[PersonChange]:
        return [one for one in changes if _key(one) not in self._refused]

    def _cancel(self, changes: Sequence[PersonChange]) -> None:
        standing = []
        for change in changes:
            against = self._against_cancelling(change)
            if against:
                self._refused[_key(change)] = against
            else:
                standing.append(change)
        groups = [standing] if standing else []
        while groups:
            group = groups.pop()
            bookings = [self._names.bookings[one.left.booking or 0] for one in group]
            try:
                cancel_bookings(bookings=bookings, reason=self._reason, by=self._by, at=self._at)
            except Refused as refused:
                if len(group) == 1:
                    self._refused[_key(group[0])] = str(refused)
                else:
                    groups += _halves(group)

    def _against_cancelling(self, change: PersonChange) -> str:
        booking = self._names.bookings.get(change.left.booking or 0)
        if booking is None or booking.appointment.cancelled_at is not None:
            return Reason("booking_already_cancelled").words
        if booking.appointment.outcomes.all():
            return Reason("booking_outcome_recorded").words
        if getattr(booking, "stand_down", None) is not None:
            return _("the person was stood down since the plan was made")
        return ""

    def _call_off(self, changes: Sequence[SessionChange]) -> None:
        sessions = {one.session for one in changes}
        booked = Booking.objects.filter(
            session__in=sessions, appointment__cancelled_at__isnull=True, stand_down__isnull=True
        )
        people = set(booked.values_list("session_id", flat=True))
        for change in changes:
            session = self._as_it_stood(change)
            if session is None:
                self._refuse(change, Reason("session_already_called_off").words)
            elif session.pk in people:
                self._refuse(change, _("people are booked on it whom the plan does not move"))
            else:
                self._try(change, lambda session=session: self._call(session))

    def _call(self, session: Session) -> None:
        call_off_session(session=session, reason=self._reason, by=self._by, at=self._at)
        del self._standing[session.project.code, session.date.isoformat()]

    def _supervise(self, changes: Sequence[SessionChange]) -> None:
        """First take away, then give: two sessions may exchange their supervisors."""
        freed = []
        for change in changes:
            session = self._as_it_stood(change)
            if session is None:
                self._refuse(change, Reason("session_already_called_off").words)
            elif (session.supervisor and session.supervisor.code) != change.before:
                self._refuse(change, _("the supervisor was changed since the plan was made"))
            elif session.supervisor is None or self._try(change, lambda one=session: self._give(one, None)):
                freed.append((change, session))
        for change, session in freed:
            if change.supervisor is not None:
                staff = self._names.staff.get(change.supervisor)
                given = self._try(change, lambda one=session, staff=staff: self._give(one, staff))
                self.half_done |= not given and change.before is not None

    def _give(self, session: Session, staff: Staff | None) -> None:
        changed = assign_supervisor(session=session, supervisor=staff, by=self._by, at=self._at)
        self._standing[session.project.code, session.date.isoformat()] = changed

    def _open(self, changes: Sequence[SessionChange]) -> None:
        wanted = []
        for change in changes:
            stands = self._standing.get(change.key)
            if stands is None:
                wanted.append(change)
            elif (stands.supervisor and stands.supervisor.code) != change.supervisor:
                self._refuse(change, Reason("session_once_a_day").words)
        while wanted:
            number = self._open_all(wanted)
            if number is None:
                break
            self._open_all(wanted[: number - 1])
            wanted = wanted[number:]

    def _open_all(self, changes: Sequence[SessionChange]) -> int | None:
        """Open them all; or none, and the number of the first that is refused, from 1."""
        try:
            opened = open_sessions(drafts=[self._draft(one) for one in changes], by=self._by, at=self._at)
        except SessionRefused as refused:
            number = refused.number or 1
            self._refuse(changes[number - 1], str(refused))
            self._not_opened[changes[number - 1].key] = str(refused)
            return number
        self._standing |= {change.key: session for change, session in zip(changes, opened, strict=True)}
        return None

    def _draft(self, change: SessionChange) -> SessionDraft:
        supervisor = self._names.staff[change.supervisor] if change.supervisor else None
        return SessionDraft(self._names.projects[change.project], change.date, supervisor)

    def _book(self, changes: Sequence[PersonChange]) -> None:
        ready = []
        for change in changes:
            if change.taken.key in self._standing:
                ready.append(change)
            else:
                why = self._not_opened.get(change.taken.key) or Reason("session_already_called_off").words
                self._refuse_place(change, _("there is no session: %(reason)s") % {"reason": why})
        groups = [sorted(ready, key=lambda one: (one.taken.date, one.taken.project, one.person))] if ready else []
        while groups:
            group = groups.pop(0)
            places = [(self._standing[one.taken.key], self._names.people[one.person]) for one in group]
            try:
                book_many(places=places, by=self._by, at=self._at)
            except BookingRefused as refused:
                if len(group) == 1:
                    self._refuse_place(group[0], str(refused))
                else:
                    groups = [*self._parted(group, set(refused.reasons)), *groups]

    def _parted(self, group: Sequence[PersonChange], people: set[int]) -> list[list[PersonChange]]:
        """Those whom no reason names first, together; then those it names, one by one if they are few."""
        named = [one for one in group if self._names.people[one.person].pk in people]
        others = [one for one in group if self._names.people[one.person].pk not in people]
        if not others:
            return _halves(group)
        return [others, *([one] for one in named)]

    def _as_it_stood(self, change: SessionChange) -> Session | None:
        session = self._names.sessions.get(change.key)
        return session if session is not None and session.pk == change.session else None

    def _try(self, change: SessionChange, do) -> bool:
        try:
            with transaction.atomic():
                do()
        except Refused as refused:
            self._refuse(change, str(refused))
            return False
        return True

    def _refuse_place(self, change: PersonChange, words: str) -> None:
        self._refused[_key(change)] = words
        self.half_done |= change.of is not None

    def _refuse(self, change: SessionChange, words: str) -> None:
        self._refused["session", *change.key] = words


def _key(change: PersonChange) -> Key:
    return ("person", change.person, change.of, change.to)


def _halves(group: Iterable) -> list[list]:
    rows = list(group)
    return [rows[: len(rows) // 2], rows[len(rows) // 2 :]]
