"""A person's contact: what is owed, planned and made; appointments, contact set for them, digital access."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.queries import finding
from amends.cases.views.pages import about, carried_out, form_page
from amends.contacts.forms.appointments import BookingForm, DigitalAccessForm, LevelForm, MadeContactForm
from amends.contacts.operations.appointments import book_appointments, record_contact
from amends.contacts.operations.digital_access import record_digital_access
from amends.contacts.operations.levels import return_to_model, set_contact_level
from amends.contacts.operations.refused import LevelRefused
from amends.contacts.queries import appointments as queries
from amends.contacts.queries.activity_days import activity_days
from amends.contacts.queries.due import ContactDue, contact_due
from amends.contacts.queries.left_behind import covers_of
from amends.contacts.queries.symptoms import to_be_asked
from amends.contacts.views import sections
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P


@permission(P.CONTACT_VIEW)
def person(request: HttpRequest, crn: str) -> HttpResponse:
    """Contact owed, planned and made, with the rule that says so."""
    found = access.load(finding.people().select_related("team"), request.user, P.CONTACT_VIEW, crn=crn)
    at = timezone.now()
    on = timezone.localdate(at)
    (due,) = contact_due([found], on=on, at=at)
    coming, over = queries.of_person(found, at)
    may_record = reaches(request.user, P.CONTACT_RECORD, found.team)
    page: dict[str, Any] = {"may_record": may_record, "due": due, "owed": sections.owed_section(due)}
    days = activity_days(found, on)
    page["coming"] = sections.coming_table(coming, may_record, asks=to_be_asked(found, coming, at))
    page["over"] = sections.over_table(over, may_record, activity=bool(days))
    page["activity"] = sections.activity_section(days) if days else None
    page["covers"] = [sections.cover_words(each) for each in covers_of(found, on)]
    page["may_cover"] = reaches(request.user, P.CASE_ALLOCATE, found.team)
    page["digital"] = sections.digital_section(found.digital_access.first(), on)
    page["may_set"] = may_record or reaches(request.user, P.CONTACT_LOWER, found.team)
    return render(request, "contacts/person.html", about(request, found, **page))


@permission(P.CONTACT_RECORD)
def book(request: HttpRequest, crn: str) -> HttpResponse:
    """Book an appointment, or a series."""
    found = access.load(finding.people().select_related("team__pdu"), request.user, P.CONTACT_RECORD, crn=crn)
    may_approve = reaches(request.user, P.CONTACT_LOWER, found.team)
    form = BookingForm(request.POST or None, may_approve=may_approve, offices=list(found.team.pdu.offices.all()))
    booked: list[Any] = []
    if request.method == "POST" and carried_out(
        form, lambda: booked.extend(book_appointments(
            form.drafts(found, request.user.staff), by=request.user, at=timezone.now()))
    ):  # fmt: skip
        messages.success(request, _("Booked: %(count)s.") % {"count": len(booked)})
        return redirect("contacts:person", crn)
    on = timezone.localdate()
    digital = sections.digital_section(found.digital_access.first(), on)
    return form_page(request, found, form, _("Book an appointment"), facts=digital, cancel_href=_back(crn),
                     submit_text=_("Book"))  # fmt: skip


@permission(P.CONTACT_RECORD)
def made(request: HttpRequest, crn: str) -> HttpResponse:
    """Record a contact that was never booked: somebody rang, or looked in."""
    found = access.load(finding.people().select_related("team"), request.user, P.CONTACT_RECORD, crn=crn)
    at = timezone.now()
    form = MadeContactForm(request.POST or None, initial={"day": timezone.localdate(at)})
    if request.method == "POST" and carried_out(
        form, lambda: record_contact(**form.made(found, request.user.staff), by=request.user, at=at)
    ):
        messages.success(request, _("The contact is recorded."))
        return redirect("contacts:person", crn)
    intro = _("Of a contact that was booked, record the outcome of its appointment instead.")
    return form_page(request, found, form, _("Record a contact"), cancel_href=_back(crn), intro=intro)


@permission(P.CONTACT_VIEW)
def level(request: HttpRequest, crn: str) -> HttpResponse:
    """Set contact for the person: more by who records contact, less by a manager."""
    found = access.load(finding.people().select_related("team"), request.user, P.CONTACT_VIEW, crn=crn)
    at = timezone.now()
    (due,) = contact_due([found], on=timezone.localdate(at), at=at)
    form = LevelForm(request.POST or None, initial=sections.level_initial(due.level))
    if request.method == "POST" and carried_out(form, lambda: _set(request, found, due, form.cleaned_data)):
        messages.success(request, _("Recorded."))
        return redirect("contacts:person", crn)
    return form_page(
        request, found, form, _("Contact for this person"), facts=sections.level_facts(due), cancel_href=_back(crn),
        intro=_("What the model owes is a floor. More needs a reason; less is a manager's decision."),
    )  # fmt: skip


def _set(request: HttpRequest, found: Any, due: ContactDue, given: dict[str, Any]) -> None:
    may_record = reaches(request.user, P.CONTACT_RECORD, found.team)
    may_lower = reaches(request.user, P.CONTACT_LOWER, found.team)
    if not (may_record or may_lower):
        raise LevelRefused(_("Your role does not set contact"))
    facts = {"person": found, "by": request.user, "at": timezone.now()}
    if given["choice"] == "model":
        return_to_model(**facts)
    elif due.owed is None:
        raise LevelRefused(sections.owed_words(due))
    else:
        set_contact_level(
            every_days=given["every_days"], mode=given["mode"], reason=given["reason"], owed=due.owed.value,
            may_lower=may_lower, **facts,
        )  # fmt: skip


@permission(P.CONTACT_RECORD)
def digital_access(request: HttpRequest, crn: str) -> HttpResponse:
    """Record how the person can be reached remotely."""
    found = access.load(finding.people().select_related("team"), request.user, P.CONTACT_RECORD, crn=crn)
    form = DigitalAccessForm(request.POST or None, initial={"recorded_on": timezone.localdate()})
    if request.method == "POST" and carried_out(
        form, lambda: record_digital_access(person=found, draft=form.draft(), by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Recorded."))
        return redirect("contacts:person", crn)
    return form_page(request, found, form, _("Digital access"), cancel_href=_back(crn))


def _back(crn: str) -> str:
    return reverse("contacts:person", args=[crn])
