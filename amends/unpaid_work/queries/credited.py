"""What the outcomes that stand credit, in SQL: for sums over more people than can be accounted one by one.

The rule is policy's (`session_credit`); this says it again for the database, and tests hold one to the other.
"""

from datetime import date

from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.session_credit import NOTICES, SENT_HOME_BY_SERVICE, STOOD_DOWN, stand_down_credit

# The minutes of a row `outcome`, given the `seconds` worked and what it credits `turned_away`: see TOLD.
MINUTES = """
    CASE WHEN outcome.code = %(stood_down)s THEN turned_away
        WHEN outcome.code = %(sent_home)s THEN GREATEST(seconds / 60, turned_away)
        WHEN outcome.code = ANY(%(attended)s) THEN seconds / 60 - outcome.penalty_minutes
        ELSE 0 END"""
TOLD = """
    CROSS JOIN LATERAL (SELECT
        date_part('epoch', COALESCE(outcome.finished_at - outcome.started_at, interval '0'))::int AS seconds,
        CASE outcome.notice WHEN 'before_travel' THEN %(before_travel)s WHEN 'before_day' THEN %(before_day)s
            ELSE %(on_site)s END AS turned_away
    ) told"""

STANDS = "NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = outcome.id)"


def credit_given(on: date) -> dict[str, object]:
    """What MINUTES is asked with: codes, and the minutes that a stand-down credits on the day, by its notice."""
    return {
        "attended": [outcome.code for outcome in contact_outcomes() if outcome.attended],
        "stood_down": STOOD_DOWN,
        "sent_home": SENT_HOME_BY_SERVICE,
    } | {notice: stand_down_credit(notice, on=on).value for notice in NOTICES}
