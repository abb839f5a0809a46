"""A manager's page to sign off someone under 18."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms import assessment as forms
from amends.unpaid_work.models import Under18SignOff
from amends.unpaid_work.operations.under_18 import sign_off_under_18, turns_18_on, withdraw_sign_off
from amends.unpaid_work.queries import assessments as queries
from amends.unpaid_work.views import assessment_page as page
from amends.unpaid_work.views.assessments import load_person


@permission(Permission.UNDER_18_SIGN_OFF)
def sign_off(request, crn: str):
    person = load_person(request, crn, Permission.UNDER_18_SIGN_OFF)
    form = forms.SignOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_off_under_18(person=person, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = _("Signed off: %(name)s may work on projects marked suitable for under 18s")
            messages.success(request, said % {"name": person.name})
            return redirect("unpaid_work:assessment", crn)
    context = {
        "form": form,
        "person": person,
        "adult_on": turns_18_on(person.date_of_birth),
        "projects": page.suitable(queries.suitable_under_18(request.user, timezone.localdate())),
        "back": page.address(person),
    }
    return render(request, "unpaid_work/assessments/sign_off.html", context)


@permission(Permission.UNDER_18_SIGN_OFF)
def withdraw(request, crn: str, pk: int):
    """Take a sign-off back, with the bookings that rest on it."""
    signed = access.load(
        Under18SignOff.objects.select_related("person", "signed_by"), request.user, Permission.UNDER_18_SIGN_OFF,
        pk=pk, person__crn=crn,
    )  # fmt: skip
    form = forms.WithdrawSignOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"signed": signed, "reason": form.cleaned_data["reason"]}
        gone = withdraw_sign_off(**given, by=request.user, at=timezone.now())
        said = ngettext("The sign-off is taken back; %(n)s booking is cancelled",
                        "The sign-off is taken back; %(n)s bookings are cancelled", len(gone))  # fmt: skip
        messages.success(request, said % {"n": len(gone)})
        return redirect("unpaid_work:assessment", crn)
    intro = _("Bookings on days when the person is under 18 are cancelled. Another sign-off can be made later.")
    context = {"form": form, "heading": _("Take back the sign-off for work under 18"), "intro": intro, "warning": True}
    context |= {"caption": signed.person.name, "submit_text": _("Take it back"), "back": page.address(signed.person)}
    return render(request, "design/form_page.html", context | {"cancel_href": page.address(signed.person)})
