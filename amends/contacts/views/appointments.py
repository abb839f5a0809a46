"""What came of a supervision appointment, moving it and cancelling it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.views.pages import carried_out, form_page
from amends.contacts.forms.appointments import CancelForm, OutcomeForm, RescheduleForm, SymptomsForm
from amends.contacts.forms.offices import ActivityForm
from amends.contacts.models import Appointment, ContactOutcome
from amends.contacts.operations.activity_days import count_activity_day
from amends.contacts.operations.appointments import cancel_appointment, reschedule_appointment
from amends.contacts.operations.outcomes import (
    AlreadyRecorded,
    OutcomesRefused,
    correct_outcome,
    record_outcomes,
    standing_outcomes,
)
from amends.contacts.operations.refused import AppointmentRefused
from amends.contacts.operations.symptoms import record_symptom_check
from amends.contacts.queries import appointments as queries
from amends.contacts.queries.activity_days import activity_days
from amends.contacts.views.sections import activity_words, mode_words
from amends.design.components import Row, SummaryList
from amends.design.words import date_and_time
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Ground
from amends.organisation.roles import Permission as P


@permission(P.CONTACT_RECORD)
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what came of an appointment; correct it where that was recorded before."""
    found = access.load(queries.supervision(), request.user, P.CONTACT_RECORD, pk=pk)
    standing = standing_outcomes([found.pk]).get(found.pk)
    initial = {"code": standing.code, "notes": standing.notes, "sensitive": standing.sensitive} if standing else {}
    form = OutcomeForm(request.POST or None, standing=standing, initial=initial)
    if request.method == "POST" and carried_out(form, lambda: _record(request, found, standing, form)):
        messages.success(request, _("Recorded."))
        return redirect("contacts:person", found.person.crn)
    heading = _("Correct the outcome") if standing else _("Record the outcome")
    return form_page(request, found.person, form, heading, facts=_facts(found), cancel_href=_back(found))


def _record(request: HttpRequest, found: Appointment, standing: ContactOutcome | None, form: OutcomeForm) -> None:
    at = timezone.now()
    draft = form.draft(found, at)
    try:
        if standing is None:
            record_outcomes([draft], by=request.user, at=at)
        else:
            reason = form.cleaned_data["reason"]
            correct_outcome(outcome=standing, draft=draft, reason=reason, by=request.user, at=at)
    except OutcomesRefused as refused:
        raise AppointmentRefused([Ground(each.message, each.field) for each in refused.refusals]) from None
    except AlreadyRecorded:
        raise AppointmentRefused(_("An outcome has been recorded meanwhile. Open the page again.")) from None


@permission(P.CONTACT_RECORD)
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an appointment to another time."""
    found = access.load(queries.supervision(), request.user, P.CONTACT_RECORD, pk=pk)
    form = RescheduleForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: reschedule_appointment(
            appointment=found, starts_at=form.cleaned_data["starts_at"], reason=form.cleaned_data["reason"],
            asked_by_person=form.cleaned_data["asked_by"] == "person", by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Moved. The earlier time stays on record."))
        return redirect("contacts:person", found.person.crn)
    return form_page(request, found.person, form, _("Move an appointment"), facts=_facts(found),
                     cancel_href=_back(found))  # fmt: skip


@permission(P.CONTACT_RECORD)
def symptoms(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the person said of symptoms before they are seen."""
    found = access.load(queries.supervision(), request.user, P.CONTACT_RECORD, pk=pk)
    form, told = SymptomsForm(request.POST or None), []

    def act() -> None:
        answer = form.cleaned_data["answer"]
        told.append(record_symptom_check(appointment=found, answer=answer, by=request.user, at=timezone.now()))

    if request.method == "POST" and carried_out(form, act):
        if told[0].moved:
            how = mode_words(told[0].moved.mode).lower()
            messages.success(request, _("Recorded. It is now by %(how)s, at the same time.") % {"how": how})
        elif told[0].why:
            words = _("Recorded. No call is known to be safe (%(why)s): the appointment stays until you move it.")
            messages.warning(request, words % {"why": told[0].why})
        else:
            messages.success(request, _("Recorded."))
        return redirect("contacts:person", found.person.crn)
    intro = _("Nothing else of health is recorded. With symptoms it is made by a call where that is known to be safe.")
    return form_page(request, found.person, form, _("Ask about symptoms"), facts=_facts(found),
                     cancel_href=_back(found), intro=intro)  # fmt: skip


@permission(P.CONTACT_RECORD)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel an appointment."""
    found = access.load(queries.supervision(), request.user, P.CONTACT_RECORD, pk=pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: cancel_appointment(
            appointment=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Cancelled."))
        return redirect("contacts:person", found.person.crn)
    return form_page(request, found.person, form, _("Cancel an appointment"), facts=_facts(found), warning=True,
                     submit_text=_("Cancel the appointment"), cancel_href=_back(found))  # fmt: skip


@permission(P.CONTACT_RECORD)
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Count an appointment as a day of a rehabilitation activity requirement."""
    found = access.load(queries.supervision(), request.user, P.CONTACT_RECORD, pk=pk)
    days = activity_days(found.person, timezone.localdate())
    form = ActivityForm(request.POST or None, conditions=[(each.condition, activity_words(each)) for each in days])
    if request.method == "POST" and carried_out(
        form, lambda: count_activity_day(
            appointment=found, condition=form.chosen(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Counted."))
        return redirect("contacts:person", found.person.crn)
    return form_page(request, found.person, form, _("Count as a day of an activity"), facts=_facts(found),
                     cancel_href=_back(found))  # fmt: skip


def _facts(found: Appointment) -> SummaryList:
    rows: list[Any] = [Row(_("When"), date_and_time(found.starts_at)), Row(_("How"), mode_words(found.mode))]
    return SummaryList(rows)


def _back(found: Appointment) -> str:
    return reverse("contacts:person", args=[found.person.crn])
