"""The assessment of a person: written area by area beside the last one, signed, and the person's own by a link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.forms.assessments import AreaForm, SelfAssessmentLinkForm, WholeForm
from amends.cases.models import Assessment, SelfAssessment
from amends.cases.operations import assessments as operations
from amends.cases.queries import assessments as queries
from amends.cases.queries import finding
from amends.cases.views import assessment_parts as parts
from amends.cases.views.pages import about, carried_out, form_page
from amends.design import forms
from amends.design.bilingual import words
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

VIEW, RECORD = P.CASE_ASSESSMENT_VIEW, P.CASE_ASSESSMENT_RECORD


@permission(VIEW)
def assessments(request: HttpRequest, crn: str) -> HttpResponse:
    """Every assessment of a person, when the next is due and why, and what the person said."""
    on = timezone.localdate()
    people = queries.with_assessment(finding.people().select_related("team__pdu"), on)
    person = access.load(people, request.user, VIEW, crn=crn)
    may_record = reaches(request.user, RECORD, person.team)
    context = {
        "may_record": may_record,
        "due": parts.due_section(queries.due(person, on), on),
        "drafted": person.draft,
        "assessments": parts.assessments_table(person, queries.assessments().filter(person=person)),
        "replies": [parts.reply_section(each) for each in queries.replies(person)],
        "links": parts.links_table(queries.links(person), timezone.now()),
    }
    return render(request, "cases/assessments.html", about(request, person, **context))


@permission(RECORD)
def begin(request: HttpRequest, crn: str) -> HttpResponse:
    """Begin a draft. Nothing is copied into it."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, RECORD, crn=crn)
    form, made = forms.Form(request.POST if request.method == "POST" else None), []
    if request.method == "POST" and carried_out(
        form, lambda: made.append(operations.begin_assessment(person=person, by=request.user, at=timezone.now()))
    ):
        return redirect("cases:assessment", crn, made[0].pk)
    intro = _("It begins empty: each area is written beside what was written of it last time.")
    return form_page(request, person, form, _("Begin an assessment"), submit_text=_("Begin"), intro=intro,
                     cancel_href=_back(crn))  # fmt: skip


@permission(VIEW)
def assessment(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """One assessment, area by area beside the last one; a draft is signed here."""
    found = _load(request, VIEW, crn, pk)
    is_draft = found.signed_at is None and found.set_aside_at is None
    may_write = is_draft and reaches(request.user, RECORD, found.person.team)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.sign_assessment(assessment=_load(request, RECORD, crn, pk), by=request.user,
                                                 at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Signed. It never changes from now on."))
        return redirect("cases:assessment", crn, pk)
    context: dict[str, Any] = {
        "assessment": found,
        "form": form,
        "may_write": may_write,
        "areas": [parts.area_section(found, each, may_write) for each in queries.changes(found)],
        "whole": parts.whole_section(found),
        "changed": parts.changed_words(queries.changes(found)) if found.replaces else "",
    }
    return render(request, "cases/assessment.html", about(request, found.person, **context))


@permission(RECORD)
def write_area(request: HttpRequest, crn: str, pk: int, area: str) -> HttpResponse:
    """Write one area, beside what was written of it last time."""
    found = _load(request, RECORD, crn, pk)
    change = next((each for each in queries.changes(found) if each.area == area), None)
    if change is None:
        raise access.NotVisible
    form = AreaForm(request.POST or None, initial=parts.area_initial(change), earlier=change.before is not None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.write_area(
            assessment=found, area=area, draft=form.draft(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("cases:assessment", crn, pk)
    return form_page(request, found.person, form, _(change.words), facts=parts.earlier_section(change),
                     cancel_href=reverse("cases:assessment", args=[crn, pk]))  # fmt: skip


@permission(RECORD)
def write_whole(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Write what is not about one area."""
    found = _load(request, RECORD, crn, pk)
    initial = {name: getattr(found, name) for name in WholeForm.base_fields}
    form = WholeForm(request.POST or None, initial=initial)
    if request.method == "POST" and carried_out(
        form, lambda: operations.write_whole(
            assessment=found, **form.cleaned_data, by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("cases:assessment", crn, pk)
    said = [parts.reply_section(each) for each in queries.replies(found.person)[:1]]
    return form_page(request, found.person, form, _("Sources, own views and safety"), facts="".join(map(str, said)),
                     cancel_href=reverse("cases:assessment", args=[crn, pk]))  # fmt: skip


@permission(RECORD)
def ask_self(request: HttpRequest, crn: str) -> HttpResponse:
    """Make a link for the person's own assessment; it is shown once, with words to send it with."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, RECORD, crn=crn)
    form, made = SelfAssessmentLinkForm(request.POST or None, initial={"language": person.language}), []
    if request.method == "POST" and carried_out(
        form, lambda: made.append(operations.ask_for_self_assessment(
            person=person, **form.cleaned_data, by=request.user, at=timezone.now()))
    ):  # fmt: skip
        link, token = made[0]
        address = request.build_absolute_uri(reverse("cases:self_assessment", args=[link.pk, token]))
        context = about(request, person, link=link, text=_message(link, address))
        return render(request, "cases/self_assessment_made.html", context)
    intro = _("They answer once, within 14 days, without an account. The page names nobody.")
    return form_page(request, person, form, _("Ask for a self-assessment"), intro=intro, cancel_href=_back(crn),
                     submit_text=_("Make a link"))  # fmt: skip


def _message(link: SelfAssessment, address: str) -> str:
    said = words("self_assessment_message", link.language)
    return f"{said['open']}\n{address}\n{said['once']}"


def _load(request: HttpRequest, needed: P, crn: str, pk: int) -> Assessment:
    return access.load(queries.assessments(), request.user, needed, pk=pk, person__crn=crn)


def _back(crn: str) -> str:
    return reverse("cases:assessments", args=[crn])
