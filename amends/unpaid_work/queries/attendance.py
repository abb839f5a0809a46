"""The chance that people turn up, learned from the outcomes recorded in their units. See docs/rules/attendance.md."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

import numpy as np
from django.db.models import Case, DateField, Exists, F, Max, OuterRef, When
from django.db.models.functions import TruncDate

from amends.cases.models import Person, Requirement
from amends.contacts.models import Appointment, ContactOutcome
from amends.methods.attendance import Estimate
from amends.methods.attendance.fit import fit
from amends.methods.attendance.model import Model
from amends.methods.attendance.occasion import ANY, UNKNOWN, History, Ints, Occasions, ordinary
from amends.methods.attendance.predict import predict
from amends.methods.towns import towns
from amends.organisation.models import Team
from amends.policy.civil_time import london
from amends.policy.contact_outcomes import contact_outcomes

LOOKED_BACK = timedelta(days=365)
ATTENDED = [outcome.code for outcome in contact_outcomes() if outcome.attended]
ABSENT = [
    outcome.code for outcome in contact_outcomes()
    if not outcome.attended and (outcome.enforceable or outcome.acceptable)
]  # fmt: skip
# A record of the past was booked after it had begun, with no notice that anybody knows of.
_BOOKED_ON = Case(
    When(
        appointment__booked_at__lt=F("appointment__starts_at"),
        then=TruncDate("appointment__booked_at", tzinfo=london()),
    ),
    output_field=DateField(null=True),
)
_NEVER = 0
_DAYS_A_WEEK = 7
_KEPT = 16  # units, so that a page about one booking does not learn the year anew

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """What was learned of units on a day. It holds until there is another outcome of theirs of a day that is past.

    Outcomes are only ever added, so only those since have to be looked at.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[int, date], tuple[int, Found]] = {}  # with the newest outcome there was

    def of(self, units: Iterable[int], on: date, learn: Callable[[list[int]], Mapping[int, Found]]) -> dict[int, Found]:
        """What was learned of each unit, by its id; `learn` is asked for those of which nothing that holds is kept.

        One query, or two where there are outcomes since.
        """
        newest = ContactOutcome.objects.aggregate(Max("pk"))["pk__max"] or 0
        units = list(units)
        kept = {unit: was for unit in units if (was := self._found.get((unit, on))) is not None}
        since = min((last for last, _found in kept.values()), default=newest)
        changed = _changed(list(kept), on, since) if since < newest else set()
        held = {unit: found for unit, (last, found) in kept.items() if unit not in changed and last <= newest}
        learned = learn(missing) if (missing := [unit for unit in units if unit not in held]) else {}
        for unit, found in (held | dict(learned)).items():
            self._found[unit, on] = newest, found
        for old in list(self._found)[:-_KEPT]:
            self._found.pop(old, None)
        return {**held, **learned}


def _changed(units: list[int], on: date, since: int) -> set[int]:
    """The units with an outcome after that one, of a session before the day."""
    rows = ContactOutcome.objects.filter(
        pk__gt=since, appointment__booking__session__date__lt=on, appointment__person__team__pdu__in=units
    )
    return set(rows.order_by().values_list("appointment__person__team__pdu_id", flat=True).distinct())


_models: Kept[Model] = Kept()


@dataclass(frozen=True)
class Past:
    """What came of the bookings of a year, with the unit and the team that each person is of."""

    history: History
    unit: Ints
    team: Ints


def chances(people: Iterable[Person], on: date) -> dict[int, Estimate]:
    """Each person's chance of turning up to a session, by their id, from the 12 months before the day.

    It is learned in the unit that holds the case. A constant number of queries. Where a unit has no outcome yet,
    everybody is reckoned to come, so that nobody is turned away on a guess.
    """
    people = list(people)
    unit_of = dict(Team.objects.filter(pk__in={person.team_id for person in people}).values_list("pk", "pdu_id"))
    models = models_of(set(unit_of.values()), on)
    began = _began([person.pk for person in people], on)
    found: dict[int, Estimate] = {}
    for unit, model in models.items():
        here = [person.pk for person in people if unit_of[person.team_id] == unit]
        weeks = [(on - began[pk]).days // _DAYS_A_WEEK if pk in began else ANY for pk in here]
        told = predict(model, ordinary(np.array(here, np.int64), np.array(weeks, np.int64)))
        estimates = (told.estimate(place) for place in range(len(here)))
        found |= zip(here, estimates if model.rests_on else map(_reckoned_to_come, estimates), strict=True)
    return found


def models_of(units: Iterable[int], on: date) -> Mapping[int, Model]:
    """What was learned in each unit from the outcomes before the day, by the unit's id. At most three queries."""

    def learn(missing: list[int]) -> dict[int, Model]:
        past = past_of(missing, on)
        return {unit: fit(past.history.of(past.unit == unit)) for unit in missing}

    return _models.of(units, on, learn)


def past_of(units: Iterable[int], on: date) -> Past:
    """What came of the bookings of the units' people in the 12 months before the day. One query.

    Stand-downs and what the service rearranged are left out: they say nothing about the person.
    """
    rows = (
        ContactOutcome.objects.filter(
            ~Exists(ContactOutcome.objects.filter(replaces=OuterRef("pk"))),
            appointment__kind=Appointment.Kind.UNPAID_WORK,
            appointment__person__team__pdu__in=units,
            appointment__booking__session__date__gte=on - LOOKED_BACK,
            appointment__booking__session__date__lt=on,
            code__in=ATTENDED + ABSENT,
        )
        .annotate(booked_on=_BOOKED_ON)
        .order_by("pk")
        .values_list(
            "code", "appointment__booking__session__date", "appointment__person_id", "appointment__person__team_id",
            "appointment__person__team__pdu_id", "appointment__booking__session__project_id",
            "appointment__booking__session__project__lat", "appointment__booking__session__project__lon",
            "appointment__booking__requirement__sentence__sentence_date", "booked_on",
        )
    )  # fmt: skip
    columns = list(zip(*rows, strict=True)) or [()] * 10
    codes, days, person, team, unit, project, lat, lon, sentenced, booked = columns
    day = _numbers(one.toordinal() for one in days)
    began = _numbers(one.toordinal() for one in sentenced)
    booked_on = _numbers(one.toordinal() if one else _NEVER for one in booked)
    occasions = Occasions(
        person=_numbers(person),
        project=_numbers(project),
        town=towns(np.array(lat, np.float64), np.array(lon, np.float64)),
        weekday=(day - 1) % _DAYS_A_WEEK + 1,
        weeks=np.where(day >= began, (day - began) // _DAYS_A_WEEK, UNKNOWN),
        notice=np.where(booked_on == _NEVER, UNKNOWN, np.maximum(0, day - booked_on)),
    )
    came = np.isin(np.array(codes, dtype=str), ATTENDED)
    return Past(History(occasions, came, on.toordinal() - day), _numbers(unit), _numbers(team))


def _began(people: list[int], on: date) -> dict[int, date]:
    """When the latest unpaid work requirement of each person was made."""
    rows = Requirement.objects.filter(
        kind=Requirement.Kind.UNPAID_WORK, sentence__person__in=people, sentence__sentence_date__lte=on
    )
    return dict(rows.order_by().values("sentence__person").annotate(began=Max("sentence__sentence_date"))
                .values_list("sentence__person", "began"))  # fmt: skip


def _reckoned_to_come(estimate: Estimate) -> Estimate:
    return Estimate(1.0, estimate.low, 1.0, estimate.seen)


def _numbers(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)
