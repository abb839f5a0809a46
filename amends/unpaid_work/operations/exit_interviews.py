"""Exit interviews: asking for one by a link, recording one, and taking the person's own answers."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Requirement
from amends.organisation import audit
from amends.organisation.operations.links import issue_link, use_link, withdraw_link
from amends.organisation.operations.refusal import Ground, Refused
from amends.policy.civil_time import civil_date
from amends.policy.exit_interview import QUESTIONS
from amends.unpaid_work.models import ExitInterview, ExitInterviewLink, ProjectRecheck
from amends.unpaid_work.models.exit_interview import SCORES
from amends.unpaid_work.operations.project_rechecks import open_recheck
from amends.unpaid_work.queries.exit_interviews import mostly_worked_at, poor, work_is_done

LASTS = timedelta(days=28)
BY_STAFF = [way for way in ExitInterview.Way.choices if way[0] != "link"]


@dataclass(frozen=True)
class ExitInterviewDraft:
    """The answers; scores from 1 to 5. `declined`: the person did not want to give any."""

    on: date
    way: str
    declined: bool = False
    learned: int | None = None
    fair: int | None = None
    useful: int | None = None
    learned_what: str = ""
    in_the_way: str = ""


@transaction.atomic
def ask_for_exit_interview(
    *, requirement: Requirement, language: str, by, at: datetime
) -> tuple[ExitInterviewLink, str]:
    """A link by which the person answers once, within 28 days, and its token, which is kept nowhere.

    One made earlier is withdrawn: this is how somebody is reminded. Raises Refused where the interview is recorded, or
    the hours are not worked yet.
    """
    requirement = _held(requirement)
    _withdraw_links(requirement, by, at)
    link = ExitInterviewLink(requirement=requirement, language=language)
    return link, issue_link(link, lasts=LASTS, by=by, at=at)


@transaction.atomic
def record_exit_interview(*, requirement: Requirement, draft: ExitInterviewDraft, by, at: datetime) -> ExitInterview:
    """Record what the person says, once the hours are worked or the requirement has ended. Raises Refused.

    A poor answer calls for the project to be checked again, without a name. A link that waits is withdrawn.
    """
    requirement = _held(requirement)
    grounds = []
    if not requirement.sentence.sentence_date <= draft.on <= civil_date(at):
        grounds.append(Ground(_("The day must be after the sentence, and not in the future"), "on"))
    if draft.way not in dict(BY_STAFF):
        grounds.append(Ground(_("Select who fills it in"), "way"))
    if grounds := grounds + _left_out(draft):
        raise Refused(grounds)
    _withdraw_links(requirement, by, at)
    return _keep(ExitInterview(requirement=requirement, recorded_by=by), draft, checked_by=by, by=by, at=at)


@transaction.atomic
def answer_exit_interview(
    *, link: ExitInterviewLink, token: str, draft: ExitInterviewDraft, by, at: datetime
) -> ExitInterview:  # fmt: skip
    """Take the answers that the person gave by a link. Raises Refused where one is missing, and uses nothing up; and
    where the link was used or withdrawn, or ran out, meanwhile.

    A poor answer calls for the project to be checked again, by whoever made the link.
    """
    if grounds := _left_out(draft):
        raise Refused(grounds)
    requirement = _held(link.requirement)
    link = use_link(link, token=token, by=by, at=at)
    draft = replace(draft, on=civil_date(at), way="link")
    return _keep(ExitInterview(requirement=requirement, link=link), draft, checked_by=link.issued_by, by=by, at=at)


def _held(requirement: Requirement) -> Requirement:
    """The requirement, locked. Raises Refused where its interview is recorded, or cannot be held yet."""
    requirement = (
        Requirement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("sentence__person")
        .get(pk=requirement.pk)
    )
    if ExitInterview.objects.filter(requirement=requirement).exists():
        raise Refused(_("The exit interview is recorded already"))
    if not work_is_done(requirement):
        raise Refused(_("The hours are not worked yet"))
    return requirement


def _withdraw_links(requirement: Requirement, by, at: datetime) -> None:
    for link in ExitInterviewLink.objects.filter(requirement=requirement, withdrawn_at=None):
        withdraw_link(link, by=by, at=at)


def _left_out(draft: ExitInterviewDraft) -> list[Ground]:
    """The questions without an answer, where the person wants to answer."""
    if draft.declined:
        return []
    told = _("Select an answer from 1 to 5")
    return [Ground(told, question) for question in QUESTIONS if getattr(draft, question) not in SCORES]


def _keep(made: ExitInterview, draft: ExitInterviewDraft, *, checked_by, by, at: datetime) -> ExitInterview:
    """Save an interview with its answers, and call for the project to be checked again after a poor one."""
    made.on, made.way, made.declined, made.recorded_at = draft.on, draft.way, draft.declined, at
    made.project = mostly_worked_at(made.requirement)
    if not draft.declined:
        for question in QUESTIONS:
            setattr(made, question, getattr(draft, question))
        made.learned_what, made.in_the_way = draft.learned_what.strip(), draft.in_the_way.strip()
    made.save(force_insert=True)
    detail = {"requirement": made.requirement.reference, "declined": made.declined}
    crn = made.requirement.sentence.person.crn
    audit.record(by, "record exit interview", f"unpaid_work.exitinterview {made.pk}", crn=crn, detail=detail)
    if found := poor(made):
        told = ", ".join(f"{question} {getattr(made, question)} of 5" for question in found.questions)
        open_recheck(
            project=found.project, reason=ProjectRecheck.Reason.FEEDBACK, assigned_to=checked_by, by=by, at=at,
            note=_("An exit interview: %(told)s") % {"told": told},
        )  # fmt: skip
    return made
