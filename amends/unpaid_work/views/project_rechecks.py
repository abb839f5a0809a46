"""Calling for a project's quality to be checked again, and recording the check."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms import surveys as forms
from amends.unpaid_work.models import Project, ProjectRecheck
from amends.unpaid_work.operations.project_rechecks import DUE_AFTER, close_recheck, open_recheck


@permission(Permission.PROJECT_CHANGE)
def project_recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Call for a check, by oneself, with a day by which it is done."""
    held = access.load(Project.objects.all(), request.user, Permission.PROJECT_CHANGE, pk=pk)
    today = timezone.localdate()
    form = forms.OpenRecheckForm(
        request.POST if request.method == "POST" else None, earliest=today, initial={"due_on": today + DUE_AFTER}
    )
    if form.is_bound and form.is_valid():
        given = {"project": held, "assigned_to": request.user, **form.cleaned_data}
        try:
            open_recheck(**given, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            return _done(request, pk, _("The check is called for"))
    return _page(request, form, _("Check the quality again"), held, submit_text=_("Call for the check"))


@permission(Permission.PROJECT_CHANGE)
def project_recheck_close(request: HttpRequest, pk: int, recheck: int) -> HttpResponse:
    """Record that the project was checked, and what came of it."""
    held = access.load(
        ProjectRecheck.objects.select_related("project"), request.user, Permission.PROJECT_CHANGE, pk=recheck,
        project=pk,
    )  # fmt: skip
    form = forms.CloseRecheckForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            close_recheck(recheck=held, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            return _done(request, pk, _("The check is recorded"))
    return _page(request, form, _("Record the check of quality"), held.project, intro=held.note)


def _done(request: HttpRequest, pk: int, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("unpaid_work:project_surveys", pk)


def _page(request: HttpRequest, form, heading: str, held: Project, **more: object) -> HttpResponse:
    back = reverse("unpaid_work:project_surveys", args=[held.pk])
    context = {"form": form, "heading": heading, "caption": held.name, "back": back, "cancel_href": back, **more}
    return render(request, "design/form_page.html", context)
