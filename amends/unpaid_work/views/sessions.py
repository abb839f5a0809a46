"""A session: who is booked on it, adding people, its supervisor, its places, calling it off."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.board import (
    NOBODY,
    AddPeopleForm,
    PlacesForm,
    ReasonForm,
    SearchForm,
    SupervisorForm,
    session_words,
)
from amends.unpaid_work.models import Session
from amends.unpaid_work.operations.bookings import BookingRefused, book
from amends.unpaid_work.operations.sessions import assign_supervisor, call_off_session, change_places
from amends.unpaid_work.queries import board as queries
from amends.unpaid_work.queries.candidates import candidates
from amends.unpaid_work.queries.faults import faults_of_supervisors
from amends.unpaid_work.queries.restrictions import places_allowed
from amends.unpaid_work.views import session_page as page

VIEW, PLAN = Permission.SESSION_VIEW, Permission.SESSION_PLAN


@permission(VIEW)
def session(request, pk):
    """The session, who is on it, and what needs acting on."""
    held, now = _load(request, pk, VIEW), timezone.now()
    card = queries.card_of(request.user, held, now)
    named = [line.person.crn for line in card.lines if line.person]
    access.listed(request.user, VIEW, f"unpaid_work.session {pk}", named)
    context = page.context(request.user, card, now) | {"back": page.back(held)}
    return render(request, "unpaid_work/board/session.html", context)


@permission(PLAN)
def add_people(request, pk):
    """Book people on the session: those it suits best, or those found by name."""
    held, now = _load(request, pk, PLAN), timezone.now()
    search = SearchForm(request.GET)
    search.is_valid()
    found = candidates(request.user, held, search.cleaned_data.get("q", ""), now)
    access.listed(request.user, PLAN, f"unpaid_work.session {pk}", [one.thought.person.crn for one in found])
    form = AddPeopleForm(request.POST or None, candidates=found)
    if form.is_valid():
        people = [one.thought.person for one in found if str(one.thought.person.pk) in form.cleaned_data["people"]]
        try:
            made = book(session=held, people=people, by=request.user, at=now)
        except BookingRefused as refused:
            page.explain(form, refused, people)
        else:
            told = ngettext("%(n)s person is booked.", "%(n)s people are booked.", len(made)) % {"n": len(made)}
            messages.success(request, told)
            return redirect("unpaid_work:session", pk)
    context = {"session": held, "search": search, "form": form, "against": page.against_people(found)}
    context |= {"back": _href(held), "heading": session_words(held), "against_all": page.against_all(found)}
    return render(request, "unpaid_work/board/people.html", context)


@permission(PLAN)
def supervisor(request, pk):
    """Give the session a supervisor, or take theirs away."""
    held = _load(request, pk, PLAN)
    staff = [one for one in queries.supervisors_of(held.project.team, held.date) if one.pk != held.supervisor_id]
    against = faults_of_supervisors(held.pk, [one.pk for one in staff])
    fitting = [one for one in staff if one.pk not in against]
    form = SupervisorForm(request.POST or None, fitting=fitting)
    if form.is_valid():
        chosen = form.cleaned_data["supervisor"]
        given = None if chosen == NOBODY else next(one for one in fitting if str(one.pk) == chosen)
        if _done(request, form, assign_supervisor, session=held, supervisor=given):
            messages.success(request, _("The supervisor is changed."))
            return redirect("unpaid_work:session", pk)
    context = {"form": form, "page_title": _("Supervisor"), "caption": session_words(held), "back": _href(held)}
    context |= {"against": page.against_staff(staff, against), "cancel_href": _href(held)}
    return render(request, "unpaid_work/board/supervisor.html", context)


@permission(PLAN)
def places(request, pk):
    """Change how many places the session has."""
    held = _load(request, pk, PLAN)
    form = PlacesForm(request.POST or None, initial={"places": held.places})
    if form.is_valid() and _done(request, form, change_places, session=held, places=form.cleaned_data["places"]):
        messages.success(request, _("The places are changed."))
        return redirect("unpaid_work:session", pk)
    intro = _("At most %(places)s, by the project and the restrictions on the day.")
    context = {"form": form, "heading": _("Places"), "caption": session_words(held), "back": _href(held)}
    context |= {"intro": intro % {"places": places_allowed(held.project, held.date)}, "cancel_href": _href(held)}
    return render(request, "design/form_page.html", context)


@permission(PLAN)
def call_off(request, pk):
    """Call the session off, with everyone's booking."""
    held = _load(request, pk, PLAN)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and _done(request, form, call_off_session, session=held, reason=form.cleaned_data["reason"]):
        messages.success(request, _("The session is called off and its bookings are cancelled."))
        return redirect(page.back(held)["href"])
    count = held.bookings.filter(appointment__cancelled_at__isnull=True).count()
    intro = ngettext(
        "%(n)s booking will be cancelled. To credit people turned away on the day, record a stand-down instead.",
        "%(n)s bookings will be cancelled. To credit people turned away on the day, record a stand-down instead.",
        count,
    )  # fmt: skip
    context = {"form": form, "heading": _("Call off the session"), "caption": session_words(held), "warning": True}
    context |= {"intro": intro % {"n": count}, "submit_text": _("Call off the session"), "back": _href(held)}
    return render(request, "design/form_page.html", context | {"cancel_href": _href(held)})


def _load(request, pk, needed) -> Session:
    wanted = ("project__team__pdu", "project__beneficiary", "supervisor")
    return access.load(Session.objects.select_related(*wanted), request.user, needed, pk=pk)


def _done(request, form, operation, **given) -> bool:
    """Do it; where it is refused, say so on the form."""
    try:
        operation(**given, by=request.user, at=timezone.now())
    except Refused as refused:
        form.add_error(None, _("Not done: %(why)s") % {"why": refused})
        return False
    return True


def _href(held: Session) -> str:
    return reverse("unpaid_work:session", args=[held.pk])
