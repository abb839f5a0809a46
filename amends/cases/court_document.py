"""A report to a court as a document. It says what is not known as plainly as what is."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from amends.cases.letters import content_as_issued
from amends.cases.models import CourtReport, DeliveredReport, ProposedRequirement
from amends.cases.queries.court_checks import Answer
from amends.design.documents.report import ReportTable, ReportText, Section, report_from_json
from amends.design.words import day, hours_text
from amends.policy.codes import choices


def report_text(report: CourtReport, told: Sequence[Answer], at: datetime) -> ReportText:
    """What the report says; nothing is kept. `told`: what the agencies answered."""
    with translation.override("en-gb"):
        person = report.person
        who = _("%(name)s, born %(born)s, CRN %(crn)s") % {
            "name": person.name, "born": day(person.date_of_birth), "crn": person.crn
        }  # fmt: skip
        sections = [
            Section(_("The court and the offence"), (
                _("Prepared for %(court)s, hearing on %(day)s.") % {
                    "court": report.court, "day": day(report.hearing_date)},
                _("Offence: %s") % report.offence,
            )),
            Section(_("What it rests on"), (*_interviews(report), *(check_sentence(answer) for answer in told))),
            Section(_("Analysis of the offence, the person and the risk"), _paragraphs(report.analysis)),
            Section(_("Suitability for unpaid work"), _suitability(report)),
            _proposal(report),
        ]  # fmt: skip
        author = report.officer.name if report.officer else report.team.name
        title = _("%s report before sentence") % _(report.get_kind_display())
        return ReportText("en", title, who, at, author, tuple(sections))


def as_delivered(document: DeliveredReport) -> ReportText:
    """The report as the court had it. Raises ValueError where what is kept is not what was delivered."""
    return report_from_json(content_as_issued(document))


def check_sentence(answer: Answer) -> str:
    """What an agency answered, in a sentence that cannot be taken for more than it says."""
    words = {
        "retrieved": _("%(agency)s: information was received on %(day)s and is taken into account."),
        "nothing_held": _("%(agency)s: answered on %(day)s that nothing is held."),
        "not_retrieved": _("%(agency)s: no answer could be had by %(day)s. What is held is not known."),
        "": _("%(agency)s: no answer has come. What is held is not known."),
    }[answer.outcome]
    return words % {"agency": answer.agency_words, "day": day(answer.checked_on)}


def requirement_words(requirement: ProposedRequirement) -> str:
    """What is proposed, and how much."""
    named = _(dict(choices("order_requirement")).get(requirement.kind, requirement.kind))
    return f"{named}, {requirement.amount} {_(requirement.unit)}" if requirement.amount else named


def _interviews(report: CourtReport) -> list[str]:
    told = []
    for each in report.interviews.all():
        if not each.attended:
            words = _("Interview of %(day)s (%(mode)s): not attended.")
        elif each.private is False:
            words = _("Interview of %(day)s (%(mode)s): broken off, since it could not be held in private.")
        else:
            words = _("Interview on %(day)s (%(mode)s).")
        told.append(words % {"day": day(each.on), "mode": _(each.get_mode_display()).lower()})
    return told


def _suitability(report: CourtReport) -> tuple[str, ...]:
    if not report.unpaid_work:
        return (_("Not assessed."),)
    return (_(report.get_unpaid_work_display()) + ".", *_paragraphs(report.unpaid_work_reason))


def _proposal(report: CourtReport) -> Section:
    length = _(", %d months") % report.proposed_months if report.proposed_months else ""
    rows = [(requirement_words(each), each.details or "-") for each in report.requirements.all()]
    if report.proposed_minutes:
        rows.insert(0, (_("Unpaid work, %s") % hours_text(report.proposed_minutes), "-"))
    table = ReportTable((_("Requirement"), _("Details")), tuple(rows), figures=False) if rows else None
    proposed = _(report.get_proposed_display()) + length
    return Section(_("Proposal"), (f"{proposed}.", *_paragraphs(report.proposal_reason)), table)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
