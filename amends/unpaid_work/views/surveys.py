"""Surveys of beneficiaries, as staff see them: those sent, a project's own, and the results."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.bilingual import words
from amends.design.components import FilterPanel, Pagination
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.surveys import ResultsForm, SendForm
from amends.unpaid_work.models import BeneficiarySurvey, Project
from amends.unpaid_work.operations.surveys import send_survey
from amends.unpaid_work.queries import surveys as queries
from amends.unpaid_work.queries.survey_results import results
from amends.unpaid_work.views import survey_tables as tables

PAGE_SIZE = 25


@permission(Permission.SURVEY_VIEW)
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey that stands, with its answer or how long it has waited, and how many of each."""
    now = timezone.now()
    found = queries.surveys(request.user)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "figures": tables.figures(request.user, now),
        "table": tables.sent_table(page, now),
        "pagination": Pagination(page, query=request.GET),
    }
    return render(request, "unpaid_work/surveys/list.html", context)


@permission(Permission.SURVEY_VIEW)
def project_surveys(request: HttpRequest, pk: int) -> HttpResponse:
    """What the beneficiary of one project was asked and answered, and the checks of its quality."""
    held = _load(request, pk, Permission.SURVEY_VIEW)
    now = timezone.now()
    first, after = queries.period_to_ask(timezone.localdate(now), held.to_date)
    checks = list(held.rechecks.select_related("assigned_to", "closed_by").order_by("-opened_at", "-pk"))
    may_change = reaches(request.user, Permission.PROJECT_CHANGE, held.team)
    context = {
        "project": held,
        "back": reverse("unpaid_work:project", args=[pk]),
        "may_send": held.beneficiary and reaches(request.user, Permission.SURVEY_SEND, held.team),
        "may_change": may_change,
        "period": tables.period_words(first, after),
        "replies": tables.replies(queries.surveys(request.user).filter(project=held), now),
        "checks": tables.checks_table(checks, may_change),
    }
    return render(request, "unpaid_work/surveys/project.html", context)


@permission(Permission.SURVEY_SEND)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link of a survey about the newest period, and show it once; again, to remind."""
    held = _load(request, pk, Permission.SURVEY_SEND)
    first, after = queries.period_to_ask(timezone.localdate(), held.to_date)
    form = SendForm(request.POST if request.method == "POST" else None, initial={"language": "en"})
    if form.is_bound and form.is_valid():
        given = {"project": held, "from_date": first, "to_date": after, "language": form.cleaned_data["language"]}
        try:
            survey, token = send_survey(**given, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            address = request.build_absolute_uri(reverse("unpaid_work:survey_reply", args=[survey.pk, token]))
            context = {"project": held, "survey": survey, "text": _text(survey, address)}
            return render(request, "unpaid_work/surveys/sent.html", context)
    intro = _("About %(days)s. A link sent earlier about the same days stops working.")
    back = reverse("unpaid_work:project_surveys", args=[pk])
    context = {"form": form, "heading": _("Send a survey to the beneficiary"), "caption": held.name, "back": back,
               "intro": intro % {"days": tables.period_words(first, after)}, "submit_text": _("Make the link"),
               "cancel_href": back}  # fmt: skip
    return render(request, "design/form_page.html", context)


@permission(Permission.SURVEY_VIEW)
def survey_results(request: HttpRequest) -> HttpResponse:
    """What beneficiaries answered, by team and project, over the periods that ended within some days."""
    today = timezone.localdate()
    form = ResultsForm(request.GET or None, today=today)
    first, last = form.chosen()
    found = results(request.user, first, last)
    if request.resolver_match.url_name == "survey_results_csv":
        return csv_file(f"survey-results-{today.isoformat()}", tables.CSV_HEADER, tables.csv_rows(found))
    context = {
        "filter_panel": FilterPanel(form, query=request.GET),
        "days": tables.period_words(first, last + timedelta(days=1)),
        "together": tables.together(found, today),
        "teams": tables.results_table(_("By team"), _("Team"), found.teams),
        "projects": tables.results_table(_("By project"), _("Project"), found.projects),
    }
    return render(request, "unpaid_work/surveys/results.html", context)


def _load(request: HttpRequest, pk: int, needed: Permission) -> Project:
    return access.load(Project.objects.select_related("team__pdu", "beneficiary"), request.user, needed, pk=pk)


def _text(survey: BeneficiarySurvey, address: str) -> str:
    said = words("survey_message", survey.language)
    return f"{said['open']}\n{address}\n{said['once']}"
