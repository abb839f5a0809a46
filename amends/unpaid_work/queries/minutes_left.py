"""What is left to work of many requirements at once, in minutes.

As it stands now, or as it stood at the end of a day. An account decides, and costs far more than sums do. Most
records are sessions, each credited as it stands, on one requirement: of those the sums are the account. What order
could change is left to the accounts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.ete import ete_cap
from amends.policy.session_credit import NOTICES, SENT_HOME_BY_SERVICE, STOOD_DOWN, stand_down_credit
from amends.unpaid_work.queries.accounts import Account, accounts_of
from amends.unpaid_work.queries.record import ETE_TYPES, day_of, switches

# Of each requirement: what was ordered, and what its standing outcomes, credits for education and adjustments come to.
# Of entries after `until`, where there is such a day, nothing is counted.
# `plain`: nothing about the record makes the order of its entries matter, and nothing of it can be a fault.
_SUMS = """
    WITH asked AS MATERIALIZED (
        SELECT requirement.id, sentence.person_id, sentence.sentence_date, requirement.ordered_minutes, days.until
        FROM unnest(%(requirements)s::bigint[], %(untils)s::date[]) AS days (id, until)
        JOIN cases_requirement requirement ON requirement.id = days.id
        JOIN cases_sentence sentence ON sentence.id = requirement.sentence_id
    ), credited AS (
        SELECT booking.requirement_id AS id, project.type = ANY(%(ete_types)s) AND outcome.code = ANY(%(attended)s)
                AS is_ete,
            (appointment.starts_at AT TIME ZONE 'Europe/London')::date AS day,
            EXTRACT(EPOCH FROM COALESCE(outcome.finished_at - outcome.started_at, interval '0'))::int AS seconds,
            outcome.code, outcome.penalty_minutes,
            CASE outcome.notice WHEN 'before_travel' THEN %(before_travel)s WHEN 'before_day' THEN %(before_day)s
                ELSE %(on_site)s END AS turned_away
        FROM unpaid_work_booking booking
        JOIN unpaid_work_session session ON session.id = booking.session_id
        JOIN unpaid_work_project project ON project.id = session.project_id
        JOIN contacts_appointment appointment ON appointment.id = booking.appointment_id
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = appointment.id
        LEFT JOIN asked ON asked.id = booking.requirement_id AND asked.until IS NOT NULL
        WHERE booking.requirement_id = ANY(%(requirements)s)
            AND (asked.id IS NULL OR (appointment.starts_at AT TIME ZONE 'Europe/London')::date <= asked.until)
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = outcome.id)
    ), minuted AS (
        SELECT id, is_ete, day, seconds, CASE
            WHEN code = %(stood_down)s THEN turned_away
            WHEN code = %(sent_home)s THEN GREATEST(seconds / 60, turned_away)
            WHEN code = ANY(%(attended)s) THEN seconds / 60 - penalty_minutes
            ELSE 0 END AS minutes
        FROM credited
    ), sessions AS (
        SELECT id, SUM(minutes) FILTER (WHERE NOT is_ete) AS worked, SUM(minutes) FILTER (WHERE is_ete) AS ete,
            MIN(day) AS first_on, MIN(day) FILTER (WHERE is_ete) AS first_ete,
            COUNT(*) = COUNT(DISTINCT day) AND NOT BOOL_OR(seconds %% 60 <> 0) AS plain
        FROM minuted GROUP BY id
    ), education AS (
        SELECT requirement_id AS id, SUM(minutes) AS minutes, MIN("on") AS first_on FROM unpaid_work_etecredit given
        WHERE reverses_id IS NULL
            AND NOT EXISTS (SELECT FROM unpaid_work_etecredit later WHERE later.reverses_id = given.id)
            AND NOT EXISTS (SELECT FROM asked WHERE asked.id = given.requirement_id AND asked.until < given."on")
        GROUP BY requirement_id
    ), adjusted AS (
        SELECT requirement_id AS id, SUM(minutes) AS minutes, MIN("on") AS first_on, MIN(minutes) > 0 AS plain
        FROM unpaid_work_hoursadjustment given
        WHERE reverses_id IS NULL
            AND NOT EXISTS (SELECT FROM unpaid_work_hoursadjustment later WHERE later.reverses_id = given.id)
            AND NOT EXISTS (SELECT FROM asked WHERE asked.id = given.requirement_id AND asked.until < given."on")
        GROUP BY requirement_id
    ), alone AS (
        SELECT sentence.person_id FROM cases_requirement requirement
        JOIN cases_sentence sentence ON sentence.id = requirement.sentence_id
        GROUP BY sentence.person_id HAVING COUNT(*) = 1
    )
    SELECT asked.id, asked.person_id, asked.ordered_minutes, COALESCE(sessions.worked, 0)::int,
        (COALESCE(sessions.ete, 0) + COALESCE(education.minutes, 0))::int, COALESCE(adjusted.minutes, 0)::int,
        LEAST(sessions.first_ete, education.first_on),
        alone.person_id IS NOT NULL AND COALESCE(sessions.plain, true) AND COALESCE(adjusted.plain, true)
            AND COALESCE(LEAST(sessions.first_on, education.first_on, adjusted.first_on) >= sentence_date, true)
            AND NOT EXISTS (SELECT FROM cases_requirementchange change WHERE change.requirement_id = asked.id)
            AS plain
    FROM asked
    LEFT JOIN sessions ON sessions.id = asked.id
    LEFT JOIN education ON education.id = asked.id
    LEFT JOIN adjusted ON adjusted.id = asked.id
    LEFT JOIN alone ON alone.person_id = asked.person_id
"""


@dataclass(frozen=True, slots=True)
class _Sums:
    """What a requirement's record comes to, in minutes: see `_SUMS`."""

    requirement: int
    person: int
    ordered: int
    worked: int
    ete: int
    adjusted: int
    first_ete: date | None
    plain: bool

    def left(self, on: date) -> int | None:
        """What is left, None where only the account can tell."""
        if not self.plain:
            return None
        ete = self.ete
        if self.first_ete is not None:
            cap = ete_cap(self.ordered, on=on).value
            if ete_cap(self.ordered, on=self.first_ete).value != cap:
                return None
            ete = min(ete, cap)
        return max(0, self.ordered - self.worked - ete - self.adjusted)


def minutes_left(requirements: Iterable[int], on: date) -> dict[int, int]:
    """What is left of each requirement, by its id, as its statement has it.

    One that cannot be stated is taken to have all of its ordered minutes left. One query, and those of the accounts
    that are asked for.
    """
    return _left([dict.fromkeys(requirements)], on)[0]


def minutes_left_by(days: Mapping[int, date], on: date) -> dict[int, int]:
    """What was left of each requirement, by its id, at the end of its day, as its record stands now (`on`)."""
    return _left([days], on)[0]


def minutes_left_at_ends(asked: Mapping[date, Iterable[int]], on: date) -> dict[date, dict[int, int]]:
    """What was left of requirements at the end of several days, as their record stands now (`on`).

    A query a day, and those of the accounts that are asked for, once for all days.
    """
    left = _left([dict.fromkeys(keys, day) for day, keys in asked.items()], on)
    return dict(zip(asked, left, strict=True))


def _left(asked: Sequence[Mapping[int, date | None]], on: date) -> list[dict[int, int]]:
    """What is left of each requirement, at the end of its day where there is one, for each of several sets."""
    given = {
        "attended": [outcome.code for outcome in contact_outcomes() if outcome.attended],
        "ete_types": list(ETE_TYPES),
        "stood_down": STOOD_DOWN,
        "sent_home": SENT_HOME_BY_SERVICE,
    } | {notice: stand_down_credit(notice, on=on).value for notice in NOTICES}
    sums: list[list[_Sums]] = []
    with connection.cursor() as cursor:
        for days in asked:
            cursor.execute(_SUMS, given | {"requirements": list(days), "untils": list(days.values())})
            sums.append([_Sums(*row) for row in cursor.fetchall()])
    earning = switches().earned_reduction
    found = [{each.requirement: None if earning else each.left(on) for each in of_days} for of_days in sums]
    unsure = {each.person for left, of_days in zip(found, sums, strict=True) for each in of_days
              if left[each.requirement] is None}  # fmt: skip
    accounts = accounts_of(unsure)
    return [
        {each.requirement: left if (left := known[each.requirement]) is not None
         else _as_stated(accounts[each.requirement], days[each.requirement], each.ordered) for each in of_days}
        for known, days, of_days in zip(found, asked, sums, strict=True)
    ]  # fmt: skip


def _as_stated(account: Account, until: date | None, ordered: int) -> int:
    """What the account has left, at the end of a day where one is given; all that was ordered where none is stated."""
    stated = account.statement
    if stated is None:
        return ordered
    if until is None:
        return stated.remaining
    credited = sum(
        line.credited + line.earned
        for entry, line in zip(account.entries, stated.lines, strict=True)
        if day_of(entry) <= until
    )
    changed = sum(change.minutes for change in account.changes if change.on <= until)
    return max(0, ordered + changed - credited)
