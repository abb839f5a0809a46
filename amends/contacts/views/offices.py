"""Offices: slots of a week and what is taken of them, limits, bubbles of staff and their days."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.views.pages import carried_out
from amends.contacts.forms.offices import BubbleForm, OfficeDayForm, OfficeLimitForm
from amends.contacts.operations.offices import lift_office_limit, put_bubble_in, set_bubble, set_office_limit
from amends.contacts.queries import offices as queries
from amends.contacts.views import office_tables
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.models import Office
from amends.organisation.roles import Permission as P


@permission(P.CONTACT_VIEW)
def offices(request: HttpRequest) -> HttpResponse:
    """Every office with its slots of this week."""
    monday = _monday(request)
    weeks = queries.weeks_of(list(queries.offices(request.user)), monday, request.user)
    context = {"table": office_tables.offices(weeks, monday), "monday": monday}
    return render(request, "contacts/offices.html", context)


@permission(P.CONTACT_VIEW)
def office(request: HttpRequest, code: str) -> HttpResponse:
    """An office in a week: slots by the hour, whose day it is, and appointments beyond what is now allowed."""
    found = _loaded(request, code, P.CONTACT_VIEW)
    monday, on = _monday(request), timezone.localdate()
    (week,) = queries.weeks_of([found], monday, request.user)
    crns = [slot.appointment.person.crn for slot in week.beyond]
    access.listed(request.user, P.CONTACT_VIEW, "contacts.office", crns)
    context = {"office": found, "monday": monday, "before": monday - timedelta(weeks=1),
               "after": monday + timedelta(weeks=1), "slots": office_tables.slots(week),
               "beyond": office_tables.beyond(week), "may_set": access.allows(request.user, P.OFFICE_SET),
               "bubbles": office_tables.bubbles(queries.bubbles_of(found, on), request.user)}  # fmt: skip
    return render(request, "contacts/office.html", context)


@permission(P.OFFICE_SET)
def limit(request: HttpRequest, code: str) -> HttpResponse:
    """Set how many may come in an hour, or that anybody may."""
    found = _loaded(request, code, P.OFFICE_SET)
    form = OfficeLimitForm(request.POST or None, initial={"from_date": timezone.localdate(), "choice": "limit"})
    if request.method == "POST" and carried_out(form, lambda: _limit(request, found, form.cleaned_data)):
        messages.success(request, _("Set. Appointments that it no longer allows are shown below."))
        return redirect("contacts:office", code)
    return _form(request, found, form, _("Who may come to the office"))


def _limit(request: HttpRequest, office: Office, given: dict[str, Any]) -> None:
    facts = {"office": office, "from_date": given["from_date"], "by": request.user, "at": timezone.now()}
    if given["choice"] == "free":
        lift_office_limit(**facts)
    else:
        hours = {name: given[name] for name in ("slots", "first_hour", "last_hour")}
        set_office_limit(days="".join(sorted(given["days"])), **hours, **facts)


@permission(P.OFFICE_SET)
def bubble_new(request: HttpRequest, code: str) -> HttpResponse:
    """Make a bubble of the office's staff."""
    found = _loaded(request, code, P.OFFICE_SET)
    return _bubble(request, found, None, {}, _("Make a bubble of staff"))


@permission(P.OFFICE_SET)
def bubble(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change the name of a bubble and who is in it."""
    found = _loaded(request, code, P.OFFICE_SET)
    changed = {each.pk: (each, members) for each, members in queries.bubbles_of(found, timezone.localdate())}
    if pk not in changed:
        raise access.NotVisible
    standing, members = changed[pk]
    initial = {"name": standing.name, "members": [str(each.staff_id) for each in members]}
    return _bubble(request, found, standing, initial, _("Who is in the bubble"))


def _bubble(request: HttpRequest, office: Office, standing: Any, initial: dict[str, Any], heading: str) -> HttpResponse:
    staff = list(queries.practitioners_of(office, timezone.localdate()))
    form = BubbleForm(request.POST or None, staff=staff, initial=initial)
    if request.method == "POST" and carried_out(
        form, lambda: set_bubble(office=office, bubble=standing, name=form.cleaned_data["name"],
                                 members=form.chosen(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Recorded."))
        return redirect("contacts:office", office.code)
    return _form(request, office, form, heading)


@permission(P.OFFICE_SET)
def day(request: HttpRequest, code: str) -> HttpResponse:
    """Give a day of the office to a bubble."""
    found = _loaded(request, code, P.OFFICE_SET)
    bubbles = [each for each, _members in queries.bubbles_of(found, timezone.localdate())]
    if not bubbles:
        messages.info(request, _("There is no bubble of this office yet: make one, then give it a day."))
        return redirect("contacts:office_bubble_new", code)
    form = OfficeDayForm(request.POST or None, bubbles=bubbles)
    if request.method == "POST" and carried_out(
        form, lambda: put_bubble_in(
            bubble=form.chosen(), day=form.cleaned_data["day"], by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Recorded."))
        return redirect("contacts:office", code)
    return _form(request, found, form, _("Which bubble is in"))


def _loaded(request: HttpRequest, code: str, needed: P) -> Office:
    return access.load(Office.objects.select_related("pdu"), request.user, needed, code=code)


def _form(request: HttpRequest, office: Office, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "caption": office.name,
               "cancel_href": reverse("contacts:office", args=[office.code])}  # fmt: skip
    return render(request, "design/form_page.html", context)


def _monday(request: HttpRequest) -> date:
    """The Monday of the week asked for; of this week where none can be read."""
    try:
        asked = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        asked = timezone.localdate()
    if not date(2005, 1, 3) <= asked <= date(2100, 1, 1):
        asked = timezone.localdate()
    return asked - timedelta(days=asked.weekday())
