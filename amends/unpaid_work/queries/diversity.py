"""Placements, take-up, suitability, completion and stand-down by protected characteristic and unit.

Everything is counted in people. Definitions stand in docs/rules/diversity.md.
"""

from collections.abc import Collection
from datetime import date

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet

from amends.cases.models import Person, Requirement
from amends.cases.queries.characteristics import CHARACTERISTICS, labels_of
from amends.methods.group_shares import Bools, Measure, Shares, shares_of
from amends.organisation.among import among
from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.queries.order_outcomes import ended_in
from amends.unpaid_work.queries.reach import Year, counted, units_by_person

MEASURES = ("placed", "took_up", "stood_down", "suited", "completed")
CHOICE = 2  # projects that suit somebody, at the least: one is no choice
# Of people: whether they were booked on a session of the year, whether any outcome of one stands, and of what kind.
_BOOKED = """
    SELECT appointment.person_id, COUNT(outcome.id) > 0,
        COALESCE(BOOL_OR(outcome.code = ANY(%(attended)s)), false),
        COALESCE(BOOL_OR(outcome.code = %(stood_down)s), false)
    FROM contacts_appointment appointment
    JOIN unpaid_work_booking booking ON booking.appointment_id = appointment.id
    JOIN unpaid_work_session session ON session.id = booking.session_id
    LEFT JOIN contacts_contactoutcome outcome ON outcome.appointment_id = appointment.id
        AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = outcome.id)
    WHERE appointment.person_id = ANY(%(people)s) AND session.date BETWEEN %(first)s AND %(last)s
        AND appointment.cancelled_at IS NULL
    GROUP BY appointment.person_id
"""
# Of people with an assessment in force on the day: how many projects of their unit, open then, it does not rule out.
_SUITED = """
    SELECT person.id, COUNT(project.id)
    FROM unpaid_work_unpaidworkassessment assessment
    JOIN cases_person person ON person.id = assessment.person_id
    JOIN organisation_team team ON team.id = person.team_id
    LEFT JOIN (
        unpaid_work_project project JOIN organisation_team runs ON runs.id = project.team_id
    ) ON runs.pdu_id = team.pdu_id AND project.from_date <= %(on)s
        AND (project.to_date IS NULL OR project.to_date > %(on)s)
        AND (CASE WHEN project.type IN ('individual', 'home') THEN project.type
             WHEN project.type LIKE 'ete%%' THEN 'ete' ELSE 'group' END) = ANY(assessment.kinds)
        AND NOT project.tags && assessment.excludes
        AND (assessment.lifting OR NOT 'heavy' = ANY(project.tags))
        AND project.skills_needed <@ assessment.skills
        AND NOT (project.for_whom = 'women' AND person.sex <> 'f')
        AND NOT (project.for_whom = 'men' AND person.sex <> 'm')
        AND (NOT assessment.women_only OR project.for_whom = 'women' OR project.type IN ('individual', 'home'))
        AND (project.suitable_under_18 OR age(%(on)s::date, person.date_of_birth) >= interval '18 years')
    WHERE person.id = ANY(%(people)s) AND assessment.from_date <= %(on)s AND assessment.to_date > %(on)s
    GROUP BY person.id
"""


def diversity_shares(user, year: Year) -> Shares:
    """Every measure by unit and by group of every characteristic, as labels stood on the last day of the year."""
    seen = counted(user)
    working = _working(seen, year)
    ended = {row.person: row.finished for row in ended_in(seen, year)}
    people = sorted(working | ended.keys())
    known = units_by_person(people)
    labels = labels_of([crn for crn, _unit in known.values()], year.last)
    return shares_of(
        [known[pk][1] for pk in people],
        {name: [labels[name][known[pk][0]] for pk in people] for name in CHARACTERISTICS},
        _measures(people, working, ended, year),
    )


def _working(people: QuerySet[Person], year: Year) -> set[int]:
    """Of these people those with an unpaid work requirement in force on any day of the year."""
    rows = Requirement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=year.first), sentence__person__in=people.values("pk"),
        kind=Requirement.Kind.UNPAID_WORK, sentence__sentence_date__lte=year.last,
    )  # fmt: skip
    return set(rows.values_list("sentence__person_id", flat=True))


def _measures(people: list[int], working: Collection[int], ended: dict[int, bool], year: Year) -> dict[str, Measure]:
    booked = _booked(people, year)
    choices = _suited(people, year.last)
    recorded = {pk for pk, (told, _came, _turned) in booked.items() if told}

    def mask(chosen: Collection[int]) -> Bools:
        return np.array([pk in chosen for pk in people], bool)

    at_sessions = mask(recorded & set(working))
    return {
        "placed": Measure(mask(working), mask(booked.keys())),
        "took_up": Measure(at_sessions, mask({pk for pk, (_told, came, _turned) in booked.items() if came})),
        "stood_down": Measure(at_sessions, mask({pk for pk, (_told, _came, turned) in booked.items() if turned})),
        "suited": Measure(
            mask(choices.keys() & _open_on(people, year.last)),
            mask({pk for pk, count in choices.items() if count >= CHOICE}),
        ),
        "completed": Measure(mask(ended.keys()), mask({pk for pk, finished in ended.items() if finished})),
    }


def _booked(people: list[int], year: Year) -> dict[int, tuple[bool, bool, bool]]:
    given = {
        "people": people, "first": year.first, "last": year.last, "stood_down": STOOD_DOWN,
        "attended": [outcome.code for outcome in contact_outcomes() if outcome.attended],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, given)
        return {pk: (told, came, turned) for pk, told, came, turned in cursor.fetchall()}


def _suited(people: list[int], on: date) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_SUITED, {"people": people, "on": on})
        return dict(cursor.fetchall())


def _open_on(people: list[int], on: date) -> set[int]:
    """Those of the people with an unpaid work requirement in force on the day."""
    rows = Requirement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on), sentence__person__in=among(people), kind=Requirement.Kind.UNPAID_WORK,
        sentence__sentence_date__lte=on,
    )  # fmt: skip
    return set(rows.values_list("sentence__person_id", flat=True))
