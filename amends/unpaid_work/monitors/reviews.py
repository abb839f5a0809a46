"""Reviews of requirements, after six and after nine months: due within two weeks, or overdue."""

from collections.abc import Collection
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.roles import Permission
from amends.policy.completion import review_due_dates
from amends.unpaid_work.monitors.monitor import (
    PERSON,
    Action,
    Asked,
    Measure,
    Monitor,
    Row,
    person_row,
    shown_day,
    working,
)
from amends.unpaid_work.queries.over_rows import over_requirements

AHEAD = timedelta(days=14)
WHYS = {
    "second_overdue": _("Nine-month review overdue"),
    "first_overdue": _("Six-month review overdue"),
    "second_due": _("Nine-month review due within two weeks"),
    "first_due": _("Six-month review due within two weeks"),
}


# Of each requirement asked about: which of its reviews are recorded.
_DONE = """
    done AS (
        SELECT requirement_id, string_agg(review, ' ' ORDER BY review) AS reviews
        FROM unpaid_work_requirementreview GROUP BY requirement_id
    )
    SELECT asked.id, asked.sentence_date, COALESCE(done.reviews, ''), given_names, family_name, crn, team
    FROM asked LEFT JOIN done ON done.requirement_id = asked.id
"""


def find(asked: Asked) -> list[Row]:
    """The reviews of open requirements not recorded and due by two weeks from the day.

    Once the second is due the first is asked for no more, and a second that is recorded settles the first.
    """
    rows = []
    waiting: dict[tuple[date, str], tuple[str, date] | None] = {}  # many have the same day
    for key, sentenced, done, *person in over_requirements(working(asked, Permission.HOURS_VIEW), _DONE, {}):
        if (sentenced, done) not in waiting:
            due_dates = review_due_dates(sentenced, on=asked.on).value
            waiting[sentenced, done] = _waiting(due_dates, done.split(), asked.on)
        if found := waiting[sentenced, done]:
            rows.append(person_row(key, person, found[0], found[1], (sentenced,)))
    return rows


def _waiting(due_dates: tuple[date, ...], done: Collection[str], on: date) -> tuple[str, date] | None:
    """The reason and the day of the review that waits; the later of the two where both are due."""
    for review, due in zip(("second", "first"), reversed(due_dates), strict=True):
        if review in done:
            return None
        if due <= on + AHEAD:
            return f"{review}_{'overdue' if due < on else 'due'}", due
    return None


def _record(row: Row) -> str:
    return reverse("unpaid_work:review", args=[row.crn, row.key, row.why.partition("_")[0]])


MONITOR = Monitor(
    slug="reviews",
    title=_("Reviews due"),
    definition=_(
        "Open unpaid work requirements whose review after six or nine months is due within two weeks, or overdue, and "
        "is not recorded. Where both are due the later one is asked for."
    ),
    source=_("dates of sentence, and reviews on record; the months are a default of policy"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(_("Record the review"), _record, Permission.ASSESSMENT_RECORD),
    empty=_("No review is due within two weeks."),
    due=_("Due"),
    measures=[Measure("sentenced", _("Sentenced"), shown_day, numeric=False)],
)
