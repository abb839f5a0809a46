"""Those offered less work in a week than policy asks, and why."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from django.db.models import Count, F, Func, OuterRef, Subquery, TextField, Value
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
from amends.unpaid_work.models import Booking, Project, Session, Unavailability, UnpaidWorkAssessment
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
from amends.unpaid_work.monitors.under_18 import eighteen_years_before
from amends.unpaid_work.queries.offers import WEEK, with_offers, working_in
from amends.unpaid_work.queries.problem.work import parts_of_day
from amends.unpaid_work.queries.restrictions import within
from amends.unpaid_work.queries.skills_held import SkillsHeld
from amends.unpaid_work.queries.work_left import MINUTE, suspending

WHYS = {
    "assessment": _("Assessment"),
    "availability": _("Availability"),
    "restrictions": _("Restrictions"),
    "supervisor": _("No supervisor"),
    "no_place": _("No place that suits"),
    "nearly_done": _("Hours nearly done"),
    "not_booked": _("A place suits; not booked"),
}
AUDIENCES = {"women": "f", "men": "m"}
WITH = "tag "
Holder = TypeVar("Holder", bound=Hashable)


@dataclass(frozen=True)
class Someone:
    """A person as places are held against them; `young`: under 18 in the week, `left`: minutes left to work."""

    key: int
    unit: int
    sex: str
    young: bool
    least: int
    left: int


@dataclass(frozen=True)
class Offered:
    """A session of the week: what it asks of whoever comes, where and when it is, and whether it has a place.

    A person must hold all of `slots`, and of `asks`.
    """

    kind: str
    slots: frozenset[str]
    asks: frozenset[str]
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
    left = _left(asked)
    grown = eighteen_years_before(last_day)
    someones = [
        Someone(key, unit, sex, born > grown, least // MINUTE, left.get(key, 0))
        for key, _offered, least, sex, born, unit, *_rest in told
    ]
    whys = _Reasons(someones, {row[5]: row[6] for row in told}, first_day).found()
    return [
        person_row(one.key, row[7:], whys[one.key], None, (row[1] // MINUTE, one.least, one.left))
        for one, row in zip(someones, told, strict=True)
    ]


def _left(asked: Asked) -> dict[int, int]:
    """What each of the reader's people has left to work, of the requirements that are open."""
    offerable = working(asked, Permission.SESSION_VIEW).exclude(pk__in=suspending().values("requirement"))
    of_person = dict(offerable.order_by().values_list("pk", "sentence__person_id"))
    every = asked.left(of_person)
    found: dict[int, int] = defaultdict(int)
    for requirement, person in of_person.items():
        found[person] += every[requirement]
    return found


class _Reasons:
    """What stands between each person and a place in the week. A constant number of queries.

    A region has thousands of people and each of its units a hundred sessions: they are held against each other in
    matrices, a row for each person of a unit and a column for each of its sessions.
    """

    def __init__(self, people: Sequence[Someone], regions: dict[int, int], first_day: date) -> None:
        self.people = people
        # By their units: to hand the database thousands of numbers takes longer than to read a few people more.
        units = {"person__team__pdu__in": list(regions)}
        self.assessments = _assessments(units, first_day)
        self.away = set(
            Unavailability.objects.filter(
                **units, from_date__lte=first_day, to_date__gt=first_day + timedelta(days=4)
            ).values_list("person_id", flat=True)
        )
        self.sizes = _group_sizes(regions, first_day)
        self.sessions = _sessions(self.sizes, first_day)
        homes = Address.objects.filter(current(first_day), **units, lat__isnull=False)
        self.homes = {person: (lat, lon) for person, lat, lon in homes.values_list("person_id", "lat", "lon")}
        self.paces = {drives: Journey(**journey_pace(drives=drives, on=first_day).value) for drives in (True, False)}

    def found(self) -> dict[int, str]:
        """Of each person the first of WHYS in the way; hours nearly done before what then matters no longer."""
        whys: dict[int, str] = {}
        by_unit: dict[int, list[Someone]] = defaultdict(list)
        for person in self.people:
            if person.key not in self.assessments:
                whys[person.key] = "assessment"
            elif person.left < person.least:
                whys[person.key] = "nearly_done"
            else:
                by_unit[person.unit].append(person)
        for unit, people in by_unit.items():
            found = self._in_unit(people, self.sessions[unit], suspended=not self.sizes[unit])
            whys.update(zip((person.key for person in people), found, strict=True))
        return whys

    def _in_unit(self, people: list[Someone], sessions: list[Offered], *, suspended: bool) -> list[str]:
        assessed = [self.assessments[person.key] for person in people]
        tags = frozenset(token for session in sessions for token in session.asks if token.startswith(WITH))
        profiles = [_Profile.of(person, assessment) for person, assessment in zip(people, assessed, strict=True)]
        at_times = _all_held([one.slots for one in sessions], [each["slots_listed"] for each in assessed], str.split)
        suiting = at_times & _all_held([one.asks for one in sessions], profiles, partial(_Profile.may, tags=tags))
        suiting &= self._within_reach(people, assessed, sessions)
        led, free = (np.array([getattr(session, name) for session in sessions], dtype=bool) for name in ("led", "free"))
        away = np.array([person.key in self.away for person in people], dtype=bool)
        group = np.array([suspended and "group" in each["kinds_listed"].split() for each in assessed], dtype=bool)
        ways = {
            "availability": away | (~at_times.any(axis=1) if sessions else False),
            "not_booked": suiting[:, led & free].any(axis=1),
            "restrictions": group,
            "supervisor": suiting[:, ~led & free].any(axis=1),
        }
        return np.select(list(ways.values()), list(ways), default="no_place").tolist()

    def _within_reach(
        self, people: list[Someone], assessed: list[dict[str, Any]], sessions: list[Offered]
    ) -> npt.NDArray[np.bool_]:
        """Whether each session is within what each person may travel; a home that is not known is near to all."""
        nowhere = (np.nan, np.nan)
        homes = np.array([self.homes.get(person.key, nowhere) for person in people], dtype=float).reshape(-1, 2, 1)
        there = np.array([(session.lat, session.lon) for session in sessions], dtype=float).reshape(-1, 2)
        places, place = np.unique(there, axis=0, return_inverse=True)  # a project has many sessions
        most = np.array([each["max_travel_minutes"] for each in assessed], dtype=float)[:, None] + TOLERANCE
        drives = np.array([each["drives"] for each in assessed], dtype=bool)
        far = np.empty((len(people), len(places)), dtype=bool)
        for by_car, pace in self.paces.items():
            who = drives == by_car
            minutes = journey_minutes(pace, homes[who, 0], homes[who, 1], places[:, 0], places[:, 1])
            far[who] = minutes > most[who]  # never so where the home is not a number
        return ~far[:, place.reshape(-1)] | np.array([session.kind == "home" for session in sessions], dtype=bool)


def _asks(project: Project) -> frozenset[str]:
    """What a session of the project asks of whoever comes, whatever the time and the way; `_Profile.may` answers."""
    asks = {f"kind {project.kind}"}
    asks |= {f"{WITH}{tag}" for tag in project.tags} | {f"skill {skill}" for skill in project.skills_needed}
    if "heavy" in project.tags:
        asks.add("lifting")
    if not project.suitable_under_18:
        asks.add("adult")
    if project.for_whom in AUDIENCES:
        asks.add(f"sex {AUDIENCES[project.for_whom]}")
    if project.for_whom != "women" and project.kind not in ("individual", "home"):
        asks.add("mixed")
    return frozenset(asks)


class _Profile(NamedTuple):
    """What of a person and their assessment decides which projects suit; many people's are alike."""

    kinds: str
    skills: str
    excludes: str
    sex: str
    lifting: bool
    young: bool
    women_only: bool

    @classmethod
    def of(cls, person: Someone, assessment: dict[str, Any]) -> "_Profile":
        return cls(
            assessment["kinds_listed"], assessment["skills_listed"], assessment["excludes_listed"], person.sex,
            assessment["lifting"], person.young, assessment["women_only"],
        )  # fmt: skip

    def may(self, tags: frozenset[str]) -> set[str]:
        """What of `_asks` is met; `tags` are the tokens of all tags there are."""
        may = {f"kind {kind}" for kind in self.kinds.split()} | {f"skill {skill}" for skill in self.skills.split()}
        may |= tags.difference(f"{WITH}{tag}" for tag in self.excludes.split())
        may.add(f"sex {self.sex}")
        if self.lifting:
            may.add("lifting")
        if not self.young:
            may.add("adult")
        if not self.women_only:
            may.add("mixed")
        return may


def _all_held(
    asked: Sequence[Collection[str]], holders: Sequence[Holder], held: Callable[[Holder], Collection[str]]
) -> npt.NDArray[np.bool_]:
    """For each holder (rows) and each of `asked` (columns), whether what is `held` is all that is asked."""
    places = {token: place for place, token in enumerate(sorted({token for tokens in asked for token in tokens}))}
    rows = {holder: row for row, holder in enumerate(dict.fromkeys(holders))}
    asks, lacks = np.zeros((len(asked), len(places)), bool), np.ones((len(rows), len(places)), bool)
    for row, tokens in enumerate(asked):
        asks[row, [places[token] for token in tokens]] = True
    for holder, row in rows.items():
        lacks[row, [places[token] for token in held(holder) if token in places]] = False
    wanted, missing = np.packbits(asks, axis=1), np.packbits(lacks, axis=1)
    clash = np.zeros((len(rows), len(asked)), np.uint8)
    for byte in range(wanted.shape[1]):
        clash |= missing[:, byte, None] & wanted[:, byte]
    return (clash == 0)[[rows[holder] for holder in holders]]


def _assessments(units: dict[str, Any], first_day: date) -> dict[int, dict[str, Any]]:
    """The latest assessment that holds on some day of the week and whose check on risk of harm is an answer.

    What is listed comes as text, parted by spaces, which nothing listed
    has in it: to read thousands of lists takes longer, and many are alike.
    """
    held = UnpaidWorkAssessment.objects.filter(**units, from_date__lt=first_day + WEEK, to_date__gt=first_day).exclude(
        harm_check=UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED
    )
    lists = {
        f"{name}_listed": Func(listed, Value(" "), function="array_to_string", output_field=TextField())
        for name, listed in (
            ("kinds", F("kinds")), ("excludes", F("excludes")), ("skills", SkillsHeld(first_day)), ("slots", F("slots"))
        )
    }  # fmt: skip
    wanted = ("person_id", "lifting", "women_only", "drives", "max_travel_minutes")
    return {row["person_id"]: row for row in held.order_by("from_date").values(*wanted, **lists)}


def _sessions(sizes: dict[int, int], first_day: date) -> dict[int, list[Offered]]:
    """The sessions of the week that stand, by unit. `sizes`: how many people a group may have in each."""
    taken = Booking.objects.filter(session=OuterRef("pk"), appointment__cancelled_at=None, stand_down=None)
    rows = Session.objects.filter(
        project__team__pdu__in=list(sizes), date__range=(first_day, first_day + timedelta(days=6)), cancelled_at=None,
    ).exclude(stand_downs__whole=True)  # fmt: skip
    rows = rows.annotate(
        taken=Coalesce(Subquery(taken.order_by().values("session").annotate(n=Count("pk")).values("n")), 0)
    )
    projects = {row.pk: row for row in Project.objects.filter(sessions__in=rows).distinct().select_related("team")}
    asks = {key: _asks(project) for key, project in projects.items()}
    found: dict[int, list[Offered]] = defaultdict(list)
    for key, day, starts, ends, supervisor, places, held in rows.order_by().values_list(
        "project_id", "date", "starts_at", "ends_at", "supervisor_id", "places", "taken"
    ):
        project = projects[key]
        most = within(project.kind, places, sizes[project.team.pdu_id])
        found[project.team.pdu_id].append(
            Offered(
                kind=project.kind,
                slots=frozenset(slots_of(day, starts, ends)),
                asks=asks[key],
                lat=project.lat,
                lon=project.lon,
                led=supervisor is not None or not project.supervised,
                free=held < most,
            )
        )
    return found


def slots_of(day: date, starts_at: datetime, ends_at: datetime) -> set[str]:
    """The slots that a session's hours touch, as assessments name them: weekday digit and m, a or e."""
    starts, ends = (instant.astimezone(london()).time() for instant in (starts_at, ends_at))
    return {f"{day.isoweekday()}{part}" for part in parts_of_day(starts, ends)}


def _group_sizes(regions: dict[int, int], first_day: date) -> dict[int, int]:
    """How many people a group may have on the first day in the region of each unit; 0 where groups are suspended."""
    tiers = dict(
        RegionTier.objects.filter(current(first_day), region__in=set(regions.values())).values_list("region_id", "tier")
    )
    sizes = {tier: group_size(tier, on=first_day).value for tier in {"open", *tiers.values()}}
    return {unit: sizes[tiers.get(region, "open")] for unit, region in regions.items()}


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
