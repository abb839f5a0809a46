"""Staff, their absences, and the tiers of regions."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import FilterPanel, Pagination, chosen_sort
from amends.organisation import access, queries, tables
from amends.organisation.access_matrix import permission
from amends.organisation.forms import AbsenceForm, EndAbsenceForm, StaffFilter, TierForm
from amends.organisation.models import Absence, Region, Staff
from amends.organisation.operations import staff as operations
from amends.organisation.operations import tiers
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission

_A_PAGE = 25
ONE_DAY = timedelta(days=1)


@permission(Permission.STAFF_VIEW)
def staff(request: HttpRequest) -> HttpResponse:
    """Who is in post, filtered and sorted."""
    form = StaffFilter(request.GET)
    form.is_valid()
    sort = chosen_sort(request.GET, allowed={"name", "team__name", "grade"}, default="name")
    found = queries.staff_list(request.user, timezone.localdate(), **form.cleaned_data).order_by(sort, "pk")
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    given = {
        "table": tables.staff_table(page, request.GET, sort),
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
    }
    return render(request, "organisation/staff.html", given)


@permission(Permission.STAFF_VIEW)
def staff_member(request: HttpRequest, code: str) -> HttpResponse:
    """One member of staff: hours, qualifications, absences."""
    member = access.load(Staff.objects.select_related("team__pdu"), request.user, Permission.STAFF_VIEW, code=code)
    may_record = access.allows(request.user, Permission.ABSENCE_RECORD)
    given = {
        "member": member,
        "facts": tables.staff_facts(member),
        "absences": tables.absences_table(member, member.absences.order_by("-from_date"), may_record),
        "may_record": may_record,
    }
    return render(request, "organisation/staff_member.html", given)


@permission(Permission.ABSENCE_RECORD)
def record_absence(request: HttpRequest, code: str) -> HttpResponse:
    """Record that someone is, was or will be away."""
    member = access.load(Staff.objects.all(), request.user, Permission.ABSENCE_RECORD, code=code)
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        to_date = given["last_day"] + ONE_DAY if given["last_day"] else None
        draft = operations.AbsenceDraft(member, given["kind"], given["from_date"], to_date)
        try:
            operations.record_absences([draft], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("from_date", str(refused))
        else:
            messages.success(request, _("The absence is recorded."))
            return redirect("organisation:staff_member", code)
    return render(request, "design/form_page.html", _page(form, _("Record an absence"), member))


@permission(Permission.ABSENCE_RECORD)
def end_absence(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say when someone who is away comes back."""
    member = access.load(Staff.objects.all(), request.user, Permission.ABSENCE_RECORD, code=code)
    absence = access.load(Absence.objects.filter(staff=member), request.user, Permission.ABSENCE_RECORD, pk=pk)
    form = EndAbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_absence(
                absence=absence, to_date=form.cleaned_data["to_date"], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error("to_date", str(refused))
        else:
            messages.success(request, _("The absence ends the day before."))
            return redirect("organisation:staff_member", code)
    return render(request, "design/form_page.html", _page(form, _("End an absence"), member))


def _page(form, heading: str, member: Staff) -> dict[str, object]:
    back = reverse("organisation:staff_member", args=[member.code])
    return {"form": form, "heading": heading, "caption": member.name, "back": back, "cancel_href": back}


@permission(Permission.TIER_RECORD)
def regions(request: HttpRequest) -> HttpResponse:
    """Each region's tier of restrictions, now and before."""
    found = access.visible(Region.objects.prefetch_related("tiers"), request.user, Permission.TIER_RECORD).distinct()
    return render(request, "organisation/regions.html", {"table": tables.tiers_table(found, timezone.localdate())})


@permission(Permission.TIER_RECORD)
def record_tier(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a region moves to another tier."""
    region = access.load(Region.objects.all(), request.user, Permission.TIER_RECORD, code=code)
    form = TierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            tiers.record_region_tier(region=region, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("The tier is recorded."))
            return redirect("organisation:regions")
    back = reverse("organisation:regions")
    given = {"form": form, "heading": _("Record a tier"), "caption": region.name, "back": back, "cancel_href": back}
    return render(request, "design/form_page.html", given)
