"""Stand-downs as tables, figures and rows."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amends.design.components import Column, Figure, Figures, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, hours, hours_text, percent_text
from amends.design.words import day as day_words
from amends.policy.session_credit import stand_down_credit
from amends.unpaid_work.models import StandDown, StandDownPerson
from amends.unpaid_work.queries.completions import Completions
from amends.unpaid_work.queries.stand_down_causes import Lost
from amends.unpaid_work.queries.stand_down_preventions import Prevention
from amends.unpaid_work.queries.stand_downs import Days
from amends.unpaid_work.views.stand_down_causes import prevention

OFFERED = ("booking__appointment__person", "booking__session__project__team", "stand_down")
CSV_HEADER = ("date", "project", "cause", "notice", "whole_session", "people", "note", "recorded_by")
SOURCE = gettext_lazy("Outcomes recorded on registers and stand-downs")


def figures(days: Days, done: Completions, lost_and_worked: Lost, now) -> Figures:
    """The rate over both denominators, and beside it what was offered, worked and completed."""
    rate, note = days.rate, ""
    if days.unrecorded:
        told = ngettext("%(n)s day has no outcome yet", "%(n)s days have no outcome yet", days.unrecorded)
        note = told % {"n": f"{days.unrecorded:,}"}
    lost = f"{rate.lost:,}"
    return Figures(
        [
            Figure(
                _("Days stood down, over days kept"),
                percent_text(rate.of_kept, 2) or _("None"),
                denominator=_("%(lost)s over %(kept)s kept") % {"lost": lost, "kept": f"{rate.kept:,}"},
                definition=_(
                    "Days lost to stand-downs over days kept. A day is one person booked on one session. Kept: the "
                    "place was there, whether or not the person came. Days rearranged beforehand count in neither."
                ),
                source=SOURCE,
                as_at=now,
                note=note,
            ),
            Figure(
                _("Days stood down, over days planned"),
                percent_text(rate.of_planned, 2) or _("None"),
                denominator=_("%(lost)s of %(planned)s planned") % {"lost": lost, "planned": f"{rate.planned:,}"},
                definition=_("Days lost to stand-downs over days planned: those kept and those lost."),
                source=SOURCE,
                as_at=now,
                note=note,
            ),
            Figure(
                _("Hours lost"),
                hours_text(lost_and_worked.minutes),
                denominator=_("of %(offered)s offered") % {"offered": hours_text(lost_and_worked.offered)},
                definition=_("The length of the sessions that people were stood down from, a person at a time."),
                source=SOURCE,
                as_at=now,
            ),
            Figure(
                _("Hours worked"),
                hours_text(lost_and_worked.worked),
                denominator=_("of %(offered)s offered") % {"offered": hours_text(lost_and_worked.offered)},
                definition=_(
                    "Time worked at these teams' sessions, less penalties. Offered: the length of the sessions of "
                    "every day planned, kept or lost, a person at a time. What is given for a stand-down is not work."
                ),
                source=SOURCE,
                as_at=now,
            ),
            Figure(
                _("Requirements completed"),
                percent_text(done.share) or _("None"),
                denominator=_("%(completed)s of %(worked)s worked on")
                % {"completed": f"{done.completed:,}", "worked": f"{done.worked_on:,}"},
                definition=_(
                    "Requirements whose last hours were credited in the period, of those that somebody worked on at "
                    "these teams' sessions in it."
                ),
                source=_("Statements of hours"),
                as_at=now,
            ),
        ]
    )


def causes(rows: list[tuple[str, dict[str, int]]]) -> Table:
    """Days lost by cause and notice."""
    notices = StandDown.Notice.choices
    columns = [Column(_("Cause"), row_header=True), *(Column(str(words), numeric=True) for _code, words in notices)]
    lines = [
        [cause or _("Not recorded"), *(f"{days.get(code, 0):,}" for code, _words in notices), f"{sum(days.values()):,}"]
        for cause, days in rows
    ]
    return Table(
        _("Days lost, by cause and notice"),
        [*columns, Column(_("All"), numeric=True)],
        lines,
        empty=_("No day was lost in this period."),
    )


def table(rows: Iterable[StandDown], prevented_by: Mapping[int, Prevention], may_open: bool) -> Table:
    """Every stand-down of the period. `may_open`: the reader is one of those who record them."""
    columns = [
        Column(_("Day"), row_header=True),
        Column(_("Project")),
        Column(_("Cause")),
        Column(_("Told")),
        Column(_("Stood down")),
        Column(_("People"), numeric=True),
        Column(_("What would have prevented it")),
    ]
    lines = [
        [
            Link(day_words(row.session.date), reverse("unpaid_work:stand_down_page", args=[row.pk]))
            if may_open else day_words(row.session.date),
            row.session.project.name,
            row.get_cause_display(),
            row.get_notice_display(),
            Tag(_("Whole session"), "orange") if row.whole else Tag(_("Some people"), "yellow"),
            f"{row.turned_away:,}",
            prevention(prevented_by[row.pk].answering(row.cause)),
        ]
        for row in rows
    ]  # fmt: skip
    return Table(_("Stand-downs"), columns, lines, empty=_("Nobody was stood down in this period."))


def csv_rows(rows: Iterable[StandDown]) -> Iterable[list[object]]:
    """The same rows for a file."""
    for row in rows:
        whole = "true" if row.whole else "false"
        by = row.recorded_by.name
        yield [row.session.date, row.session.project.name, row.cause, row.notice, whole, row.turned_away, row.note, by]


def summary(made: StandDown) -> SummaryList:
    """What is known of one stand-down."""
    session = made.session
    return SummaryList(
        [
            Row(_("Session"), f"{session.project.name}, {day_words(session.date)}"),
            Row(_("Stood down"), _("The whole session") if made.whole else _("Some of its people")),
            Row(_("Cause"), made.get_cause_display()),
            Row(_("People told"), made.get_notice_display()),
            Row(_("Note"), made.note),
            Row(_("Recorded"), f"{made.recorded_by.name}, {date_and_time(made.recorded_at)}"),
        ]
    )


def people(rows: list[StandDownPerson], made: StandDown) -> Table:
    """Who was turned away, what each is credited, and the place offered instead."""
    columns = [
        Column(_("Person"), row_header=True),
        Column(_("Told")),
        Column(_("Credit"), numeric=True),
        Column(_("Another place")),
    ]
    return Table(_("People stood down"), columns, [_person(row, made) for row in rows], empty=_("Nobody you may see."))


def _person(row: StandDownPerson, made: StandDown) -> list[object]:
    person = row.booking.appointment.person
    standing = list(row.booking.appointment.outcomes.all())[-1]
    name = f"{person.name}, {person.crn}"
    if standing.code != "AASD":
        return [name, _("Corrected since: no longer stood down"), "", ""]
    credit = stand_down_credit(standing.notice, on=made.session.date).value
    return [name, StandDown.Notice(standing.notice).label, hours(credit), _place(row, person)]


def _place(row: StandDownPerson, person) -> object:
    if row.offered and row.offered.appointment.cancelled_at is None:
        session = row.offered.session
        return f"{session.project.name}, {day_words(session.date)}"
    url = reverse("unpaid_work:offer_place", args=[row.pk])
    return Link(_("Offer another place"), url, _("to %(name)s") % {"name": person.name})
