"""Deciding on the recall of a person on licence."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.queries.risk import sentences
from amends.enforcement.forms import RecallForm
from amends.enforcement.operations.recalls import decide_recall, why_not_recall
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission

RECORD = Permission.ENFORCEMENT_RECORD


@permission(RECORD)
def recall(request, crn, pk):
    """Propose a recall: what was tried instead, why now, and the criteria of the day."""
    sentence = access.load(sentences(), request.user, RECORD, pk=pk, person__crn=crn)
    at = timezone.now()
    kind = "indeterminate" if request.GET.get("kind") == "indeterminate" else "determinate"
    form = RecallForm(request.POST or None, kind=kind, on=timezone.localdate(at))
    if form.is_valid():
        try:
            made = decide_recall(sentence=sentence, draft=form.draft(), by=request.user, at=at)
        except Refused as refused:
            refused.onto(form, **form.first_of())
        else:
            messages.success(request, _("The recall is proposed. Somebody else must counter-sign it."))
            return redirect("enforcement:proceeding", crn, made.pk)
    context = {
        "person": sentence.person, "sentence": sentence, "form": form, "kind": kind,
        "refused": why_not_recall(sentence, timezone.localdate(at)), "back": reverse("enforcement:ledger", args=[crn]),
    }  # fmt: skip
    return render(request, "enforcement/recall.html", context)
