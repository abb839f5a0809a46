"""Signing the plan of a case, once it is known from every room whether what is asked fits the time left."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.operations.plans import sign_plan as sign
from amends.cases.queries.order_fit import fits
from amends.cases.queries.plans import whole_plans
from amends.cases.views.pages import about, carried_out
from amends.desk.case import done_by_condition, left_of, sentences
from amends.desk.forms import SigningForm
from amends.desk.views import case_parts
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P
from amends.unpaid_work.queries.person import standings


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
        form, lambda: sign(plan=plan, **left, answers=form.answers(), by=request.user, at=at)
    ):
        messages.success(request, _("Signed. It never changes from now on."))
        return redirect("cases:plan", crn, pk)
    context: dict[str, Any] = {"plan": plan, "form": form, "fits": [case_parts.fit_section(each) for each in found]}
    return render(request, "desk/sign_plan.html", about(request, plan.person, **context))
