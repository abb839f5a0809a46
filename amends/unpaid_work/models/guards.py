"""The triggers by which the database refuses a session or a booking that breaks a rule.

What they call is written in SQL in this room's migrations: a function that lists every reason against, and one that
locks and refuses under the rule's name (`rules.py` of this room puts it in plain words).

Lock order, for everyone who books: sessions by id, then people by id. A trigger takes the same locks in the same
order, so that a write which forgot them is no less safe; two such writes can at worst wait for each other, and the
database then ends one of them.
"""

import pgtrigger

session_allowed = (
    pgtrigger.Trigger(
        name="opened_by_the_rules",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="PERFORM unpaid_work_guard_session(NULL, NEW); RETURN NULL;",
    ),
    pgtrigger.Trigger(
        name="changed_by_the_rules",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        func="PERFORM unpaid_work_guard_session(OLD, NEW); RETURN NULL;",
        condition=pgtrigger.Condition("OLD.* IS DISTINCT FROM NEW.*"),
    ),
)

booking_allowed = pgtrigger.Trigger(
    name="booked_by_the_rules",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="PERFORM unpaid_work_guard_booking(NEW); RETURN NULL;",
)
