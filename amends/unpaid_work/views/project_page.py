"""How projects are laid out: the list's table and file, and the parts of a project's page."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amends.design.components import Column, Figure, Figures, Link, Row, SummaryList, Table, Tag
from amends.design.words import clock_time, day, hours, long_date, short_date, weekdays_text
from amends.organisation import access
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.form_specs.vocabulary import SKILLS, TAGS, named
from amends.unpaid_work.models import Project
from amends.unpaid_work.queries import projects as queries

CSV_HEADER = ["code", "name", "type", "team", "beneficiary", "days", "start", "end", "places", "least", "from_date",
              "to_date", "health_and_safety_last_day", "lat", "lon", "tags", "for"]  # fmt: skip


def address(held: Project) -> str:
    """The address of a project's page."""
    return reverse("unpaid_work:project", args=[held.pk])


def list_address() -> str:
    """The address of the list."""
    return reverse("unpaid_work:projects")


def safety_tag(safety: queries.Safety) -> Tag:
    """Health and safety as a status: what it is, and the day that matters."""
    words = {
        "none": _("Never assessed"),
        "lapsed": _("Lapsed after %(day)s"),
        "lapsing": _("Lapses after %(day)s"),
        "valid": _("Until %(day)s"),
    }[safety.state]
    colour = {"none": "red", "lapsed": "red", "lapsing": "yellow", "valid": "green"}[safety.state]
    return Tag(words % {"day": short_date(safety.last)} if safety.last else words, colour)


def table(page, on: date, query, sort: str) -> Table:
    """A page of the list of projects."""
    rows = [
        [Link(held.name, address(held)), held.code, held.get_type_display(), held.team.name,
         weekdays_text(held.days, short=True), held.places, safety_tag(queries.safety(held.safe_to, on))]
        for held in page
    ]  # fmt: skip
    columns = [
        Column(_("Project"), row_header=True, sort="name"),
        Column(_("Code"), sort="code"),
        Column(_("Type"), sort="type"),
        Column(_("Team"), sort="team"),
        Column(_("Days")),
        Column(_("Places"), numeric=True, sort="places"),
        Column(_("Health and safety"), sort="safe"),
    ]
    return Table(
        _("Projects"), columns, rows, query=query, sorted_by=sort, caption_hidden=True,
        empty=_("No project fits these filters."), stacked=True,
    )  # fmt: skip


def figures(user, on: date) -> Figures:
    """How many projects stand how for health and safety, each a link to them."""
    standing = queries.open_and_safe(user, on)
    source = _("Projects and their health and safety assessments, as recorded here")
    of = _("of %(count)s projects open today") % {"count": standing.open}

    def figure(label: str, state: str, count: int, definition: str) -> Figure:
        href = f"{list_address()}?open=open&safety={state}"
        return Figure(label, str(count), on, definition, source, denominator=of, href=href)

    return Figures(
        [
            figure(
                _("Health and safety lapsed"), "lapsed", standing.lapsed,
                _("Projects open today whose newest health and safety assessment no longer holds, or that have none"),
            ),
            figure(
                _("Lapsing within 30 days"), "lapsing", standing.lapsing,
                _("Projects open today whose health and safety assessment ends within the 30 days that begin today"),
            ),
        ]
    )  # fmt: skip


def csv_rows(found: Iterable[Project], on: date) -> Iterator[list[object]]:
    """The list as a file, a row a project."""
    for held in found:
        yield [
            held.code, held.name, held.type, held.team.name, held.beneficiary.name if held.beneficiary else "",
            held.days, f"{held.start_time:%H:%M}", f"{held.end_time:%H:%M}", held.places, held.least, held.from_date,
            held.to_date, queries.safety(held.safe_to, on).last, held.lat, held.lon, ";".join(held.tags), held.for_whom,
        ]  # fmt: skip


def context(user, held: Project) -> dict[str, object]:
    """Everything a project's page shows."""
    on = timezone.localdate()
    newest = queries.newest_health_and_safety(held, on)
    safety = queries.safety(newest.to_date if newest else None, on)
    may_change = reaches(user, Permission.PROJECT_CHANGE, held.team)
    may_see_sessions = access.allows(user, Permission.SESSION_VIEW)
    coming = list(queries.sessions_from(held, on)[: queries.COMING_SESSIONS]) if may_see_sessions else []
    closures = list(held.closures.filter(to_date__gt=on))
    return {
        "project": held,
        "back": list_address(),
        "on": on,
        "safety": safety,
        "safety_tag": safety_tag(safety),
        "safety_history": _history(held),
        "may_change": may_change,
        "may_record_safety": reaches(user, Permission.HEALTH_AND_SAFETY_RECORD, held.team),
        "conflicts": _conflicts(coming, closures, newest, on),
        "cards": [
            _about(held, may_change),
            _times(held, may_change),
            _people(held, may_change),
            _work(held, may_change),
        ],
        "closures": _closures(held, closures, may_change),
        "needs": _needs(held),
        "may_see_surveys": reaches(user, Permission.SURVEY_VIEW, held.team),
        "recheck": held.rechecks.filter(closed_at=None).select_related("assigned_to").first(),
        "sessions": _sessions(coming) if may_see_sessions else None,
        "open": held.from_date <= on and (held.to_date is None or held.to_date > on),
    }


def _change(held: Project, subject: str, what: str, may_change: bool) -> list[Link]:
    href = reverse("unpaid_work:project_change", args=[held.pk, subject])
    return [Link(_("Change"), href, what)] if may_change else []


def _about(held: Project, may_change: bool) -> SummaryList:
    about = _change(held, "about", _("what the project is"), may_change)
    place = _change(held, "place", _("where it is"), may_change)
    return SummaryList(
        [
            Row(_("Type"), held.get_type_display(), about),
            Row(_("Team"), held.team.name),
            Row(_("Beneficiary"), held.beneficiary.name if held.beneficiary else "", about),
            Row(_("The work"), _lines(held.description), about),
            Row(_("Address"), _lines(held.address), place),
            Row(_("Position"), f"{held.lat:g}, {held.lon:g}", place),
        ],
        card_title=_("What and where"),
    )


def _times(held: Project, may_change: bool) -> SummaryList:
    links = _change(held, "times", _("when it runs"), may_change)
    minutes = (held.end_time.hour - held.start_time.hour) * 60 + held.end_time.minute - held.start_time.minute
    end = day(held.to_date - timedelta(days=1)) if held.to_date else _("no end known")
    return SummaryList(
        [
            Row(_("Days"), weekdays_text(held.days), links),
            Row(_("Hours"), format_html_join("", "{}{}{}{}", [(
                _("%(start)s to %(end)s") % {"start": clock_time(held.start_time), "end": clock_time(held.end_time)},
                " (", hours(minutes), ")")]), links),
            Row(_("Open"), _("%(first)s to %(last)s") % {"first": day(held.from_date), "last": end}, links),
            Row(_("Bank holidays"), _("Runs") if held.open_on_bank_holidays else _("Closed"), links),
        ],
        card_title=_("When"),
    )  # fmt: skip


def _people(held: Project, may_change: bool) -> SummaryList:
    links = _change(held, "people", _("places and people"), may_change)
    qualified = ", ".join(qualification.name for qualification in held.qualifications.all())
    return SummaryList(
        [
            Row(_("Places"), held.places, links),
            Row(_("Fewest people"), held.least, links),
            Row(_("For"), held.get_for_whom_display(), links),
            Row(_("Under 18"), _("Suitable") if held.suitable_under_18 else _("Not marked suitable"), links),
            Row(
                _("Supervision"),
                _("Led by a supervisor of ours") if held.supervised else _("Without one of ours"),
                links,
            ),
            Row(_("Supervisor needs"), qualified or _("No particular qualification"), links),
        ],
        card_title=_("Places and people"),
    )


def _work(held: Project, may_change: bool) -> SummaryList:
    links = _change(held, "suitability", _("what the work involves"), may_change)
    return SummaryList(
        [
            Row(_("Involves"), _listed(named(held.tags, TAGS)), links),
            Row(_("Hazards"), _lines(held.hazards), links),
            Row(_("Each person needs"), _listed(named(held.skills_needed, SKILLS)) or _("No particular skill"), links),
        ],
        card_title=_("The work"),
    )


def _history(held: Project) -> Table:
    rows = [
        [short_date(row.from_date), short_date(row.to_date - timedelta(days=1)), row.assessed_by,
         row.ended_why or row.findings or _("Nothing noted")]
        for row in held.health_and_safety.all()
    ]  # fmt: skip
    columns = [Column(_("Assessed"), row_header=True), Column(_("Last day")), Column(_("By")), Column(_("Findings"))]
    return Table(
        _("Health and safety assessments"), columns, rows, caption_size="s",
        empty=_("It has never been assessed, so no session can be opened."), stacked=True,
    )  # fmt: skip


def _closures(held: Project, closures, may_change: bool) -> Table:
    rows = [
        [short_date(row.from_date), short_date(row.to_date - timedelta(days=1)), row.reason,
         Link(_("Open again"), reverse("unpaid_work:project_reopen", args=[held.pk, row.pk]),
              _("from %(day)s") % {"day": day(row.from_date)}) if may_change else ""]
        for row in closures
    ]  # fmt: skip
    columns = [Column(_("First day"), row_header=True), Column(_("Last day")), Column(_("Why")),
               Column(_("Action"), hidden=True)]  # fmt: skip
    return Table(
        _("Closed now or soon"), columns, rows, caption_size="s", empty=_("No closure is planned."), stacked=True
    )


def _needs(held: Project) -> Table:
    words = {0: _("Not at all"), 1: _("A little"), 2: _("Well"), 3: _("Very well")}
    rows = [
        [need.words, f"{need.score} – {words[need.score]}", need.evidence or _("No evidence noted")]
        for need in queries.needs(held)
        if need.score is not None
    ]
    columns = [Column(_("Need"), row_header=True), Column(_("How well it is served")), Column(_("How that is known"))]
    return Table(
        _("Quality matrix"), columns, rows, caption_hidden=True, empty=_("No need is rated yet."), stacked=True
    )


def _sessions(coming) -> Table:
    rows = [
        [Link(long_date(session.date), reverse("unpaid_work:session", args=[session.pk])),
         session.supervisor.name if session.supervisor else _("None yet"),
         _("%(booked)s of %(places)s") % {"booked": session.booked, "places": session.places}]
        for session in coming
    ]  # fmt: skip
    columns = [Column(_("Session"), row_header=True), Column(_("Supervisor")), Column(_("Booked"), numeric=True)]
    return Table(
        _("Coming sessions"),
        columns,
        rows,
        caption_hidden=True,
        empty=_("No session is on the week board."),
        stacked=True,
    )


def _conflicts(coming, closures, newest, on: date) -> list[Link]:
    """The coming sessions that stand on days when the project is closed or not safe, each a link."""
    safe_to = newest.to_date if newest else on
    return [
        Link(long_date(session.date), reverse("unpaid_work:session", args=[session.pk]))
        for session in coming
        if session.date >= safe_to or any(row.from_date <= session.date < row.to_date for row in closures)
    ]


def _listed(words: list[str]) -> SafeString | str:
    return format_html_join("", "{}<br>", ([word] for word in words)) if words else ""


def _lines(text: str) -> SafeString | str:
    return format_html_join("", "{}<br>", ([line] for line in text.splitlines())) if text else ""
