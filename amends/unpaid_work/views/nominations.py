"""Nominations: what waits, what was decided, and the decision on each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import Pagination
from amends.design.csv_file import csv_file
from amends.design.documents.letter import letter_from_json, letter_pdf
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.nominations import AcceptForm, DeclineForm
from amends.unpaid_work.forms.projects import ConfirmForm
from amends.unpaid_work.operations import nominations as operations
from amends.unpaid_work.operations.nomination_letters import letter_text
from amends.unpaid_work.operations.projects import ProjectDraft
from amends.unpaid_work.queries import nominations as queries
from amends.unpaid_work.queries.projects import teams
from amends.unpaid_work.views import nomination_tables as tables
from amends.unpaid_work.views.lists import page_of

DECIDE = Permission.NOMINATION_DECIDE


def _load(request, pk):
    return access.load(queries.nominations(), request.user, DECIDE, pk=pk)


@permission(DECIDE)
def nominations(request):
    """What waits, those late to be acknowledged first; then what was decided."""
    on, now = timezone.localdate(), timezone.now()
    waiting = queries.waiting(request.user, on)
    if request.resolver_match.url_name == "nominations_csv":
        rows = tables.csv_rows(waiting, queries.decided(request.user))
        return csv_file(f"nominations-{on.isoformat()}", tables.CSV_HEADER, rows)
    page = page_of(request, queries.decided(request.user))
    context = {
        "waiting": tables.waiting(waiting),
        "decided": tables.decided(page),
        "pagination": Pagination(page, query=request.GET),
        "now": now,
    }
    return render(request, "unpaid_work/nominations/list.html", context)


@permission(DECIDE)
def nomination(request, pk: int):
    """One nomination: what is asked for, by whom, the letters, and what can be done."""
    row = _load(request, pk)
    context = {
        "row": row,
        "summary": tables.summary(row),
        "nominator": tables.nominator(row),
        "letters": tables.letters(row),
        "may_accept": access.allows(request.user, Permission.PROJECT_CHANGE),
    }
    return render(request, "unpaid_work/nominations/nomination.html", context)


@permission(DECIDE)
def acknowledge(request, pk: int):
    """Send the acknowledgement, once it has been read."""
    row = _load(request, pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _done(form, operations.acknowledge, nomination=row, by=request.user):
        messages.success(request, _("The nomination is acknowledged. Print the letter, or attach it to an email."))
        return redirect("unpaid_work:nomination", pk=pk)
    letter = letter_text(row, "acknowledged", row.language, timezone.localdate())
    return _page(request, row, form, _("Acknowledge"), _("Issue the letter"), letter)


@permission(Permission.PROJECT_CHANGE)
def accept(request, pk: int):
    """Accept the nomination as a project."""
    row = _load(request, pk)
    initial = {"from_date": timezone.localdate(), "days": list("12345"), "least": 1, "address": row.place,
               "code": f"N{row.pk}", "name": row.benefits[:200]}  # fmt: skip
    allowed = teams(request.user, Permission.PROJECT_CHANGE).filter(pdu=row.pdu_id)
    form = AcceptForm(request.POST if request.method == "POST" else None, teams=allowed, initial=initial)
    if form.is_bound and form.is_valid():
        draft = ProjectDraft(**form.changes(), beneficiary=row.benefits[:200], description=row.work)
        if _done(form, operations.accept, nomination=row, draft=draft, **form.checks(), by=request.user):
            messages.success(request, _("The nomination is accepted as a project. Record health and safety next."))
            return redirect("unpaid_work:nomination", pk=pk)
    return _page(request, row, form, _("Accept as a project"), _("Accept, and issue the letter"))


@permission(DECIDE)
def decline(request, pk: int):
    """Decline the nomination, with a reason."""
    row = _load(request, pk)
    form = DeclineForm(request.POST or None)
    if form.is_valid() and _done(form, operations.decline, nomination=row, **form.cleaned_data, by=request.user):
        messages.success(request, _("The nomination is declined. Print the letter, or attach it to an email."))
        return redirect("unpaid_work:nomination", pk=pk)
    return _page(request, row, form, _("Decline"), _("Decline, and issue the letter"))


@permission(DECIDE)
def letter(request, pk: int, letter: int):
    """A letter as it was issued."""
    held = access.load(queries.letters(), request.user, DECIDE, pk=letter, nomination=pk)
    response = HttpResponse(letter_pdf(letter_from_json(held.content)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="nomination-{pk}-{held.template}.pdf"'
    return response


def _done(form, operation, **given) -> bool:
    """Do it; where it is refused, say why on the form."""
    try:
        operation(**given, at=timezone.now())
    except Refused as refused:
        refused.onto(form)
    return not form.errors


def _page(request, row, form, heading: str, submit: str, letter=None):
    back = reverse("unpaid_work:nomination", args=[row.pk])
    context = {"form": form, "heading": heading, "submit_text": submit, "back": back, "cancel_href": back}
    return render(request, "unpaid_work/nominations/decide.html", context | {"row": row, "letter": letter})
