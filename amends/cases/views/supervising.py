"""Supervision sessions of staff, and cases that nobody holds."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.forms.oversight import SupervisionForm
from amends.cases.operations.oversight import record_supervision as record
from amends.cases.queries import oversight as queries
from amends.cases.queries import workload
from amends.cases.views.pages import address, carried_out
from amends.cases.views.workload_tables import section
from amends.design.components import Column, Link, Pagination, Table
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.models import Staff
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

_A_PAGE = 25


@permission(P.STAFF_SUPERVISE)
def supervised(request: HttpRequest) -> HttpResponse:
    """Staff whom the reader supervises, those seen longest ago first."""
    on = timezone.localdate()
    found = sorted(queries.supervised_staff(request.user, on), key=lambda each: each.last_on or each.from_date)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    rows = [
        [Link(each.name, reverse("cases:supervisions", args=[each.code])), each.get_grade_display(), each.team.name,
         day(each.last_on) if each.last_on else _("Never"), day(each.next_on) if each.next_on else _("None set")]
        for each in page
    ]  # fmt: skip
    columns = [Column(_("Name"), row_header=True), Column(_("Grade")), Column(_("Team")), Column(_("Last session")),
               Column(_("Next session"))]  # fmt: skip
    table = Table(_("Supervision of staff"), columns, rows, stacked=True, caption_hidden=True,
                  empty=_("Nobody in post is in your part of the service."))  # fmt: skip
    given = {"heading": _("Supervision of staff"), "table": table, "pagination": Pagination(page, query=request.GET)}
    return render(request, "cases/listed.html", given | {"sub_navigation": section(request)})


@permission(P.STAFF_SUPERVISE)
def supervisions(request: HttpRequest, code: str) -> HttpResponse:
    """The supervision sessions of a member of staff."""
    member = access.load(Staff.objects.select_related("team"), request.user, P.STAFF_SUPERVISE, code=code)
    page = Paginator(queries.supervisions_of(member), _A_PAGE).get_page(request.GET.get("page"))
    rows = [[day(each.on), each.notes, each.agreed, day(each.next_on) if each.next_on else _("None set"),
             each.recorded_by.name] for each in page]  # fmt: skip
    columns = [Column(_("Day"), row_header=True), Column(_("Spoken about")), Column(_("Agreed")),
               Column(_("Next session")), Column(_("By"))]  # fmt: skip
    table = Table(_("Sessions"), columns, rows, stacked=True, caption_hidden=True, empty=_("None is recorded."))
    given = {
        "heading": _("Supervision of %(name)s") % {"name": member.name},
        "table": table,
        "pagination": Pagination(page, query=request.GET),
        "action": Link(_("Record a session"), reverse("cases:record_supervision", args=[code])),
        "breadcrumbs": [{"text": _("Supervision of staff"), "href": reverse("cases:supervised")}],
    }
    return render(request, "cases/listed.html", given)


@permission(P.STAFF_SUPERVISE)
def record_supervision(request: HttpRequest, code: str) -> HttpResponse:
    """Record a supervision session."""
    member = access.load(Staff.objects.select_related("team"), request.user, P.STAFF_SUPERVISE, code=code)
    form = SupervisionForm(request.POST or None, initial={"on": timezone.localdate()})
    back = reverse("cases:supervisions", args=[code])
    if request.method == "POST" and carried_out(
        form, lambda: record(member=member, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Recorded."))
        return redirect(back)
    given = {"form": form, "heading": _("Record a supervision session"), "caption": member.name, "back": back,
             "cancel_href": back}  # fmt: skip
    return render(request, "design/form_page.html", given)


@permission(P.WORKLOAD_VIEW)
def unallocated(request: HttpRequest) -> HttpResponse:
    """Live cases that nobody holds."""
    found = workload.unallocated(request.user, timezone.localdate()).select_related("team__pdu")
    page = Paginator(found.order_by("family_name", "given_names", "crn"), _A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, P.WORKLOAD_VIEW, "cases.unallocated", [each.crn for each in page])
    rows = []
    for each in page:
        to = address("contacts:allocate", each.crn) if reaches(request.user, P.CASE_ALLOCATE, each.team) else ""
        rows.append([Link(f"{each.name} ({each.crn})", reverse("cases:person", args=[each.crn])), each.team.name,
                     Link(_("Allocate"), to, each.crn) if to else ""])  # fmt: skip
    columns = [Column(_("Person"), row_header=True), Column(_("Team")), Column(_("Action"), hidden=True)]
    table = Table(_("Held by nobody"), columns, rows, stacked=True, caption_hidden=True,
                  empty=_("Every live case that you may see is held by somebody."))  # fmt: skip
    given = {"heading": _("Live cases held by nobody"), "table": table, "sub_navigation": section(request)}
    return render(request, "cases/listed.html", given | {"pagination": Pagination(page, query=request.GET)})
