"""Audits of quality: a dip sample drawn by team, each case read against questions, results by team."""

from datetime import timedelta
from random import SystemRandom
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.form_specs import AUDIT_ANSWERS, AUDIT_QUESTIONS
from amends.cases.forms.oversight import AuditForm, AuditsFilter, DrawForm
from amends.cases.models import QualityAudit
from amends.cases.operations.oversight import draw_sample, record_audit
from amends.cases.queries import oversight as queries
from amends.cases.views.pages import about, carried_out, form_page
from amends.cases.views.workload_tables import section
from amends.design.components import Column, FilterPanel, Link, Pagination, Row, SummaryList, Table, Tag
from amends.design.csv_file import csv_file
from amends.design.words import day, share_text
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import remit
from amends.organisation.roles import Permission as P

_A_PAGE = 25
_YEAR = timedelta(days=365)


@permission(P.QUALITY_AUDIT)
def audits(request: HttpRequest) -> HttpResponse:
    """Drawn cases, and what those of the last twelve months came to by team."""
    form = AuditsFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = Paginator(queries.audits(request.user, state=state), _A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, P.QUALITY_AUDIT, "cases.audits", [each.person.crn for each in page])
    given = {
        "drawn": _drawn(page),
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
        "results": _results(queries.results(request.user, since=timezone.localdate() - _YEAR)),
        "sub_navigation": section(request),
    }
    return render(request, "cases/audits.html", given)


@permission(P.QUALITY_AUDIT)
def audits_csv(request: HttpRequest) -> HttpResponse:
    """The results of the last twelve months by team, as a file; no case is named."""
    found = queries.results(request.user, since=timezone.localdate() - _YEAR)
    access.listed(request.user, P.QUALITY_AUDIT, "cases.audits", [], exported=True)
    header = ["team", "cases_read", "question", "yes", "applied"]
    rows = ([each.team, each.read, code, each.yes[code], each.applied[code]]
            for each in found for code in AUDIT_QUESTIONS)  # fmt: skip
    return csv_file(f"audits-{timezone.localdate().isoformat()}", header, rows)


@permission(P.QUALITY_AUDIT)
def draw(request: HttpRequest) -> HttpResponse:
    """Draw cases of a team."""
    form = DrawForm(request.POST or None, teams=remit(request.user, P.QUALITY_AUDIT).all_teams())
    drawn: list[QualityAudit] = []
    if request.method == "POST" and carried_out(form, lambda: drawn.extend(_draw(request, form))):
        count = len(drawn)
        words = ngettext("One case is drawn.", "%(count)s cases are drawn.", count) % {"count": count}
        messages.success(request, words)
        return redirect("cases:audits")
    back = reverse("cases:audits")
    given = {"form": form, "heading": _("Draw cases for audit"), "back": back, "cancel_href": back,
             "intro": _("Each live case of the team that you may see is as likely to be drawn as another."),
             "submit_text": _("Draw")}  # fmt: skip
    return render(request, "design/form_page.html", given)


@permission(P.QUALITY_AUDIT)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the questions about a drawn case; show the answers once they are given."""
    drawn = access.load(queries.drawn_cases(), request.user, P.QUALITY_AUDIT, pk=pk)
    if drawn.read_on:
        page = about(request, drawn.person, drawn=drawn, answers=_answers(drawn))
        return render(request, "cases/audited.html", page)
    form = AuditForm(request.POST or None)
    if request.method == "POST" and carried_out(form, lambda: record_audit(
        drawn=drawn, answers={code: form.cleaned_data[code] for code in AUDIT_QUESTIONS},
        summary=form.cleaned_data["summary"], by=request.user, at=timezone.now())):  # fmt: skip
        messages.success(request, _("Recorded."))
        return redirect("cases:audits")
    facts = SummaryList([Row(_("Drawn on"), day(drawn.drawn_on)), Row(_("Team"), drawn.team.name),
                         Row(_("Held by"), _holder(drawn))])  # fmt: skip
    return form_page(request, drawn.person, form, _("Audit a case"), facts=facts, cancel_href=reverse("cases:audits"))


def _draw(request: HttpRequest, form: DrawForm) -> list[QualityAudit]:
    at = timezone.now()
    cases = queries.live_cases(timezone.localdate(at)).filter(team=form.cleaned_data["team"])
    return draw_sample(cases=access.visible(cases, request.user, P.QUALITY_AUDIT), count=form.cleaned_data["count"],
                       random=SystemRandom(), by=request.user, at=at)  # fmt: skip


def _holder(drawn: QualityAudit) -> str:
    return drawn.practitioner.name if drawn.practitioner else _("Nobody")


def _drawn(page: Any) -> Table:
    rows = [
        [Link(f"{each.person.name} ({each.person.crn})", reverse("cases:audit", args=[each.pk])), each.team.name,
         _holder(each), day(each.drawn_on),
         _("%(day)s, %(name)s") % {"day": day(each.read_on), "name": each.read_by.name} if each.read_on
         else Tag(_("Waiting"), "yellow")]
        for each in page
    ]  # fmt: skip
    columns = [Column(_("Case"), row_header=True), Column(_("Team")), Column(_("Held by")), Column(_("Drawn")),
               Column(_("Read"))]  # fmt: skip
    return Table(_("Drawn cases"), columns, rows, stacked=True, empty=_("No case is drawn, with what is chosen here."))


def _results(found: list[queries.TeamResult]) -> Table:
    columns = [Column(_("Question"), row_header=True)]
    columns += [Column(f"{each.team} ({each.read})", numeric=True) for each in found]
    rows = [[words, *(share_text(each.yes[code], each.applied[code]) for each in found)]
            for code, words in AUDIT_QUESTIONS.items()]  # fmt: skip
    return Table(_("Answers of yes, of those that applied, by team, in the last twelve months"), columns,
                 rows if found else [], empty=_("No case was read in these months."))  # fmt: skip


def _answers(drawn: QualityAudit) -> SummaryList:
    answers = dict(AUDIT_ANSWERS)
    return SummaryList(
        [Row(str(words), answers[drawn.answers[code]]) for code, words in AUDIT_QUESTIONS.items()]
        + [Row(_("What was found"), drawn.summary)]
    )
