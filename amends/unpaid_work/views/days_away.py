"""Pages about the days on which a person cannot work."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms import assessment as forms
from amends.unpaid_work.models import Unavailability
from amends.unpaid_work.operations.unavailability import (
    UnavailabilityDraft,
    end_unavailability,
    record_unavailability,
)
from amends.unpaid_work.views import assessment_page as page
from amends.unpaid_work.views.assessments import load_person


@permission(Permission.ASSESSMENT_RECORD)
def new(request, crn: str):
    person = load_person(request, crn, Permission.ASSESSMENT_RECORD)
    form = forms.UnavailabilityForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        away = UnavailabilityDraft(person, given["from_date"], given["last_date"] + timedelta(days=1), given["reason"])
        try:
            record_unavailability([away], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("from_date", str(refused))
        else:
            messages.success(request, _("The days away are recorded"))
            return redirect("unpaid_work:assessment", crn)
    intro = _("No session is offered on these days. Bookings on them show on the week board until cancelled.")
    context = {"form": form, "heading": _("Record days away"), "caption": person.name, "intro": intro,
               "back": page.address(person), "cancel_href": page.address(person)}  # fmt: skip
    return render(request, "design/form_page.html", context)


@permission(Permission.ASSESSMENT_RECORD)
def end(request, crn: str, pk: int):
    away = access.load(
        Unavailability.objects.select_related("person"), request.user, Permission.ASSESSMENT_RECORD,
        pk=pk, person__crn=crn,
    )  # fmt: skip
    if request.method == "POST":
        try:
            end_unavailability(away=away, on=timezone.localdate(), by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The days away are taken away from today on"))
        return redirect("unpaid_work:assessment", crn)
    context = {"form": forms.ConfirmForm(), "heading": _("Take these days away?"), "caption": away.person.name,
               "intro": _("The person can then be booked on them again."), "submit_text": _("Take them away"),
               "back": page.address(away.person), "cancel_href": page.address(away.person)}  # fmt: skip
    return render(request, "design/form_page.html", context)
