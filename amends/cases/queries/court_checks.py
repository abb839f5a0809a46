"""What police and children's services answered for a report to a court. No answer is never the answer "nothing"."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from amends.cases.models import AgencyCheck, CourtReport
from amends.cases.models.court_report import CHECKED_AGENCIES
from amends.policy.codes import choices
from amends.policy.court_reports import report_clocks

KNOWN = ("retrieved", "nothing_held")


@dataclass(frozen=True)
class Answer:
    """The latest answer of an agency that counts for a report; `outcome` empty: none came yet."""

    agency: str
    outcome: str
    checked_on: date | None

    @property
    def known(self) -> bool:
        """Whether the agency told what it holds, if anything."""
        return self.outcome in KNOWN

    @property
    def agency_words(self) -> str:
        """The agency, in words."""
        return _(dict(choices("agency"))[self.agency])


def answers(report: CourtReport) -> tuple[Answer, ...]:
    """An answer for each agency, in their order; one query.

    One from before the request counts where it is no older than policy says; a later one takes its place, also where
    it is that nothing could be retrieved.
    """
    clock = report_clocks(report.kind, report.requested_on, report.hearing_date, on=report.requested_on).value
    latest: dict[str, AgencyCheck] = {}
    for check in AgencyCheck.objects.filter(
        person=report.person_id, agency__in=CHECKED_AGENCIES, checked_on__gte=clock["checks_since"]
    ).order_by("checked_on", "pk"):
        latest[check.agency] = check
    return tuple(
        Answer(agency, check.outcome, check.checked_on) if (check := latest.get(agency)) else Answer(agency, "", None)
        for agency in CHECKED_AGENCIES
    )
