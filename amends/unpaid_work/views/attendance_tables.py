"""The tables, the chart and the words of the page about attendance."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from amends.cases.queries.characteristics import CHARACTERISTICS
from amends.design.charts import Bar, Bars
from amends.design.components import Column, Table
from amends.design.words import day, percent_text, signed_text
from amends.methods.attendance.backtest import HELD_OUT_DAYS, Backtest
from amends.methods.attendance.model import VERSION
from amends.methods.attendance.together import SharedDraws
from amends.methods.calibration import Bin, GroupBin, Judgement
from amends.methods.statistics.ratio import Mean
from amends.unpaid_work.queries.attendance_report import Report
from amends.unpaid_work.queries.past_plans import Kept
from amends.unpaid_work.views.plan_tables import weeks_text


def report_of(report: Report, groups: Mapping[str, Sequence[GroupBin]], today: date) -> dict[str, object]:
    """What the page shows of a unit's report."""
    found = report.backtest
    return {
        "version": VERSION,
        "learned_from": found.learned_from,
        "told": len(found.told.held_out),
        "first": day(today - timedelta(days=HELD_OUT_DAYS)),
        "chart": _chart(found.bins),
        "methods": _methods_table(found),
        "better": _better_words(found),
        "together": _together_words(report.shared),
        "groups": _groups_table(groups),
    }


def past_plans_table(plans: Sequence[Kept]) -> Table:
    """Plans on their days that are past: what was expected, and what happened."""
    columns = [
        Column(_("Plan"), row_header=True), Column(_("Team")), Column(_("Sessions that ran"), numeric=True),
        Column(_("Expected to turn somebody away"), numeric=True), Column(_("Turned somebody away"), numeric=True),
        Column(_("People expected to be turned away"), numeric=True), Column(_("People turned away"), numeric=True),
        Column(_("Expected to come"), numeric=True), Column(_("Came"), numeric=True),
    ]  # fmt: skip
    rows = [
        [
            weeks_text(one.plan), one.plan.team.name, f"{one.sessions:,}",
            _("%(mean)s (%(low)s to %(high)s would be no surprise)") % {
                "mean": f"{one.risk:,.1f}", "low": f"{one.usual[0]:,}", "high": f"{one.usual[1]:,}"
            },
            f"{one.over:,}", f"{one.turned_away:,.1f}", f"{one.away:,}", f"{one.come:,.0f}", f"{one.came:,}",
        ]
        for one in plans
    ]  # fmt: skip
    return Table(
        caption=_("Plans that were applied, on the days that are past"), columns=columns, rows=rows, stacked=True,
        empty=_("No plan of the last 26 weeks has been applied and has a session that is past and recorded."),
    )  # fmt: skip


def _chart(bins: Sequence[Bin]) -> Bars:
    off = sum(not one.happened.low <= one.told <= one.happened.high for one in bins)
    return Bars(
        title=_("Of those told a chance, how many came"),
        description=_(
            "Bookings in order of the chance that was told, in groups of about the same size. The bar is the share "
            "that came, with its 95%% interval; the mark is the chance told. Marks outside the interval: %(off)s of "
            "%(all)s."
        ) % {"off": off, "all": len(bins)},
        bars=[
            Bar(_("Told %(low)s to %(high)s") % {"low": percent_text(one.lowest), "high": percent_text(one.highest)},
                one.happened.share, one.happened.low, one.happened.high, one.told)
            for one in bins
        ],
        unit="percent", maximum=1, category=_("Chance told"), value_heading=_("Came"), mark_label=_("Mean chance told"),
        table_open=True,
    )  # fmt: skip


def _methods_table(found: Backtest) -> Table:
    columns = [
        Column(_("Method"), row_header=True),
        Column(_("Brier score"), numeric=True),
        Column(_("Log loss"), numeric=True),
    ]
    methods = [
        (_("Version 2, at a session as they have been on the whole: what plans use"), found.planned),
        (_("Version 2, knowing the project, the weekday and the notice"), found.model),
        (_("Version 1: a person’s own count, drawn to their team’s rate"), found.counts),
        (_("The same chance for everybody"), found.mean),
    ]
    rows = [[words, _score(judged.brier), _score(judged.log_loss)] for words, judged in methods]
    return Table(
        caption=_("How good the chances were: lower is better, with 95% intervals"), columns=columns, rows=rows,
        stacked=True,
    )  # fmt: skip


def _better_words(found: Backtest) -> list[str]:
    return [
        _than(_("the same chance for everybody"), found.better_than_mean),
        _than(_("version 1"), found.better_than_counts),
    ]


def _than(other: str, judged: Judgement) -> str:
    less = judged.brier
    told = {"other": other, "low": signed_text(less.low, 4), "high": signed_text(less.high, 4)}
    if less.high < 0:
        return _("Better than %(other)s: the Brier score differs by %(low)s to %(high)s.") % told
    if less.low > 0:
        return _("Worse than %(other)s: the Brier score differs by %(low)s to %(high)s.") % told
    return _("Not to be told apart from %(other)s: the Brier score differs by %(low)s to %(high)s.") % told


def _together_words(shared: SharedDraws | None) -> str:
    if shared is None:
        return _("There are too few days to tell how much absences go together; plans are replayed with an assumption.")
    told = {
        name: percent_text(getattr(shared, name), 1).replace("-", "\N{MINUS SIGN}")
        for name in ("day", "day_low", "day_high", "town", "town_low", "town_high")
    }
    if shared.one_town:
        words = _(
            "How much absences go together: the day, and the one town that all projects are in, have %(town)s of what "
            "decides (95%% interval %(town_low)s to %(town_high)s). Nought would be independence; an estimate may fall "
            "below it by luck."
        )
    else:
        words = _(
            "How much absences go together: the day has %(day)s of what decides (95%% interval %(day_low)s to "
            "%(day_high)s), the town on the day %(town)s (%(town_low)s to %(town_high)s). Nought would be "
            "independence; an estimate may fall below it by luck."
        )
    return words % told


def _groups_table(groups: Mapping[str, Sequence[GroupBin]]) -> Table:
    columns = [
        Column(_("Group"), row_header=True), Column(_("People"), numeric=True), Column(_("Bookings"), numeric=True),
        Column(_("Mean chance told"), numeric=True), Column(_("Came"), numeric=True),
        Column(_("Came less told, in points"), numeric=True),
    ]  # fmt: skip
    rows = [_group(str(CHARACTERISTICS[name]), one) for name, of_name in groups.items() for one in of_name]
    return Table(
        caption=_("By group of people, with 95% intervals"), columns=columns, rows=rows, stacked=True,
        empty=_("There is nobody to tell of."),
    )  # fmt: skip


def _group(characteristic: str, one: GroupBin) -> list[str]:
    label = f"{characteristic}: {one.label}"
    if one.people is None or one.occasions is None or one.happened is None or one.excess is None:
        return [label, *[_("Not shown")] * 5]
    return [
        label, f"{one.people:,}", f"{one.occasions:,}", percent_text(one.told),
        _("%(share)s (%(low)s to %(high)s)") % {
            "share": percent_text(one.happened.share), "low": percent_text(one.happened.low),
            "high": percent_text(one.happened.high),
        },
        _("%(mean)s (%(low)s to %(high)s)") % {
            "mean": signed_text(one.excess.mean * 100, 1), "low": signed_text(one.excess.low * 100, 1),
            "high": signed_text(one.excess.high * 100, 1),
        },
    ]  # fmt: skip


def _score(mean: Mean) -> str:
    return _("%(mean)s (%(low)s to %(high)s)") % {
        "mean": f"{mean.mean:.4f}", "low": f"{mean.low:.4f}", "high": f"{mean.high:.4f}"
    }  # fmt: skip
