"""Those offered less work in a week than policy asks, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Address, Person
from amends.methods.planning.problem import TOLERANCE, Journey
from amends.methods.planning.travel import journey_minutes
from amends.organisation.models import RegionTier
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy.civil_time import london
from amends.policy.group_size import group_size
from amends.policy.journeys import journey_pace
from amends.unpaid_work.models import Booking, Session, Unavailability, UnpaidWorkAssessment
from amends.unpaid_work.monitors.monitor import (
    PERSON,
    Action,
    Asked,
    Measure,
    Monitor,
    Row,
    of_person,
    person_row,
    shown_hours,
    working,
)
from amends.unpaid_work.operations.under_18 import turns_18_on
from amends.unpaid_work.queries.offers import WEEK, with_offers, working_in
from amends.unpaid_work.queries.problem.work import parts_of_day
from amends.unpaid_work.queries.work_left import MINUTE

WHYS = {
    "assessment": _("Assessment"),
    "availability": _("Availability"),
    "restrictions": _("Restrictions"),
    "supervisor": _("No supervisor"),
    "no_place": _("No place that suits"),
    "nearly_done": _("Hours nearly done"),
    "not_booked": _("A place suits; not booked"),
}


@dataclass(frozen=True)
class Someone:
    """A person as places are held against them; `young`: under 18 in the week."""

    key: int
    unit: int
    sex: str
    young: bool


@dataclass(frozen=True)
class Offered:
    """A session of the week, as it is held against what people may and can do."""

    kind: str
    slots: frozenset[str]
    tags: frozenset[str]
    skills: frozenset[str]
    for_whom: str
    suitable_under_18: bool
    lat: float
    lon: float
    led: bool
    free: bool


def find(asked: Asked) -> list[Row]:
    """People of the reader's places with work to do in the week, booked for less than the least, each with why."""
    first_day, last_day = asked.monday, asked.monday + WEEK - timedelta(days=1)
    people = asked.within(working_in(Person.objects, first_day), Permission.SESSION_VIEW)
    told = list(
        with_offers(people, first_day)
        .filter(offered__lt=F("least"))
        .order_by()
        .values_list(
            "pk", "offered", "least", "sex", "date_of_birth", "team__pdu_id", "team__pdu__region_id", *of_person()
        )
    )
    keys = [row[0] for row in told]
    left = _left(asked)
    reasons = _Reasons(keys, {row[5]: row[6] for row in told}, first_day)
    return [
        person_row(
            key, person,
            reasons.of(Someone(key, unit, sex, turns_18_on(born) > last_day), left.get(key, 0) < least // MINUTE),
            None, (offered // MINUTE, least // MINUTE, left.get(key, 0)),
        )
        for key, offered, least, sex, born, unit, _region, *person in told
    ]  # fmt: skip


def _left(asked: Asked) -> dict[int, int]:
    """What each of the reader's people has left to work, of the requirements that are open."""
    of_person = dict(working(asked, Permission.SESSION_VIEW).order_by().values_list("pk", "sentence__person_id"))
    every = asked.left(of_person)
    found: dict[int, int] = defaultdict(int)
    for requirement, person in of_person.items():
        found[person] += every[requirement]
    return found


class _Reasons:
    """What stands between each person and a place in the week. A constant number of queries."""

    def __init__(self, people: Sequence[int], regions: dict[int, int], first_day: date) -> None:
        self.first_day = first_day
        self.assessments = _assessments(people, first_day)
        self.away = set(
            Unavailability.objects.filter(
                person__in=people, from_date__lte=first_day, to_date__gt=first_day + timedelta(days=4)
            ).values_list("person_id", flat=True)
        )
        self.sessions = _sessions(regions, first_day)
        self.suspended = _suspended(regions, first_day)
        homes = Address.objects.filter(current(first_day), person__in=people, lat__isnull=False)
        self.homes = {person: (lat, lon) for person, lat, lon in homes.values_list("person_id", "lat", "lon")}
        self.paces = {drives: Journey(**journey_pace(drives=drives, on=first_day).value) for drives in (True, False)}

    def of(self, person: Someone, nearly_done: bool) -> str:
        """The first of WHYS that stands in the way; hours nearly done before what then matters no longer."""
        assessment = self.assessments.get(person.key)
        if assessment is None:
            return "assessment"
        return "nearly_done" if nearly_done else self._place(person, assessment)

    def _place(self, person: Someone, assessment: dict[str, Any]) -> str:
        sessions, slots = self.sessions[person.unit], set(assessment["slots"])
        at_times = [session for session in sessions if session.slots <= slots]
        if person.key in self.away or (sessions and not at_times):
            return "availability"
        suiting = [session for session in at_times if _suits(session, person, assessment)]
        suiting = self._within_reach(person.key, suiting, assessment)
        if any(session.led and session.free for session in suiting):
            return "not_booked"
        if self.suspended[person.unit] and "group" in assessment["kinds"]:
            return "restrictions"
        return "supervisor" if any(session.free and not session.led for session in suiting) else "no_place"

    def _within_reach(self, key: int, sessions: list[Offered], assessment: dict[str, Any]) -> list[Offered]:
        home = self.homes.get(key)
        if home is None or not sessions:
            return sessions
        lat, lon = np.array([one.lat for one in sessions]), np.array([one.lon for one in sessions])
        here_lat, here_lon = np.full(1, home[0]), np.full(1, home[1])
        minutes = journey_minutes(self.paces[assessment["drives"]], here_lat, here_lon, lat, lon)
        most = assessment["max_travel_minutes"] + TOLERANCE
        return [one for one, far in zip(sessions, minutes, strict=True) if one.kind == "home" or far <= most]


def _suits(session: Offered, person: Someone, assessment: dict[str, Any]) -> bool:
    """Whether the assessment lets the person be placed there, whatever the time and the way."""
    audience = {"women": "f", "men": "m"}.get(session.for_whom)
    return (
        session.kind in assessment["kinds"]
        and not session.tags & set(assessment["excludes"])
        and (assessment["lifting"] or "heavy" not in session.tags)
        and session.skills <= set(assessment["skills"])
        and audience in (None, person.sex)
        and (session.suitable_under_18 or not person.young)
        and (not assessment["women_only"] or session.for_whom == "women" or session.kind in ("individual", "home"))
    )


def _assessments(people: Sequence[int], first_day: date) -> dict[int, dict[str, Any]]:
    """The latest assessment that holds on some day of the week and whose check on risk of harm is an answer."""
    held = UnpaidWorkAssessment.objects.filter(
        person__in=people, from_date__lt=first_day + WEEK, to_date__gt=first_day
    ).exclude(harm_check=UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED)
    wanted = ("person_id", "kinds", "excludes", "lifting", "skills", "women_only", "slots", "drives",
              "max_travel_minutes")  # fmt: skip
    return {row["person_id"]: row for row in held.order_by("from_date").values(*wanted)}


def _sessions(units: Iterable[int], first_day: date) -> dict[int, list[Offered]]:
    """The sessions of the week that stand, by unit."""
    taken = Booking.objects.filter(session=OuterRef("pk"), appointment__cancelled_at=None, stand_down=None)
    rows = Session.objects.filter(
        project__team__pdu__in=list(units), date__range=(first_day, first_day + timedelta(days=6)), cancelled_at=None,
    ).exclude(stand_downs__whole=True)  # fmt: skip
    rows = rows.select_related("project__team").annotate(
        taken=Coalesce(Subquery(taken.order_by().values("session").annotate(n=Count("pk")).values("n")), 0)
    )
    found: dict[int, list[Offered]] = defaultdict(list)
    for session in rows.order_by():
        project = session.project
        found[project.team.pdu_id].append(
            Offered(
                kind=project.kind,
                slots=frozenset(slots_of(session)),
                tags=frozenset(project.tags),
                skills=frozenset(project.skills_needed),
                for_whom=project.for_whom,
                suitable_under_18=project.suitable_under_18,
                lat=project.lat,
                lon=project.lon,
                led=session.supervisor_id is not None or not project.supervised,
                free=session.taken < session.places,
            )
        )
    return found


def slots_of(session: Session) -> set[str]:
    """The slots that the session's hours touch, as assessments name them: weekday digit and m, a or e."""
    starts, ends = (instant.astimezone(london()).time() for instant in (session.starts_at, session.ends_at))
    return {f"{session.date.isoweekday()}{part}" for part in parts_of_day(starts, ends)}


def _suspended(regions: dict[int, int], first_day: date) -> dict[int, bool]:
    """Whether groups are suspended on the first day in the region of each unit."""
    tiers = dict(
        RegionTier.objects.filter(current(first_day), region__in=set(regions.values())).values_list("region_id", "tier")
    )
    return {
        unit: region in tiers and not group_size(tiers[region], on=first_day).value for unit, region in regions.items()
    }


MONITOR = Monitor(
    slug="offered_less",
    title=_("Offered less than the weekly minimum"),
    definition=_(
        "People with unpaid work ordered and not ended, booked in the week for less than policy asks, those nearly "
        "done included. The reason is the first that stands in the way: no assessment in force or its check on risk of "
        "harm not retrieved; away, or available at the times of no session of the unit; groups suspended; no "
        "supervisor for a session that suits; no session that suits, within reach, with a place."
    ),
    source=_("bookings, assessments and sessions on record; the minimum is policy's weekly offer"),
    permission=Permission.SESSION_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Offer a place"), lambda row: reverse("unpaid_work:offer", args=[row.crn]), Permission.SESSION_PLAN
    ),
    empty=_("Everybody was offered at least as much as policy asks."),
    measures=[
        Measure("offered_minutes", _("Offered"), shown_hours),
        Measure("least_minutes", _("At least"), shown_hours),
        Measure("minutes_left", _("Left to work"), shown_hours),
    ],
    weekly=True,
    first_by="offered_minutes",
)
