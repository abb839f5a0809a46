"""The steps of a plan that take more than one room: an action under the delivery model in force, and the signature."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.forms.plans import ActionForm
from amends.cases.operations import plans as operations
from amends.cases.queries.order_fit import fits
from amends.cases.queries.plans import objectives, whole_plans
from amends.cases.views.pages import about, carried_out, form_page
from amends.cases.views.plans import page_of
from amends.contacts.queries.due import contact_due
from amends.contacts.views.sections import model_rows
from amends.design.components import Row, SummaryList
from amends.desk.case import done_by_condition, left_of, sentences
from amends.desk.forms import SigningForm
from amends.desk.views import case_parts
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P
from amends.unpaid_work.queries.person import standings


@permission(P.CASE_ASSESSMENT_RECORD)
def add_action(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Add what is to be done for an objective, beside the delivery model in force, which says how it may be done."""
    needed, at = P.CASE_ASSESSMENT_RECORD, timezone.now()
    objective = access.load(objectives(), request.user, needed, pk=pk, plan__person__crn=crn)
    plan, form = objective.plan, ActionForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.add_action(objective=objective, draft=form.draft(), by=request.user, at=at)
    ):
        messages.success(request, _("Saved."))
        return redirect(page_of(plan))
    (due,) = contact_due([plan.person], on=timezone.localdate(at), at=at)
    facts = SummaryList([Row(_("What is to change"), objective.change), *model_rows(due)])
    return form_page(request, plan.person, form, _("Add an action"), facts=facts, cancel_href=page_of(plan))


@permission(P.CASE_ASSESSMENT_RECORD)
def sign_plan(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Show whether what each sentence asks fits the time left of it; where it does not, ask what is done; and sign."""
    needed, at = P.CASE_ASSESSMENT_RECORD, timezone.now()
    plan, on = access.load(whole_plans(), request.user, needed, pk=pk, person__crn=crn), timezone.localdate(at)
    done = done_by_condition(sentences(plan.person))
    left = {"minutes_left": left_of(standings(plan.person, on)), "days_done": done}
    found = fits(plan.person, on=on, **left)
    form = SigningForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and carried_out(
        form, lambda: operations.sign_plan(plan=plan, **left, answers=form.answers(), by=request.user, at=at)
    ):
        messages.success(request, _("Signed. It never changes from now on."))
        return redirect("cases:plan", crn, pk)
    context: dict[str, Any] = {"plan": plan, "form": form, "fits": [case_parts.fit_section(each) for each in found]}
    return render(request, "desk/sign_plan.html", about(request, plan.person, **context))
