"""Pages about projects: the list, a project, and one page for each subject that can be changed."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design.components import FilterPanel, Pagination, chosen_sort
from amends.design.csv_file import csv_file
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.policy.validity import placement_health_and_safety_valid_until
from amends.unpaid_work.forms import projects as forms
from amends.unpaid_work.models import Project, ProjectClosure
from amends.unpaid_work.operations.closures import close_project, reopen_project
from amends.unpaid_work.operations.health_and_safety import (
    HealthAndSafetyDraft,
    end_health_and_safety,
    record_health_and_safety,
)
from amends.unpaid_work.operations.projects import (
    ProjectDraft,
    QualityDraft,
    change_project,
    create_projects,
    rate_quality,
)
from amends.unpaid_work.queries import projects as queries
from amends.unpaid_work.views import project_page

PAGE_SIZE = 25
SUBJECTS = {
    "about": (gettext_lazy("What the project is"), forms.AboutForm),
    "place": (gettext_lazy("Where it is"), forms.PlaceForm),
    "times": (gettext_lazy("When it runs"), forms.TimesForm),
    "people": (gettext_lazy("Places and people"), forms.PeopleForm),
    "suitability": (gettext_lazy("What the work involves"), forms.SuitabilityForm),
}


@permission(Permission.PROJECT_VIEW)
def project_list(request):
    on = timezone.localdate()
    panel = forms.ProjectFilterForm(request.GET, teams=queries.teams(request.user, Permission.PROJECT_VIEW))
    sort = chosen_sort(request.GET, allowed=set(queries.SORTS), default="name")
    panel.is_valid()
    found = queries.projects(request.user, on, panel.cleaned_data, sort)
    if request.resolver_match.url_name == "projects_csv":
        rows = project_page.csv_rows(found.select_related("beneficiary"), on)
        return csv_file(f"projects-{on.isoformat()}", project_page.CSV_HEADER, rows)
    page = Paginator(queries.listed(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter_panel": FilterPanel(panel, query=request.GET),
        "table": project_page.table(page, on, request.GET, sort),
        "pagination": Pagination(page, query=request.GET),
        "figures": project_page.figures(request.user, on),
        "may_create": access.allows(request.user, Permission.PROJECT_CHANGE),
        "may_see_surveys": access.allows(request.user, Permission.SURVEY_VIEW),
    }
    return render(request, "unpaid_work/projects/list.html", context)


@permission(Permission.PROJECT_VIEW)
def project(request, pk: int):
    held = _load(request, pk, Permission.PROJECT_VIEW)
    return render(request, "unpaid_work/projects/project.html", project_page.context(request.user, held))


@permission(Permission.PROJECT_CHANGE)
def new(request):
    form = forms.NewProjectForm(
        request.POST if request.method == "POST" else None,
        teams=queries.teams(request.user, Permission.PROJECT_CHANGE),
        initial={"from_date": timezone.localdate(), "days": list("12345"), "least": 1},
    )
    if request.method == "POST" and form.is_valid():
        try:
            [made] = create_projects([ProjectDraft(**form.changes())], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is made. Record its health and safety next.") % {"name": made.name})
            return redirect("unpaid_work:project", made.pk)
    return _page(request, form, _("Make a project"), submit_text=_("Make the project"))


@permission(Permission.PROJECT_CHANGE)
def change(request, pk: int, subject: str):
    held = _load(request, pk, Permission.PROJECT_CHANGE)
    title, form_class = SUBJECTS[subject]
    form = form_class(request.POST if request.method == "POST" else None, project=held)
    if request.method == "POST" and form.is_valid():
        try:
            change_project(project=held, changes=form.changes(), by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, held, _("Saved"))
    return _page(request, form, title, held)


@permission(Permission.PROJECT_CHANGE)
def close(request, pk: int):
    held = _load(request, pk, Permission.PROJECT_CHANGE)
    form = forms.ClosureForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        days = {"from_date": given["from_date"], "to_date": given["last_date"] + timedelta(days=1)}
        try:
            close_project(project=held, **days, reason=given["reason"], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("from_date", str(refused))
        else:
            return _done(request, held, _("The closure is recorded"))
    intro = _("Sessions already on the week board for those days stay there until they are stood down or called off.")
    return _page(request, form, _("Close the project for some days"), held, intro=intro)


@permission(Permission.PROJECT_CHANGE)
def reopen(request, pk: int, closure: int):
    found = access.load(
        ProjectClosure.objects.select_related("project"),
        request.user,
        Permission.PROJECT_CHANGE,
        pk=closure,
        project=pk,
    )
    if request.method == "POST":
        try:
            reopen_project(closure=found, on=timezone.localdate(), by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("unpaid_work:project", pk)
        return _done(request, found.project, _("The project is open again"))
    return _page(
        request, forms.ConfirmForm(), _("Open the project again"), found.project,
        intro=_("Closed because of: %(reason)s. Sessions called off stay called off.") % {"reason": found.reason},
        submit_text=_("Open it again"),
    )  # fmt: skip


@permission(Permission.HEALTH_AND_SAFETY_RECORD)
def health_and_safety(request, pk: int):
    held = _load(request, pk, Permission.HEALTH_AND_SAFETY_RECORD)
    form = forms.HealthAndSafetyForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            draft = HealthAndSafetyDraft(project=held, **form.cleaned_data)
            record_health_and_safety([draft], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("from_date", str(refused))
        else:
            return _done(request, held, _("Health and safety is recorded"))
    today = timezone.localdate()
    until = placement_health_and_safety_valid_until(today, on=today).value
    intro = _("Assessed today, it would hold until %(day)s, or until an incident ends it.") % {"day": day(until)}
    return _page(request, form, _("Record health and safety"), held, intro=intro)


@permission(Permission.HEALTH_AND_SAFETY_RECORD)
def incident(request, pk: int):
    held = _load(request, pk, Permission.HEALTH_AND_SAFETY_RECORD)
    on = timezone.localdate()
    standing = queries.health_and_safety_in_force(held, on)
    if standing is None:
        messages.error(request, _("No health and safety assessment is in force, so none can be ended"))
        return redirect("unpaid_work:project", pk)
    form = forms.IncidentForm(request.POST if request.method == "POST" else None, earliest=standing.from_date, today=on)
    if request.method == "POST" and form.is_valid():
        try:
            end_health_and_safety(assessment=standing, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("on", str(refused))
        else:
            return _done(request, held, _("Health and safety has ended: no session can be opened"))
    intro = _("The assessment ends on that day. No session can be opened until the project is assessed again.")
    return _page(
        request, form, _("End health and safety after an incident"), held, intro=intro, warning=True,
        submit_text=_("End health and safety"),
    )  # fmt: skip


@permission(Permission.PROJECT_CHANGE)
def quality(request, pk: int):
    held = _load(request, pk, Permission.PROJECT_CHANGE)
    form = forms.QualityForm(request.POST if request.method == "POST" else None, ratings=held.quality.all())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ratings = [
            QualityDraft(need.code, int(given[f"score_{need.code}"]), given[f"evidence_{need.code}"])
            for need in queries.needs(held)
            if given[f"score_{need.code}"]
        ]
        rate_quality(project=held, ratings=ratings, by=request.user, at=timezone.now())
        return _done(request, held, _("The quality matrix is saved"))
    context = {"form": form, "project": held, "back": project_page.address(held)}
    return render(request, "unpaid_work/projects/quality.html", context)


def _load(request, pk: int, needed: Permission) -> Project:
    return access.load(Project.objects.select_related("team__pdu__region", "beneficiary"), request.user, needed, pk=pk)


def _done(request, held: Project, message: str):
    messages.success(request, message)
    return redirect("unpaid_work:project", held.pk)


def _page(request, form, heading, held: Project | None = None, **more):
    back = project_page.address(held) if held else project_page.list_address()
    context = {"form": form, "heading": heading, "caption": held.name if held else "", "back": back,
               "cancel_href": back, **more}  # fmt: skip
    return render(request, "design/form_page.html", context)
