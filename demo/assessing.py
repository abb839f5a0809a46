"""Assessments in a new demonstration, by the operations: most signed, some never made, and a review begun."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from amends.cases.models import Person
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
from amends.organisation.models import User
from amends.policy.codes import choices

_SAID = (
    "No need: settled, and said so himself; nothing in the papers points to the offence",
    "It played a part: under pressure at the time, and it still comes and goes",
    "At the root of the offence; without help with it more would follow",
)
_FIRST_DAY = timedelta(days=58)
_EVERY_NOT_ASSESSED = 4


def assess(people: Sequence[Person], *, by: User, at: datetime) -> int:
    """Assess all but every fourth; the first is under review, and has said how things are; the second is asked.

    Returns how many are signed.
    """
    signed = [person for number, person in enumerate(people) if number % _EVERY_NOT_ASSESSED != _EVERY_NOT_ASSESSED - 1]
    for number, person in enumerate(signed):
        _sign(person, number, by, at - _FIRST_DAY)
    for person in signed[1:2]:
        ask_for_self_assessment(person=person, language=person.language, by=by, at=at)
    for person in signed[:1]:
        link, token = ask_for_self_assessment(person=person, language=person.language, by=by, at=at)
        answer = SelfAssessmentDraft(["finance", "accommodation"], "not_said", "My sister helps", "A place of my own")
        take_self_assessment(link=link, token=token, draft=answer, by=by, at=at)
        review = begin_assessment(person=person, by=by, at=at)
        draft = AreaDraft(2, "The tenancy ends next month, and nothing is found yet", "Reads every letter")
        write_area(assessment=review, area="accommodation", draft=draft, by=by, at=at)
    return len(signed)


def _sign(person: Person, number: int, by: User, at: datetime) -> None:
    draft = begin_assessment(person=person, by=by, at=at)
    for place, (area, _words) in enumerate(choices("need")):
        severity = (number + place) % 5 % 3
        written = AreaDraft(severity, _SAID[severity], "A family that visits" if place % 3 == 0 else "")
        write_area(assessment=draft, area=area, draft=written, by=by, at=at)
    views = "Wants to work again, and to see the children more"
    safety = "Weekly calls with the police; the plan for the partner’s safety is in the file"
    write_whole(assessment=draft, sources=["person", "court", "police"], own_views=views, safety=safety, by=by, at=at)
    sign_assessment(assessment=draft, by=by, at=at)
