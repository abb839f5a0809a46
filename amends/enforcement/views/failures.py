"""What is done about a failure, each on a page of its own: the reader sees what the rule says before deciding."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design.words import day
from amends.enforcement import forms
from amends.enforcement.operations import actions, evidence, withdrawals
from amends.enforcement.operations.letters import about, letter_text
from amends.enforcement.queries import person as queries
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission

RECORD, WAIVE = Permission.ENFORCEMENT_RECORD, Permission.ENFORCEMENT_WAIVE
_LETTERS = {
    "ask": (gettext_lazy("Ask for the reason"), actions.ask_for_reason, forms.LetterForm),
    "warn": (gettext_lazy("Issue a warning"), actions.issue_warning, forms.LetterForm),
    "breach": (gettext_lazy("Start breach"), actions.start_breach, forms.BreachForm),
}


@permission(RECORD)
def record(request, crn, pk):
    """Record evidence of the reason for a failure."""
    person, entry, at = _failure(request, crn, pk, RECORD)
    initial = {"outcome": entry.failure.outcome, "received_on": timezone.localdate(at)}
    form = forms.EvidenceForm(request.POST or None, initial=initial)
    if form.is_valid() and _done(form, evidence.record_evidence, **_given(form, person, entry), by=request.user, at=at):
        messages.success(request, _("The evidence is recorded. Decide whether the reason is accepted."))
        return redirect("enforcement:ledger", crn)
    return _page(request, person, entry, form, _("Record evidence received"))


@permission(RECORD)
def write(request, crn, pk, kind):
    """Ask for the reason, warn, or start breach: the letter is shown as it will be issued."""
    person, entry, at = _failure(request, crn, pk, RECORD)
    heading, operation, form_class = _LETTERS[kind]
    form = form_class(request.POST or None, initial={"outcome": entry.failure.outcome, "language": person.language})
    if form.is_valid() and _done(form, operation, **_given(form, person, entry), by=request.user, at=at):
        messages.success(request, _("Done. The letter is on the ledger, to print."))
        return redirect("enforcement:ledger", crn)
    letters = [
        {"title": words, "text": letter_text(about(entry), person, kind, each, timezone.localdate(at))}
        for each, words in (("en", _("The letter in English")), ("cy", _("The letter in Welsh")))
    ]
    more = {"letters": letters, "refused": actions.why_not(entry, kind), "warning": kind == "breach"}
    return _page(request, person, entry, form, heading, submit_text=heading, **more)


@permission(WAIVE)
def not_enforce(request, crn, pk):
    """A manager decides not to enforce a failure."""
    person, entry, at = _failure(request, crn, pk, WAIVE)
    form = forms.NotEnforceForm(request.POST or None, initial={"outcome": entry.failure.outcome})
    given = _given(form, person, entry) if form.is_valid() else {}
    if given and _done(form, actions.decide_not_to_enforce, **given, by=request.user, at=at):
        messages.success(request, _("The decision is recorded, with your name and reason."))
        return redirect("enforcement:ledger", crn)
    refused = actions.why_not(entry, "not_enforce")
    return _page(request, person, entry, form, _("Decide not to enforce"), refused=refused, warning=True)


@permission(RECORD)
def decide(request, crn, pk):
    """Decide whether the reason that evidence gives is accepted."""
    held = access.load(queries.evidence(), request.user, RECORD, pk=pk, appointment__person__crn=crn)
    person, at = held.appointment.person, timezone.now()
    form = forms.DecisionForm(request.POST or None, initial={"language": person.language})
    if form.is_valid() and _done(
        form, evidence.decide_on_evidence, evidence=held, **form.cleaned_data, by=request.user, at=at
    ):
        messages.success(request, _("The decision is recorded."))
        return redirect("enforcement:ledger", crn)
    told = _("%(kind)s, received on %(day)s: %(words)s") % {
        "kind": _(held.get_kind_display()), "day": day(held.received_on), "words": held.description
    }  # fmt: skip
    return _page(request, person, None, form, _("Decide on the evidence"), intro=told)


@permission(RECORD)
def withdraw_received(request, crn, pk):
    """Withdraw evidence recorded by mistake."""
    held = access.load(queries.evidence(), request.user, RECORD, pk=pk, appointment__person__crn=crn)
    form = forms.WithdrawForm(request.POST or None)
    given = form.cleaned_data if form.is_valid() else {}
    if given and _done(form, withdrawals.withdraw_evidence, evidence=held, **given, by=request.user, at=timezone.now()):
        messages.success(request, _("Withdrawn. The record keeps what was there."))
        return redirect("enforcement:ledger", crn)
    return _page(request, held.appointment.person, None, form, _("Withdraw evidence"), intro=held.description)


@permission(Permission.ENFORCEMENT_VIEW)
def withdraw(request, crn, pk):
    """Withdraw what was done about a failure; the operation says whose it is to withdraw."""
    lookup = {"pk": pk, "appointment__person__crn": crn}
    held = access.load(queries.actions(), request.user, Permission.ENFORCEMENT_VIEW, **lookup)
    form = forms.WithdrawForm(request.POST or None)
    given = form.cleaned_data if form.is_valid() else {}
    if given and _done(form, withdrawals.withdraw_action, action=held, **given, by=request.user, at=timezone.now()):
        messages.success(request, _("Withdrawn. The record keeps what was there."))
        return redirect("enforcement:ledger", crn)
    person = held.appointment.person
    heading = _("Withdraw: %(what)s") % {"what": _(held.get_kind_display())}
    allowed = withdrawals.may_withdraw(held, person, request.user)
    refused = "" if allowed else _("Your role does not allow this to be withdrawn")
    return _page(request, person, None, form, heading, warning=True, refused=refused)


def _failure(request, crn, pk, needed):
    person = access.load(queries.people(), request.user, needed, crn=crn)
    at = timezone.now()
    return person, queries.entry_of(person, int(pk), at), at


def _given(form, person, entry) -> dict:
    """What the form says, with the outcome that its reader saw."""
    given = dict(form.cleaned_data)
    seen = queries.outcome_seen(person, entry.failure.appointment, given.pop("outcome"), entry)
    return given | {"outcome": seen}


def _done(form, operation, **given) -> bool:
    """Do it; where it is refused, say why on the form."""
    try:
        operation(**given)
    except Refused as refused:
        refused.onto(form)
    return not form.errors


def _page(request, person, entry, form, heading, **more):
    back = reverse("enforcement:ledger", args=[person.crn])
    context = {"form": form, "heading": heading, "person": person, "entry": entry, "back": back, **more}
    return render(request, "enforcement/act.html", context)
