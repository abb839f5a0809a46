"""Certificates, guided learning of skills, and what was gone through before the first placement."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person, Requirement
from amends.organisation import audit
from amends.organisation.operations.refusal import Ground, Refused
from amends.policy.civil_time import civil_date
from amends.policy.codes import codes
from amends.unpaid_work.models import Booking, Certificate, PrePlacement, Project, SkillLearning
from amends.unpaid_work.queries.attendance import ATTENDED


@dataclass(frozen=True)
class CertificateDraft:
    """A certificate. `to_date` is the first day on which it no longer holds, None where it does not run out."""

    skill: str
    title: str
    from_date: date
    to_date: date | None = None
    number: str = ""
    awarded_by: str = ""


@transaction.atomic
def record_certificate(*, person: Person, draft: CertificateDraft, by, at: datetime) -> Certificate:
    """Record a certificate: from then on matching counts its skill on the days that it holds. Raises Refused."""
    if not draft.skill or not draft.title.strip():
        raise Refused(_("Enter the skill, and what the certificate is called"))
    if draft.from_date > civil_date(at):
        raise Refused(_("It must have been awarded today or in the past"), field="from_date")
    if draft.to_date is not None and draft.to_date <= draft.from_date:
        raise Refused(_("It must run out after it was awarded"), field="to_date")
    try:
        with transaction.atomic():
            made = Certificate.objects.create(
                person=person, skill=draft.skill, title=draft.title.strip(), number=draft.number.strip(),
                awarded_by=draft.awarded_by.strip(), from_date=draft.from_date, to_date=draft.to_date,
                recorded_at=at, recorded_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("A certificate of this skill and day is recorded already"), field="skill") from None
    detail = {"skill": draft.skill, "from": draft.from_date.isoformat()}
    audit.record(by, "record certificate", f"unpaid_work.certificate {made.pk}", crn=person.crn, detail=detail)
    return made


@transaction.atomic
def withdraw_certificate(*, certificate: Certificate, why: str, by, at: datetime) -> Certificate:
    """Take back a certificate found not to be so; bookings that need it show on the week board. Raises Refused."""
    certificate = Certificate.objects.select_for_update(of=("self",)).select_related("person").get(pk=certificate.pk)
    if certificate.withdrawn_at:
        raise Refused(_("The certificate was taken back before"))
    if not why.strip():
        raise Refused(_("Enter why it is taken back"), field="why")
    certificate.withdrawn_at, certificate.withdrawn_why = at, why.strip()
    certificate.save(update_fields=["withdrawn_at", "withdrawn_why"])
    crn = certificate.person.crn
    audit.record(by, "withdraw certificate", f"unpaid_work.certificate {certificate.pk}", crn=crn)
    return certificate


@transaction.atomic
def start_learning(
    *, requirement: Requirement, project: Project, skill: str, aim: str, from_date: date, by, at: datetime
) -> SkillLearning:
    """Record that the person learns a skill by guidance on a project. Raises Refused."""
    if not aim.strip():
        raise Refused(_("Enter what is to be learned"), field="aim")
    if from_date < requirement.sentence.sentence_date:
        raise Refused(_("It cannot begin before the sentence"), field="from_date")
    try:
        with transaction.atomic():
            made = SkillLearning.objects.create(
                requirement=requirement, project=project, skill=skill, aim=aim.strip(), from_date=from_date,
                recorded_at=at, recorded_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("The person is learning this skill on this project already"), field="skill") from None
    _tell("start skill learning", made, by)
    return made


@transaction.atomic
def end_learning(
    *,
    learning: SkillLearning,
    last_day_after: date,
    result: str,
    certificate: Certificate | None = None,
    by,
    at: datetime,
) -> SkillLearning:
    """Record what came of it. `last_day_after` is the first day no longer learned. Raises Refused."""
    learning = (
        SkillLearning.objects.select_for_update(of=("self",))
        .select_related("requirement__sentence__person")
        .get(pk=learning.pk)
    )
    if learning.to_date:
        raise Refused(_("What came of it is recorded already"))
    grounds = []
    if result not in SkillLearning.Result.values:
        grounds.append(Ground(_("Select what came of it"), "result"))
    if not learning.from_date < last_day_after:
        grounds.append(Ground(_("It must end on or after the day it began"), "last_day"))
    person = learning.requirement.sentence.person
    if certificate and (certificate.person_id, certificate.skill) != (person.pk, learning.skill):
        grounds.append(Ground(_("The certificate is of another skill or person"), "certificate"))
    if grounds:
        raise Refused(grounds)
    learning.to_date, learning.result, learning.certificate = last_day_after, result, certificate
    learning.save(update_fields=["to_date", "result", "certificate"])
    _tell("end skill learning", learning, by)
    return learning


@transaction.atomic
def record_pre_placement(
    *, booking: Booking, covered: list[str], asked: str, acknowledged_on: date | None, by, at: datetime
) -> PrePlacement:
    """Record what was gone through in an induction session, and when the person acknowledged it.

    Raises Refused where the person was not there, or acknowledges what was not all gone through.
    """
    booking = (
        Booking.objects.select_for_update(of=("self",), no_key=True)
        .select_related("appointment__person", "session__project")
        .get(pk=booking.pk)
    )
    if booking.session.project.type != Project.Type.INDUCTION:
        raise Refused(_("This is no induction session"))
    if not booking.appointment.outcomes.filter(replaced_by=None, code__in=ATTENDED).exists():
        raise Refused(_("The register does not say that the person was there"))
    wanted = [code.code for code in codes("pre_placement")]
    covered = [code for code in wanted if code in covered]
    if acknowledged_on is not None and covered != wanted:
        raise Refused(_("The person can acknowledge it once everything was gone through"), field="covered")
    if acknowledged_on is not None and not booking.session.date <= acknowledged_on <= civil_date(at):
        raise Refused(_("The day must be that of the session or later, and not in the future"), field="acknowledged_on")
    values = {"covered": covered, "asked": asked.strip(), "acknowledged_on": acknowledged_on}
    values |= {"recorded_at": at, "recorded_by": by}
    made, _new = PrePlacement.objects.update_or_create(booking=booking, defaults=values)
    detail = {"covered": covered, "acknowledged": acknowledged_on and acknowledged_on.isoformat()}
    crn = booking.appointment.person.crn
    audit.record(by, "record pre-placement", f"unpaid_work.preplacement {made.pk}", crn=crn, detail=detail)
    return made


def _tell(action: str, learning: SkillLearning, by) -> None:
    crn = learning.requirement.sentence.person.crn
    detail = {"project": learning.project_id, "skill": learning.skill, "result": learning.result}
    audit.record(by, action, f"unpaid_work.skilllearning {learning.pk}", crn=crn, detail=detail)
