"""Writing the draft of a plan: looking back, objectives in their turn, actions, and the parts that are text."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.cases.form_specs import PLAN_PARTS
from amends.cases.forms import plans as plan_forms
from amends.cases.models import CasePlan, PlanObjective
from amends.cases.operations import plan_agreement
from amends.cases.operations import plans as operations
from amends.cases.operations.assessments import same_words
from amends.cases.queries import plans as queries
from amends.cases.queries.assessments import latest_needs
from amends.cases.views import plan_parts
from amends.cases.views.pages import carried_out, form_page
from amends.cases.views.plans import RECORD, load, page_of
from amends.design import forms
from amends.design.components import Row, SummaryList
from amends.organisation import access
from amends.organisation.access_matrix import permission


@permission(RECORD)
def look_back(request: HttpRequest, crn: str, pk: int, objective: int) -> HttpResponse:
    """Say what came of an objective of the plan before."""
    plan = load(request, RECORD, crn, pk)
    earlier = access.load(queries.objectives(), request.user, RECORD, pk=objective, plan=plan.follows_id)
    said = next((each for each in plan.looks_back.all() if each.objective_id == earlier.pk), None)
    initial = {"result": said.result, "said": said.said} if said else {}
    form = plan_forms.LookBackForm(request.POST or None, initial=initial)
    facts = SummaryList([Row(_("For"), plan_parts.for_what(earlier)), Row(_("What was to change"), earlier.change)])
    return _step(request, plan, form, _("What came of an earlier objective"), lambda: operations.look_back(
        plan=plan, objective=earlier, **form.cleaned_data, by=request.user, at=timezone.now()),
        facts=facts)  # fmt: skip


@permission(RECORD)
def add_objective(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Add an objective, last in turn."""
    plan = load(request, RECORD, crn, pk)
    form = plan_forms.ObjectiveForm(request.POST or None, needs=_needs(plan), copied=plan.follows is not None)
    return _step(request, plan, form, _("Add an objective"), lambda: operations.write_objective(
        plan=plan, draft=form.draft(), by=request.user, at=timezone.now()))  # fmt: skip


@permission(RECORD)
def write_objective(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Change an objective of a draft, or mark it as read and still true."""
    objective = _objective(request, crn, pk)
    plan = objective.plan
    before = [each.change for each in plan.follows.objectives.all()] if plan.follows else []
    copied = any(same_words(objective.change, words) for words in before)
    kind = f"area:{objective.area}" if objective.area else f"group:{objective.risk_group}"
    initial = {"for_what": kind, "priority": objective.priority, "change": objective.change,
               "still_true": objective.still_true}  # fmt: skip
    form = plan_forms.ObjectiveForm(request.POST or None, initial=initial, needs=_needs(plan), copied=copied)
    return _step(request, plan, form, _("Change the objective"), lambda: operations.write_objective(
        plan=plan, objective=objective, draft=form.draft(), by=request.user, at=timezone.now()))  # fmt: skip


@permission(RECORD)
@require_POST
def move_objective(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Let an objective take the turn of the one before it."""
    objective = _objective(request, crn, pk)
    form = forms.Form(request.POST)
    if carried_out(form, lambda: operations.move_objective(
        objective=objective, by=request.user, at=timezone.now())):  # fmt: skip
        messages.success(request, _("Moved up."))
    return redirect(page_of(objective.plan))


@permission(RECORD)
def remove_objective(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Take an objective out of a draft."""
    objective = _objective(request, crn, pk)
    facts = SummaryList([Row(_("What is to change"), objective.change)])
    return _step(request, objective.plan, _nothing_asked(request), _("Remove the objective"),
                 lambda: operations.remove_objective(objective=objective, by=request.user, at=timezone.now()),
                 facts=facts, warning=True, submit_text=_("Remove it, with its actions"))  # fmt: skip


@permission(RECORD)
def remove_action(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Take an action out of a draft."""
    action = access.load(queries.actions(), request.user, RECORD, pk=pk, objective__plan__person__crn=crn)
    facts = SummaryList([Row(_("What is to be done"), action.what)])
    return _step(request, action.objective.plan, _nothing_asked(request), _("Remove the action"),
                 lambda: operations.remove_action(action=action, by=request.user, at=timezone.now()),
                 facts=facts, warning=True, submit_text=_("Remove it"))  # fmt: skip


@permission(RECORD)
def write_part(request: HttpRequest, crn: str, pk: int, part: str) -> HttpResponse:
    """Write one part, beside what was written of it last time."""
    plan = load(request, RECORD, crn, pk)
    if part not in PLAN_PARTS:
        raise access.NotVisible
    heading, hint = PLAN_PARTS[part]
    earlier = plan_parts.earlier_part(plan, part)
    if earlier:
        hint = _("%s Leave it empty to keep the earlier words, once you have read them.") % hint
    form = plan_forms.PartForm(
        request.POST or None, label=_("What is planned?"), hint=hint, most=plan._meta.get_field(part).max_length,
        earlier=bool(earlier), initial={"words": getattr(plan, part), "still_true": part in plan.read_again},
    )  # fmt: skip
    return _step(request, plan, form, str(heading), lambda: operations.write_part(
        plan=plan, part=part, **form.cleaned_data, by=request.user, at=timezone.now()), facts=earlier)  # fmt: skip


@permission(RECORD)
def discard_plan(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Throw a draft away."""
    plan, form = load(request, RECORD, crn, pk), _nothing_asked(request)
    if request.method == "POST" and carried_out(form, lambda: operations.discard_plan(
        plan=plan, by=request.user, at=timezone.now())):  # fmt: skip
        messages.success(request, _("Discarded."))
        return redirect("cases:plans", crn)
    intro = _("Everything written in this draft goes, for good. Signed plans stay as they are.")
    return form_page(request, plan.person, form, _("Discard the draft"), intro=intro, warning=True,
                     submit_text=_("Discard it"), cancel_href=page_of(plan))  # fmt: skip


@permission(RECORD)
def record_agreement(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record what the person said of a signed plan in the room."""
    plan = load(request, RECORD, crn, pk)
    form = plan_forms.AgreementForm(request.POST or None)
    return _step(request, plan, form, _("What the person says of the plan"), lambda: plan_agreement.record_agreement(
        plan=plan, **form.cleaned_data, by=request.user, at=timezone.now()))  # fmt: skip


def _objective(request: HttpRequest, crn: str, pk: int) -> PlanObjective:
    return access.load(queries.objectives(), request.user, RECORD, pk=pk, plan__person__crn=crn)


def _needs(plan: CasePlan) -> dict[str, int]:
    return latest_needs([plan.person_id]).get(plan.person_id, {})


def _nothing_asked(request: HttpRequest) -> forms.Form:
    """A form that asks for no more than that it is sent."""
    return forms.Form(request.POST if request.method == "POST" else None)


def _step(
    request: HttpRequest, plan: CasePlan, form: Any, heading: str, act: Callable[[], object], **more: Any
) -> HttpResponse:
    """Take the step and go back to the plan; or show its form, with what stands in the way."""
    if request.method == "POST" and carried_out(form, act):
        messages.success(request, _("Saved."))
        return redirect(page_of(plan))
    return form_page(request, plan.person, form, heading, cancel_href=page_of(plan), **more)
