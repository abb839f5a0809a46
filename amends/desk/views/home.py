"""The first page of each day, and the pages about the service itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Table
from amends.design.words import clock_time
from amends.desk import today
from amends.organisation import access
from amends.organisation.access_matrix import permission, public
from amends.organisation.roles import Permission


@permission(Permission.HOME_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """What needs doing today, today's sessions, and the cases the user holds."""
    at = timezone.now()
    on = timezone.localdate(at)
    given = {"on": on, "duties": today.duties(request.user, on, at)}
    if access.allows(request.user, Permission.SESSION_VIEW):
        given["sessions"] = _sessions(today.sessions_today(request.user, on))
    if request.user.staff_id and access.allows(request.user, Permission.PERSON_VIEW):
        people = list(today.caseload(request.user, on)[:50])
        access.listed(request.user, Permission.PERSON_VIEW, "desk.home", [person.crn for person in people])
        given["caseload"] = _caseload(people)
    return render(request, "desk/home.html", given)


def _sessions(sessions) -> Table:
    rows = [
        [
            Link(session.project.name, reverse("unpaid_work:session", args=[session.pk])),
            f"{clock_time(session.starts_at)} to {clock_time(session.ends_at)}",
            session.supervisor.name if session.supervisor else _("Nobody"),
            f"{session.booked} / {session.places}",
        ]
        for session in sessions
    ]
    columns = [
        Column(_("Project"), row_header=True),
        Column(_("Time")),
        Column(_("Supervisor")),
        Column(_("Booked / places")),
    ]
    return Table(caption=_("Today's sessions"), columns=columns, rows=rows, empty=_("No sessions today."), stacked=True)


def _caseload(people) -> Table:
    rows = [[Link(person.name, reverse("desk:case", args=[person.crn])), person.crn] for person in people]
    columns = [Column(_("Name"), row_header=True), Column(_("CRN"))]
    return Table(
        caption=_("Cases you hold or cover"), columns=columns, rows=rows, empty=_("You hold and cover no cases.")
    )


@public
def about_figures(request: HttpRequest) -> HttpResponse:
    """How figures are made and what stands beside each."""
    return render(request, "desk/about_figures.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "desk/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, and who sees it."""
    return render(request, "desk/privacy.html")
