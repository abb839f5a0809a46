"""Concerns: raised about an appointment, listed for practitioners, read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.contacts.forms.concerns import ConcernFilterForm, ConcernForm
from amends.contacts.models import Concern
from amends.contacts.operations.concerns import raise_concern, read_concern
from amends.contacts.queries import concerns as queries
from amends.design.components import FilterPanel, Pagination
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission

PAGE_SIZE = 25


@permission(Permission.CONCERN_READ)
def concerns(request):
    """Concerns about the reader's own cases, or about all that the reader may see."""
    given = request.GET.copy()
    given.setdefault("whose", "mine" if request.user.staff_id else "team")
    given.setdefault("state", "unread")
    form = ConcernFilterForm(given)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = queries.concerns(
        request.user, on=timezone.localdate(), whose=chosen.get("whose", ""), state=chosen.get("state", "unread")
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    access.listed(request.user, Permission.CONCERN_READ, "contacts.concern", [each.person.crn for each in page])
    context = {
        "concerns": page,
        "filter_panel": FilterPanel(form, query=given),
        "pagination": Pagination(page, query=request.GET),
        "here": request.get_full_path(),
    }
    return render(request, "contacts/concerns.html", context)


@permission(Permission.CONCERN_READ)
@require_POST
def read(request, pk):
    """Record that a concern was read: whoever raised it sees so."""
    concern = access.load(Concern.objects.select_related("person"), request.user, Permission.CONCERN_READ, pk=pk)
    read_concern(concern=concern, by=request.user, at=timezone.now())
    messages.success(request, _("Marked as read. Whoever raised the concern sees this."))
    return redirect("contacts:concerns")


@permission(Permission.REGISTER_RECORD)
def raise_about(request, appointment):
    """Raise a concern about someone, from a session they were expected at."""
    found = access.load(queries.appointments(), request.user, Permission.REGISTER_RECORD, pk=appointment)
    form = ConcernForm(request.POST or None)
    if form.is_valid():
        raise_concern(
            person=found.person, appointment=found, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("The concern about %(name)s is passed on.") % {"name": found.person.name})
        return redirect(_came_from(request))
    context = {"form": form, "heading": _("Raise a concern"), "caption": found.person.name}
    context |= {"submit_text": _("Pass it on"), "back": _came_from(request), "cancel_href": _came_from(request)}
    return render(request, "design/form_page.html", context)


def _came_from(request) -> str:
    """The page of this service that the link was on; the registers where none is given."""
    given = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if safe else reverse("unpaid_work:registers")
