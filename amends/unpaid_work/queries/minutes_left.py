"""What is left to work of many requirements at once, in minutes: as it stands now, or stood at the end of a day.

An account decides, and costs far more than sums do. Where what was worked and given never comes to what the court
ordered, nothing is held back: the order of the entries does not matter, no hours go over to another requirement, and
the sums are the account. What is left of the others, those that are or may be done, is left to their accounts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection

from amends.policy.ete import ete_cap
from amends.unpaid_work.queries.accounts import Account, accounts_of
from amends.unpaid_work.queries.credited import MINUTES, STANDS, TOLD, credit_given
from amends.unpaid_work.queries.record import ETE_TYPES, day_of, switches

# Of every requirement of the people asked about, what its standing outcomes, credits for education, adjustments and
# changes by the court come to. Of those that run side by side, each has the sessions of the others too, on the days on
# which it was in force itself. Of entries after `until`, where there is such a day, nothing is counted.
# `sound`: nothing of the record can be a fault, or comes later and matters; `alone`: the person has no other.
_SUMS = f"""
    WITH asked AS MATERIALIZED (
        SELECT days.id, days.until FROM unnest(%(requirements)s::bigint[], %(untils)s::date[]) AS days (id, until)
    ), member AS MATERIALIZED (
        SELECT requirement.id, sentence.person_id, sentence.sentence_date, asked.until,
            requirement.ended_on + CASE WHEN requirement.ended_as = 'completed' THEN 1 ELSE 0 END AS ended_on,
            requirement.ordered_minutes AS ordered, COUNT(*) OVER (PARTITION BY sentence.person_id) = 1 AS alone,
            COUNT(*) FILTER (WHERE requirement.runs <> 'concurrent')
                OVER (PARTITION BY sentence.person_id ORDER BY sentence.sentence_date, requirement.id) AS side_by_side
        FROM cases_requirement requirement JOIN cases_sentence sentence ON sentence.id = requirement.sentence_id
        LEFT JOIN asked ON asked.id = requirement.id
        WHERE requirement.kind = 'unpaid_work' AND sentence.person_id IN (
            SELECT held.person_id FROM cases_requirement one JOIN cases_sentence held ON held.id = one.sentence_id
            WHERE one.id = ANY(%(requirements)s))
    ), own AS NOT MATERIALIZED (
        SELECT booking.requirement_id AS id, member.until, session.date AS day, {MINUTES} AS minutes,
            outcome.code = ANY(%(attended)s) AS attended, project.type = ANY(%(ete_types)s)
                AND outcome.code = ANY(%(attended)s) AS is_ete, seconds %% 60 = 0 AS whole
        FROM member
        JOIN unpaid_work_booking booking ON booking.requirement_id = member.id
        JOIN unpaid_work_session session ON session.id = booking.session_id
        JOIN unpaid_work_project project ON project.id = session.project_id
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = booking.appointment_id
        {TOLD}
        WHERE {STANDS}
    ), beside AS (
        SELECT member.id, member.until, own.day, own.minutes, own.attended, own.is_ete, own.whole
        FROM member JOIN member other USING (person_id, side_by_side) JOIN own ON own.id = other.id
        WHERE NOT member.alone AND other.id <> member.id AND own.day >= member.sentence_date
            AND (member.ended_on IS NULL OR own.day < member.ended_on)
    ), sessions AS (
        SELECT id, SUM(minutes) FILTER (WHERE NOT is_ete) AS worked, SUM(minutes) FILTER (WHERE is_ete) AS ete,
            MIN(day) AS first_on, MIN(day) FILTER (WHERE is_ete) AS first_ete,
            COUNT(*) FILTER (WHERE attended) = COUNT(DISTINCT day) FILTER (WHERE attended) AND BOOL_AND(whole) AS sound
        FROM (SELECT * FROM own UNION ALL SELECT * FROM beside) entries WHERE until IS NULL OR day <= until GROUP BY id
    ), education AS (
        SELECT requirement_id AS id, SUM(minutes) AS minutes, MIN("on") AS first_on FROM unpaid_work_etecredit given
        WHERE reverses_id IS NULL
            AND NOT EXISTS (SELECT FROM unpaid_work_etecredit later WHERE later.reverses_id = given.id)
            AND NOT EXISTS (SELECT FROM asked WHERE asked.id = given.requirement_id AND asked.until < given."on")
        GROUP BY requirement_id
    ), adjusted AS (
        SELECT requirement_id AS id, SUM(minutes) AS minutes, SUM(minutes) FILTER (WHERE minutes > 0) AS given,
            MIN("on") AS first_on
        FROM unpaid_work_hoursadjustment given
        WHERE reverses_id IS NULL
            AND NOT EXISTS (SELECT FROM unpaid_work_hoursadjustment later WHERE later.reverses_id = given.id)
            AND NOT EXISTS (SELECT FROM asked WHERE asked.id = given.requirement_id AND asked.until < given."on")
        GROUP BY requirement_id
    ), changed AS (
        SELECT requirement_id AS id, SUM(minutes) AS minutes, SUM(minutes) FILTER (WHERE minutes < 0) AS removed,
            MIN("on") AS first_on, MAX("on") AS last_on
        FROM cases_requirementchange GROUP BY requirement_id
    )
    SELECT member.id, member.person_id, member.ordered, COALESCE(sessions.worked, 0)::int,
        (COALESCE(sessions.ete, 0) + COALESCE(education.minutes, 0))::int,
        COALESCE(adjusted.minutes, 0)::int, COALESCE(adjusted.given, 0)::int,
        COALESCE(changed.minutes, 0)::int, COALESCE(changed.removed, 0)::int,
        LEAST(sessions.first_ete, education.first_on), member.alone,
        COALESCE(sessions.sound, true) AND COALESCE(
            LEAST(sessions.first_on, education.first_on, adjusted.first_on, changed.first_on) >= sentence_date, true)
            AND (until IS NULL OR alone AND COALESCE(changed.last_on <= until, true))
    FROM member
    LEFT JOIN sessions ON sessions.id = member.id
    LEFT JOIN education ON education.id = member.id
    LEFT JOIN adjusted ON adjusted.id = member.id
    LEFT JOIN changed ON changed.id = member.id
"""  # noqa: S608


_MANY = 1_000_000  # minutes: so many tell any two shares apart


@lru_cache(maxsize=4096)
def _ete_cap(ordered: int, on: date) -> int:
    """The policy's, kept: thousands have the same hours and days."""
    return ete_cap(ordered, on=on).value


@dataclass(frozen=True, slots=True)
class _Sums:
    """What a requirement's record comes to, in minutes: see `_SUMS`.

    `given` are the adjustments that take hours off, `removed` the changes that do, below 0.
    """

    requirement: int
    person: int
    ordered: int
    worked: int
    ete: int
    adjusted: int
    given: int
    changed: int
    removed: int
    first_ete: date | None
    alone: bool
    sound: bool

    def left(self, on: date) -> int | None:
        """What is left, None where only the account can tell."""
        if not self.sound:
            return None
        ete, ordered = self.ete, self.ordered + self.changed
        if self.first_ete is not None:
            if _ete_cap(_MANY, self.first_ete) != _ete_cap(_MANY, on):
                return None  # the share has changed since
            ete = min(ete, _ete_cap(ordered, on))
        left = ordered - self.worked - ete - self.adjusted
        never_held_back = self.worked + self.ete + self.given <= self.ordered + self.removed
        if never_held_back:
            return left
        # Where nothing but credit comes in, what is held back is what nothing was left for.
        return max(0, left) if self.alone and not self.changed and self.given == self.adjusted else None


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
    given = credit_given(on) | {"ete_types": list(ETE_TYPES)}
    sums: list[dict[int, _Sums]] = []
    with connection.cursor() as cursor:
        for days in asked:
            cursor.execute(_SUMS, given | {"requirements": list(days), "untils": list(days.values())})
            sums.append({row[0]: _Sums(*row) for row in cursor.fetchall()})
    earning = switches().earned_reduction
    told = [{key: None if earning else each.left(on) for key, each in of_days.items()} for of_days in sums]
    # Hours go over from one requirement to another: a person's are told together or not at all.
    unsure = {of_days[key].person for left, of_days in zip(told, sums, strict=True) for key in left
              if left[key] is None}  # fmt: skip
    accounts = accounts_of(unsure)
    return [
        {
            key: _as_stated(accounts[key], day, of_days[key].ordered) if key in accounts else left[key] or 0
            for key, day in days.items() if key in left
        }
        for days, left, of_days in zip(asked, told, sums, strict=True)
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
