"""The plan of a case: every version, when the next is due, one version, and its document for the person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.forms.assessments import SelfAssessmentLinkForm
from amends.cases.models import CasePlan
from amends.cases.operations import plan_agreement
from amends.cases.operations import plans as operations
from amends.cases.plan_document import plan_text
from amends.cases.queries import finding
from amends.cases.queries import plans as queries
from amends.cases.views import assessment_parts, plan_parts
from amends.cases.views.pages import about, address, carried_out, form_page
from amends.design import forms
from amends.design.bilingual import words
from amends.design.documents.report import report_pdf
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

VIEW, RECORD = P.CASE_ASSESSMENT_VIEW, P.CASE_ASSESSMENT_RECORD


def load(request: HttpRequest, needed: P, crn: str, pk: int) -> CasePlan:
    """A plan with everything in it, of a person whom the reader may see."""
    return access.load(queries.whole_plans(), request.user, needed, pk=pk, person__crn=crn)


def page_of(plan: CasePlan) -> str:
    """The address of a plan."""
    return reverse("cases:plan", args=[plan.person.crn, plan.pk])


@permission(VIEW)
def plans(request: HttpRequest, crn: str) -> HttpResponse:
    """Every plan of a person, when the next is due and why, and the services for each need."""
    on = timezone.localdate()
    people = queries.with_plan(finding.people().select_related("team__pdu"), on)
    person = access.load(people, request.user, VIEW, crn=crn)
    versions = queries.versions(person)
    newest = versions[0][1] if versions else None
    context = {
        "may_record": reaches(request.user, RECORD, person.team),
        "due": assessment_parts.due_section(queries.due(person, on), on),
        "drafted": person.plan_draft,
        "assessed": person.assessed_at is not None,
        "versions": plan_parts.versions_table(versions),
        "needs": plan_parts.needs_table(queries.needs(person, newest), newest is not None),
    }
    return render(request, "cases/plans.html", about(request, person, **context))


@permission(RECORD)
def begin_plan(request: HttpRequest, crn: str) -> HttpResponse:
    """Begin a draft, which follows the plan signed last."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, RECORD, crn=crn)
    form, made = forms.Form(request.POST if request.method == "POST" else None), []
    if request.method == "POST" and carried_out(
        form, lambda: made.append(operations.begin_plan(person=person, by=request.user, at=timezone.now()))
    ):
        return redirect("cases:plan", crn, made[0].pk)
    intro = _("You say first what came of each objective of the plan before; what goes on is put into the new one, "
              "for you to read again.")  # fmt: skip
    return form_page(request, person, form, _("Begin a plan"), submit_text=_("Begin"), intro=intro,
                     cancel_href=reverse("cases:plans", args=[crn]))  # fmt: skip


@permission(VIEW)
def plan(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """One plan: what came of the one before, objectives, parts, and the person's agreement."""
    found = load(request, VIEW, crn, pk)
    may_record = reaches(request.user, RECORD, found.person.team)
    may_write = may_record and found.signed_at is None
    agreement = getattr(found, "agreement", None)
    context: dict[str, Any] = {
        "plan": found,
        "may_write": may_write,
        "may_ask": may_record and found.signed_at is not None and agreement is None,
        "missing": list(operations.missing(found, timezone.localdate())) if may_write else [],
        "sign_href": address("desk:sign_plan", crn, pk) if may_write else "",
        "contact_href": address("contacts:person", crn),
        "looks_back": plan_parts.looks_back(found, may_write),
        "objectives": plan_parts.objective_sections(found, may_write),
        "parts": plan_parts.part_sections(found, may_write),
        "fit_answers": plan_parts.fit_answers(found),
        "agreement": plan_parts.agreement_section(agreement) if agreement else "",
        "links": plan_parts.links_table(queries.links(found), timezone.now()) if found.signed_at else "",
    }
    return render(request, "cases/plan.html", about(request, found.person, **context))


@permission(VIEW)
def plan_document(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """The plan for the person, as a PDF in their language."""
    found = load(request, VIEW, crn, pk)
    response = HttpResponse(report_pdf(plan_text(found, found.person.language)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="plan-{crn}-{timezone.localdate(found.begun_at)}.pdf"'
    return response


@permission(RECORD)
def ask_agreement(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Make a link by which the person reads the plan and answers; it is shown once, with words to send it with."""
    found = load(request, RECORD, crn, pk)
    form, made = SelfAssessmentLinkForm(request.POST or None, initial={"language": found.person.language}), []
    if request.method == "POST" and carried_out(
        form, lambda: made.append(plan_agreement.ask_for_agreement(
            plan=found, **form.cleaned_data, by=request.user, at=timezone.now()))
    ):  # fmt: skip
        link, token = made[0]
        said = words("case_plan_message", link.language)
        where = request.build_absolute_uri(reverse("cases:own_plan", args=[link.pk, token]))
        context = about(request, found.person, link=link, text=f"{said['open']}\n{where}\n{said['once']}", plan=found)
        return render(request, "cases/plan_link_made.html", context)
    intro = _("They read the plan, without risk management, and answer once, within 14 days, without an account. "
              "The page names nobody.")  # fmt: skip
    return form_page(request, found.person, form, _("Ask whether they agree, by a link"), intro=intro,
                     cancel_href=page_of(found), submit_text=_("Make a link"))  # fmt: skip
