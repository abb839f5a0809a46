"""The tables and figures of a plan's pages, and its changes as a CSV file."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amends.design.components import Column, Figure, Figures, Link, Table, Tag
from amends.design.words import hours, hours_text, long_date, percent_text, short_date
from amends.unpaid_work.models import Plan
from amends.unpaid_work.queries.plan_changes import Place
from amends.unpaid_work.queries.plan_terms import Names
from amends.unpaid_work.queries.plans import PersonLine, Proposal, SessionLine, UnmetLine, by_reason
from amends.unpaid_work.views.plan_prospect import stand_downs_figure
from amends.unpaid_work.views.plan_why import unmet_why
from amends.unpaid_work.views.plan_words import (
    KINDS,
    UNMET,
    kind_tag,
    kind_words,
    person_link,
    status_tag,
    supposed_words,
)

CSV_HEADER = ["change", "date", "project_code", "project", "crn", "person", "from", "to", "ring", "week_minutes_before",
              "week_minutes_after", "week_travel_before", "week_travel_after"]  # fmt: skip


def plans_table(plans: Sequence[Plan], names: Names, at) -> Table:
    """Plans, the newest first."""
    columns = [
        Column(_("Weeks planned"), row_header=True),
        Column(_("Team")),
        Column(_("What it is")),
        Column(_("Asked for")),
        Column(_("State")),
    ]
    rows = [
        [Link(weeks_text(plan), reverse("unpaid_work:plan", args=[plan.pk])), plan.team.name,
         "; ".join([kind_words(plan), *supposed_words(plan, names)]),
         _("%(day)s by %(name)s") % {"day": short_date(plan.requested_at.date()), "name": plan.requested_by.name},
         status_tag(plan, lost=plan.is_lost(at))]
        for plan in plans
    ]  # fmt: skip
    return Table(caption=_("Plans"), caption_hidden=True, columns=columns, rows=rows,
                 empty=_("No plan has been asked for yet."))  # fmt: skip


def weeks_text(plan: Plan) -> str:
    """Which weeks, in words."""
    if plan.weeks == 1:
        return _("The week of %(day)s") % {"day": long_date(plan.first_day)}
    return _("%(count)d weeks from %(day)s") % {"count": plan.weeks, "day": long_date(plan.first_day)}


def sessions_table(lines: Sequence[SessionLine]) -> Table:
    """Sessions beside what stood, with who is expected and the risk that more turn up than fit."""
    columns = [
        Column(_("Date"), row_header=True), Column(_("Project")), Column(_("Change")), Column(_("Supervisor")),
        Column(_("Booked"), numeric=True), Column(_("Places"), numeric=True), Column(_("Expected"), numeric=True),
        Column(_("Risk of turning someone away"), numeric=True),
    ]  # fmt: skip
    rows = [
        [long_date(line.date), str(line.project), kind_tag(line.kind), _supervisor(line),
         _number(line.booked), _number(line.places), _number(line.expected, 1),
         percent_text(line.risk, 1) if line.risk is not None else ""]
        for line in lines
    ]  # fmt: skip
    return Table(
        caption=_("Sessions"), caption_hidden=True, stacked=True, columns=columns, rows=rows,
        empty=_("There are no sessions of this sort in the plan."),
    )  # fmt: skip


def people_table(proposal: Proposal, lines: Sequence[PersonLine]) -> Table:
    """People whose bookings the plan changes, those to ring first at the top; what their weeks were and would be."""
    columns = [
        Column(_("Ring"), numeric=True), Column(_("Person"), row_header=True), Column(_("Change")),
        Column(_("Stands now")), Column(_("Planned")), Column(_("Hours in the week"), numeric=True),
        Column(_("Travel in the week, one way"), numeric=True),
    ]  # fmt: skip
    rows = [
        [
            f"{line.turn:,}",
            person_link(proposal.names.get(line.change.person)),
            _changed(line),
            _place(proposal, line.change.of),
            _place(proposal, line.change.to),
            _became_of(hours_text(line.share["minutes_before"]), hours_text(line.share["minutes_after"])),
            _became_of(_minutes(line.share["travel_before"]), _minutes(line.share["travel_after"])),
        ]
        for line in lines
    ]
    return Table(
        caption=_("People"), caption_hidden=True, stacked=True, columns=columns, rows=rows,
        empty=_("The plan changes nobody's bookings in this way."),
    )  # fmt: skip


def unmet_table(proposal: Proposal, lines: Sequence[UnmetLine]) -> Table:
    """Offers below the least, with the reason."""
    columns = [
        Column(_("Person"), row_header=True), Column(_("Week of")), Column(_("Offered"), numeric=True),
        Column(_("Short by"), numeric=True), Column(_("Why")),
    ]  # fmt: skip
    rows = [
        [person_link(one.person), short_date(one.monday), hours(one.offered), hours(one.short),
         unmet_why(proposal, one.reason, one.hurdles, one.relaxations)]
        for one in lines
    ]  # fmt: skip
    return Table(
        caption=_("Offers not met"), caption_hidden=True, stacked=True, columns=columns, rows=rows,
        empty=_("Everyone is offered at least the least that policy asks, in every week."),
    )  # fmt: skip


def reasons_table(proposal: Proposal) -> Table:
    """Offers not met, counted by reason."""
    columns = [Column(_("Why"), row_header=True), Column(_("Offers"), numeric=True)]
    rows = [[str(UNMET[reason]), f"{count:,}"] for reason, count in by_reason(proposal).items()]
    return Table(caption=_("Why offers are not met"), columns=columns, rows=rows,
                 empty=_("Every offer is met."))  # fmt: skip


def refused_table(proposal: Proposal, rows: Sequence[dict]) -> Table:
    """What was refused when the plan was applied, each with its reason."""
    columns = [
        Column(_("Date"), row_header=True), Column(_("Project")), Column(_("Planned change")), Column(_("Person")),
        Column(_("Why it was refused")),
    ]  # fmt: skip
    lines = [
        [_day(row["date"]), _project(proposal, row["project"]), kind_tag(row["kind"]),
         person_link(proposal.names.get(row["person"])) if row["person"] else "", _sentence(row["reason"])]
        for row in rows
    ]  # fmt: skip
    return Table(caption=_("Refused"), caption_hidden=True, stacked=True, columns=columns, rows=lines,
                 empty=_("Nothing was refused."))  # fmt: skip


def figures(proposal: Proposal) -> Figures:
    """The plan in figures."""
    plan, counts = proposal.plan, proposal.counts
    result = plan.result
    offers = result["report"]["people"] * plan.weeks
    unmet = len(result["unmet"])
    run = result["sessions"]
    highest = max((row["risk"] for row in run), default=0)

    def figure(label: str, value: str, definition: str, href: str = "", **more: str) -> Figure:
        address = reverse(f"unpaid_work:{href}", args=[plan.pk]) if href else ""
        return Figure(label=label, value=value, definition=definition, href=address, as_at=plan.finished_at,
                      source=_("This plan and the record when it was made"), **more)  # fmt: skip

    sessions = _("%(opened)s opened, %(changed)s with another supervisor, %(off)s that stood not run") % {
        "opened": f"{counts['opened']:,}", "changed": f"{counts['supervised']:,}", "off": f"{counts['called_off']:,}"
    }  # fmt: skip
    bookings = _("%(added)s added, %(moved)s moved, %(dropped)s dropped") % {
        "added": f"{counts['added']:,}", "moved": f"{counts['moved']:,}", "dropped": f"{counts['dropped']:,}"
    }  # fmt: skip
    turned_away = stand_downs_figure(plan)
    return Figures(
        [
            figure(_("Sessions run"), f"{len(run):,}", _("Sessions in the plan on days that it may change."),
                   "plan_sessions", note=sessions),
            figure(_("Bookings"), f"{len(result['bookings']):,}",
                   _("People booked on those sessions; someone booked twice counts twice."),
                   "plan_people", note=bookings),
            figure(_("Weekly offers met"), percent_text((offers - unmet) / offers) if offers else "–",
                   _("An offer is a person in a week. It is met where they are booked for the least that policy asks."),
                   "plan_unmet",
                   denominator=_("%(met)s of %(all)s") % {"met": f"{offers - unmet:,}", "all": f"{offers:,}"}),
            figure(_("Expected to turn up"), f"{sum(row['expected'] for row in run):,.0f}",
                   _("The chances of turning up of everyone booked, added up."),
                   denominator=_("of %(count)s bookings") % {"count": f"{len(result['bookings']):,}"}),
            figure(_("Highest risk of turning someone away"), percent_text(highest, 1),
                   _("The chance, at the session where it is highest, that more turn up than there are places, "
                     "if people come or stay away independently of each other.")),
            *([turned_away] if turned_away else []),
        ]
    )  # fmt: skip


def csv_rows(proposal: Proposal) -> Iterable[list[object]]:
    """Every change, people in the order in which to ring them; those the reader may not see without CRN and name."""
    for session in proposal.changes.sessions:
        yield [
            str(KINDS[session.kind][0]), session.date.isoformat(), session.project, _project(proposal, session.project),
            "", "", session.before or "", session.supervisor or "", *[""] * 5,
        ]  # fmt: skip
    for line in proposal.people:
        change, share = line.change, line.share
        person = proposal.names.get(change.person)
        place = change.to or change.left
        yield [
            str(KINDS[change.kind][0]), change.date.isoformat(), place.project, _project(proposal, place.project),
            person.crn if person else "", person.name if person else _("Restricted record"),
            _place(proposal, change.of), _place(proposal, change.to), line.turn, share["minutes_before"],
            share["minutes_after"], share["travel_before"], share["travel_after"],
        ]  # fmt: skip


def _changed(line: PersonLine) -> Tag | SafeString:
    tag = kind_tag(line.change.kind)
    if not line.share["nothing_left"]:
        return tag
    return format_html("{}<br>{}", tag, _("Nothing left this week"))


def _became_of(before: str, after: str) -> str:
    if before == after:
        return after
    return _("%(after)s, was %(before)s") % {"after": after, "before": before}


def _minutes(minutes: float) -> str:
    return _("%(count)s min") % {"count": f"{minutes:,.0f}"}


def _supervisor(line: SessionLine) -> str:
    if line.kind == "supervised":
        return _("%(new)s instead of %(old)s") % {
            "new": line.supervisor or _("nobody"),
            "old": line.before or _("nobody"),
        }
    return line.supervisor or line.before


def _place(proposal: Proposal, place: Place | None) -> str:
    if place is None:
        return ""
    return _("%(day)s, %(project)s") % {"day": long_date(place.date), "project": _project(proposal, place.project)}


def _project(proposal: Proposal, code: str) -> str:
    return str(proposal.projects.get(code, code))


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _number(value: float | None, digits: int = 0) -> str:
    return "" if value is None else f"{value:.{digits}f}"
