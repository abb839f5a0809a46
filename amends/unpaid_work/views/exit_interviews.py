"""Exit interviews: one of a person, and what all of them come to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.bilingual import words
from amends.design.components import FilterPanel
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.exit_interviews import ExitInterviewForm, ExitLinkForm, PeriodForm
from amends.unpaid_work.operations.exit_interviews import ask_for_exit_interview, record_exit_interview
from amends.unpaid_work.queries import exit_interviews as queries
from amends.unpaid_work.queries import person as people
from amends.unpaid_work.views import exit_interviews_page as page
from amends.unpaid_work.views.doing import done

VIEW, RECORD = Permission.HOURS_VIEW, Permission.ASSESSMENT_RECORD


@permission(VIEW)
def exit_interview(request, crn: str, pk: int):
    """What a person said of the order, or whether they can be asked."""
    requirement = access.load(people.requirements(), request.user, VIEW, pk=pk, sentence__person__crn=crn)
    person, held = requirement.sentence.person, getattr(requirement, "exit_interview", None)
    context = {
        "requirement": requirement,
        "person": person,
        "answers": page.answers(held) if held else None,
        "done": held is not None or queries.work_is_done(requirement),
        "asked": page.asked(queries.standing_link(requirement), timezone.now()) if held is None else "",
        "may_record": reaches(request.user, RECORD, person.team),
        "back": reverse("unpaid_work:person", args=[crn]),
    }
    return render(request, "unpaid_work/person/exit_interview.html", context)


@permission(RECORD)
def exit_interview_new(request, crn: str, pk: int):
    """Ask the questions, or let the person fill them in."""
    requirement = access.load(people.requirements(), request.user, RECORD, pk=pk, sentence__person__crn=crn)
    days = {"sentenced": requirement.sentence.sentence_date, "today": timezone.localdate()}
    form = ExitInterviewForm(request.POST or None, **days)
    back = reverse("unpaid_work:exit_interview", args=[crn, pk])
    given = {"requirement": requirement}
    if form.is_valid() and done(request, form, record_exit_interview, draft=form.draft(), **given):
        messages.success(request, _("Thank you. The answers are recorded."))
        return redirect(back)
    person = requirement.sentence.person
    context = {"form": form, "heading": _("Exit interview"), "caption": f"{person.name}, {crn}", "back": back}
    context["intro"] = _("Nobody has to answer. Answers are counted without names, to make the work better.")
    return render(request, "design/form_page.html", context | {"cancel_href": back})


@permission(RECORD)
def exit_interview_link(request, crn: str, pk: int):
    """Make the link by which the person answers by themselves, and show it once; again, to remind."""
    requirement = access.load(people.requirements(), request.user, RECORD, pk=pk, sentence__person__crn=crn)
    person, back = requirement.sentence.person, reverse("unpaid_work:exit_interview", args=[crn, pk])
    form = ExitLinkForm(request.POST or None, initial={"language": person.language})
    if form.is_valid():
        try:
            given = {"requirement": requirement, "language": form.cleaned_data["language"]}
            link, token = ask_for_exit_interview(**given, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            address = request.build_absolute_uri(reverse("unpaid_work:exit_answers", args=[link.pk, token]))
            said = words("exit_message", link.language)
            context = {"link": link, "text": f"{said['open']}\n{address}\n{said['once']}", "back": back}
            return render(request, "unpaid_work/exit_interviews/made.html", context | {"person": person})
    intro = _("The page shows the questions and no name. A link made earlier stops working.")
    context = {"form": form, "heading": _("Let the person answer by a link"), "caption": f"{person.name}, {crn}"}
    context |= {"intro": intro, "submit_text": _("Make the link"), "back": back, "cancel_href": back}
    return render(request, "design/form_page.html", context)


@permission(queries.REPORT)
def exit_interviews(request):
    """What exit interviews of a period come to, by project and by team. Nobody is named."""
    today = timezone.localdate()
    form = PeriodForm(request.GET or None)
    first, last = form.chosen(today)
    found = queries.answers_of(request.user, first, last)
    if request.resolver_match.url_name == "exit_interviews_csv":
        name = f"exit-interviews-{first.isoformat()}-{last.isoformat()}"
        return csv_file(name, page.CSV_HEADER, page.csv_rows(found))
    context = {"found": found, "first": first, "last": last, "filter_panel": FilterPanel(form, query=request.GET)}
    if found:
        context |= {"figures": page.figures(found, timezone.now()), "tables": page.tables(found)}
    context["query"] = request.GET.urlencode()
    return render(request, "unpaid_work/exit_interviews/report.html", context)
