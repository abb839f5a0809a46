"""Recording an exit interview."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Requirement
from amends.organisation import audit
from amends.organisation.operations.refusal import Ground, Refused
from amends.policy.civil_time import civil_date
from amends.policy.exit_interview import QUESTIONS
from amends.unpaid_work.models import ExitInterview, ProjectRecheck
from amends.unpaid_work.models.exit_interview import SCORES
from amends.unpaid_work.operations.project_rechecks import open_recheck
from amends.unpaid_work.queries.exit_interviews import mostly_worked_at, poor, work_is_done


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
def record_exit_interview(*, requirement: Requirement, draft: ExitInterviewDraft, by, at: datetime) -> ExitInterview:
    """Record what the person says, once the hours are worked or the requirement has ended. Raises Refused.

    A poor answer calls for the project to be checked again, without a name.
    """
    requirement = (
        Requirement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("sentence__person")
        .get(pk=requirement.pk)
    )
    if ExitInterview.objects.filter(requirement=requirement).exists():
        raise Refused(_("The exit interview is recorded already"))
    if not work_is_done(requirement):
        raise Refused(_("The hours are not worked yet"))
    scores = {question: getattr(draft, question) for question in QUESTIONS}
    grounds = []
    if not requirement.sentence.sentence_date <= draft.on <= civil_date(at):
        grounds.append(Ground(_("The day must be after the sentence, and not in the future"), "on"))
    if draft.way not in ExitInterview.Way.values:
        grounds.append(Ground(_("Select who fills it in"), "way"))
    if not draft.declined:
        told = _("Select an answer from 1 to 5")
        grounds += [Ground(told, question) for question, score in scores.items() if score not in SCORES]
    if grounds:
        raise Refused(grounds)
    answers = {} if draft.declined else scores | {
        "learned_what": draft.learned_what.strip(), "in_the_way": draft.in_the_way.strip(),
    }  # fmt: skip
    made = ExitInterview.objects.create(
        requirement=requirement, project=mostly_worked_at(requirement), on=draft.on, way=draft.way,
        declined=draft.declined, recorded_at=at, recorded_by=by, **answers,
    )  # fmt: skip
    crn = requirement.sentence.person.crn
    detail = {"requirement": requirement.reference, "declined": draft.declined}
    audit.record(by, "record exit interview", f"unpaid_work.exitinterview {made.pk}", crn=crn, detail=detail)
    if found := poor(made):
        told = ", ".join(f"{question} {scores[question]} of 5" for question in found.questions)
        open_recheck(
            project=found.project, reason=ProjectRecheck.Reason.FEEDBACK, assigned_to=by, by=by, at=at,
            note=_("An exit interview: %(told)s") % {"told": told},
        )  # fmt: skip
    return made
