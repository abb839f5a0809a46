"""Putting the outcome of a failure right: what would be undone is shown first."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.contacts.models import Appointment
from amends.design.words import day
from amends.enforcement import forms
from amends.enforcement.operations import corrections
from amends.enforcement.queries import person as queries
from amends.enforcement.queries.undoing import Undone, undone
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission

RECORD = Permission.ENFORCEMENT_RECORD
_NO_FAILURE = "AAME"  # stands for every outcome that is no failure: each undoes the same


@permission(RECORD)
def correct(request, crn, pk):
    """Put the outcome of a failure right, and undo what followed from it."""
    person, at = access.load(queries.people(), request.user, RECORD, crn=crn), timezone.now()
    entry, on = queries.entry_of(person, pk, at), timezone.localdate(at)
    appointment = access.visible(Appointment.objects, request.user, RECORD).get(pk=pk)
    codes = corrections.codes_for(appointment, entry.failure.code)
    form = forms.CorrectForm(request.POST or None, codes=codes, initial={"outcome": entry.failure.outcome})
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["outcome"] = queries.outcome_seen(person, pk, given["outcome"], entry)
        if _done(request, form, corrections.correct_failure, **given, by=request.user, at=at):
            return redirect("enforcement:ledger", crn)
    found = undone(person, on, appointment=pk, code=_NO_FAILURE)
    return _page(request, person, form, _("Put the outcome right"), found, entry=entry, correcting=True)


@permission(RECORD)
def undo(request, crn):
    """Take back all that rests on outcomes corrected elsewhere."""
    person, at = access.load(queries.people(), request.user, RECORD, crn=crn), timezone.now()
    form = forms.ReasonForm(request.POST or None)
    given = {"person": person, "by": request.user, "at": at}
    if form.is_valid() and _done(request, form, corrections.take_back_undone, **form.cleaned_data, **given):
        return redirect("enforcement:ledger", crn)
    found = undone(person, timezone.localdate(at))
    return _page(request, person, form, _("Take back what rests on a corrected outcome"), found)


def _done(request, form, operation, **given) -> bool:
    try:
        operation(**given)
    except Refused as refused:
        refused.onto(form)
    else:
        messages.success(request, _("Put right. What followed from it is taken back; the record keeps it."))
    return not form.errors


def _page(request, person, form, heading, found: Undone, **more):
    context = {
        "person": person, "form": form, "heading": heading, "lines": _lines(found), "owed": bool(found.owed),
        "back": reverse("enforcement:ledger", args=[person.crn]), **more,
    }  # fmt: skip
    return render(request, "enforcement/correct.html", context)


def _lines(found: Undone) -> list[str]:
    """What would be undone, a line each."""
    lines = []
    for row in found.actions:
        about = {"what": _(row.get_kind_display()), "day": day(row.recorded_at)}
        letters = any(letter.template != "accept" for letter in row.letters.all())
        told = _("%(what)s of %(day)s, and its letter: another takes it back") if letters else _("%(what)s of %(day)s")
        lines.append(told % about)
    lines += [_("Evidence received on %s") % day(row.received_on) for row in found.evidence]
    lines += [_("%s is withdrawn") % row.reference for row in found.withdrawn]
    lines += [_("%s was sent already: a notice is owed") % row.reference for row in found.owed]
    lines += [_("%s stands: it has been decided on") % _(row.get_kind_display()) for row in found.standing]
    return lines
