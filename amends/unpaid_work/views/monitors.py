"""The monitors: one page for all, one for each, and the reader's own views of them."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.design.components import FilterPanel, Pagination, chosen_sort
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.monitors import MonitorForm, SaveViewForm
from amends.unpaid_work.monitors import MONITORS, open_to
from amends.unpaid_work.monitors.monitor import Asked, Monitor, Row
from amends.unpaid_work.operations.saved_views import remove_view, save_view
from amends.unpaid_work.queries import watching as queries
from amends.unpaid_work.queries.board import monday_of
from amends.unpaid_work.views import monitor_tables as tables
from amends.unpaid_work.views.lists import page_of


@permission(Permission.PROJECT_VIEW)
def hub(request):
    """Every monitor open to the reader, with how many wait in it."""
    on, now = timezone.localdate(), timezone.now()
    asked = Asked(request.user, on, now, monday_of(on))
    monitors = open_to(request.user)
    counted = [(monitor, monitor.counts(monitor.find(asked))) for monitor in monitors.values()]
    context = {
        "table": tables.hub(counted),
        "views": tables.view_links(monitors, queries.saved_views(request.user), titled=True),
        "stand_downs": access.allows(request.user, Permission.SESSION_VIEW),
        "now": now,
    }
    return render(request, "unpaid_work/monitors/hub.html", context)


def page(monitor: Monitor):
    """The view of one monitor: a page of it, or all of it as a file."""

    @permission(monitor.permission)
    def watched(request):
        now, on = timezone.now(), timezone.localdate()
        teams = queries.teams(request.user, monitor.permission)
        form = MonitorForm(request.GET, monitor=monitor, teams=teams, user=request.user, on=on)
        asked = form.asked(now)
        sort = chosen_sort(request.GET, allowed=set(monitor.sorts), default=monitor.first_by)
        every, whys = monitor.find(asked), form.cleaned_data.get("why") or monitor.whys
        rows = monitor.sorted([row for row in every if row.why in whys], sort)
        if request.resolver_match.url_name.endswith("_csv"):
            told = csv_rows(request, monitor, rows, on)
            return csv_file(f"{monitor.slug.replace('_', '-')}-{on.isoformat()}", tables.csv_header(monitor), told)
        shown = page_of(request, rows)
        held_by = _held_by(request, monitor, shown.object_list, on)
        context = {
            "monitor": monitor,
            "asked": asked,
            "filter_panel": FilterPanel(form, query=request.GET),
            "reasons": tables.by_reason(monitor, monitor.counts(every), request.GET) if every else None,
            "table": tables.table(monitor, shown.object_list, held_by, request.user, request.GET, sort),
            "pagination": Pagination(shown, query=request.GET),
        }
        return render(request, "unpaid_work/monitors/monitor.html", context | _views(request, monitor))

    return watched


def csv_rows(request, monitor: Monitor, rows: list[Row], on):
    """Every row for a file, its people told to the audit trail."""
    return tables.csv_rows(monitor, rows, _held_by(request, monitor, rows, on, exported=True))


def _held_by(request, monitor: Monitor, rows: list[Row], on, *, exported: bool = False) -> dict[str, str]:
    """The practitioners of the people about to be shown, once the trail says that they are."""
    if not monitor.subject.people:
        return {}
    crns = [row.crn for row in rows]
    access.listed(request.user, monitor.permission, f"monitor {monitor.slug}", crns, exported=exported)
    return queries.practitioners(crns, on)


def _views(request, monitor: Monitor) -> dict[str, object]:
    kept = queries.saved_views(request.user).filter(monitor=monitor.slug)
    return {
        "views": tables.view_links({monitor.slug: monitor}, kept),
        "view_form": SaveViewForm(),
        "csv_href": f"{reverse(f'unpaid_work:monitor_{monitor.slug}_csv')}?{request.GET.urlencode()}",
        "kept": tables.kept(request.GET),
    }


@permission(Permission.PROJECT_VIEW)
@require_POST
def save(request):
    """Keep the filters in force under a name."""
    monitor = _chosen(request)
    form = SaveViewForm(request.POST)
    query = tables.kept(QueryDict(request.POST.get("query", "")))
    if not form.is_valid() or len(query) > 500:
        messages.error(request, _("Enter a name for the view, at most 60 characters"))
        return redirect(f"{tables.address(monitor)}?{query}")
    try:
        name = form.cleaned_data["name"]
        save_view(monitor=monitor.slug, name=name, query=query, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The view is saved: %(name)s.") % {"name": name})
    return redirect(f"{tables.address(monitor)}?{query}")


@permission(Permission.PROJECT_VIEW)
@require_POST
def remove(request):
    """Remove one of the reader's views."""
    monitor = _chosen(request)
    remove_view(monitor=monitor.slug, name=request.POST.get("name", ""), by=request.user, at=timezone.now())
    messages.success(request, _("The view is removed."))
    return redirect(tables.address(monitor))


def _chosen(request) -> Monitor:
    """The monitor that was sent, if it is open to the reader."""
    slug = request.POST.get("monitor", "")
    if slug not in open_to(request.user):
        raise access.NotVisible
    return MONITORS[slug]
