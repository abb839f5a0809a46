"""Requirements completed: those whose last hours were credited in a period, of those worked on in it.

An account decides, and costs far more than sums do. A unit works on a thousand requirements in a quarter, so sums come
first: what a record credits at its most, and at its least. Most requirements are decided by one or the other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from amends.cases.models import Requirement
from amends.policy.civil_time import end_of_day
from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.earned_reduction import minutes_earned
from amends.policy.session_credit import SENT_HOME_BY_SERVICE, STOOD_DOWN, most_stand_down_credit
from amends.unpaid_work.queries.accounts import Account, accounts_of
from amends.unpaid_work.queries.record import ETE_TYPES, day_of, switches

# Of each requirement that can be completed, what its person's record comes to: `most` until the last day, `earlier`
# before the first one, and `least`, in minutes. At their most: corrected outcomes count as well as what corrects them,
# and what is given by hand or for education whatever its day. `simple` is a record of sessions alone, on one
# requirement that the court has left as it was, none corrected: nothing that it credits at its least can be lost.
_SUMS = """
    WITH asked AS MATERIALIZED (  -- else the sums may be made of everybody first
        SELECT requirement.id, sentence.person_id, sentence.sentence_date, requirement.ordered_minutes
        FROM cases_requirement requirement JOIN cases_sentence sentence ON sentence.id = requirement.sentence_id
        WHERE requirement.id = ANY(%(requirements)s) AND requirement.kind = %(kind)s
    ), summed AS (
        SELECT asked.*, changes.minutes AS changed, asked.ordered_minutes + COALESCE(changes.minutes, 0) AS ordered,
            COALESCE(EXTRACT(EPOCH FROM record.worked) / 60, 0) + record.stood_down * %(stand_down)s
            + COALESCE((SELECT SUM(minutes) FROM unpaid_work_hoursadjustment
                        WHERE requirement_id = asked.id AND minutes > 0), 0)
            + COALESCE((SELECT SUM(minutes) FROM unpaid_work_etecredit
                        WHERE requirement_id = asked.id AND minutes > 0), 0) AS most
        FROM asked
        LEFT JOIN (
            SELECT requirement_id, SUM(minutes) AS minutes FROM cases_requirementchange GROUP BY requirement_id
        ) changes ON changes.requirement_id = asked.id
        CROSS JOIN LATERAL (
            SELECT SUM(outcome.finished_at - outcome.started_at) AS worked,
                COUNT(*) FILTER (WHERE outcome.code = ANY(%(stood_down)s)) AS stood_down
            FROM contacts_appointment appointment
            JOIN contacts_contactoutcome outcome ON outcome.appointment_id = appointment.id
            WHERE appointment.person_id = asked.person_id AND appointment.starts_at <= %(until)s
        ) record
    ), able AS MATERIALIZED (  -- few: what else must be known is asked of them alone
        SELECT * FROM summed WHERE %(earning)s OR most >= ordered
    )
    SELECT able.id, person_id, ordered, most::int, record.earlier::int, record.least::int,
        NOT (%(earning)s OR record.corrected) AND changed IS NULL
        AND (record.first_at AT TIME ZONE 'Europe/London')::date >= sentence_date
        AND NOT EXISTS (SELECT FROM unpaid_work_hoursadjustment WHERE requirement_id = able.id)
        AND NOT EXISTS (SELECT FROM unpaid_work_etecredit WHERE requirement_id = able.id)
        AND NOT EXISTS (
            SELECT FROM cases_requirement other JOIN cases_sentence sentence ON sentence.id = other.sentence_id
            WHERE sentence.person_id = able.person_id AND other.id <> able.id
        ) AND 0 = (
            SELECT COUNT(*) FROM unpaid_work_booking booking
            JOIN unpaid_work_session session ON session.id = booking.session_id
            JOIN unpaid_work_project project ON project.id = session.project_id
            WHERE booking.requirement_id = able.id AND project.type = ANY(%(ete_types)s)
        ) AS simple
    FROM able CROSS JOIN LATERAL (
        SELECT COALESCE(
                EXTRACT(EPOCH FROM SUM(finished_at - started_at) FILTER (WHERE code = ANY(%(attended)s))) / 60, 0
            ) - SUM(penalty_minutes) AS least,
            COALESCE(EXTRACT(EPOCH FROM SUM(finished_at - started_at) FILTER (WHERE starts_at <= %(before)s)) / 60, 0)
            + COUNT(*) FILTER (WHERE starts_at <= %(before)s AND code = ANY(%(stood_down)s)) * %(stand_down)s
                AS earlier,
            MIN(starts_at) AS first_at,
            BOOL_OR(replaces_id IS NOT NULL) AS corrected
        FROM contacts_appointment appointment
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = appointment.id
        WHERE appointment.person_id = able.person_id AND starts_at <= %(until)s
    ) record
"""


@dataclass(frozen=True)
class Completions:
    """Requirements worked on in the period, and those of them whose hours were completed in it."""

    worked_on: int
    completed: int

    @property
    def share(self) -> float | None:
        return self.completed / self.worked_on if self.worked_on else None


@dataclass(frozen=True)
class _Sums:
    """What a requirement's record comes to, in minutes: see `_SUMS`."""

    requirement: int
    person: int
    ordered: int
    most: int
    earlier: int
    least: int
    simple: bool

    @property
    def surely_completed(self) -> bool:
        """Completed in the period, whatever a session credits between its least and its most."""
        return self.simple and self.earlier < self.ordered <= self.least


def completions(worked_on: Collection[int], first: date, last: date) -> Completions:
    """Of the requirements worked on (their ids), those completed from `first` to `last`, both included."""
    sums = _sums(worked_on, first, last)
    sure = sum(each.surely_completed for each in sums)
    unsure = {each.requirement: each.person for each in sums if not each.surely_completed}
    accounts = accounts_of(set(unsure.values()))
    days = [completed_on(accounts[requirement]) for requirement in unsure]
    return Completions(len(worked_on), sure + sum(1 for day in days if day and first <= day <= last))


def completed_on(account: Account) -> date | None:
    """The day of the last entry that credited anything, where nothing remains; None where something does."""
    if account.statement is None or account.statement.remaining:
        return None
    credited = [
        day_of(entry)
        for entry, line in zip(account.entries, account.statement.lines, strict=True)
        if line.credited or line.earned
    ]
    return max(credited, default=None)


def _sums(requirements: Collection[int], first: date, last: date) -> list[_Sums]:
    """The sums of those whose whole record, taken at its most, comes to what was ordered: no other is completed.

    What is earned by reduction is in no row: where that is switched on, nobody is surely completed by sums alone.
    """
    earning = switches().earned_reduction
    given = {
        "requirements": list(requirements),
        "kind": Requirement.Kind.UNPAID_WORK,
        "before": end_of_day(first - timedelta(days=1)),
        "until": end_of_day(last),
        "stood_down": [STOOD_DOWN, SENT_HOME_BY_SERVICE],
        "stand_down": most_stand_down_credit(),
        "attended": [outcome.code for outcome in contact_outcomes() if outcome.attended],
        "ete_types": list(ETE_TYPES),
        "earning": earning,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, given)
        found = [_Sums(*row) for row in cursor.fetchall()]
    if earning:
        return [each for each in found if each.most + minutes_earned(each.ordered, each.most) >= each.ordered]
    return found
