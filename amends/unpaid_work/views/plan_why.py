"""Why a plan is as it is, in words and tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from amends.design.components import Column, Table
from amends.design.words import hours_text, long_date, short_date, signed_text, weekdays_text
from amends.unpaid_work.queries.plans import NotRunLine, Proposal
from amends.unpaid_work.queries.problem.work import LONGER_THAN_A_DAY, NOT_UNDER_18
from amends.unpaid_work.views.plan_words import UNMET

HURDLES = {
    "same_day": _lazy("works that day at %(what)s"),
    "week_full": _lazy("with %(amount)s booked, it would pass the %(of)s that may be offered in the week"),
    "hours_left": _lazy("the %(of)s left to work are reached without it"),
    "ete_used": _lazy("with %(amount)s of ETE booked, it would pass the %(of)s left"),
    "no_supervisor": _lazy("nobody who may lead it works that day"),
    "supervisors_busy": _lazy("those who may lead it (%(amount)d) lead elsewhere, or work all their days"),
    "not_run": _lazy("it does not run, though some who may lead it are free (%(amount)d)"),
    "full": _lazy("full: %(amount)d booked on %(of)d places"),
    "apart": _lazy("someone is booked from whom they are kept apart"),
    "room": _lazy("it had room: taking part would not have added points, or was not found"),
}
LIMITS = {
    "travel": _lazy("travelling %(minutes)d minutes further"),
    "tag": _lazy("work with “%(what)s”"),
    "skill": _lazy("the skill “%(what)s”"),
    "kind": _lazy("the kind “%(what)s”"),
    "weekday": _lazy("working on this weekday too: %(what)s"),
    "away": _lazy("not being away on %(what)s"),
    "wish": _lazy("lifting what keeps them from it by name: a wish that says never, or an area they must keep out of"),
}
NOT_RUN = {
    "forbidden": _lazy("A wish says never"),
    "no_places": _lazy("The most that may be in a group leaves no places"),
    "no_supervisor": _lazy("Nobody who may lead it works that day"),
    "supervisors_elsewhere": _lazy("Everybody who may lead it leads elsewhere, or works all their days"),
    "too_few_people": _lazy("Too few people whom it suits are free"),
    "would_not_pay": _lazy("It would cost more points than it adds"),
    "not_found": _lazy("It would add points: the search ended without it"),
}
NOT_RUN_HEADER = [
    "date", "project_code", "project", "reason", "supervisors_able", "people_suited", "people_free", "least", "points",
]  # fmt: skip
_IN_HOURS = {"week_full", "hours_left", "ete_used"}
# What the problem says by tags of its own.
_TAGS = {
    LONGER_THAN_A_DAY: _lazy("sessions longer than may be worked in a day"),
    NOT_UNDER_18: _lazy("projects that do not suit under-18s"),
    **{f"!hours-{parts}": _lazy("these hours of the day") for parts in ("m", "a", "e", "ma", "ae", "mae")},
}


def unmet_why(proposal: Proposal, reason: str, hurdles: Sequence[Mapping], limits: Sequence[Mapping]) -> SafeString:
    """The reason, what stood in the way of sessions that suit, and what would open most."""
    told = [_told(proposal, _in_hours(row), HURDLES[row["key"]], _what(proposal, row["what"])) for row in hurdles]
    opening = [_told(proposal, row, LIMITS[row["limit"]], _limit(proposal, row)) for row in limits]
    parts = [format_html("{}", UNMET[reason])]
    if told:
        parts.append(_listed(_("Sessions that suit, and what stood in the way:"), told))
    if opening:
        parts.append(_listed(_("What would open most:"), opening))
    return format_html_join("", "{}", ((part,) for part in parts))


def not_run_table(proposal: Proposal, lines: Sequence[NotRunLine]) -> Table:
    """Sessions that could take place and do not."""
    columns = [
        Column(_("Date"), row_header=True), Column(_("Project")), Column(_("Why it does not run")),
        Column(_("People it suits, free that day"), numeric=True), Column(_("Points if it ran"), numeric=True),
        Column(_("Whose session would close")),
    ]  # fmt: skip
    rows = [
        [long_date(line.date), str(line.project), str(NOT_RUN[line.reason]),
         _("%(free)d of %(suited)d, %(least)d needed") % line.why,
         "" if line.why["points"] is None else signed_text(line.why["points"]), _closing(proposal, line.why["leaders"])]
        for line in lines
    ]  # fmt: skip
    return Table(
        caption=_("Sessions not run"), caption_hidden=True, stacked=True, columns=columns, rows=rows,
        empty=_("Every session that could take place runs."),
    )  # fmt: skip


def not_run_rows(lines: Iterable[NotRunLine]) -> Iterable[list[object]]:
    """The same as rows of a file."""
    for line in lines:
        why = line.why
        points = None if why["points"] is None else round(why["points"], 1)
        yield [line.date.isoformat(), why["project_id"], str(line.project), str(NOT_RUN[line.reason]), why["able"],
               why["suited"], why["free"], why["least"], points]  # fmt: skip


def _in_hours(row: Mapping) -> Mapping:
    if row["key"] not in _IN_HOURS:
        return row
    return {**row, "amount": hours_text(row["amount"]), "of": hours_text(row["of"])}


def _limit(proposal: Proposal, row: Mapping) -> str:
    """What a limit is about: a day, where it is one of days."""
    if row["limit"] in ("away", "weekday"):
        day = date.fromisoformat(row["what"])
        return short_date(day) if row["limit"] == "away" else weekdays_text(str(day.isoweekday()))
    return _what(proposal, row["what"])


def _what(proposal: Proposal, what: str) -> str:
    return str(proposal.projects.get(what) or _TAGS.get(what, what))


def _told(proposal: Proposal, row: Mapping, words: str, what: str) -> str:
    sessions = row["sessions"]
    told = str(words) % {**row, "what": what}
    place = _("%(project)s, %(day)s") % {
        "project": proposal.projects.get(row["project_id"], row["project_id"]),
        "day": short_date(date.fromisoformat(row["date"])),
    }  # fmt: skip
    if sessions == 1:
        return _("%(place)s: %(why)s") % {"place": place, "why": told}
    return _("%(place)s and %(more)d more: %(why)s") % {"place": place, "more": sessions - 1, "why": told}


def _listed(heading: str, phrases: Sequence[str]) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((phrase,) for phrase in phrases))
    return format_html(
        '<details class="govuk-details govuk-!-margin-top-2 govuk-!-margin-bottom-0"><summary '
        'class="govuk-details__summary"><span class="govuk-details__summary-text">{}</span></summary>'
        '<ul class="govuk-list govuk-list--bullet">{}</ul></details>', heading, items,
    )  # fmt: skip


def _closing(proposal: Proposal, leaders: Sequence[Mapping]) -> str:
    """Who could lead it by leaving another session, the cheapest first."""
    told = []
    for one in leaders:
        name = proposal.staff.get(one["supervisor_id"], one["supervisor_id"])
        if one["project_id"] is None:
            told.append(_("%(name)s has no day left") % {"name": name})
            continue
        project = proposal.projects.get(one["project_id"], one["project_id"])
        cost = "" if one["cost"] is None else _(" (%(cost)s points)") % {"cost": signed_text(-one["cost"])}
        told.append(_("%(name)s, from %(project)s%(cost)s") % {"name": name, "project": project, "cost": cost})
    return "; ".join(told)
