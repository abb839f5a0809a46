"""The week board of a team: its sessions, opening one, and who was offered too little."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import FilterPanel
from amends.design.words import long_date
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.board import BoardFilterForm, OpenSessionForm, TeamForm
from amends.unpaid_work.operations.sessions import SessionRefused, open_session
from amends.unpaid_work.queries import board as queries
from amends.unpaid_work.views.board_cards import drawn
from amends.unpaid_work.views.board_figures import figures

VIEW, PLAN = Permission.SESSION_VIEW, Permission.SESSION_PLAN


@permission(VIEW)
def boards(request):
    """To the board of the reader's own team, or the first they may see, this week."""
    teams = list(queries.teams(request.user))
    if not teams:
        return render(request, "unpaid_work/board/none.html")
    own = getattr(request.user.staff, "team_id", None)
    team = next((team for team in teams if team.pk == own), teams[0])
    return redirect("unpaid_work:board", team.code, queries.monday_of(timezone.localdate()).isoformat())


@permission(VIEW)
def board(request, code, monday):
    """A team's week."""
    now, first_day = timezone.now(), _day(monday)
    team = queries.team_of(request.user, code, VIEW)
    wanted = request.GET.get("team", code)
    if wanted != code or first_day != queries.monday_of(first_day):
        return redirect(_href(wanted, queries.monday_of(first_day)))
    form = _filter(request, team, first_day)
    only = {name: value for name, value in form.cleaned_data.items() if value}
    shown = queries.week_board(request.user, team, first_day, at=now, **only)
    access.listed(request.user, VIEW, f"unpaid_work.board {code} {first_day}", shown.crns)
    context = {
        "board": shown,
        "days": drawn(shown),
        "filter_panel": FilterPanel(form, query=request.GET),
        "team_form": _team_form(request.user, team),
        "figures": figures(request.user, shown, now),
        "earlier": _kept(request, code, first_day - queries.WEEK),
        "later": _kept(request, code, first_day + queries.WEEK),
        "this_week": _kept(request, code, queries.monday_of(timezone.localdate())),
        "may_plan": reaches(request.user, PLAN, team),
        "may_stand_down": access.allows(request.user, Permission.STAND_DOWN_RECORD),
        "now": now,
    }
    return render(request, "unpaid_work/board/board.html", context)


@permission(PLAN)
def open_one(request, code, monday):
    """Open a session of one of the team's projects in the week."""
    first_day, team = queries.monday_of(_day(monday)), queries.team_of(request.user, code, PLAN)
    options = {
        "projects": queries.projects_of(team),
        "supervisors": queries.supervisors_of(team, first_day),
        "first_day": first_day,
        "initial": request.GET.dict(),
    }
    form = OpenSessionForm(request.POST or None, **options)
    if form.is_valid():
        asked = form.cleaned_data
        given = {"project": asked["project"], "date": date.fromisoformat(asked["day"])}
        try:
            made = open_session(**given, supervisor=asked["supervisor"], by=request.user, at=timezone.now())
        except SessionRefused as refused:
            form.add_error(None, _("It cannot be opened: %(why)s") % {"why": refused})
        else:
            messages.success(request, _("The session is open."))
            return redirect("unpaid_work:session", made.pk)
    context = {"form": form, "heading": _("Open a session"), "submit_text": _("Open the session")}
    context |= {"caption": team.name, "back": _href(code, first_day), "cancel_href": _href(code, first_day)}
    return render(request, "design/form_page.html", context)


def _filter(request, team, first_day) -> BoardFilterForm:
    """The filter, filled from the address; what is not among its choices counts as not chosen."""
    choices = {
        "projects": list(queries.projects_of(team)),
        "supervisors": list(queries.supervisors_of(team, first_day)),
    }
    form = BoardFilterForm(request.GET, **choices)
    if not form.is_valid():
        form = BoardFilterForm({}, **choices)
        form.is_valid()
    return form


def _team_form(user, team) -> TeamForm | None:
    """Where the reader may see several boards: the form to go to another."""
    teams = list(queries.teams(user))
    return TeamForm(initial={"team": team.code}, teams=teams) if len(teams) > 1 else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise access.NotVisible from None


def _href(code: str, first_day: date) -> str:
    return reverse("unpaid_work:board", args=[code, first_day.isoformat()])


def _kept(request, code: str, first_day: date) -> dict[str, str]:
    """The address of another week with the same filters, and the words for it."""
    query = {name: value for name, value in request.GET.items() if name in ("project", "supervisor") and value}
    address = _href(code, first_day) + (f"?{urlencode(query)}" if query else "")
    return {"href": address, "text": long_date(first_day)}
