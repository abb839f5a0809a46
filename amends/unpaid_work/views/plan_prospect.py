"""What a plan may come to, and what it gives to groups of people, in words and tables."""

from collections.abc import Mapping, Sequence
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amends.cases.queries.characteristics import CHARACTERISTICS
from amends.design.components import Column, Figure, Table
from amends.design.words import hours_text, percent_text, signed_text
from amends.methods.fairness import Contrast, GroupLot
from amends.methods.statistics.ratio import Mean
from amends.unpaid_work.models import Plan
from amends.unpaid_work.queries.plan_prospect import CameTo, Measured, Prospect

_MEASURES = {
    "minutes_worked": gettext_lazy("Hours worked"),
    "offers_met": gettext_lazy("Weekly offers met"),
    "turned_away": gettext_lazy("People turned away for want of a place"),
    "sessions_over": gettext_lazy("Sessions that turn somebody away"),
    "travel_minutes": gettext_lazy("Travel to the sessions, one way"),
}
_IN_HOURS = {"minutes_worked", "travel_minutes"}
_WAYS: tuple[Literal["independent", "together"], ...] = ("independent", "together")


def stand_downs_figure(plan: Plan) -> Figure | None:
    """How many people the plan is expected to turn away; None of a plan that was made without."""
    prospect: Prospect | None = plan.result.get("prospect")
    if prospect is None:
        return None
    return Figure(
        label=_("Expected to be turned away"),
        value=_("%(count)s people") % {"count": f"{prospect['expected']:,.1f}"},
        as_at=plan.finished_at,
        source=_("This plan and the record when it was made"),
        definition=_(
            "People for whom there would be no place, on the average, if everybody comes or stays away independently: "
            "worked out exactly. The plan promises that no session turns anybody away with a chance above %(risk)s."
        ) % {"risk": percent_text(prospect["risk"], 1)},
        denominator=_("at %(some)s of %(all)s sessions that may be overbooked") % {
            "some": f"{prospect['expected_sessions']:,.1f}", "all": f"{prospect['sessions']:,}"
        },
        href=reverse("unpaid_work:plan_sessions", args=[plan.pk]),
    )  # fmt: skip


def promise_words(prospect: Prospect) -> list[str]:
    """Whether the promise on turning people away holds in the replay, and what becomes of it in the rain."""
    told = {"runs": f"{prospect['runs']:,}", "risk": percent_text(prospect["risk"], 1)}
    broken = prospect["independent"]["broken"]
    first = (
        _("Replayed %(runs)s times with everybody coming or staying away independently, the plan keeps its promise: no "
          "session turned anybody away in more than %(risk)s of the runs, within the error of so many runs.") % told
        if not broken
        else ngettext(
            "Replayed %(runs)s times with everybody coming or staying away independently, the plan broke its promise "
            "of %(risk)s at %(broken)s session.",
            "Replayed %(runs)s times with everybody coming or staying away independently, the plan broke its promise "
            "of %(risk)s at %(broken)s sessions.", broken,
        ) % (told | {"broken": f"{broken:,}"})
    )  # fmt: skip
    return [first, _together_words(prospect)]


def _together_words(prospect: Prospect) -> str:
    whence = (
        _("as in the last eight weeks here") if prospect["source"] == "estimated"
        else _("as assumed: the past here is too short to tell")
    )  # fmt: skip
    rainy = prospect["together"]
    away = {name: _amount("turned_away", prospect[name]["measures"]["turned_away"]["mean"]) for name in _WAYS}
    return _(
        "Where absences go together (%(whence)s: the day has %(day)s of what decides, the town on the day %(town)s), "
        "%(rainy)s people are turned away instead of %(dry)s. Sessions that then do so more often than promised: "
        "%(broken)s; the worst does in %(worst)s of the runs."
    ) % {
        "whence": whence, "day": percent_text(prospect["day"], 1), "town": percent_text(prospect["town"], 1),
        "rainy": away["together"], "dry": away["independent"], "broken": f"{rainy['broken']:,}",
        "worst": percent_text(rainy["worst"], 1),
    }  # fmt: skip


def prospect_table(prospect: Prospect) -> Table:
    """What the plan comes to in the mean, and in nine runs of ten, either way."""
    columns = [
        Column(_("In the weeks planned"), row_header=True),
        Column(_("If people come independently"), numeric=True),
        Column(_("If absences go together"), numeric=True),
    ]
    rows = [[str(words), *(_measured(name, prospect[way]) for way in _WAYS)] for name, words in _MEASURES.items()]
    return Table(
        caption=_("What the plan may come to: the mean, and between what it lies in nine runs of ten"),
        columns=columns, rows=rows, stacked=True, caption_size="s",
    )  # fmt: skip


def fairness_table(groups: Mapping[str, Sequence[GroupLot]]) -> Table:
    """What groups of people get, beside everybody else; without characteristics of which only one group is shown."""
    columns = [
        Column(_("Group"), row_header=True), Column(_("People"), numeric=True),
        Column(_("Offered less than the least in some week"), numeric=True),
        Column(_("Minutes short, a person and week"), numeric=True), Column(_("Beside everybody else")),
        Column(_("Travel to a session, minutes"), numeric=True), Column(_("Beside everybody else")),
    ]  # fmt: skip
    rows = [
        _row(str(CHARACTERISTICS[name]), one)
        for name, of_name in groups.items() if _compared(of_name) for one in of_name
    ]  # fmt: skip
    return Table(
        caption=_("Offers and travel by group, with 95% intervals"), columns=columns, rows=rows, stacked=True,
        caption_size="s", empty=_("There are too few people, or too few characteristics on record, to compare groups."),
    )  # fmt: skip


def left_out_words(groups: Mapping[str, Sequence[GroupLot]]) -> str:
    """Of what nothing can be compared."""
    names = [str(CHARACTERISTICS[name]) for name, of_name in groups.items() if not _compared(of_name)]
    if not names:
        return ""
    return _("Not compared, because only one group is on record or large enough to be shown: %(names)s.") % {
        "names": ", ".join(name.lower() for name in names)
    }


def _compared(groups: Sequence[GroupLot]) -> bool:
    return sum(one.people is not None for one in groups) > 1


def _row(characteristic: str, one: GroupLot) -> list[str]:
    label = f"{characteristic}: {one.label}"
    if one.people is None:
        return [label, *[_("Not shown")] * 6]
    short = (
        _("%(share)s (%(low)s to %(high)s)") % {
            "share": percent_text(one.short.share), "low": percent_text(one.short.low),
            "high": percent_text(one.short.high),
        } if one.short else _("Not shown")
    )  # fmt: skip
    return [
        label, f"{one.people:,}", short, _mean(one.minutes_short), _contrast(one.minutes_short_more),
        _mean(one.travel), _contrast(one.travel_more),
    ]  # fmt: skip


def _mean(mean: Mean | None) -> str:
    if mean is None:
        return _("Not shown")
    return _("%(mean)s (%(low)s to %(high)s)") % {
        "mean": f"{mean.mean:,.0f}", "low": f"{max(0.0, mean.low):,.0f}", "high": f"{mean.high:,.0f}"
    }  # fmt: skip


def _contrast(one: Contrast | None) -> str:
    if one is None:
        return _("Not shown")
    words = _("%(difference)s (%(low)s to %(high)s)") % {
        "difference": signed_text(one.difference), "low": signed_text(one.low), "high": signed_text(one.high)
    }  # fmt: skip
    return _("%(words)s: stands out") % {"words": words} if one.stands_out else words


def _measured(name: str, came_to: CameTo) -> str:
    found: Measured = came_to["measures"][name]
    return _("%(mean)s (%(low)s to %(high)s)") % {
        "mean": _amount(name, found["mean"]), "low": _amount(name, found["low"]), "high": _amount(name, found["high"])
    }  # fmt: skip


def _amount(name: str, value: float) -> str:
    if name in _IN_HOURS:
        return hours_text(round(value / 60) * 60)
    return f"{value:,.1f}" if name in ("turned_away", "sessions_over") else f"{value:,.0f}"
