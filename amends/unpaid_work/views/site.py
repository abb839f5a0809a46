"""A supervisor's pages on site: the day's sessions, and a session with its people. They work without scripts too."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.unpaid_work.forms.site import EventForm, cards
from amends.unpaid_work.models import SiteEvent
from amends.unpaid_work.operations.site import NotTheSame, record_on_site
from amends.unpaid_work.queries.register import sessions
from amends.unpaid_work.queries.site import bookings, sessions_of, site_sheet
from amends.unpaid_work.queries.site_phone import owner_of

P = Permission.REGISTER_RECORD


@permission(P)
def today(request):
    """The sessions of today: the reader's own, and others within reach."""
    on = civil_date(timezone.now())
    mine, others = sessions_of(request.user, on)
    context = {"today": on, "mine": mine, "others": others, "owner": owner_of(request.user)}
    return render(request, "unpaid_work/site/today.html", context)


@permission(P)
def session(request, pk):
    """One session on site: whom to expect, what keeps them safe, and a tap for whatever happens."""
    found = access.load(sessions(), request.user, P, pk=pk)
    if request.method == "POST":
        return _record(request, found)
    sheet = site_sheet(request.user, found)
    crns = [each.person.crn for each in sheet.people]
    # The page may be kept on a phone for a day: that is written down as taking it out.
    access.listed(request.user, P, f"unpaid_work.session {pk}", crns, exported=True)
    context = {"session": found, "sheet": sheet, "owner": owner_of(request.user), "new_id": uuid.uuid4}
    context |= {"cards": cards(sheet), "back": _back()}
    return render(request, "unpaid_work/site/session.html", context)


def _record(request, found):
    """Take one event sent as an ordinary form, and go back to where it was sent."""
    form = EventForm(request.POST)
    here = reverse("unpaid_work:site_session", args=[found.pk])
    if not form.is_valid():
        messages.error(request, _("This could not be recorded: load the page again, and send it once more."))
        return redirect(here)
    key = form.cleaned_data["booking"]
    booking = access.load(bookings().filter(session=found), request.user, P, pk=key) if key else None
    at = timezone.now()
    draft = form.draft(request.POST, session=found, booking=booking, at=at, sent_at=None, device=None)
    (answer,) = record_on_site([draft], by=request.user, at=at)
    _tell(request, answer)
    return redirect(f"{here}#p{key}" if key else here)


def _tell(request, answer) -> None:
    if isinstance(answer, NotTheSame):
        messages.error(request, _("Something else was sent from this page before: it is loaded anew, send it again."))
    elif answer.event.answer != SiteEvent.Answer.TAKEN:
        messages.error(request, _("Not taken: %(why)s") % {"why": answer.event.why})


def _back():
    return {"href": reverse("unpaid_work:site"), "text": _("Today’s sessions")}
