"""A manager's page to sign off someone under 18."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms import assessment as forms
from amends.unpaid_work.operations.under_18 import sign_off_under_18, turns_18_on
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
