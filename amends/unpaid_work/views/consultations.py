"""The yearly log of consultation: what is missing, and every entry."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import FilterPanel
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.models import Region
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.consultations import ConsultationForm, WithdrawForm, YearForm
from amends.unpaid_work.operations import consultations as operations
from amends.unpaid_work.queries import consultations as queries
from amends.unpaid_work.views import consultation_tables as tables

RECORD = Permission.CONSULTATION_RECORD


@permission(RECORD)
def consultations(request):
    """Who was heard in a year, region by region, and who is missing."""
    on = timezone.localdate()
    form = YearForm(request.GET or None, today=on)
    year = form.chosen()
    entries = queries.entries(request.user, year)
    if request.resolver_match.url_name == "consultations_csv":
        return csv_file(f"consultation-{year}", tables.CSV_HEADER, tables.csv_rows(entries))
    years = queries.years(queries.regions(request.user), year)
    context = {
        "year": year,
        "regions": [(one.region, tables.missing(one, on), tables.parties(one)) for one in years],
        "table": tables.entries(entries),
        "filter_panel": FilterPanel(form, query=request.GET),
        "now": timezone.now(),
    }
    return render(request, "unpaid_work/consultations/consultations.html", context)


@permission(RECORD)
def new(request, code: str):
    """Record that a party was heard."""
    region = access.load(Region.objects, request.user, RECORD, code=code)
    form = ConsultationForm(request.POST or None, today=timezone.localdate())
    if form.is_valid() and _done(
        form, operations.record_consultation, region=region, draft=form.draft(), by=request.user
    ):
        messages.success(request, _("The consultation is recorded."))
        return redirect("unpaid_work:consultations")
    return _page(request, form, _("Record a consultation"), region)


@permission(RECORD)
def change(request, pk: int):
    """Put an entry right, or tell what was changed since."""
    entry = access.load(queries.consultations(), request.user, RECORD, pk=pk)
    form = ConsultationForm(request.POST or None, today=timezone.localdate(), entry=entry)
    if form.is_valid() and _done(
        form, operations.change_consultation, consultation=entry, draft=form.draft(), by=request.user
    ):
        messages.success(request, _("The entry is changed."))
        return redirect("unpaid_work:consultations")
    return _page(request, form, _("Change an entry"), entry.region)


@permission(RECORD)
def withdraw(request, pk: int):
    """Take back an entry recorded by mistake."""
    entry = access.load(queries.consultations(), request.user, RECORD, pk=pk)
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and _done(
        form, operations.withdraw_consultation, consultation=entry, **form.cleaned_data, by=request.user
    ):
        messages.success(request, _("The entry is taken back."))
        return redirect("unpaid_work:consultations")
    return _page(request, form, _("Take back an entry"), entry.region)


def _done(form, operation, **given) -> bool:
    """Do it; where it is refused, say why on the form."""
    try:
        operation(**given, at=timezone.now())
    except Refused as refused:
        refused.onto(form)
    return not form.errors


def _page(request, form, heading: str, region: Region):
    back = reverse("unpaid_work:consultations")
    context = {"form": form, "heading": heading, "caption": region.name, "back": back, "cancel_href": back}
    return render(request, "design/form_page.html", context)
