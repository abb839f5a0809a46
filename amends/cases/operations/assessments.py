"""Assessing a person: a draft begun, written area by area, and signed; and the person's own assessment by a link."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import AssessedArea, Assessment, Person, SelfAssessment, SelfAssessmentReply
from amends.cases.models.assessment import AREAS, Severity
from amends.cases.operations.refused import AssessmentRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.links import issue_link, use_link, withdraw_link
from amends.organisation.operations.refusal import Ground
from amends.policy.codes import choices

LINK_LASTS = timedelta(days=14)


@dataclass(frozen=True)
class AreaDraft:
    """One need area. `still_true`: the earlier words were read again, and stand; without new words they are taken."""

    severity: int
    analysis: str = ""
    strength: str = ""
    still_true: bool = False


def same_words(one: str, other: str) -> bool:
    """Whether two texts are word for word the same: spaces and capitals do not make them others."""
    return " ".join(one.split()).lower() == " ".join(other.split()).lower()


@transaction.atomic
def begin_assessment(*, person: Person, by: User, at: datetime) -> Assessment:
    """Begin a draft: the initial assessment, or a review of the one signed last. Nothing of it is copied.

    Raises AssessmentRefused where there is a draft already, or the record was merged into another.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if person.merged_into_id:
        raise AssessmentRefused(_("This record has been merged into another. Use the record that was kept."))
    if Assessment.objects.filter(person=person, signed_at=None, set_aside_at=None).exists():
        raise AssessmentRefused(_("There is a draft already: go on with it"))
    earlier = Assessment.objects.filter(person=person, signed_at__isnull=False).order_by("signed_at").last()
    kind = Assessment.Kind.REVIEW if earlier else Assessment.Kind.INITIAL
    draft = Assessment.objects.create(person=person, kind=kind, replaces=earlier, begun_at=at, begun_by=by)
    audit.record(by, "begin assessment", f"cases.assessment {draft.pk}", crn=person.crn)
    return draft


@transaction.atomic
def write_area(*, assessment: Assessment, area: str, draft: AreaDraft, by: User, at: datetime) -> AssessedArea:
    """Write one area of a draft. Without words of its own, but marked as still true, it takes the earlier ones.

    Raises AssessmentRefused where the assessment is signed, or the area says nothing.
    """
    assessment = _draft(assessment)
    earlier = _earlier(assessment).get(area)
    grounds = []
    if area not in AREAS:
        grounds.append(Ground(_("Select the area"), "area"))
    if draft.severity not in Severity.values:
        grounds.append(Ground(_("Select how severe the need is"), "severity"))
    analysis = draft.analysis.strip()
    if draft.still_true and not analysis and earlier:
        analysis = earlier.analysis
    if not analysis:
        grounds.append(Ground(_("Say how it bears on offending, also where it does not"), "analysis"))
    if draft.still_true and not (earlier and same_words(analysis, earlier.analysis)):
        words = _("These are not the words of last time: untick that they are still true")
        grounds.append(Ground(words if earlier else _("Nothing was written before"), "still_true"))
    if grounds:
        raise AssessmentRefused(grounds)
    row, _made = AssessedArea.objects.update_or_create(
        assessment=assessment, area=area, defaults=asdict(draft) | {"analysis": analysis}
    )
    audit.record(by, "write assessment", f"cases.assessment {assessment.pk}", crn=assessment.person.crn,
                 detail={"area": area})  # fmt: skip
    return row


@transaction.atomic
def write_whole(
    *, assessment: Assessment, sources: Sequence[str], own_views: str, safety: str, by: User, at: datetime
) -> Assessment:
    """Write what is not about one area. Raises AssessmentRefused where it is signed, or a source is not known."""
    assessment = _draft(assessment)
    if not set(sources) <= set(Assessment.Source.values):
        raise AssessmentRefused(_("Select from the list"), field="sources")
    assessment.sources, assessment.own_views, assessment.safety = sorted(sources), own_views.strip(), safety.strip()
    assessment.save(update_fields=["sources", "own_views", "safety"])
    audit.record(by, "write assessment", f"cases.assessment {assessment.pk}", crn=assessment.person.crn)
    return assessment


@transaction.atomic
def sign_assessment(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Sign a draft: it never changes after, and replaces the one before.

    Raises AssessmentRefused with everything that is missing: an area, the person's own views, safety, a source; and
    each area that is word for word as last time without a mark that it was read and is still true.
    """
    assessment = _draft(assessment)
    written = {row.area: row for row in assessment.areas.all()}
    earlier = _earlier(assessment)
    grounds = []
    for area, words in choices("need"):
        row = written.get(area)
        if row is None:
            grounds.append(Ground(_("%(area)s is not assessed") % {"area": _(words)}, area))
        elif unread_copy(row, earlier):
            told = _("%(area)s is word for word as last time: read it, and say whether it is still true")
            grounds.append(Ground(told % {"area": _(words)}, area))
    for name, words in (
        ("sources", _("Say what the assessment draws on")),
        ("own_views", _("Say how the person sees it")),
        ("safety", _("Say how others, and the person, are kept safe")),
    ):
        if not getattr(assessment, name):
            grounds.append(Ground(words, name))
    if grounds:
        raise AssessmentRefused(grounds)
    assessment.signed_at, assessment.signed_by = at, by
    assessment.save(update_fields=["signed_at", "signed_by"])
    audit.record(by, "sign assessment", f"cases.assessment {assessment.pk}", crn=assessment.person.crn)
    return assessment


def unread_copy(row: AssessedArea, earlier: Mapping[str, AssessedArea]) -> bool:
    """Whether an area stands word for word as last time, and nobody marked it as read and still true."""
    before = earlier.get(row.area)
    return before is not None and not row.still_true and same_words(row.analysis, before.analysis)


def _draft(assessment: Assessment) -> Assessment:
    found = Assessment.objects.select_for_update(of=("self",)).select_related("person").get(pk=assessment.pk)
    if found.signed_at:
        raise AssessmentRefused(_("This assessment is signed: it never changes. Begin a review."))
    if found.set_aside_at:
        raise AssessmentRefused(_("This draft was set aside when two records were merged: go on with the other."))
    return found


def _earlier(assessment: Assessment) -> dict[str, AssessedArea]:
    if assessment.replaces_id is None:
        return {}
    return {row.area: row for row in AssessedArea.objects.filter(assessment=assessment.replaces_id)}


@transaction.atomic
def ask_for_self_assessment(
    *, person: Person, language: str, by: User, at: datetime
) -> tuple[SelfAssessment, str]:  # fmt: skip
    """A link by which the person answers once, within fourteen days, and its token, which is kept nowhere.

    A link that waits is withdrawn, also one that is made at the same time: the later of the two stands. Raises
    AssessmentRefused for a record that was merged into another.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.merged_into_id:
        raise AssessmentRefused(_("This record was merged into another: make the link there"))
    for waiting in SelfAssessment.objects.filter(person=person, used_at=None, withdrawn_at=None):
        withdraw_link(waiting, by=by, at=at)
    link = SelfAssessment(person=person, language=language)
    return link, issue_link(link, lasts=LINK_LASTS, by=by, at=at)


@dataclass(frozen=True)
class SelfAssessmentDraft:
    """What the person said: the areas that are hard, whether they feel safe, and their own words."""

    hard: Sequence[str]
    safe: str
    going_well: str = ""
    help_wanted: str = ""


@transaction.atomic
def take_self_assessment(
    *, link: SelfAssessment, token: str, draft: SelfAssessmentDraft, by: User, at: datetime
) -> SelfAssessmentReply:
    """Take what the person said, once. Raises Refused where the link was used or withdrawn, or ran out, meanwhile."""
    link = use_link(link, token=token, by=by, at=at)
    reply = SelfAssessmentReply.objects.create(link=link, replied_at=at, **asdict(draft))
    audit.record(by, "take self-assessment", f"cases.selfassessment {link.pk}", crn=link.person.crn)
    return reply
