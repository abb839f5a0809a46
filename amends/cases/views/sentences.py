"""Recording a sentence, what the court changes, an end taken back, and who holds the case."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases import operations
from amends.cases.forms.sentences import CourtChangeForm, SentenceForm
from amends.cases.models import Requirement
from amends.cases.outstanding import open_requirements
from amends.cases.queries import finding
from amends.cases.queries import person as queries
from amends.cases.queries.rules import sentence_rules
from amends.cases.views.pages import carried_out, form_page
from amends.design import forms
from amends.design.components import Row, SummaryList
from amends.design.words import day, hours_text
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P


@permission(P.SENTENCE_RECORD)
def record_sentence(request: HttpRequest, crn: str) -> HttpResponse:
    """Record a sentence, with an unpaid work requirement or without one."""
    person = access.load(finding.people().select_related("team"), request.user, P.SENTENCE_RECORD, crn=crn)
    form = SentenceForm(request.POST or None, standing=open_requirements([person.pk]))
    made: list[Requirement] = []
    if request.method == "POST" and carried_out(
        form, lambda: made.extend(operations.record_sentences(
            [form.draft(person)], minutes_left=form.minutes_left(), by=request.user, at=timezone.now()))
    ):  # fmt: skip
        messages.success(request, _recorded(made[0]) if made else _("The sentence is recorded."))
        return redirect("cases:person", crn)
    return form_page(request, person, form, _("Record a sentence"), explanations=sentence_rules(timezone.localdate()))


def _recorded(requirement: Requirement) -> str:
    hours = hours_text(requirement.ordered_minutes)
    if requirement.limit_date is None:
        return _("Recorded: %(hours)s of unpaid work, with no last day.") % {"hours": hours}
    words = _("Recorded: %(hours)s of unpaid work, to be worked by %(day)s.")
    return words % {"hours": hours, "day": day(requirement.limit_date)}


@permission(P.SENTENCE_RECORD)
def court_change(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record that the court added or removed hours, or moved the last day."""
    requirement = access.load(queries.requirements(), request.user, P.SENTENCE_RECORD, pk=pk, sentence__person__crn=crn)
    person = requirement.sentence.person
    form = CourtChangeForm(request.POST or None, standing=open_requirements([person.pk]))
    if request.method == "POST" and carried_out(
        form, lambda: operations.change_requirement(
            requirement=requirement, draft=form.draft(), minutes_left=form.minutes_left(), by=request.user,
            at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("The court’s change is recorded."))
        return redirect("cases:person", crn)
    return form_page(request, person, form, _("Record a court’s change"), facts=_facts(requirement),
                     explanations=sentence_rules(timezone.localdate()),
                     intro=_("A change that was recorded wrongly is put right by recording another."))  # fmt: skip


@permission(P.SENTENCE_RECORD)
def reopen_requirement(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Take back the end of a requirement that was recorded by mistake."""
    requirement = access.load(queries.requirements(), request.user, P.SENTENCE_RECORD, pk=pk, sentence__person__crn=crn)
    form = forms.Form(request.POST)
    if request.method == "POST" and carried_out(
        form, lambda: operations.reopen_requirement(requirement=requirement, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The requirement is open again."))
        return redirect("cases:person", crn)
    return form_page(request, requirement.sentence.person, form, _("Take back the end of this requirement?"),
                     facts=_facts(requirement), submit_text=_("Take back"))  # fmt: skip


def _facts(requirement: Requirement) -> SummaryList:
    limit: date | None = requirement.limit_date
    return SummaryList(
        [
            Row(_("Requirement"), requirement.reference),
            Row(_("Sentence"), f"{requirement.sentence.court}, {day(requirement.sentence.sentence_date)}"),
            Row(_("Ordered by now"), hours_text(queries.total_minutes(requirement))),
            Row(_("Last day for the hours"), day(limit) if limit else _("No limit")),
        ]
    )
