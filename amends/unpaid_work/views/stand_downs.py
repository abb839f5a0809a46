"""Stand-downs: the figures by team and period, standing down a session, and offering another place."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import FilterPanel, Pagination
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.stand_downs import OfferForm, PeriodForm, StandDownForm
from amends.unpaid_work.models import StandDownPerson
from amends.unpaid_work.operations.stand_downs import offer_place, stand_down
from amends.unpaid_work.queries import stand_down_causes as causes
from amends.unpaid_work.queries import stand_downs as queries
from amends.unpaid_work.queries.completions import completions
from amends.unpaid_work.queries.register import sessions
from amends.unpaid_work.queries.stand_down_preventions import preventions
from amends.unpaid_work.views import stand_down_causes as cause_tables
from amends.unpaid_work.views import stand_down_tables
from amends.unpaid_work.views.lists import page_of

P = Permission.STAND_DOWN_RECORD
MOST_PEOPLE = 25


@permission(Permission.SESSION_VIEW)
def stand_downs(request):
    """The rate with both its denominators beside completions, and every stand-down of the period."""
    now = timezone.now()
    form = PeriodForm(request.GET or None, teams=queries.teams_of(request.user), today=timezone.localdate(now))
    period = queries.Period(*form.chosen())
    found = queries.of_period(request.user, period)
    if request.resolver_match.url_name == "stand_downs_csv":
        name = f"stand-downs-{period.first.isoformat()}-{period.last.isoformat()}"
        return csv_file(name, stand_down_tables.CSV_HEADER, stand_down_tables.csv_rows(found))
    page, days, where = page_of(request, found), queries.days_of(period, now), causes.where_of(period)
    again = list(causes.turned_away_again(request.user, period)[:MOST_PEOPLE])
    access.listed(request.user, Permission.SESSION_VIEW, "stand-downs", [row[0] for row in again])
    context = {
        "breakdowns": cause_tables.breakdowns(where),
        "again": cause_tables.again(again, access.allows(request.user, Permission.HOURS_VIEW)),
        "period": period,
        "filter_panel": FilterPanel(form, query=request.GET),
        "figures": stand_down_tables.figures(
            days, completions(days.worked_on, period.first, period.last), where.all, now
        ),
        "causes": stand_down_tables.causes(days.causes),
        "table": stand_down_tables.table(page, preventions(row.pk for row in page), access.allows(request.user, P)),
        "pagination": Pagination(page, query=request.GET),
        "query": request.GET.urlencode(),
    }
    return render(request, "unpaid_work/stand_downs/stand_downs.html", context)


@permission(P)
def stand_down_session(request, pk):
    """Stand down a session, or some of its people."""
    session = access.load(sessions(), request.user, P, pk=pk)
    bookings = queries.expected(request.user, session)
    access.listed(request.user, P, f"unpaid_work.session {pk}", [b.appointment.person.crn for b in bookings])
    form = StandDownForm(request.POST or None, bookings=bookings)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("cause", "notice", "note")}
        try:
            made = stand_down(session=session, bookings=form.chosen(), **given, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The stand-down is recorded."))
            return redirect("unpaid_work:stand_down_page", pk=made.pk)
    context = {"form": form, "heading": _("Stand down"), "submit_text": _("Record the stand-down"), "warning": True}
    context["caption"] = f"{session.project.name}, {stand_down_tables.day_words(session.date)}"
    context["back"] = context["cancel_href"] = reverse("unpaid_work:register", args=[pk])
    return render(request, "design/form_page.html", context)


@permission(P)
def stand_down_page(request, pk):
    """One stand-down: who was turned away, what each is credited, and the place offered instead."""
    made = access.load(queries.recorded(), request.user, P, pk=pk)
    people = queries.turned_away(request.user, made)
    crns = [each.booking.appointment.person.crn for each in people]
    access.listed(request.user, P, f"unpaid_work.standdown {pk}", crns)
    context = {
        "stand_down": made,
        "summary": stand_down_tables.summary(made),
        "table": stand_down_tables.people(people, made),
        "back": {"href": reverse("unpaid_work:register", args=[made.session_id]), "text": _("Register")},
    }
    return render(request, "unpaid_work/stand_downs/stand_down.html", context)


@permission(P)
def offer(request, pk):
    """Offer someone who was stood down a place at another session."""
    stood_down = access.load(StandDownPerson.objects.select_related(*stand_down_tables.OFFERED), request.user, P, pk=pk)
    page = page_of(request, queries.places_to_offer(request.user, stood_down, timezone.now()), size=15)
    form = OfferForm(request.POST or None, sessions=list(page))
    back = reverse("unpaid_work:stand_down_page", args=[stood_down.stand_down_id])
    if form.is_valid():
        try:
            offer_place(stood_down=stood_down, session=form.chosen(), by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("session", str(refused))
        else:
            messages.success(request, _("The place is booked."))
            return redirect(back)
    context = {"form": form, "back": back, "person": stood_down.booking.appointment.person, "stood_down": stood_down}
    context["pagination"] = Pagination(page, query=request.GET)
    return render(request, "unpaid_work/stand_downs/offer.html", context)
