"""Teams, offices, and the tiers of regions: lists, and a page for each thing that is made or changed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import FilterPanel, Pagination, chosen_sort
from amends.design.words import day
from amends.organisation import access, queries, tables
from amends.organisation.access_matrix import permission
from amends.organisation.forms import places as forms
from amends.organisation.forms.staff import ConfirmForm
from amends.organisation.models import Office, Region, RegionTier, Team
from amends.organisation.operations import places as operations
from amends.organisation.operations import tiers
from amends.organisation.operations.refusal import Refused
from amends.organisation.remit import remit
from amends.organisation.roles import Permission
from amends.organisation.views.section import section

_A_PAGE = 25


@permission(Permission.STAFF_VIEW)
def teams(request: HttpRequest) -> HttpResponse:
    """The teams of the reader's part of the service."""
    form = forms.TeamFilter(request.GET, units=remit(request.user, Permission.STAFF_VIEW).all_units())
    form.is_valid()
    sort = chosen_sort(request.GET, allowed={"name", "code", "pdu__name", "kind"}, default="name")
    found = queries.teams_list(request.user, timezone.localdate(), **form.cleaned_data).order_by(sort, "pk")
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    theirs = remit(request.user, Permission.STAFF_CHANGE).all_teams().filter(pk__in=[team.pk for team in page])
    table = tables.teams_table(page, request.GET, sort, {team.pk for team in theirs})
    return _list(request, _("Teams"), form, page, table, reverse("organisation:create_team"), _("Make a team"))


@permission(Permission.STAFF_VIEW)
def offices(request: HttpRequest) -> HttpResponse:
    """The offices of the reader's part of the service."""
    form = forms.PlaceFilter(request.GET, units=remit(request.user, Permission.STAFF_VIEW).all_units())
    form.is_valid()
    sort = chosen_sort(request.GET, allowed={"name", "code", "pdu__name"}, default="name")
    found = queries.offices_list(request.user, **form.cleaned_data).order_by(sort, "pk")
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    theirs = {unit.pk for unit in remit(request.user, Permission.STAFF_CHANGE).all_units()}
    table = tables.offices_table(page, request.GET, sort, theirs)
    return _list(request, _("Offices"), form, page, table, reverse("organisation:create_office"), _("Make an office"))


def _list(request: HttpRequest, heading: str, form, page, table, make: str, make_text: str) -> HttpResponse:
    may_create = remit(request.user, Permission.STAFF_CHANGE).all_units().exists()
    given = {
        "heading": heading,
        "table": table,
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
        "sub_navigation": section(request),
        "make": make if may_create else "",
        "make_text": make_text,
    }
    return render(request, "organisation/places.html", given)


@permission(Permission.STAFF_CHANGE)
def create_team(request: HttpRequest) -> HttpResponse:
    """Make a team of a unit."""
    units = remit(request.user, Permission.STAFF_CHANGE).all_units()
    form = forms.NewTeamForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_bound and form.is_valid():
        try:
            operations.create_places([operations.TeamDraft(**form.cleaned_data)], by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            return _done(request, _("The team is made."), "teams")
    return _page(request, form, _("Make a team"), "teams")


@permission(Permission.STAFF_CHANGE)
def change_team(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a team is called, or what it does."""
    team = access.load(Team.objects.select_related("pdu"), request.user, Permission.STAFF_CHANGE, code=code)
    form = forms.TeamForm(
        request.POST if request.method == "POST" else None, initial={"name": team.name, "kind": team.kind}
    )
    if form.is_bound and form.is_valid():
        try:
            operations.change_team(team=team, changes=form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            return _done(request, _("Saved."), "teams")
    return _page(request, form, _("Change a team"), "teams", caption=f"{team.name}, {team.pdu.name}")


@permission(Permission.STAFF_CHANGE)
def create_office(request: HttpRequest) -> HttpResponse:
    """Make an office of a unit."""
    units = remit(request.user, Permission.STAFF_CHANGE).all_units()
    form = forms.NewOfficeForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_bound and form.is_valid():
        try:
            operations.create_places([operations.OfficeDraft(**form.changes())], by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form, lat="position")
        else:
            return _done(request, _("The office is made."), "offices")
    return _page(request, form, _("Make an office"), "offices")


@permission(Permission.STAFF_CHANGE)
def change_office(request: HttpRequest, code: str) -> HttpResponse:
    """Change what an office is called, or where it is."""
    within = remit(request.user, Permission.STAFF_CHANGE).all_units()
    office = access.load(
        Office.objects.filter(pdu__in=within).select_related("pdu"), request.user, Permission.STAFF_CHANGE, code=code
    )
    position = None if office.lat is None else (office.lat, office.lon)
    stands = {"name": office.name, "address": office.address, "position": position}
    form = forms.OfficeForm(request.POST if request.method == "POST" else None, initial=stands)
    if form.is_bound and form.is_valid():
        try:
            operations.change_office(office=office, changes=form.changes(), by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form, lat="position")
        else:
            return _done(request, _("Saved."), "offices")
    return _page(request, form, _("Change an office"), "offices", caption=f"{office.name}, {office.pdu.name}")


@permission(Permission.TIER_RECORD)
def regions(request: HttpRequest) -> HttpResponse:
    """Each region's tier of restrictions, now and before."""
    found = access.visible(Region.objects.prefetch_related("tiers"), request.user, Permission.TIER_RECORD).distinct()
    theirs = {region.pk for region in remit(request.user, Permission.TIER_RECORD).all_regions()}
    given = {"table": tables.tiers_table(found, timezone.localdate(), theirs), "sub_navigation": section(request)}
    return render(request, "organisation/regions.html", given)


@permission(Permission.TIER_RECORD)
def record_tier(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a region moves to another tier: for who has the whole region, since it holds for all of it."""
    within = remit(request.user, Permission.TIER_RECORD).all_regions()
    region = access.load(Region.objects.filter(pk__in=within), request.user, Permission.TIER_RECORD, code=code)
    form = forms.TierForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            tiers.record_region_tier(region=region, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            return _done(request, _("The tier is recorded."), "regions")
    return _page(request, form, _("Record a tier"), "regions", caption=region.name)


@permission(Permission.TIER_RECORD)
def take_back_tier(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take back a region's latest tier, recorded by mistake."""
    within = remit(request.user, Permission.TIER_RECORD).all_regions().filter(code=code)
    tier = access.load(
        RegionTier.objects.filter(region__in=within).select_related("region"), request.user, Permission.TIER_RECORD,
        pk=pk,
    )  # fmt: skip
    if request.method == "POST":
        try:
            tiers.take_back_region_tier(tier=tier, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("organisation:regions")
        return _done(request, _("The tier is taken back."), "regions")
    told = {"tier": tier.get_tier_display(), "day": day(tier.from_date)}
    intro = _("Do this where %(tier)s from %(day)s was recorded by mistake. The tier before it goes on.") % told
    return _page(
        request, ConfirmForm(), _("Take back the latest tier?"), "regions", caption=tier.region.name, intro=intro,
        submit_text=_("Take it back"), warning=True,
    )  # fmt: skip


def _done(request: HttpRequest, message: str, then: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(f"organisation:{then}")


def _page(request: HttpRequest, form, heading: str, back: str, **more: object) -> HttpResponse:
    href = reverse(f"organisation:{back}")
    return render(
        request, "design/form_page.html", {"form": form, "heading": heading, "back": href, "cancel_href": href, **more}
    )
