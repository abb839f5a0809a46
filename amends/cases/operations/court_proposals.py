"""What a report says and proposes, the check of its quality, and its delivery to the court."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.court_document import report_text
from amends.cases.letters import kept
from amends.cases.models import CourtReport, DeliveredReport, PassedSentence, ProposedRequirement
from amends.cases.operations.court_reports import locked, tell
from amends.cases.operations.refused import CourtReportRefused
from amends.cases.queries.court_checks import answers
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground
from amends.policy.codes import choices
from amends.policy.court_reports import report_clocks
from amends.policy.order_hours import order_hours
from amends.policy.proposals import ORDERS, Asked, needs_checks, proposal_limits


@dataclass(frozen=True)
class ReportContent:
    """What a report says beside the requirements proposed. `unpaid_work` empty: suitability is not assessed."""

    analysis: str
    proposed: str = ""
    proposed_months: int | None = None
    proposed_minutes: int | None = None
    proposal_reason: str = ""
    unpaid_work: str = ""
    unpaid_work_reason: str = ""


@transaction.atomic
def write_report(*, report: CourtReport, content: ReportContent, by: User, at: datetime) -> CourtReport:
    """Write what the report says; it may be unfinished. Raises CourtReportRefused, as where it is handed over."""
    report = _being_written(report)
    grounds = []
    if content.proposed and content.proposed not in PassedSentence.values:
        grounds.append(Ground(_("Select the sentence proposed"), "proposed"))
    if content.unpaid_work and content.unpaid_work not in CourtReport.Suitable.values:
        grounds.append(Ground(_("Select whether the person is suitable"), "unpaid_work"))
    if content.unpaid_work and not content.unpaid_work_reason.strip():
        grounds.append(Ground(_("Say why"), "unpaid_work_reason"))
    if content.proposed_minutes and content.unpaid_work != CourtReport.Suitable.SUITABLE:
        words = _("Unpaid work is proposed only for someone assessed as suitable for it")
        grounds.append(Ground(words, "proposed_minutes"))
    if content.proposed not in ORDERS and (content.proposed_minutes or content.proposed_months):
        grounds.append(Ground(_("Only an order has a length and unpaid work: leave them empty"), "proposed_months"))
    if content.proposed not in ORDERS and report.requirements.exists():
        grounds.append(Ground(_("Take out the requirements proposed first: only an order has any"), "proposed"))
    if grounds:
        raise CourtReportRefused(grounds)
    fields = asdict(content) | {"proposed_minutes": content.proposed_minutes or None}
    for name, value in fields.items():
        setattr(report, name, value.strip() if isinstance(value, str) else value)
    report.save(update_fields=list(fields))
    tell(report, "write court report", by)
    return report


@transaction.atomic
def propose_requirement(
    *, report: CourtReport, kind: str, amount: int | None = None, unit: str = "", details: str = "", by: User,
    at: datetime,
) -> ProposedRequirement:  # fmt: skip
    """Add a requirement to the order proposed, within the limits of policy. Raises CourtReportRefused."""
    report, grounds = _being_written(report), []
    if kind not in dict(choices("order_requirement")):
        raise CourtReportRefused(_("Select it from the list"), field="kind")
    if report.proposed not in ORDERS:
        grounds.append(Ground(_("Propose an order first: only an order has requirements")))
    if (amount is None) != (not unit):
        grounds.append(Ground(_("Give both how much and of what, or neither"), "amount"))
    if not grounds:
        grounds += _limit_grounds([Asked(kind, amount, unit)], localdate(at), "amount")
    if report.requirements.filter(kind=kind).exists():
        grounds.append(Ground(_("This is proposed already"), "kind"))
    if grounds:
        raise CourtReportRefused(grounds)
    made = ProposedRequirement.objects.create(
        report=report, kind=kind, amount=amount, unit=unit, details=details.strip()
    )
    tell(report, "propose requirement", by, kind=kind)
    return made


@transaction.atomic
def drop_requirement(*, requirement: ProposedRequirement, by: User, at: datetime) -> None:
    """Take a requirement out of the proposal. Raises CourtReportRefused."""
    report = _being_written(requirement.report)
    tell(report, "drop requirement", by, kind=requirement.kind)
    requirement.delete()


@transaction.atomic
def hand_over_draft(*, report: CourtReport, by: User, at: datetime) -> CourtReport:
    """Hand over the draft: everything is there that the court needs. Raises CourtReportRefused with all that is not."""
    report = _being_written(report)
    grounds = missing(report, localdate(at))
    if grounds:
        raise CourtReportRefused(grounds)
    report.drafted_at, report.drafted_by, report.returned_reason = at, by, ""
    report.save(update_fields=["drafted_at", "drafted_by", "returned_reason"])
    tell(report, "hand over court report", by)
    return report


@transaction.atomic
def check_quality(*, report: CourtReport, good: bool, reason: str = "", by: User, at: datetime) -> CourtReport:
    """Find the draft good, or give it back with the reason. Nobody checks their own. Raises CourtReportRefused."""
    report = locked(report)
    if report.drafted_at is None or report.quality_checked_at:
        raise CourtReportRefused(_("There is no draft that waits to be checked."))
    if report.drafted_by_id == by.pk:
        raise CourtReportRefused(_("Somebody else than its author checks a report."))
    if good:
        report.quality_checked_at, report.quality_checked_by = at, by
    elif not reason.strip():
        raise CourtReportRefused(_("Say what is to be put right"), field="reason")
    else:
        report.drafted_at, report.drafted_by, report.returned_reason = None, None, reason.strip()
    report.save(update_fields=["quality_checked_at", "quality_checked_by", "drafted_at", "drafted_by",
                               "returned_reason"])  # fmt: skip
    tell(report, "check court report", by, good=good)
    return report


@transaction.atomic
def deliver_report(*, report: CourtReport, by: User, at: datetime) -> DeliveredReport:
    """Deliver the report: what the court has is kept as it is from now on. Raises CourtReportRefused."""
    report, on = locked(report), localdate(at)
    if report.drafted_at is None:
        raise CourtReportRefused(_("The report is not drafted yet."))
    clock = report_clocks(report.kind, report.requested_on, report.hearing_date, on=report.requested_on).value
    if clock["quality_check"] and report.quality_checked_at is None:
        raise CourtReportRefused(_("A report of this kind is checked before it is delivered."))
    grounds = missing(report, on)
    if grounds:
        raise CourtReportRefused(grounds)
    told = answers(report)
    text = report_text(report, told, at)
    report.police_check, report.children_check = (answer.outcome for answer in told)
    report.delivered_at = at
    report.save(update_fields=["police_check", "children_check", "delivered_at"])
    document = DeliveredReport.objects.create(report=report, issued_at=at, issued_by=by, **kept(text))
    tell(report, "deliver court report", by, document=document.pk)
    return document


def missing(report: CourtReport, on: date) -> list[Ground]:
    """What a report still lacks before it can go to the court, or says that it may not."""
    grounds = []
    if report.interviewed_on is None:
        grounds.append(Ground(_("Record an interview that was attended, in private")))
    if report.checks_asked_on is None:
        grounds.append(Ground(_("Ask police and children’s services what they hold")))
    if not report.analysis:
        grounds.append(Ground(_("Write the analysis"), "analysis"))
    if not report.proposed or not report.proposal_reason:
        grounds.append(Ground(_("Make a proposal and say why"), "proposed"))
    if report.proposed in ORDERS:
        grounds += _order_grounds(report, on)
    return grounds


def _order_grounds(report: CourtReport, on: date) -> list[Ground]:
    requirements = list(report.requirements.all())
    grounds = []
    if not report.proposed_months:
        grounds.append(Ground(_("Say how many months the order is to last"), "proposed_months"))
    if report.proposed == PassedSentence.COMMUNITY and not requirements and not report.proposed_minutes:
        grounds.append(Ground(_("A community order has at least one requirement"), "proposed"))
    length = Asked(report.proposed, report.proposed_months, "months" if report.proposed_months else "")
    grounds += _limit_grounds([length], on, "proposed_months")
    grounds += _limit_grounds([Asked(each.kind, each.amount, each.unit) for each in requirements], on, "proposed")
    if report.proposed_minutes and not order_hours(report.proposed_minutes, on=on).value["allowed"]:
        grounds.append(Ground(_("So much unpaid work is not within what a court may order"), "proposed_minutes"))
    at_home = needs_checks([each.kind for each in requirements], on=on).value
    unknown = [answer for answer in answers(report) if not answer.known]
    if at_home and unknown:
        words = _(
            "A requirement that keeps the person at home cannot be proposed before %(agency)s has answered: no answer "
            "never means that nothing is held"
        )
        grounds += [Ground(words % {"agency": answer.agency_words}, "proposed") for answer in unknown]
    return grounds


def _limit_grounds(asked: list[Asked], on: date, field: str) -> list[Ground]:
    named = {"community": _("Community order"), "suspended": _("Suspended sentence order")}
    named |= {code: _(words) for code, words in choices("order_requirement")}
    grounds = []
    for each in proposal_limits(asked, on=on).value:
        most = _("%(least)s to %(most)s") if each.most else _("%(least)s or more")
        span = most % {"least": each.least, "most": each.most}
        words = _("%(what)s: %(span)s %(unit)s (%(source)s)")
        told = {"what": named[each.kind], "span": span, "unit": _(each.unit), "source": each.source}
        grounds.append(Ground(words % told, field))
    return grounds


def _being_written(report: CourtReport) -> CourtReport:
    report = locked(report)
    if report.officer_id is None:
        raise CourtReportRefused(_("Allocate the report first"))
    if report.drafted_at:
        raise CourtReportRefused(_("The draft is handed over: it is changed after a check gives it back."))
    return report
