"""The page of a breach or recall, and each of its steps."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.letters import as_issued
from amends.cases.views.pages import about
from amends.design.documents.docx_report import report_docx
from amends.design.documents.letter import letter_pdf
from amends.design.documents.report import report_from_json, report_pdf
from amends.enforcement import forms
from amends.enforcement.operations import notices, recalls, results
from amends.enforcement.operations import proceedings as operations
from amends.enforcement.operations.withdrawals import withdraw_proceeding
from amends.enforcement.queries import proceedings as queries
from amends.enforcement.queries.pack import as_laid, assembled
from amends.enforcement.views import proceeding_page
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission

VIEW, RECORD = Permission.ENFORCEMENT_VIEW, Permission.ENFORCEMENT_RECORD
COURT, WAIVE, SIGN = Permission.COURT_RETURN, Permission.ENFORCEMENT_WAIVE, Permission.RECALL_SIGN
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@permission(VIEW)
def proceeding(request, crn, pk):
    """Where a breach or recall stands: whose turn it is, what it rests on, what lacks, and every step."""
    row, at = _opened(request, VIEW, crn, pk), timezone.now()
    on = timezone.localdate(at)
    pack = None if row.state in proceeding_page.PACKED else assembled(row, on, at)
    page = about(request, row.person)
    page["breadcrumbs"].append(
        {"text": _("Failures and warnings"), "href": reverse("enforcement:ledger", args=[row.person.crn])}
    )
    return render(request, "enforcement/proceeding.html", page | {
        "row": row, "heading": proceeding_page.heading(row),
        "summary": proceeding_page.summary(queries.standing(row, on)), "gaps": pack.gaps if pack else (),
        "timeline": proceeding_page.timeline(queries.taken(row)), "rests_on": proceeding_page.rests_on(row, on),
        "offers": proceeding_page.offers(row, request.user), "laid": hasattr(row, "pack"),
    })  # fmt: skip


@permission(WAIVE)
def hold(request, crn, pk, name):
    """A manager suspends a breach, or has it proceeded with again."""
    heading, operation = {
        "suspend": (_("Suspend this breach"), operations.suspend_breach),
        "resume": (_("Proceed with this breach"), operations.resume_breach),
    }[name]
    row = _opened(request, WAIVE, crn, pk)
    return _act(request, row, forms.ReasonForm(request.POST or None), heading, operation)


@permission(RECORD)
def send(request, crn, pk):
    """Lay a breach before the court, or ask for a recall, with the pack as it stands now."""
    row, at = _opened(request, RECORD, crn, pk), timezone.now()
    form = forms.forms.Form(request.POST if request.method == "POST" else None)
    heading = _("Ask for the recall") if row.kind == "recall" else _("Lay before the court")
    gaps = assembled(row, timezone.localdate(at), at).gaps
    intro = _("The pack is frozen as it is now. Read it first.")
    return _act(request, row, form, heading, operations.send_pack, gaps=gaps, intro=intro, warning=True,
                pack_href=reverse("enforcement:pack", args=[crn, pk, "pdf"]))  # fmt: skip


@permission(RECORD)
def withdraw(request, crn, pk):
    """Take a breach or recall back, with the letters about it."""
    row = _opened(request, RECORD, crn, pk)
    intro = _("It was sent already: a notice will be owed.") if row.state in proceeding_page.SENT else ""
    form = forms.ReasonForm(request.POST or None)
    heading = _("Withdraw this recall") if row.kind == "recall" else _("Withdraw this breach")
    return _act(request, row, form, heading, withdraw_proceeding, intro=intro, warning=True)


@permission(RECORD)
def notify(request, crn, pk):
    """Issue the notice that a breach or recall is taken back."""
    row, at = _opened(request, RECORD, crn, pk), timezone.now()
    form = forms.NoticeForm(request.POST or None, initial={"language": "en"})
    letters = [{"title": _("The notice"), "text": notices.notice_text(row, "en", at)}]
    return _act(request, row, form, _("Issue the notice"), notices.issue_notice, letters=letters)


@permission(RECORD)
def returned(request, crn, pk):
    """Record the day of the return to custody."""
    row = _opened(request, RECORD, crn, pk)
    form = forms.ReturnForm(request.POST or None)
    return _act(request, row, form, _("Record the return to custody"), recalls.record_return)


@permission(SIGN)
def sign(request, crn, pk):
    """Counter-sign a recall that somebody else proposed, or refuse to."""
    row = _opened(request, SIGN, crn, pk)
    form = forms.SignForm(request.POST or None)

    def signed(*, signed, reason, **given):
        if signed:
            return recalls.sign_recall(**given)
        return recalls.decline_recall(reason=reason, **given)

    return _act(
        request, row, form, _("Counter-sign or refuse this recall"), signed, submit_text=_("Record the decision"),
        facts=proceeding_page.why_recall(row, timezone.localdate()),
    )  # fmt: skip


@permission(COURT)
def hearing(request, crn, pk):
    """Record the day of the hearing, or another where it was adjourned."""
    row = _opened(request, COURT, crn, pk)
    form = forms.HearingForm(request.POST or None, adjourned=row.state == "listed")
    heading = _("Record another day: the hearing was adjourned") if row.state == "listed" else _("Day of the hearing")
    return _act(request, row, form, heading, operations.list_hearing, submit_text=_("Record the day"))


@permission(COURT)
def result(request, crn, pk):
    """Record what was decided."""
    row = _opened(request, COURT, crn, pk)
    open_requirements = list(row.sentence.requirements.filter(ended_on=None))
    form = forms.ResultForm(
        request.POST or None, answers=results.answers_of(row), requirements=open_requirements,
        today=timezone.localdate(),
    )  # fmt: skip

    def recorded(*, proceeding, by, at, **_given):
        return results.record_result(proceeding=proceeding, draft=form.draft(), by=by, at=at)

    return _act(request, row, form, _("What was decided"), recorded, submit_text=_("Record what was decided"))


@permission(VIEW)
def pack(request, crn, pk, kind):
    """The pack as it was laid; before that, as the record would make it now."""
    row, at = _opened(request, VIEW, crn, pk), timezone.now()
    laid = getattr(row, "pack", None)
    report = report_from_json(as_laid(laid)) if laid else assembled(row, timezone.localdate(at), at).report
    made, content_type = {"pdf": (report_pdf, "application/pdf"), "docx": (report_docx, _WORD)}[kind]
    return _file(made(report), content_type, f"{row.reference}{'' if laid else '-draft'}.{kind}")


@permission(VIEW)
def notice(request, crn, pk):
    """The notice as it was issued."""
    lookup = {"proceeding": pk, "proceeding__sentence__person__crn": crn}
    held = access.load(queries.notices(), request.user, VIEW, **lookup)
    return _file(letter_pdf(as_issued(held)), "application/pdf", f"notice-{held.proceeding.reference}.pdf")


_DONE = gettext_lazy("Done. The steps show it.")


def _opened(request, needed, crn, pk):
    return access.load(queries.proceedings(), request.user, needed, pk=pk, sentence__person__crn=crn)


def _act(request, row, form, heading, operation, *, gaps=(), **more):
    """One step of proceedings: the form, the operation, and back to its page."""
    back = reverse("enforcement:proceeding", args=[row.person.crn, row.pk])
    if request.method == "POST" and form.is_valid():
        try:
            operation(proceeding=row, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            messages.success(request, _DONE)
            return redirect(back)
    context = {
        "form": form, "heading": heading, "person": row.person, "back": back, "back_text": _("Back"), "gaps": gaps,
        "submit_text": heading, **more,
    }  # fmt: skip
    return render(request, "enforcement/act.html", context)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
