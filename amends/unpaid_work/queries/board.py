"""The week board: a team's sessions day by day, who is on them, and what needs acting on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, QuerySet

from amends.cases.models import full_name
from amends.methods.planning.overbooking import chance_turned_away
from amends.organisation import access, audit
from amends.organisation.models import Staff, Team
from amends.organisation.roles import Permission
from amends.policy.working_days import bank_holidays
from amends.unpaid_work.models import Booking, Project, Session, StandDown
from amends.unpaid_work.queries.faults import faults_of_bookings, faults_of_sessions
from amends.unpaid_work.queries.restrictions import places_on
from amends.unpaid_work.rules import Reason

DAYS_A_WEEK = 7
WEEK = timedelta(days=DAYS_A_WEEK)
NAMED = ("crn", "given_names", "family_name")
# Said once of the session, however many of its bookings it concerns.
OF_THE_SESSION = ("booking_overbooked", "booking_full", "booking_no_supervisor", "booking_session_called_off")


class Named(NamedTuple):
    """A person as a board names them."""

    crn: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A person expected, by the booking's id. `chance` is that of turning up; 1 where none was reckoned.

    `person` is None where a list keeps the reader from the record; the booking counts. What stands against such a
    booking is not told either, only that something does.
    """

    booking: int
    chance: float
    person: Named | None
    stood_down: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Card:
    """A session as the board shows it. `reasons` are its conflicts; those of people are on their lines."""

    session: Session
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]
    stand_downs: tuple[StandDown, ...]

    @cached_property
    def expected(self) -> tuple[Line, ...]:
        """Those who have not been stood down."""
        return tuple(line for line in self.lines if not line.stood_down)

    @cached_property
    def turn_out(self) -> float:
        """How many are expected to turn up."""
        return sum(line.chance for line in self.expected)

    @cached_property
    def risk(self) -> float | None:
        """The chance that more turn up than fit, exactly; None for kinds that are never booked beyond their places."""
        if self.session.project.kind not in ("group", "ete"):
            return None
        return chance_turned_away([line.chance for line in self.expected], self.session.places)

    @property
    def below_least(self) -> bool:
        """Whether fewer are booked than the session is run for."""
        return bool(self.expected) and len(self.expected) < self.session.project.least

    @cached_property
    def in_conflict(self) -> bool:
        """Whether somebody must act."""
        return bool(self.reasons) or any(line.reasons for line in self.lines)

    @property
    def called_off(self) -> bool:
        return self.session.cancelled_at is not None

    @property
    def stood_down(self) -> StandDown | None:
        """The stand-down of the whole session, if any."""
        return next((one for one in self.stand_downs if one.whole), None)


@dataclass(frozen=True)
class Day:
    """A day of the board: `holiday` is the name of the bank holiday, if it is one."""

    date: date
    holiday: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class WeekBoard:
    """A team's week from a Monday."""

    team: Team
    first_day: date
    days: tuple[Day, ...]

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The sessions that are not called off."""
        return tuple(card for day in self.days for card in day.cards if not card.called_off)

    @property
    def conflicts(self) -> int:
        """Sessions that somebody must act on."""
        return sum(card.in_conflict for card in self.cards)

    @property
    def crns(self) -> list[str]:
        """The people whom the board names."""
        return [line.person.crn for card in self.cards for line in card.lines if line.person]


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def teams(user) -> QuerySet[Team]:
    """The unpaid work teams whose board the user may see, by name."""
    rows = Team.objects.filter(access.scope(user, Permission.SESSION_VIEW, ""), kind=Team.Kind.UNPAID_WORK)
    return rows.select_related("pdu__region").order_by("pdu__region__name", "pdu__name", "name")


def team_of(user, code: str, permission: Permission) -> Team:
    """The unpaid work team with the code, as far as the user's grants reach; NotVisible, the refusal written, else."""
    rows = Team.objects.filter(access.scope(user, permission, ""), kind=Team.Kind.UNPAID_WORK, code=code)
    team = rows.select_related("pdu__region").first()
    if team is None:
        audit.record(user, f"open {permission}", "organisation.team", refused=True,
                     detail={"code": code})  # fmt: skip
        raise access.NotVisible
    return team


def projects_of(team: Team) -> QuerySet[Project]:
    """The team's projects, by name."""
    return Project.objects.filter(team=team).order_by("name")


def supervisors_of(team: Team, on: date) -> QuerySet[Staff]:
    """The team's supervisors who are, or are to be, in post."""
    return Staff.objects.filter(team=team, grade=Staff.Grade.SUPERVISOR).exclude(to_date__lte=on).order_by("name")


def week_board(
    user, team: Team, first_day: date, *, at: datetime, project: str | None = None, supervisor: str | None = None
) -> WeekBoard:
    """The team's sessions of the week from a Monday, as the user may see them; a constant number of queries.

    `project` and `supervisor` are ids that narrow it.
    """
    last_day = first_day + timedelta(days=DAYS_A_WEEK - 1)
    found = Session.objects.filter(project__team=team, date__range=(first_day, last_day))
    if project is not None:
        found = found.filter(project_id=project)
    if supervisor is not None:
        found = found.filter(supervisor_id=supervisor)
    cards: dict[date, list[Card]] = defaultdict(list)
    for card in cards_of(user, access.visible(found, user, Permission.SESSION_VIEW), at):
        cards[card.session.date].append(card)
    days = (first_day + timedelta(days=number) for number in range(DAYS_A_WEEK))
    return WeekBoard(
        team,
        first_day,
        tuple(Day(day, bank_holidays(day.year).get(day, ""), tuple(cards[day])) for day in days),
    )


def card_of(user, session: Session, at: datetime) -> Card:
    """One session, already opened to the user, as a card."""
    (card,) = cards_of(user, Session.objects.filter(pk=session.pk), at)
    return card


def cards_of(user, sessions: QuerySet[Session], at: datetime) -> list[Card]:
    """The sessions as cards; conflicts are looked for in those that are not over."""
    rows = list(sessions.select_related("project", "supervisor").order_by("date", "starts_at", "project__name"))
    booked = _booked(user, rows)
    down: dict[int, list[StandDown]] = defaultdict(list)
    for one in StandDown.objects.filter(session__in=[row.pk for row in rows]).order_by("pk"):
        down[one.session_id].append(one)
    coming = {row.pk: row for row in rows if row.cancelled_at is None and row.ends_at > at}
    of_session = faults_of_sessions(list(coming))
    of_booking = faults_of_bookings([line.booking for key in coming for line in booked[key] if not line.stood_down])
    allowed = places_on({row.project for row in coming.values()}, {row.date for row in coming.values()})
    cards = []
    for row in rows:
        lines = [_judged(line, of_booking.get(line.booking, [])) for line in booked[row.pk]]
        found = [*of_session.get(row.pk, []), *_whole(booked[row.pk], of_booking)]
        if row.pk in coming and row.places > allowed[row.project_id, row.date]:
            found = [one for one in found if one.rule != "session_places"]
            found.append(Reason("session_places", str(allowed[row.project_id, row.date])))
        if row.pk in coming and row.project.supervised and row.supervisor_id is None:
            found.append(Reason("booking_no_supervisor"))
        cards.append(Card(row, tuple(lines), tuple(dict.fromkeys(found)), tuple(down[row.pk])))
    return cards


def _booked(user, sessions: list[Session]) -> dict[int, list[Line]]:
    """Who stands booked on each session, by its id: by name, those kept from the reader last."""
    found = Booking.objects.filter(session__in=[row.pk for row in sessions], appointment__cancelled_at__isnull=True)
    shown = ExpressionWrapper(access.reach(Booking, user, Permission.SESSION_VIEW), BooleanField())
    person = "appointment__person__"
    rows = (
        found.annotate(shown=shown)
        .order_by(F("shown").desc(), f"{person}family_name", f"{person}given_names", "pk")
        .values_list("session_id", "pk", "attendance", "stand_down", "shown", *(person + name for name in NAMED))
    )
    booked: dict[int, list[Line]] = defaultdict(list)
    for session, booking, chance, stood_down, seen, crn, given_names, family_name in rows:
        named = Named(crn, full_name(given_names, family_name)) if seen else None
        booked[session].append(Line(booking, 1.0 if chance is None else chance, named, stood_down is not None))
    return booked


def _judged(line: Line, found: list[Reason]) -> Line:
    """The line with what stands against it."""
    reasons = tuple(reason for reason in found if reason.rule not in OF_THE_SESSION)
    if reasons and line.person is None:
        reasons = (Reason("booking_of_restricted_record"),)
    return replace(line, reasons=reasons) if reasons else line


def _whole(lines: Iterable[Line], of_booking: dict[int, list[Reason]]) -> list[Reason]:
    reasons = (reason for line in lines for reason in of_booking.get(line.booking, []))
    return [reason for reason in reasons if reason.rule in OF_THE_SESSION]
