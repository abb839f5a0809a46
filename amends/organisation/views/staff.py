"""Staff: the list, somebody's page, and a page for each thing that is made or changed about them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design.components import FilterPanel, Pagination, chosen_sort
from amends.design.words import day
from amends.organisation import access, queries
from amends.organisation.access_matrix import permission
from amends.organisation.forms import staff as forms
from amends.organisation.models import Absence, Staff, StaffQualification
from amends.organisation.operations import staff as operations
from amends.organisation.operations.refusal import Refused
from amends.organisation.remit import remit
from amends.organisation.roles import Permission
from amends.organisation.views import staff_page
from amends.organisation.views.section import section

_A_PAGE = 25
_SORTS = {"name", "code", "grade", "team__name", "contracted_minutes"}
SUBJECTS = {
    "post": (gettext_lazy("Change the post"), forms.PostForm),
    "hours": (gettext_lazy("Change the working pattern"), forms.HoursForm),
    "journeys": (gettext_lazy("Change journeys to sites"), forms.JourneysForm),
}


@permission(Permission.STAFF_VIEW)
def staff(request: HttpRequest) -> HttpResponse:
    """Who is in post, filtered and sorted."""
    form = forms.StaffFilter(request.GET, teams=remit(request.user, Permission.STAFF_VIEW).all_teams())
    form.is_valid()
    sort = chosen_sort(request.GET, allowed=_SORTS, default="name")
    found = queries.staff_list(request.user, timezone.localdate(), **form.cleaned_data).order_by(sort, "pk")
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    given = {
        "table": staff_page.table(page, request.GET, sort),
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
        "sub_navigation": section(request),
        "may_create": access.allows(request.user, Permission.STAFF_CHANGE),
    }
    return render(request, "organisation/staff.html", given)


@permission(Permission.STAFF_VIEW)
def staff_member(request: HttpRequest, code: str) -> HttpResponse:
    """One member of staff: post, hours, journeys, qualifications, absences, account."""
    member = _load(request, code, Permission.STAFF_VIEW)
    on, user = timezone.localdate(), request.user
    may = {
        name: access.visible(Staff.objects.filter(pk=member.pk), user, needed).exists()
        for name, needed in (("change", Permission.STAFF_CHANGE), ("absence", Permission.ABSENCE_RECORD),
                             ("pause", Permission.ALLOCATION_PAUSE),
                             ("account", Permission.USER_MANAGE))
    }  # fmt: skip
    held = member.held.select_related("qualification").order_by("qualification__name", "-from_date")
    absences = Paginator(member.absences.order_by("-from_date"), _A_PAGE).get_page(request.GET.get("page"))
    given = {
        "member": member,
        "cards": staff_page.cards(member, may["change"]),
        "qualifications": staff_page.qualifications_table(member, held, may["change"], on),
        "absences": staff_page.absences_table(member, absences, may["absence"], on),
        "pagination": Pagination(absences, query=request.GET),
        "account": staff_page.account(member) if may["account"] else None,
        "may": may,
        "breadcrumbs": [{"text": _("Staff"), "href": reverse("organisation:staff")}],
    }
    return render(request, "organisation/staff_member.html", given)


@permission(Permission.STAFF_VIEW)
def staff_history(request: HttpRequest, code: str) -> HttpResponse:
    """What was changed about somebody, by whom and when."""
    member = _load(request, code, Permission.STAFF_VIEW)
    may_see_why = access.allows(request.user, Permission.ABSENCE_RECORD)
    page = Paginator(queries.staff_history(member), _A_PAGE).get_page(request.GET.get("page"))
    given = {
        "member": member,
        "timeline": staff_page.timeline(page, may_see_why),
        "pagination": Pagination(page, query=request.GET),
        "back": staff_page.address(member),
    }
    return render(request, "organisation/staff_history.html", given)


@permission(Permission.STAFF_CHANGE)
def create_staff(request: HttpRequest) -> HttpResponse:
    """Record a member of staff."""
    teams = remit(request.user, Permission.STAFF_CHANGE).all_teams()
    form = forms.NewStaffForm(request.POST if request.method == "POST" else None, teams=teams)
    if form.is_bound and form.is_valid():
        try:
            [made] = operations.create_staff(
                [operations.StaffDraft(**form.changes())], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            refused.onto(form, to_date="last_day")
        else:
            messages.success(request, _("%(name)s is recorded.") % {"name": made.name})
            return redirect("organisation:staff_member", made.code)
    back = reverse("organisation:staff")
    given = {"form": form, "heading": _("Record a member of staff"), "back": back, "cancel_href": back}
    return render(request, "design/form_page.html", given)


@permission(Permission.STAFF_CHANGE)
def change_staff(request: HttpRequest, code: str, subject: str) -> HttpResponse:
    """Change one subject about somebody."""
    member = _load(request, code, Permission.STAFF_CHANGE)
    heading, form_class = SUBJECTS[subject]
    teams = remit(request.user, Permission.STAFF_CHANGE).all_teams()
    form = form_class(request.POST if request.method == "POST" else None, member=member, teams=teams)
    if form.is_bound and form.is_valid():
        try:
            operations.change_staff(member=member, changes=form.changes(), by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form, to_date="last_day", lat="position")
        else:
            return _done(request, member, _("Saved."))
    return _page(request, form, heading, member)


@permission(Permission.STAFF_CHANGE)
def record_qualification(request: HttpRequest, code: str) -> HttpResponse:
    """Record that somebody is qualified for something."""
    member = _load(request, code, Permission.STAFF_CHANGE)
    form = forms.QualificationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        draft = operations.HeldDraft(member, given["qualification"], given["from_date"], forms.after(given["last_day"]))
        try:
            operations.record_qualifications([draft], by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form, to_date="last_day")
        else:
            return _done(request, member, _("The qualification is recorded."))
    return _page(request, form, _("Record a qualification"), member)


@permission(Permission.STAFF_CHANGE)
def end_qualification(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say when a qualification lapses."""
    member, held = _load_held(request, code, pk)
    form = forms.EndQualificationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            operations.end_qualification(held=held, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            return _done(request, member, _("The qualification lapses then."))
    return _page(request, form, _("End %(what)s") % {"what": held.qualification.name}, member)


@permission(Permission.STAFF_CHANGE)
def remove_qualification(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take away a qualification recorded by mistake."""
    member, held = _load_held(request, code, pk)
    if request.method == "POST":
        operations.remove_qualification(held=held, by=request.user, at=timezone.now())
        return _done(request, member, _("The qualification is taken away."))
    heading = _("Take away %(what)s?") % {"what": held.qualification.name}
    intro = _("Do this only where it was recorded by mistake. Where it lapsed, end it instead.")
    return _page(request, forms.ConfirmForm(), heading, member, intro=intro, submit_text=_("Take it away"))


@permission(Permission.ABSENCE_RECORD)
def record_absence(request: HttpRequest, code: str) -> HttpResponse:
    """Record that someone is, was or will be away."""
    member = _load(request, code, Permission.ABSENCE_RECORD)
    form = forms.AbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        draft = operations.AbsenceDraft(member, given["kind"], given["from_date"], forms.after(given["last_day"]))
        try:
            operations.record_absences([draft], by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form, to_date="last_day")
        else:
            return _done(request, member, _("The absence is recorded."))
    return _page(request, form, _("Record an absence"), member)


@permission(Permission.ABSENCE_RECORD)
def end_absence(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say when someone who is away comes back."""
    member, absence = _load_absence(request, code, pk)
    form = forms.EndAbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            operations.end_absence(absence=absence, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            return _done(request, member, _("The absence ends the day before."))
    intro = _("Away from %(day)s.") % {"day": day(absence.from_date)}
    return _page(request, form, _("End an absence"), member, intro=intro)


@permission(Permission.ABSENCE_RECORD)
def remove_absence(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take away an absence that was recorded by mistake, or not taken."""
    member, absence = _load_absence(request, code, pk)
    if request.method == "POST":
        operations.remove_absence(absence=absence, by=request.user, at=timezone.now())
        return _done(request, member, _("The absence is taken away."))
    heading = _("Take away the absence from %(day)s?") % {"day": day(absence.from_date)}
    intro = _("Do this where it was recorded by mistake, or leave was not taken. Where they came back, end it instead.")
    return _page(request, forms.ConfirmForm(), heading, member, intro=intro, submit_text=_("Take it away"))


def _load(request: HttpRequest, code: str, needed: Permission) -> Staff:
    return access.load(Staff.objects.select_related("team__pdu", "user"), request.user, needed, code=code)


def _load_absence(request: HttpRequest, code: str, pk: int) -> tuple[Staff, Absence]:
    member = _load(request, code, Permission.ABSENCE_RECORD)
    return member, access.load(Absence.objects.filter(staff=member), request.user, Permission.ABSENCE_RECORD, pk=pk)


def _load_held(request: HttpRequest, code: str, pk: int) -> tuple[Staff, StaffQualification]:
    member = _load(request, code, Permission.STAFF_CHANGE)
    held = access.load(
        StaffQualification.objects.filter(staff=member).select_related("qualification"), request.user,
        Permission.STAFF_CHANGE, pk=pk,
    )  # fmt: skip
    return member, held


def _done(request: HttpRequest, member: Staff, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("organisation:staff_member", member.code)


def _page(request: HttpRequest, form, heading: str, member: Staff, **more: object) -> HttpResponse:
    back = staff_page.address(member)
    given = {"form": form, "heading": heading, "caption": member.name, "back": back, "cancel_href": back, **more}
    return render(request, "design/form_page.html", given)
