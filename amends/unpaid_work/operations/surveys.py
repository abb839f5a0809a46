"""Asking a beneficiary about the work done for them, and taking their answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amends.design.words import day
from amends.organisation import audit
from amends.organisation.operations.links import issue_link, use_link, withdraw_link
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import BeneficiaryReply, BeneficiarySurvey, Project, ProjectRecheck
from amends.unpaid_work.operations.project_rechecks import open_recheck

LASTS = timedelta(days=28)


@dataclass(frozen=True)
class ReplyDraft:
    """A beneficiary's answers, by the choices of `BeneficiaryReply`."""

    work: str
    communications: str
    again: str
    benefit: str
    comment: str = ""


@transaction.atomic
def send_survey(
    *, project: Project, from_date: date, to_date: date, language: str, by, at: datetime
) -> tuple[BeneficiarySurvey, str]:
    """A survey about the days from `from_date` to before `to_date`, and its token, which is kept nowhere.

    It can be answered once, within 28 days. One sent earlier about the same days is withdrawn: this is how somebody is
    reminded. Raises Refused where it was answered, and where the project has no beneficiary.
    """
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.beneficiary_id is None:
        raise Refused(_("The project has no beneficiary: say who benefits first"))
    for earlier in BeneficiarySurvey.objects.filter(project=project, from_date=from_date, withdrawn_at=None):
        if earlier.used_at:
            raise Refused(_("The beneficiary has answered about these days"))
        withdraw_link(earlier, by=by, at=at)
    survey = BeneficiarySurvey(project=project, from_date=from_date, to_date=to_date, language=language)
    return survey, issue_link(survey, lasts=LASTS, by=by, at=at)


@transaction.atomic
def reply_to_survey(
    *, survey: BeneficiarySurvey, token: str, draft: ReplyDraft, by, at: datetime
) -> BeneficiaryReply:  # fmt: skip
    """Take the beneficiary's answers; a poor one calls for the project to be checked again, by whoever sent the survey.

    Raises Refused where the survey was answered or withdrawn, or ran out, meanwhile.
    """
    survey = use_link(survey, token=token, by=by, at=at)
    reply = BeneficiaryReply.objects.create(survey=survey, replied_at=at, **vars(draft))
    audit.record(by, "answer survey", f"unpaid_work.project {survey.project_id}", detail={"survey": survey.pk})
    if reply.poor:
        told = [f"{question} {getattr(reply, question).replace('_', ' ')}" for question in reply.poor]
        note = _("Beneficiary’s reply of %(day)s: %(words)s") % {"day": day(at), "words": ", ".join(told)}
        open_recheck(
            project=survey.project, reason=ProjectRecheck.Reason.REPLY, note=note, assigned_to=survey.issued_by, by=by,
            at=at,
        )  # fmt: skip
    return reply
