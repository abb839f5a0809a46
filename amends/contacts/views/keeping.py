"""Recording a contact of the practitioner that was no appointment."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.queries import finding
from amends.contacts.forms.keeping import PractitionerContactForm
from amends.contacts.operations.keeping import record_practitioner_contact
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission


@permission(Permission.SUPERVISION_RECORD)
def record_contact(request, crn: str):
    """Record that the practitioner was in contact with the person."""
    person = access.load(finding.people(), request.user, Permission.SUPERVISION_RECORD, crn=crn)
    form = PractitionerContactForm(request.POST or None, today=timezone.localdate())
    back = reverse("unpaid_work:person", args=[crn])
    if form.is_valid():
        try:
            record_practitioner_contact(person=person, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            messages.success(request, _("The contact is recorded."))
            return redirect(back)
    context = {"form": form, "heading": _("Record a contact"), "caption": f"{person.name}, {crn}"}
    return render(request, "design/form_page.html", context | {"back": back, "cancel_href": back})
