"""What work there is room for: the page for courts and the service, the public one, and what is made public."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amends.design.components import FilterPanel
from amends.design.csv_file import csv_file
from amends.design.documents.report import report_pdf
from amends.methods.statistics.suppression import INSIDE
from amends.organisation import access
from amends.organisation.access_matrix import permission, public
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.capacity import CapacityForm, PublicationForm
from amends.unpaid_work.operations.capacity import publish_statement, switch_publication
from amends.unpaid_work.queries.capacity import published as queries
from amends.unpaid_work.queries.capacity.statement import content_of, units_of
from amends.unpaid_work.views import capacity_document, capacity_tables


@permission(Permission.CAPACITY_VIEW)
def capacity(request):
    """A region's statement as it stands now, one unit of it in full; as page, PDF and file. Nobody is named."""
    now, on = timezone.now(), timezone.localdate()
    units = queries.units_in_reach(request.user, Permission.CAPACITY_VIEW)
    form = CapacityForm(request.GET or None, units=units)
    chosen, unit = form.chosen()
    content = content_of(units_of(chosen, on), now, INSIDE)
    name = f"capacity-{unit.region.code if unit else 'none'}-{on.isoformat()}"
    if request.resolver_match.url_name == "capacity_csv":
        return csv_file(name, capacity_tables.CSV_HEADER, capacity_tables.csv_rows(content))
    region = unit.region.name if unit else ""
    if request.resolver_match.url_name == "capacity_pdf":
        return pdf(name, capacity_document.report(content, region, get_language()))
    context = {
        "unit": unit,
        "query": request.GET.urlencode(),
        "filter_panel": FilterPanel(form, query=request.GET) if len(units) > 1 else "",
        "may_publish": access.allows(request.user, Permission.POLICY_SWITCH),
        **capacity_tables.page_of(content, region, unit.code if unit else ""),
    }
    return render(request, "unpaid_work/capacity/capacity.html", context)


@public
def capacity_public(request):
    """The statements that regions made public, as they were published: nothing is reckoned for a visitor."""
    statements = queries.public_statements(timezone.localdate())
    asked = request.GET.get("region")
    statement = next((one for one in statements if one.region.code == asked), next(iter(statements), None))
    if request.resolver_match.url_name == "capacity_public_csv":
        rows = capacity_tables.csv_rows(statement.content) if statement else []
        return csv_file(f"capacity-{statement.region.code if statement else 'none'}", capacity_tables.CSV_HEADER, rows)
    context = {"statements": statements, "statement": statement}
    if statement:
        context |= capacity_tables.page_of(statement.content, statement.region.name)
    return render(request, "unpaid_work/capacity/public.html", context)


@permission(Permission.POLICY_SWITCH)
def capacity_publish(request):
    """Which regions publish their statement, and since when."""
    now, on = timezone.now(), timezone.localdate()
    regions = queries.regions_to_switch(request.user)
    form = PublicationForm(request.POST or None, regions=regions)
    if form.is_valid():
        try:
            _publish(form.chosen(), form.cleaned_data["action"], request.user, now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is done. The public page shows it from now on."))
            return redirect("unpaid_work:capacity_publish")
    told = queries.public_now(regions, on), queries.latest_statements(regions)
    context = {"form": form if regions else None, "table": capacity_tables.publications(regions, *told)}
    return render(request, "unpaid_work/capacity/publish.html", context)


def _publish(region, action: str, by, at) -> None:
    if action == "again":
        publish_statement(region=region, by=by, at=at)
    else:
        switch_publication(region=region, public=action == "on", by=by, at=at)


def pdf(name: str, report) -> HttpResponse:
    """The report as a PDF to read or keep."""
    response = HttpResponse(report_pdf(report), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
