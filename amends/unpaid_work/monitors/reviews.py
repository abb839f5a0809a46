"""Reviews of requirements, after six and after nine months: due within two weeks, or overdue."""

from collections.abc import Collection
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.roles import Permission
from amends.policy.completion import review_due_dates
from amends.unpaid_work.models import RequirementReview
from amends.unpaid_work.monitors.monitor import (
    PERSON,
    Action,
    Asked,
    Measure,
    Monitor,
    Row,
    of_person,
    person_row,
    shown_day,
    working,
)

AHEAD = timedelta(days=14)
WHYS = {
    "second_overdue": _("Nine-month review overdue"),
    "first_overdue": _("Six-month review overdue"),
    "second_due": _("Nine-month review due within two weeks"),
    "first_due": _("Six-month review due within two weeks"),
}


def find(asked: Asked) -> list[Row]:
    """The reviews of open requirements not recorded and due by two weeks from the day.

    Once the second is due the first is asked for no more, and a second that is recorded settles the first.
    """
    done: dict[int, set[str]] = {}
    reviews = asked.within(RequirementReview.objects, Permission.HOURS_VIEW)
    for requirement, review in reviews.values_list("requirement_id", "review"):
        done.setdefault(requirement, set()).add(review)
    rows, nobody = [], frozenset[str]()
    waiting: dict[tuple[date, frozenset[str]], tuple[str, date] | None] = {}  # many have the same day
    requirements = working(asked, Permission.HOURS_VIEW).order_by()
    for key, sentenced, *person in requirements.values_list(
        "pk", "sentence__sentence_date", *of_person("sentence__person__")
    ):
        had = frozenset(done[key]) if key in done else nobody
        if (sentenced, had) not in waiting:
            waiting[sentenced, had] = _waiting(review_due_dates(sentenced, on=asked.on).value, had, asked.on)
        found = waiting[sentenced, had]
        if found:
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
