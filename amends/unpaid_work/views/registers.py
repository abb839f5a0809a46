"""Registers: those to finish, the register of a session, and corrections."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.contacts.operations.outcomes import AlreadyRecorded, OutcomesRefused, correct_outcome, standing_outcomes
from amends.design.components import Pagination
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.contact_outcomes import contact_outcome
from amends.unpaid_work.forms.register_sheet import RegisterSheet
from amends.unpaid_work.forms.registers import CorrectionForm
from amends.unpaid_work.models import Booking
from amends.unpaid_work.operations.registers import record_register
from amends.unpaid_work.queries.register import LOOK_BACK, of_day, register, sessions, shown, to_finish
from amends.unpaid_work.views.lists import page_of

P = Permission.REGISTER_RECORD


@permission(P)
def registers(request):
    """The registers of today, and those of earlier days that are not finished."""
    now = timezone.now()
    today = civil_date(now)
    older = "older" in request.GET
    page = page_of(request, to_finish(request.user, now, older=older))
    context = {"today": today, "of_today": shown(of_day(request.user, today)), "older": older}
    context |= {"waiting": shown(page), "since": today - LOOK_BACK, "pagination": Pagination(page, query=request.GET)}
    return render(request, "unpaid_work/registers/registers.html", context)


@permission(P)
def session_register(request, pk):
    """The register of one session: shown, and saved as a whole or person by person."""
    session = access.load(sessions(), request.user, P, pk=pk)
    shown = register(request.user, session)
    access.listed(request.user, P, f"unpaid_work.session {pk}", [expected.person.crn for expected in shown.people])
    sheet = RegisterSheet(shown, request.POST or None)
    if request.method == "POST" and "fill" not in request.POST:
        result = record_register(session=session, entries=sheet.entries(), by=request.user, at=timezone.now())
        sheet.take(register(request.user, session), result)
        if result.saved:
            told = ngettext("%(count)s person saved.", "%(count)s people saved.", len(result.saved))
            messages.success(request, told % {"count": len(result.saved)})
        if not sheet.unfinished:
            return redirect("unpaid_work:register", pk=pk)
    context = {"session": session, "sheet": sheet, "form": sheet.faulty, "back": _back(request)}
    return render(request, "unpaid_work/registers/register.html", context)


@permission(P)
def correct(request, pk):
    """Put right the outcome of a booking: the earlier one stays on record."""
    wanted = ("appointment__person", "session__project")
    booking = access.load(Booking.objects.select_related(*wanted), request.user, P, pk=pk)
    outcome = standing_outcomes([booking.appointment_id]).get(booking.appointment_id)
    if outcome is None:
        return redirect("unpaid_work:register", pk=booking.session_id)
    options = {"appointment": booking.appointment, "initial": CorrectionForm.held(outcome)}
    form = CorrectionForm(request.POST or None, **options)
    if form.is_valid() and _corrected(request, form, outcome):
        messages.success(request, _("The correction of %(name)s is recorded.") % {"name": booking.appointment.person})
        return redirect("unpaid_work:register", pk=booking.session_id)
    context = {"booking": booking, "form": form, "outcome": outcome, "words": contact_outcome(outcome.code).description}
    context["back"] = reverse("unpaid_work:register", args=[booking.session_id])
    return render(request, "unpaid_work/registers/correct.html", context)


def _corrected(request, form, outcome) -> bool:
    """Record the correction; where it is refused, say so on the form."""
    if request.POST.get("standing") != str(outcome.pk):
        form.add_error(
            None, _("Somebody corrected this meanwhile: see above what stands now, and send again if need be")
        )
        return False
    given = {"outcome": outcome, "draft": form.draft(), "reason": form.cleaned_data["reason"]}
    try:
        correct_outcome(**given, by=request.user, at=timezone.now())
    except OutcomesRefused as refused:
        form.refuse(refused.refusals)
    except AlreadyRecorded:
        form.add_error(None, _("Somebody corrected this meanwhile: load the page again to see it"))
    return not form.errors


def _back(request):
    return {"href": reverse("unpaid_work:registers"), "text": _("Registers")}
