"""What the failures of many people call for, without what was recorded about each: for lists and figures.

The same reckoning as that of the ledger, laid over rows instead of records: a region has ten thousand failures a year.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from amends.cases.models import Person
from amends.enforcement.models.guards import FAILURES
from amends.enforcement.queries.orders import Orders
from amends.enforcement.queries.reckoning import Call, Done, Occurrence, reckon, sternness, within_rolling_months
from amends.policy.civil_time import end_of_day
from amends.unpaid_work.queries.over_rows import rows_over

# A step rests on the 12 months before the failure.
LOOKED_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Called:
    """A failure of a person (its appointment and outcome), and what it calls for under its sternest order."""

    person: int
    on: date
    call: Call
    appointment: int
    code: str
    order: int


# The failures that stand, and of each what was done about it: not withdrawn, and resting on an outcome of its code.
_FAILED = """
    failed AS MATERIALIZED (
        SELECT outcome.code, appointment.id, appointment.person_id, appointment.starts_at
        FROM contacts_contactoutcome outcome
        JOIN contacts_appointment appointment ON appointment.id = outcome.appointment_id
        JOIN asked ON asked.person_id = appointment.person_id
        WHERE outcome.code = ANY(%(failures)s)
            AND appointment.starts_at > %(since)s AND appointment.starts_at <= %(until)s
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = outcome.id)
    ), done AS (
        SELECT failed.id, array_agg(action.kind) AS kinds,
            array_agg((action.recorded_at AT TIME ZONE 'Europe/London')::date) AS days
        FROM failed JOIN enforcement_enforcementaction action ON action.appointment_id = failed.id
        JOIN contacts_contactoutcome rests_on ON rests_on.id = action.outcome_id AND rests_on.code = failed.code
        WHERE action.withdrawn_at IS NULL GROUP BY failed.id
    )
    SELECT failed.id, failed.person_id, (failed.starts_at AT TIME ZONE 'Europe/London')::date, booking.requirement_id,
        failed.code, done.kinds, done.days
    FROM failed LEFT JOIN unpaid_work_booking booking ON booking.appointment_id = failed.id
    LEFT JOIN done ON done.id = failed.id ORDER BY failed.starts_at, failed.id
"""


def lately_called(people: QuerySet[Person], on: date) -> list[Called]:
    """What each failure of the people of the rolling 12 months calls for on the day."""
    return [each for each in calls_of(people, on - LOOKED_BACK, on, on) if within_rolling_months(each.on, on)]


def calls_of(people: QuerySet[Person], first: date, last: date, on: date) -> list[Called]:
    """What each failure of the people (the reader may see them) from `first` to `last` calls for as it stands on a day.

    The earliest first.
    """
    given = {"failures": list(FAILURES), "since": end_of_day(first - LOOKED_BACK), "until": end_of_day(on)}
    rows = rows_over(people.values_list("pk"), ["person_id"], _FAILED, given)
    lately = {person for _key, person, day, *_rest in rows if first <= day <= last}
    orders = Orders.of(lately)
    by_order: dict[int, list[Occurrence]] = defaultdict(list)
    for key, person, day, requirement, _code, kinds, days in rows:
        if person in lately:
            failed = Occurrence(key, day, tuple(map(Done, kinds, days)) if kinds else ())
            for order in orders.failed(person, requirement, day):
                by_order[order].append(failed)
    ended = {order for person in lately for order in orders.ended(person, on)}
    found: dict[int, tuple[tuple[bool, int, int], Call]] = {}
    for order, failures in by_order.items():
        for key, call in reckon(failures, ended=order in ended, since=first).items():
            rank = sternness(call, order)
            if key not in found or rank < found[key][0]:
                found[key] = rank, call
    return [
        Called(person, day, found[key][1], key, code, found[key][0][-1])
        for key, person, day, _requirement, code, *_done in rows
        if first <= day <= last and key in found
    ]
