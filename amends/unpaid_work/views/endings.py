"""Completing a requirement, recording what came of the order, and the documents issued about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.letters import as_issued
from amends.design.components import Column, Row, SummaryList, Table
from amends.design.documents.letter import letter_pdf
from amends.design.forms import Form
from amends.design.words import clock_time, hours_text, long_date
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.endings import CompletionForm, EndForm, OutcomeForm, ReplaceForm
from amends.unpaid_work.models import OrderDocument, RequirementOutcome
from amends.unpaid_work.operations import completions as operations
from amends.unpaid_work.operations.releases import Released, end_requirement
from amends.unpaid_work.operations.replacements import carry_over as carry_over_now
from amends.unpaid_work.operations.replacements import replace_requirement
from amends.unpaid_work.queries import endings as queries
from amends.unpaid_work.queries import person as people
from amends.unpaid_work.queries.statement import account_of
from amends.unpaid_work.views.ending_parts import owed_words

END, RECORD = Permission.REQUIREMENT_END, Permission.SENTENCE_RECORD


def requirement_of(request, needed: Permission, crn: str, pk: int):
    """The requirement, with how it stands today."""
    requirement = access.load(people.requirements(), request.user, needed, pk=pk, sentence__person__crn=crn)
    return requirement, people.standing(account_of(requirement), timezone.localdate())


def done(form, operation, **given) -> bool:
    """Do it; where it is refused, say why on the form."""
    try:
        operation(**given)
    except Refused as refused:
        refused.onto(form)
    return not form.errors


def act_page(request, standing: people.Standing, form, heading: str, back: str = "", **more):
    """A page that does something about a requirement, with how it stands."""
    requirement = standing.requirement
    person = requirement.sentence.person
    stated = standing.account.statement
    facts = SummaryList(
        [
            Row(_("Requirement"), requirement.reference),
            Row(_("Ordered"), hours_text(stated.ordered) if stated else ""),
            Row(_("Remaining"), hours_text(stated.remaining) if stated else ""),
            Row(_("Last day for the hours"), long_date(standing.last_day) if standing.last_day else _("No limit")),
        ]
    )
    context = {"form": form, "heading": heading, "facts": facts, "caption": f"{person.name}, {person.crn}", **more}
    context["back"] = back or reverse("unpaid_work:person", args=[person.crn])
    return render(request, "unpaid_work/endings/act.html", context)


def bookings_table(standing: people.Standing, at) -> Table:
    """The sessions yet to come on a requirement."""
    rows = people.coming(standing.requirement.sentence.person, at).filter(requirement=standing.requirement)
    shown = [
        [each.session.project.name, long_date(each.session.date), clock_time(each.session.starts_at)] for each in rows
    ]
    columns = [Column(_("Project"), row_header=True), Column(_("Day")), Column(_("Begins"))]
    return Table(_("Sessions to come on this requirement"), columns, shown, stacked=True,
                 empty=_("None is booked."))  # fmt: skip


@permission(END)
def complete(request, crn: str, pk: int):
    """Complete a requirement of which no hours remain: both letters are shown as they will be issued."""
    requirement, standing = requirement_of(request, END, crn, pk)
    at, language = timezone.now(), requirement.sentence.person.language
    blank = dict.fromkeys(RequirementOutcome.ASKED, RequirementOutcome.Known.NOT_KNOWN)
    form = CompletionForm(request.POST or None, initial=blank | {"language": language})
    if form.is_valid() and done(
        form, operations.complete_requirement, requirement=requirement, outcomes=form.outcomes(),
        language=form.cleaned_data["language"], by=request.user, at=at,
    ):  # fmt: skip
        messages.success(request, _("The requirement is completed. The letters are on this page, to print."))
        return redirect("unpaid_work:person", crn)
    refused = operations.why_not_complete(standing)
    letters = []
    if not refused:
        texts = operations.completion_letters(standing, language, timezone.localdate(at))
        letters = [{"title": OrderDocument.Template(name).label, "text": text} for name, text in texts.items()]
    intro = _("What is booked is put on the person’s next requirement as far as hours are left there, and else freed.")
    return act_page(request, standing, form, _("Complete the requirement"), refused=refused, letters=letters,
                    coming=bookings_table(standing, at), intro=intro, submit_text=_("Complete"))  # fmt: skip


@permission(RECORD)
def end(request, crn: str, pk: int):
    """Record that a requirement was revoked, returned to court or expired; what is booked on it is freed."""
    requirement, standing = requirement_of(request, RECORD, crn, pk)
    at, back = timezone.now(), reverse("cases:person", args=[crn])
    form = EndForm(request.POST or None)
    released: list[Released] = []
    if form.is_valid() and done(
        form, lambda **given: released.append(end_requirement(**given)), requirement=requirement, **form.cleaned_data,
        by=request.user, at=at,
    ):  # fmt: skip
        messages.success(request, released_words(_("The end of the requirement is recorded."), released[0]))
        return redirect(back)
    refused = _("This requirement has ended already") if requirement.ended_on else ""
    intro = _("What is booked is put on the person’s next requirement as far as hours are left there, and else freed.")
    return act_page(request, standing, form, _("End a requirement"), back=back, refused=refused,
                    coming=bookings_table(standing, at), intro=intro, submit_text=_("Save"))  # fmt: skip


def released_words(told: str, released: Released) -> str:
    """What was recorded, and what became of the sessions to come."""
    words = [told]
    if released.moved:
        words.append(ngettext("%(n)s session to come works off the next requirement.",
                              "%(n)s sessions to come work off the next requirement.", len(released.moved))
                     % {"n": len(released.moved)})  # fmt: skip
    if released.freed:
        words.append(ngettext("%(n)s session to come is cancelled, and its place is free.",
                              "%(n)s sessions to come are cancelled, and their places are free.", len(released.freed))
                     % {"n": len(released.freed)})  # fmt: skip
    return " ".join(words)


@permission(END)
def outcome(request, crn: str, pk: int):
    """Record what came of an order that has ended."""
    requirement, standing = requirement_of(request, END, crn, pk)
    held = queries.outcome_of(requirement)
    form = OutcomeForm(request.POST or None, initial={name: getattr(held, name) for name in RequirementOutcome.ASKED})
    if form.is_valid() and done(
        form, operations.record_outcome, requirement=requirement, outcomes=form.outcomes(), by=request.user,
        at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, _("What came of the order is recorded."))
        return redirect("unpaid_work:person", crn)
    refused = "" if requirement.ended_on else _("The requirement has not ended")
    return act_page(request, standing, form, _("What came of the order"), refused=refused, submit_text=_("Save"),
                    intro=_("What is not known is counted neither as yes nor as no."))  # fmt: skip


@permission(RECORD)
def replace(request, crn: str, pk: int):
    """Record that the court replaced the requirement; its credit is carried over."""
    requirement, standing = requirement_of(request, RECORD, crn, pk)
    form = ReplaceForm(request.POST or None, today=timezone.localdate(), initial={"intensive": requirement.intensive})
    if form.is_valid() and done(
        form, replace_requirement, requirement=requirement, **form.cleaned_data, by=request.user, at=timezone.now()
    ):
        messages.success(request, _("The new requirement stands. What was credited is a line of its statement."))
        return redirect("unpaid_work:person", crn)
    refused = _("This requirement has ended already") if requirement.ended_on else ""
    return act_page(request, standing, form, _("The court replaced the requirement"), refused=refused,
                    coming=bookings_table(standing, timezone.now()), submit_text=_("Save"),
                    intro=_("Sessions to come work off the new requirement as far as its hours go."))  # fmt: skip


@permission(Permission.HOURS_ADJUST)
def carry_over(request, crn: str, pk: int):
    """Carry over what the record of the requirement replaced credits by now, beside what was carried over before."""
    requirement, standing = requirement_of(request, Permission.HOURS_ADJUST, crn, pk)
    form, owed = Form(request.POST), queries.owed_of(requirement)
    if request.method == "POST" and done(
        form, carry_over_now, requirement=requirement, by=request.user, at=timezone.now()
    ):
        messages.success(request, _("Carried over: it is a line of the statement."))
        return redirect("unpaid_work:person", crn)
    return act_page(request, standing, form, _("Carry a correction over"), submit_text=_("Carry over"),
                    refused="" if owed else _("Everything is carried over"),
                    intro=owed_words(requirement, owed))  # fmt: skip


@permission(Permission.HOURS_VIEW)
def document(request, crn: str, pk: int):
    """The PDF of a letter or report: the same however often it is printed."""
    held = access.load(queries.documents(), request.user, Permission.HOURS_VIEW, pk=pk, person__crn=crn)
    return pdf(held, crn)


def pdf(held: OrderDocument, crn: str) -> HttpResponse:
    """A document as it was issued, as a PDF."""
    response = HttpResponse(letter_pdf(as_issued(held)), content_type="application/pdf")
    name = f"{held.template.replace('_', '-')}-{crn}-{held.issued_at:%Y-%m-%d}"
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
