"""What a session's page shows."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import clock_time, percent_text
from amends.organisation import access
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.board import sentence
from amends.unpaid_work.models import Session
from amends.unpaid_work.operations.bookings import BookingRefused
from amends.unpaid_work.queries.board import Card, Line, monday_of
from amends.unpaid_work.queries.candidates import Candidate
from amends.unpaid_work.views.board_figures import card_figures


def back(session: Session) -> dict[str, str]:
    """The week board that the session stands on."""
    monday = monday_of(session.date).isoformat()
    return {"href": reverse("unpaid_work:board", args=[session.project.team.code, monday]), "text": _("Week board")}


def context(user, card: Card, at: datetime) -> dict[str, Any]:
    """Everything on a session's page. What can be changed is offered to those who may, before the session is over."""
    session = card.session
    can_change = (
        session.ends_at > at and not card.called_off and reaches(user, Permission.SESSION_PLAN, session.project.team)
    )
    return {
        "card": card,
        "session": session,
        "figures": card_figures(card, at),
        "summary": _summary(card, can_change),
        "people": _people(card, can_change),
        "can_change": can_change,
        "can_register": access.allows(user, Permission.REGISTER_RECORD) and not card.called_off,
        "can_stand_down": access.allows(user, Permission.STAND_DOWN_RECORD) and not card.called_off,
    }


def _summary(card: Card, can_change: bool) -> SummaryList:
    session = card.session

    def change(name: str, what: str) -> list[Link]:
        return [Link(_("Change"), reverse(f"unpaid_work:{name}", args=[session.pk]), what)] if can_change else []

    project = session.project
    supervisor = session.supervisor.name if session.supervisor else _("Nobody yet")
    rows = [
        Row(_("Project"), Link(project.name, reverse("unpaid_work:project", args=[project.pk]))),
        Row(_("Type"), project.get_type_display()),
        Row(_("Time"), f"{clock_time(session.starts_at)} \N{EN DASH} {clock_time(session.ends_at)}"),
        Row(_("Where"), project.address),
        Row(_("Supervisor"), supervisor, change("session_supervisor", _("supervisor")))
        if project.supervised else Row(_("Supervisor"), _("Not supervised")),
        Row(_("Places"), str(session.places), change("session_places", _("places"))),
        Row(_("Run for at least"), str(project.least)),
    ]  # fmt: skip
    return SummaryList(rows)


def _people(card: Card, can_change: bool) -> Table:
    columns = [Column(_("Name"), row_header=True), Column(_("CRN")), Column(_("Chance of coming"), numeric=True),
               Column(_("Needs acting on")), Column(_("Actions"), hidden=True)]  # fmt: skip
    rows = [_line(line, can_change) for line in card.lines]
    return Table(_("People booked"), columns, rows, stacked=True, empty=_("Nobody is booked on this session yet."))


def _line(line: Line, can_change: bool) -> list[Any]:
    state: Any = sentence(reason.words for reason in line.reasons)
    if line.stood_down:
        state = Tag(_("Stood down"), "orange")
    if line.person is None:
        return [_("Restricted record"), "", percent_text(line.chance), state, ""]
    name, links = line.person.name, []
    if can_change and not line.stood_down:
        links = [
            Link(_("Move"), reverse("unpaid_work:booking_move", args=[line.booking]), name),
            Link(_("Cancel"), reverse("unpaid_work:booking_cancel", args=[line.booking]), name),
        ]
    person = Link(name, reverse("unpaid_work:person", args=[line.person.crn]))
    actions = format_html_join(" ", '<span class="amends-action">{}</span>', ((link,) for link in links))
    return [person, line.person.crn, percent_text(line.chance), state, actions]


def against_all(found: list[Candidate]) -> str:
    """What stands against everyone alike, as the session being full does; empty where nothing does."""
    shared = [set(one.thought.reasons) for one in found]
    common = set.intersection(*shared) if len(shared) > 1 else set()
    return sentence(reason.words for reason in (found[0].thought.reasons if found else ()) if reason in common)


def against_people(found: list[Candidate]) -> Table | None:
    """Those who cannot be booked, and why; None where everybody can."""
    rows = [
        [one.thought.person.name, one.thought.person.crn, sentence(reason.words for reason in one.thought.reasons)]
        for one in found if not one.fits
    ]  # fmt: skip
    columns = [Column(_("Name"), row_header=True), Column(_("CRN")), Column(_("Why not"))]
    return Table(_("Cannot be booked"), columns, rows, stacked=True) if rows else None


def against_sessions(found: list[Candidate]) -> Table | None:
    """The sessions to which the person cannot be moved, and why; None where there is none."""
    rows = [
        [one.thought.session.project.name, f"{one.thought.session.date:%-d %B}",
         sentence(reason.words for reason in one.thought.reasons)]
        for one in found if not one.fits
    ]  # fmt: skip
    columns = [Column(_("Session"), row_header=True), Column(_("Day")), Column(_("Why not"))]
    return Table(_("Cannot be moved to"), columns, rows, stacked=True) if rows else None


def against_staff(staff, against) -> Table | None:
    """The supervisors who cannot take the session, and why; None where all can."""
    rows = [[one.name, sentence(reason.words for reason in against[one.pk])] for one in staff if one.pk in against]
    columns = [Column(_("Name"), row_header=True), Column(_("Why not"))]
    return Table(_("Cannot supervise it"), columns, rows, stacked=True) if rows else None


def explain(form, refused: BookingRefused, people) -> None:
    """Say on the form who could not be booked, and why."""
    names = {person.pk: person.name for person in people}
    for key, reasons in refused.reasons.items():
        why = sentence(reason.words for reason in reasons)
        form.add_error(None, _("%(name)s: %(why)s") % {"name": names.get(key, _("Somebody")), "why": why})
