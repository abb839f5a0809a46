"""A booking: moving it to another session, and cancelling it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.board import MoveForm, ReasonForm, SessionForm, session_words
from amends.unpaid_work.models import Booking
from amends.unpaid_work.operations.bookings import BookingRefused, book, cancel_bookings, move_booking
from amends.unpaid_work.queries.candidates import other_sessions, sessions_for
from amends.unpaid_work.views import session_page as page

PLAN = Permission.SESSION_PLAN
DAYS_AHEAD = 21
OFFERED_AHEAD = 14


@permission(PLAN)
def move(request, pk):
    """Move a person to another session of the next three weeks."""
    booking, now = _load(request, pk), timezone.now()
    found = other_sessions(request.user, booking, now, days=DAYS_AHEAD)
    form = MoveForm(request.POST or None, candidates=found)
    if form.is_valid():
        to = next(one.thought.session for one in found if str(one.thought.session.pk) == form.cleaned_data["session"])
        given = {"booking": booking, "to_session": to, "reason": form.cleaned_data["reason"]}
        try:
            made = move_booking(**given, by=request.user, at=now)
        except BookingRefused as refused:
            page.explain(form, refused, [booking.appointment.person])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is moved.") % {"name": booking.appointment.person})
            return redirect("unpaid_work:session", made.session_id)
    context = {"form": form, "booking": booking, "against": page.against_sessions(found), "back": _href(booking)}
    context |= {"fits": any(one.fits for one in found), "caption": session_words(booking.session)}
    return render(request, "unpaid_work/board/move.html", context)


@permission(PLAN)
def offer(request, crn: str):
    """Offer a person a place at a session of the next two weeks."""
    now = timezone.now()
    person = access.load(Person.objects.select_related("team"), request.user, PLAN, crn=crn, merged_into=None)
    found = sessions_for(request.user, person, now, days=OFFERED_AHEAD)
    form = SessionForm(request.POST or None, candidates=found)
    if form.is_valid():
        to = next(one.thought.session for one in found if str(one.thought.session.pk) == form.cleaned_data["session"])
        try:
            book(session=to, people=[person], by=request.user, at=now)
        except BookingRefused as refused:
            page.explain(form, refused, [person])
        else:
            messages.success(request, _("%(name)s is booked: %(to)s.") % {"name": person, "to": session_words(to)})
            return redirect("unpaid_work:offer", crn)
    context = {"form": form, "person": person, "against": page.against_sessions(found)}
    context |= {"fits": any(one.fits for one in found), "back": reverse("unpaid_work:monitors")}
    return render(request, "unpaid_work/board/offer.html", context)


@permission(PLAN)
def cancel(request, pk):
    """Cancel a booking, saying why."""
    booking = _load(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        given = {"bookings": [booking], "reason": form.cleaned_data["reason"]}
        try:
            cancel_bookings(**given, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, _("Not done: %(why)s") % {"why": refused})
        else:
            messages.success(request, _("The booking of %(name)s is cancelled.") % {"name": booking.appointment.person})
            return redirect(_href(booking))
    heading = _("Cancel the booking of %(name)s") % {"name": booking.appointment.person}
    context = {"form": form, "heading": heading, "caption": session_words(booking.session), "warning": True}
    context |= {"submit_text": _("Cancel the booking"), "back": _href(booking)}
    return render(request, "design/form_page.html", context)


def _load(request, pk) -> Booking:
    wanted = ("appointment__person", "session__project__team")
    return access.load(Booking.objects.select_related(*wanted), request.user, PLAN, pk=pk)


def _href(booking: Booking) -> str:
    return reverse("unpaid_work:session", args=[booking.session_id])
