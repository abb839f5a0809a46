"""What each role allows, and the audit trail."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amends.design.components import FilterPanel, Pagination
from amends.organisation import access, queries, tables
from amends.organisation.access_matrix import permission, signed_in
from amends.organisation.forms.audit import AuditFilter
from amends.organisation.roles import Permission

_A_PAGE = 50


@signed_in
def roles(request: HttpRequest) -> HttpResponse:
    """Every role and everything it allows, on one page."""
    return render(request, "organisation/roles.html", {"table": tables.roles_table()})


@permission(Permission.AUDIT_VIEW)
def audit_trail(request: HttpRequest) -> HttpResponse:
    """What was seen, refused and written, newest first."""
    form = AuditFilter(request.GET)
    form.is_valid()
    page = Paginator(queries.audit_events(request.user, **form.cleaned_data), _A_PAGE).get_page(request.GET.get("page"))
    access.listed(
        request.user, Permission.AUDIT_VIEW, "organisation.auditevent", [event.crn for event in page if event.crn]
    )
    given = {
        "table": tables.audit_table(page, queries.readable_crns(request.user, page)),
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
        "most": f"{queries.MOST_EVENTS:,}" if page.paginator.count == queries.MOST_EVENTS else "",
    }
    return render(request, "organisation/audit.html", given)
