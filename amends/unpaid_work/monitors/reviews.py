"""Reviews of requirements, after six and after nine months: due within two weeks, or overdue."""

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
    requirements = working(asked, Permission.HOURS_VIEW)
    done: dict[int, set[str]] = {}
    for requirement, review in RequirementReview.objects.filter(requirement__in=requirements).values_list(
        "requirement_id", "review"
    ):
        done.setdefault(requirement, set()).add(review)
    rows = []
    due_dates: dict[date, tuple[date, ...]] = {}
    told = requirements.order_by().values_list("pk", "sentence__sentence_date", *of_person("sentence__person__"))
    for key, sentenced, *person in told:
        if sentenced not in due_dates:
            due_dates[sentenced] = review_due_dates(sentenced, on=asked.on).value
        found = _waiting(due_dates[sentenced], done.get(key, set()), asked.on)
        if found:
            why, due = found
            rows.append(person_row(key, person, why, due, (sentenced,)))
    return rows


def _waiting(due_dates: tuple[date, ...], done: set[str], on: date) -> tuple[str, date] | None:
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
