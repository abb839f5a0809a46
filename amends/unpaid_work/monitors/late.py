"""Requirements past the last day for their hours, and those likely to be: what is left, and when it will be done."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.design.words import short_date
from amends.organisation.roles import Permission
from amends.policy.completion import completion_date
from amends.unpaid_work.monitors.monitor import (
    PERSON,
    Action,
    Asked,
    Measure,
    Monitor,
    Row,
    of_person,
    person_row,
    shown_hours,
    working,
)
from amends.unpaid_work.queries.completion_forecasts import Finish, Prospect, prospects

IDLE = timedelta(weeks=4)
PAST_WHYS = {"idle": _("Nothing worked for four weeks"), "working": _("Working")}
LIKELY_WHYS = {"surely": _("Even at best"), "likely": _("More likely than not")}


def find_past(asked: Asked) -> list[Row]:
    """The open requirements with hours left after the last day for them."""

    def why(_last_day: date, prospect: Prospect) -> str:
        return "working" if prospect.worked_on and prospect.worked_on > asked.on - IDLE else "idle"

    return list(_rows(asked, lambda last_day: last_day < asked.on, why))


def find_likely(asked: Asked) -> list[Row]:
    """The open requirements whose hours will, more likely than not, be left on the last day for them."""

    def why(last_day: date, prospect: Prospect) -> str | None:
        finish = prospect.finish(asked.on)
        # A whole number of weeks: it may be done on any day of the last of them.
        if finish is None or finish.earliest - timedelta(weeks=1) > last_day:
            return "surely"
        return "likely" if finish.day > last_day else None

    return list(_rows(asked, lambda last_day: last_day >= asked.on, why))


def _rows(asked: Asked, within: Callable[[date], bool], why: Callable[[date, Prospect], str | None]) -> Iterator[Row]:
    """A row for each requirement with something left, its last day `within`, for which there is a why."""
    told, units = {}, set()
    rows = working(asked, Permission.HOURS_VIEW).order_by().values_list(
        "pk", "limit_date", "sentence__sentence_date", "sentence__person__team__pdu_id",
        *of_person("sentence__person__"),
    )  # fmt: skip
    last_days: dict[date, date | None] = {}
    for key, limit, sentenced, unit, *person in rows:
        if sentenced not in last_days:
            last_days[sentenced] = completion_date(sentenced, on=asked.on).value
        last_day = limit or last_days[sentenced]
        if last_day is not None and within(last_day):
            told[key] = last_day, person
            units.add(unit)
    left, paced = asked.left(told), asked.paced(units)
    unfinished = [key for key in told if left[key]]
    left = asked.left({other for key in unfinished for group in paced[key].earlier for other in group})
    for key, prospect in prospects(unfinished, left, paced).items():
        last_day, person = told[key]
        found = why(last_day, prospect)
        if found:
            figures = (prospect.left, prospect.forecast.weeks, prospect.finish(asked.on))
            yield person_row(key, person, found, last_day, figures)


def shown_finish(finish: Finish | None) -> object:
    """The day, and under it the range."""
    if finish is None:
        return _now("Not at this pace")
    latest = short_date(finish.latest) if finish.latest else _now("no end in sight")
    between = _now("%(earliest)s to %(latest)s") % {"earliest": short_date(finish.earliest), "latest": latest}
    return format_html("{}<br>({})", short_date(finish.day), between)


def _weeks(weeks: int | None) -> str:
    return "" if weeks is None else str(weeks)


_MEASURES = [
    Measure("minutes_left", _("Left to work"), shown_hours),
    Measure("weeks_needed", _("Weeks needed"), _weeks),
    Measure("finish", _("Done by (range)"), shown_finish, numeric=False),
]
_SOURCE = _("statements of hours, and what the last 12 weeks credited to the person and in the unit")
_OFFER = Action(_("Offer a place"), lambda row: reverse("unpaid_work:offer", args=[row.crn]), Permission.SESSION_PLAN)

PAST = Monitor(
    slug="past_limit",
    title=_("Past 12 months"),
    definition=_(
        "Open unpaid work requirements with hours left after the last day for them: twelve months from the order, or "
        "as the court extended it. The weeks needed are a forecast from the pace of the last 12 weeks since the first "
        "session, requirements to be worked before it included; the range holds the day with a chance of 80%."
    ),
    source=_SOURCE,
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=PAST_WHYS,
    find=find_past,
    action=_OFFER,
    empty=_("Nobody has hours left after the last day for them."),
    due=_("Last day"),
    measures=_MEASURES,
)

LIKELY = Monitor(
    slug="likely_late",
    title=_("Likely to pass 12 months"),
    definition=_(
        "Open unpaid work requirements whose hours will more likely than not be left on the last day for them, at the "
        "pace of the last 12 weeks since the first session, requirements to be worked before it included. Even at "
        "best: the last day is before the whole range of the forecast, which holds the day of completion with a chance "
        "of 80%."
    ),
    source=_SOURCE,
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=LIKELY_WHYS,
    find=find_likely,
    action=_OFFER,
    empty=_("Everybody is likely to finish in time."),
    due=_("Last day"),
    measures=_MEASURES,
)
