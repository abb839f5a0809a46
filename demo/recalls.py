"""Recalls from licence in a new demonstration, by the operations: people released, and recalls at every step.

In the cases of who signs in as practitioner: unpaid work alone would show a service without prisons.
"""

from datetime import datetime, timedelta

from amends.cases.models import Person
from amends.cases.operations import SentenceDraft, record_sentences
from amends.cases.operations.conditions import ConditionDraft, add_condition
from amends.enforcement.models import Proceeding
from amends.enforcement.operations.proceedings import send_pack
from amends.enforcement.operations.recalls import RecallDraft, decide_recall, decline_recall, record_return, sign_recall
from amends.organisation.models import User
from amends.organisation.ranges import current
from amends.policy.civil_time import civil_date

# How far each goes: the last is on licence, and nobody thinks of recall.
_TAKEN_TO = ("proposed", "signed", "requested", "returned", "declined", "")
_STEPS = ("proposed", "signed", "requested", "returned")
_DRAFT = RecallDraft(
    alternatives={"warning": "Warned twice by the manager; missed the next two appointments",
                  "reporting": "Was to report twice a week, and came once"},
    grounds="Out of touch for three weeks, and no longer at the address of the licence",
    answers={"licence_breached": True, "not_manageable": True},
    type_answers={"adult": True, "mappa_2_or_3": False, "under_4_years": True, "excluded_offence": False,
                  "charged": False, "under_12_months": False},
)  # fmt: skip


def recall_some(*, practitioner: User, senior: User, at: datetime) -> int:
    """Release some of the practitioner's people and recall most of them; returns how many were released."""
    today = civil_date(at)
    people = Person.objects.filter(
        current(today, "allocations__"), allocations__practitioner=practitioner.staff, merged_into=None,
        risks_of_harm__isnull=False,
    ).exclude(sentences__proceedings__isnull=False)  # fmt: skip
    chosen = list(people.distinct().order_by("-crn")[: len(_TAKEN_TO)])
    for person, to in zip(chosen, _TAKEN_TO, strict=False):
        released = today - timedelta(days=120)
        draft = SentenceDraft(
            person, "custody", "Reading Crown Court", released - timedelta(days=300), offence="Burglary",
            release_date=released, licence_end_date=today + timedelta(days=180), end_date=today + timedelta(days=180),
        )  # fmt: skip
        record_sentences([draft], by=practitioner, at=at)
        sentence = person.sentences.get(kind="custody", release_date=released)
        for kind in ("standard", "residence"):
            add_condition(sentence=sentence, draft=ConditionDraft(kind, released), by=practitioner, at=at)
        if to:
            begun = at - timedelta(days=9)
            recall = decide_recall(sentence=sentence, draft=_DRAFT, by=practitioner, at=begun)
            _proceed(recall, to, practitioner, senior, begun)
    return len(chosen)


def _proceed(recall: Proceeding, to: str, practitioner: User, senior: User, begun: datetime) -> None:
    """Take a recall that was proposed as far as `to`, a step every other day."""
    if to == "declined":
        reason = "A place in approved premises was found, and was not tried yet"
        decline_recall(proceeding=recall, reason=reason, by=senior, at=begun + timedelta(days=1))
        return
    reached = _STEPS.index(to)
    if reached >= _STEPS.index("signed"):
        sign_recall(proceeding=recall, by=senior, at=begun + timedelta(days=1))
    if reached >= _STEPS.index("requested"):
        send_pack(proceeding=recall, by=practitioner, at=begun + timedelta(days=2))
    if reached >= _STEPS.index("returned"):
        back = begun + timedelta(days=5)
        record_return(proceeding=recall, on=civil_date(back), by=practitioner, at=back)
