"""A person's page, and changing who they are, where they live and how to reach them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases import operations
from amends.cases.forms.people import AddressForm, ContactForm, DetailsForm, ProtectedForm
from amends.cases.models import Person
from amends.cases.operations.protected_characteristics import FIELDS
from amends.cases.queries import finding
from amends.cases.queries import person as queries
from amends.cases.views import overview
from amends.cases.views.pages import about, carried_out, form_page
from amends.design import forms
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P


@permission(P.PERSON_VIEW)
def person(request: HttpRequest, crn: str) -> HttpResponse:
    """One person. A record that was merged says where it went, to those who may see the record that was kept."""
    found = access.load(Person.objects.select_related("team__pdu"), request.user, P.PERSON_VIEW, crn=crn)
    if found.merged_into_id:
        kept = access.load(finding.people(), request.user, P.PERSON_VIEW, pk=queries.kept_for(found).pk)
        messages.info(request, _("%(old)s was merged into this record, %(new)s.") % {"old": crn, "new": kept.crn})
        return redirect("cases:person", kept.crn)
    page = about(request, found, **overview.sections(request.user, found, timezone.localdate(), timezone.now()))
    return render(request, "cases/person.html", page)


@permission(P.PERSON_CHANGE)
def change(request: HttpRequest, crn: str) -> HttpResponse:
    """Change who the person is recorded to be."""
    found = access.load(finding.people().select_related("team"), request.user, P.PERSON_CHANGE, crn=crn)
    initial = {name: getattr(found, name) for name in DetailsForm.base_fields}
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and carried_out(
        form, lambda: operations.change_person(person=found, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Saved."))
        return redirect("cases:person", crn)
    return form_page(request, found, form, _("Change personal details"))


@permission(P.PERSON_CHANGE)
def move(request: HttpRequest, crn: str) -> HttpResponse:
    """Record where the person lives now."""
    found = access.load(finding.people().select_related("team"), request.user, P.PERSON_CHANGE, crn=crn)
    form = AddressForm(request.POST or None, initial={"from_date": timezone.localdate()})
    if request.method == "POST" and carried_out(
        form, lambda: operations.move_address(person=found, draft=form.draft(), by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The new address is recorded; the one before ends on its first day."))
        return redirect("cases:person", crn)
    return form_page(request, found, form, _("Record an address"),
                     intro=_("The address before is kept, with the days on which the person lived there."))  # fmt: skip


@permission(P.PERSON_CHANGE)
def add_contact(request: HttpRequest, crn: str) -> HttpResponse:
    """Add a way to reach the person."""
    found = access.load(finding.people().select_related("team"), request.user, P.PERSON_CHANGE, crn=crn)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form,
        lambda: operations.add_contact_detail(person=found, draft=form.draft(), by=request.user, at=timezone.now()),
    ):
        messages.success(request, _("Added."))
        return redirect("cases:person", crn)
    return form_page(request, found, form, _("Add a contact detail"))


@permission(P.PERSON_CHANGE)
def change_contact(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Put a way to reach the person right."""
    detail = access.load(queries.contact_details(), request.user, P.PERSON_CHANGE, pk=pk, person__crn=crn)
    form = ContactForm(request.POST or None, initial={"kind": detail.kind, "value": detail.value, "note": detail.note})
    if request.method == "POST" and carried_out(
        form, lambda: operations.change_contact_detail(
            detail=detail, draft=form.draft(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("cases:person", crn)
    return form_page(request, detail.person, form, _("Change a contact detail"))


@permission(P.PERSON_CHANGE)
def remove_contact(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Remove a way to reach the person."""
    detail = access.load(queries.contact_details(), request.user, P.PERSON_CHANGE, pk=pk, person__crn=crn)
    if request.method == "POST":
        operations.remove_contact_detail(detail=detail, by=request.user, at=timezone.now())
        messages.success(request, _("Removed."))
        return redirect("cases:person", crn)
    heading = _("Remove %(value)s?") % {"value": detail.value}
    return form_page(request, detail.person, forms.Form(), heading, submit_text=_("Remove"), warning=True,
                     intro=_("Remove what no longer works, or is not safe to use."))  # fmt: skip


@permission(P.PROTECTED_CHARACTERISTICS_RECORD)
def protected(request: HttpRequest, crn: str) -> HttpResponse:
    """Protected characteristics: seen and recorded here only, with a permission of their own."""
    people = finding.people().select_related("team", "protected")
    found = access.load(people, request.user, P.PROTECTED_CHARACTERISTICS_RECORD, crn=crn)
    recorded = getattr(found, "protected", None)
    form = ProtectedForm(request.POST or None, initial={name: getattr(recorded, name, "") for name in FIELDS})
    if request.method == "POST" and carried_out(
        form, lambda: operations.record_protected_characteristics(
            person=found, draft=form.draft(timezone.localdate()), by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Recorded."))
        return redirect("cases:person", crn)
    asked = _("Last recorded on %(day)s.") % {"day": day(recorded.recorded_on)} if recorded else _("Not recorded yet.")
    return form_page(request, found, form, _("Protected characteristics"), intro=asked,
                     template_note="protected", cancel_href=reverse("cases:person", args=[crn]))  # fmt: skip
