"""Returning a requirement to court, for more time or for revocation, and recording what the court did."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person, Requirement
from amends.cases.operations import ChangeDraft, change_requirement, end_requirement
from amends.design.documents.letter import LetterText
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import CourtReturn
from amends.unpaid_work.operations.documents import document_text, keep
from amends.unpaid_work.operations.releases import Released, release_bookings
from amends.unpaid_work.queries.person import Standing, standing
from amends.unpaid_work.queries.statement import account_of

Asked, Result = CourtReturn.Asked, CourtReturn.Result
# What the court can answer, by what it was asked for.
ANSWERS = {
    "extension": ("extended", "refused", "withdrawn"),
    "revocation": ("revoked", "extended", "refused", "withdrawn"),
}


@dataclass(frozen=True)
class Application:
    """What the court is asked for, and why. `until`: the last day asked for, where it is for more time.

    `suspended`: no work is booked until the court decides; only where revocation is asked for.
    """

    asked: str
    grounds: str
    until: date | None = None
    suspended: bool = False


def why_not_apply(standing: Standing) -> str:
    """Why the court cannot be asked about the requirement now, in words; empty where it can."""
    requirement = standing.requirement
    if requirement.ended_on:
        return _("This requirement has ended already")
    if requirement.court_returns.filter(result="").exists():
        return _("The court has been asked already: record what it did first")
    stated = standing.account.statement
    if stated is not None and not stated.remaining:
        return _("No hours remain: complete the requirement instead")
    return ""


def report_text(standing: Standing, application: Application, language: str, on: date) -> LetterText:
    """What the report to the court would say. Raises Refused for a language there is no template in."""
    given: dict[str, object] = {
        "until": application.until or "", "grounds": application.grounds.strip(), "suspended": application.suspended,
    }  # fmt: skip
    return document_text(application.asked, standing, given, language=language, on=on, to_court=True)


@transaction.atomic
def return_to_court(
    *, requirement: Requirement, application: Application, language: str = "en", by, at: datetime
) -> CourtReturn:
    """Ask the court, by a report that holds the statement of hours. Work goes on, unless it is suspended: then the
    bookings yet to come are freed and none can be made until the court has decided.

    Raises Refused where nothing remains to be worked, the court was asked already, or the application is not whole.
    """
    person, requirement = _held(requirement)
    on = civil_date(at)
    stands = standing(account_of(requirement), on)
    if words := why_not_apply(stands):
        raise Refused(words)
    _refuse_unless_whole(application, stands, on)
    text = report_text(stands, application, language, on)
    row = CourtReturn.objects.create(
        requirement=requirement, asked=application.asked, until=application.until,
        grounds=application.grounds.strip(), suspended=application.suspended,
        report=keep(text, application.asked, person, requirement, issued_by=by, issued_at=at),
        applied_at=at, applied_by=by,
    )  # fmt: skip
    detail = {"requirement": requirement.reference, "asked": row.asked, "suspended": row.suspended}
    audit.record(by, "return to court", f"unpaid_work.courtreturn {row.pk}", crn=person.crn, detail=detail)
    if row.suspended:
        reason = _("Suspended until the court decides")
        release_bookings(requirement=requirement, reason=reason, by=by, at=at)
    return row


@transaction.atomic
def record_court_result(
    *, court_return: CourtReturn, result: str, on: date, until: date | None = None, note: str = "", by, at: datetime
) -> Released:
    """Record what the court did on a day. More time: its last day is moved `until`. Revoked: the requirement ends, and
    the bookings yet to come are freed. Refused, or withdrawn by the service: all goes on as it was.

    Returns what became of the bookings. Raises Refused where it is decided already, or the answer is not one.
    """
    person, requirement = _held(court_return.requirement)
    row = CourtReturn.objects.select_for_update(of=("self",)).get(pk=court_return.pk)
    if row.result:
        raise Refused(_("What the court did is recorded already"))
    if result not in ANSWERS[row.asked]:
        raise Refused(_("Choose what the court did"), field="result")
    if not civil_date(row.applied_at) <= on <= civil_date(at):
        raise Refused(_("The day must be between the application and today"), field="on")
    if (result == Result.EXTENDED) != (until is not None):
        raise Refused(_("Enter the new last day where the court allowed more time, and only then"), field="until")
    row.result, row.result_on, row.result_note = result, on, note.strip()
    row.recorded_at, row.recorded_by = at, by
    row.save()
    audit.record(by, "record court result", f"unpaid_work.courtreturn {row.pk}", crn=person.crn,
                 detail={"requirement": requirement.reference, "result": result, "on": on.isoformat()})  # fmt: skip
    if result == Result.EXTENDED and until is not None:
        draft = ChangeDraft(on, 0, note.strip()[:200] or _("More time allowed"), until)
        change_requirement(requirement=requirement, draft=draft, by=by, at=at)
    if result != Result.REVOKED:
        return Released()
    end_requirement(requirement=requirement, ended_on=on, ended_as=Requirement.Ended.REVOKED, by=by, at=at)
    return release_bookings(requirement=requirement, reason=_("The requirement was revoked"), by=by, at=at)


def _held(requirement: Requirement) -> tuple[Person, Requirement]:
    """The person and the requirement, locked in the order in which everyone locks them."""
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(sentences__requirements=requirement.pk)
    rows = Requirement.objects.select_for_update(of=("self",)).select_related("sentence__person__team")
    return person, rows.get(pk=requirement.pk)


def _refuse_unless_whole(application: Application, stands: Standing, on: date) -> None:
    if application.asked not in Asked.values:
        raise Refused(_("Choose what the court is asked for"), field="asked")
    if not application.grounds.strip():
        raise Refused(_("Say why the court is asked"), field="grounds")
    if application.asked == Asked.REVOCATION:
        if application.until is not None:
            raise Refused(_("A last day is asked for only with more time"), field="until")
        return
    if application.suspended:
        raise Refused(_("Work goes on while more time is asked for"), field="suspended")
    latest = max(on, stands.last_day or on)
    if application.until is None or application.until <= latest:
        raise Refused(_("The last day asked for must be after today and after the last day that stands"), field="until")
