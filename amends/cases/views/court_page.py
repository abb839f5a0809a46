"""The sections of the page on a report to a court."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.cases.court_document import requirement_words
from amends.cases.models import CourtReport
from amends.cases.queries.court_checks import Answer, answers
from amends.cases.queries.court_reports import owner
from amends.cases.views.court_list import due_words, state_tag
from amends.cases.views.pages import address
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag, Task, TaskList
from amends.design.words import date_and_time, day, hours_text
from amends.policy.court_reports import ReportClock, report_clocks

_OUTCOMES = {"retrieved": "blue", "nothing_held": "green", "not_retrieved": "red", "": "yellow"}


def sections(report: CourtReport, on: date, may: dict[str, bool]) -> dict[str, Any]:
    """Everything on the page, by name. `may`: record, check, checks (of agencies), sentence."""
    told = answers(report)
    decision = report_clocks(report.kind, report.requested_on, report.hearing_date, on=report.requested_on)
    return {
        "report": report,
        "short": decision.value["short"] and report.is_open,
        "earliest": decision.value["earliest_hearing"],
        "unknown": [answer.agency_words for answer in told if not answer.known] if report.checks_asked_on else [],
        "facts": facts(report, on),
        "tasks": TaskList(_tasks(report, told, decision.value, may)),
        "clock": decision,
        "interviews": _interviews(report),
        "proposal": _proposal(report),
        "requirements": _requirements(report, may["record"] and report.is_open and not report.drafted_at),
        "outcome": _outcome(report),
        "may_change": may["record"] and report.is_open,
        "may": may,
    }


def facts(report: CourtReport, on: date) -> SummaryList:
    """What the report is, in short."""
    rows = [
        Row(_("Court"), report.court), Row(_("Offence"), report.offence), Row(_("Kind"), _(report.get_kind_display())),
        Row(_("Asked for"), day(report.requested_on)), Row(_("Hearing"), day(report.hearing_date)),
        Row(_("How far"), state_tag(report)), Row(_("Deliver by"), due_words(report, on)),
    ]  # fmt: skip
    if report.is_open:
        rows.append(Row(_("Whose turn"), owner(report)))
    if report.cancelled_at:
        rows.append(Row(_("Cancelled"), f"{_(report.get_cancelled_as_display())}, {day(report.cancelled_at)}"))
    return SummaryList(rows)


def _tasks(report: CourtReport, told: tuple[Answer, ...], clock: ReportClock, may: dict[str, bool]) -> list[Task]:
    at = [report.person.crn, report.pk]
    go = may["record"] and report.is_open
    held, drafted = report.officer_id is not None, report.drafted_at is not None
    waiting = Tag(_("To do"), "yellow")

    def link(name: str, open_now: bool) -> str:
        return reverse(f"cases:{name}", args=at) if open_now else ""

    allocated = report.officer.name if report.officer else ""
    found = [
        Task(_("Allocate it to an officer"), link("allocate_report", go), allocated or waiting,
             "" if held else _("By %s") % day(clock["allocate_by"])),
        Task(_("Interview"), link("record_interview", go and held and not drafted),
             day(report.interviewed_on) if report.interviewed_on else waiting),
        Task(_("Ask police and children’s services"), link("ask_checks", go and held and not drafted),
             day(report.checks_asked_on) if report.checks_asked_on else waiting),
        *(_answer_task(report, answer, may["checks"] and report.is_open) for answer in told),
        Task(_("Write the report and its proposal"), link("write_report", go and held and not drafted),
             _("Begun") if report.analysis or report.proposed else waiting),
        Task(_("Hand over the draft"), link("hand_over_draft", go and held and not drafted),
             date_and_time(report.drafted_at) if drafted else waiting),
    ]  # fmt: skip
    if clock["quality_check"]:
        checked = report.quality_checked_at
        open_now = may["check"] and report.is_open and drafted and not checked
        done = date_and_time(checked) if checked else waiting
        found.append(Task(_("Check its quality"), link("check_quality", open_now), done, _("Not by its author")))
    ready = drafted and (report.quality_checked_at is not None or not clock["quality_check"])
    found.append(Task(_("Deliver it to the court"), link("deliver_report", go and ready),
                      date_and_time(report.delivered_at) if report.delivered_at else waiting,
                      _("By %s") % day(report.deliver_by)))  # fmt: skip
    outcome = getattr(report, "outcome", None)
    passed = _(outcome.get_passed_display()) if outcome else waiting
    open_now = may["record"] and may["sentence"] and bool(report.delivered_at) and not outcome
    return [*found, Task(_("Record what the court passed"), link("court_outcome", open_now), passed)]


def _answer_task(report: CourtReport, answer: Answer, may_record: bool) -> Task:
    words = {"retrieved": _("Received"), "nothing_held": _("Nothing held"), "not_retrieved": _("Not retrieved"),
             "": _("No answer yet")}  # fmt: skip
    href = reverse("cases:record_check", args=[report.person.crn]) + f"?agency={answer.agency}"
    hint = day(answer.checked_on) if answer.checked_on else _("What is held is not known")
    tag = Tag(words[answer.outcome], _OUTCOMES[answer.outcome])
    return Task(_("Record the answer: %s") % answer.agency_words, href if may_record else "", tag, hint)


def _interviews(report: CourtReport) -> Table:
    rows = []
    for each in report.interviews.all():
        private = {True: _("Yes"), False: Tag(_("No: does not count"), "red"), None: ""}[each.private]
        attended = Tag(_("Attended"), "green") if each.attended else Tag(_("Not attended"), "orange")
        rows.append([day(each.on), _(each.get_mode_display()), attended, private, each.note])
    columns = [Column(_("Day"), row_header=True), Column(_("How")), Column(_("Attended")),
               Column(_("Alone and able to talk")), Column(_("Note"))]  # fmt: skip
    return Table(_("Interviews"), columns, rows, stacked=True, empty=_("None is recorded."))


def _proposal(report: CourtReport) -> SummaryList:
    suitable = _(report.get_unpaid_work_display()) if report.unpaid_work else Tag(_("Not assessed"), "yellow")
    capacity = address("unpaid_work:capacity")
    if capacity:
        suitable = format_html("{}. {}", suitable, Link(_("Room for unpaid work"), capacity))
    months = _("%d months") % report.proposed_months if report.proposed_months else ""
    hours = hours_text(report.proposed_minutes) if report.proposed_minutes else _("None")
    return SummaryList([
        Row(_("Analysis"), report.analysis), Row(_("Unpaid work"), suitable),
        Row(_("Why"), report.unpaid_work_reason), Row(_("Sentence proposed"), _(report.get_proposed_display())),
        Row(_("Length"), months), Row(_("Hours of unpaid work"), hours), Row(_("Why it is proposed"),
        report.proposal_reason),
    ])  # fmt: skip


def _requirements(report: CourtReport, may_change: bool) -> Table:
    rows = []
    for each in report.requirements.all():
        words = requirement_words(each)
        href = reverse("cases:drop_requirement", args=[report.person.crn, each.pk])
        rows.append([words, each.details, Link(_("Take out"), href, words) if may_change else ""])
    columns = [Column(_("Requirement"), row_header=True), Column(_("Details")), Column(_("Change"))]
    return Table(_("Requirements proposed, beside unpaid work"), columns, rows, stacked=True, empty=_("None."))


def _outcome(report: CourtReport) -> SummaryList | str:
    outcome = getattr(report, "outcome", None)
    if outcome is None:
        return ""
    rows = [Row(_("Sentence passed"), _(outcome.get_passed_display())), Row(_("On"), day(outcome.passed_on))]
    if outcome.sentence:
        rows.append(Row(_("Recorded as"), outcome.sentence.reference))
    return SummaryList(rows)
