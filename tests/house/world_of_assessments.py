"""The assessments of one person: one signed, a review of it begun, and a link for the person's own."""

from dataclasses import asdict
from datetime import timedelta

from django.utils import timezone

from amends.cases.models import Assessment, SelfAssessment, SelfAssessmentReply
from amends.cases.models.assessment import AREAS
from amends.cases.operations.assessments import (
    AreaDraft,
    SelfAssessmentDraft,
    ask_for_self_assessment,
    begin_assessment,
    sign_assessment,
    take_self_assessment,
    write_area,
    write_whole,
)
from tests.house.routes import about, listed


def make_signed(person, by, at, words="Settled since March", severe=""):
    """A signed assessment, every area of it in the same words, and a need; that of the area named severe."""
    assessment = begin_assessment(person=person, by=by, at=at)
    for area in AREAS:
        draft = AreaDraft(2 if area == severe else 1, f"{area}: {words}", "A sister who helps")
        write_area(assessment=assessment, area=area, draft=draft, by=by, at=at)
    write_whole(assessment=assessment, sources=["person", "court"], own_views="Wants work", safety="As agreed", by=by,
                at=at)  # fmt: skip
    return sign_assessment(assessment=assessment, by=by, at=at)


KWARGS = {
    **about("cases", "assessments begin_assessment ask_self", crn="person.crn"),
    **about("cases", "assessment write_whole", crn="person.crn", pk="case_assessment.pk"),
    **about("cases", "write_area", crn="person.crn", pk="case_assessment.pk", fixed={"area": "finance"}),
    **about("cases", "self_assessment", pk="self_assessment.pk", token="self_assessment_token"),
}
NO_RECORD = listed("cases", "", files="assessments_due")
NOT_ABOUT_PEOPLE: set[str] = set()


def records(place) -> dict[str, object]:
    """A review begun, with one area written, after a signed assessment and an answer of the person."""
    person, by, at = place.person, place.user, place.at
    make_signed(person, by, at - timedelta(days=40))
    answered, token = ask_for_self_assessment(person=person, language="en", by=by, at=at)
    draft = SelfAssessmentDraft(["finance"], "no", "My job", "A room of my own")
    take_self_assessment(link=answered, token=token, draft=draft, by=by, at=at)
    review = begin_assessment(person=person, by=by, at=at)
    write_area(assessment=review, area="finance", draft=AreaDraft(2, "Lost the job"), by=by, at=at)
    link, token = ask_for_self_assessment(person=person, language="cy", by=by, at=timezone.now())
    return {"case_assessment": review, "self_assessment": link, "self_assessment_token": token}


def add_answers(person, by, at, count: int) -> None:
    """Say how things are `count` times more, and leave a review of which an area is an unread copy."""
    for number in range(count):
        at_once = {"token_digest": f"answer {person.pk} {number}", "issued_by": by, "issued_at": at, "used_at": at}
        link = SelfAssessment.objects.create(  # beside the one that waits, which goes on waiting
            person=person, language="en", expires_at=at + timedelta(days=1), **at_once
        )
        draft = SelfAssessmentDraft(["drugs"], "yes", f"Week {number} without a drink", "Somebody to talk to")
        SelfAssessmentReply.objects.create(link=link, replied_at=at, **asdict(draft))
    review = Assessment.objects.get(person=person, signed_at=None)
    copied = AreaDraft(1, "drugs: Settled since March")
    write_area(assessment=review, area="drugs", draft=copied, by=by, at=at)
