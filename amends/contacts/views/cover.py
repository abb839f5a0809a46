"""Who is to be seen while their practitioner sees nobody; and days of a rehabilitation activity."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.views.pages import carried_out, form_page
from amends.contacts.forms.offices import ActivityForm
from amends.contacts.operations.activity_days import count_activity_day
from amends.contacts.queries import appointments, places
from amends.contacts.queries.activity_days import activity_days
from amends.contacts.queries.cover import to_cover
from amends.contacts.views import cover_tables
from amends.contacts.views.sections import activity_words, mode_words
from amends.design.components import Row, SummaryList
from amends.design.csv_file import csv_file
from amends.design.words import date_and_time
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P


@permission(P.CONTACT_VIEW)
def cover(request: HttpRequest) -> HttpResponse:
    """Contact kept remote by the officer and not the case, with what is done about each; as a page or a file."""
    at = timezone.now()
    on = timezone.localdate(at)
    rows = to_cover(request.user, places.teams(request.user), on=on, at=at)
    file = request.resolver_match.url_name == "cover_csv"
    access.listed(request.user, P.CONTACT_VIEW, "contacts.cover", [row.due.person.crn for row in rows], exported=file)
    if file:
        return csv_file(f"contact-cover-{on}", cover_tables.CSV_HEADER, cover_tables.csv_rows(rows))
    may_set = access.allows(request.user, P.CASE_ALLOCATE)
    context = {"table": cover_tables.table(rows, may_set), "open": sum(row.needed and not row.cover for row in rows)}
    return render(request, "contacts/cover.html", context)


@permission(P.CONTACT_RECORD)
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Count an appointment as a day of a rehabilitation activity requirement."""
    found = access.load(appointments.supervision(), request.user, P.CONTACT_RECORD, pk=pk)
    days = activity_days(found.person, timezone.localdate())
    form = ActivityForm(request.POST or None, conditions=[(each.condition, activity_words(each)) for each in days])
    if request.method == "POST" and carried_out(
        form, lambda: count_activity_day(
            appointment=found, condition=form.chosen(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Counted."))
        return redirect("contacts:person", found.person.crn)
    facts = [Row(_("When"), date_and_time(found.starts_at)), Row(_("How"), mode_words(found.mode))]
    back = reverse("contacts:person", args=[found.person.crn])
    return form_page(request, found.person, form, _("Count as a day of an activity"), facts=SummaryList(facts),
                     cancel_href=back)  # fmt: skip
