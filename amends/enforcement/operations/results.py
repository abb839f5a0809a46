"""What a court did about a breach, or how a recall ended: recorded once, with its effect on the orders."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Requirement, Sentence
from amends.cases.operations import (
    ChangeDraft,
    RequirementDraft,
    SentenceDraft,
    change_requirement,
    end_requirement,
    end_sentence,
    record_sentences,
    release_again,
)
from amends.enforcement.models import Proceeding, Result
from amends.enforcement.operations.proceedings import held, take_step
from amends.enforcement.operations.refused import EnforcementRefused
from amends.organisation.operations.refusal import Ground
from amends.policy.civil_time import civil_date
from amends.unpaid_work.operations.releases import release_bookings
from amends.unpaid_work.queries.statement import minutes_left

# What can come of each kind, in each state in which a result is recorded.
ANSWERS = {
    ("breach", "listed"): ("continues", "hours_added", "extended", "revoked", "resentenced", "dismissed"),
    ("recall", "returned"): ("term_ended", "released", "sentence_ended"),
    ("recall", "requested"): ("not_returned",),
}
_ON_A_REQUIREMENT = ("hours_added", "extended")
_ENDING = ("revoked", "resentenced")
_RELEASING = ("term_ended", "released")


@dataclass(frozen=True)
class NewSentence:
    """What the court passed instead. `minutes` of unpaid work, where there are any; `end_date` the first day after."""

    kind: str
    end_date: date
    minutes: int | None = None


@dataclass(frozen=True)
class ResultDraft:
    """What was decided, on which day. What the outcome does not need is left out."""

    outcome: str
    on: date
    requirement: Requirement | None = None
    minutes_added: int | None = None
    until: date | None = None
    new_sentence: NewSentence | None = None
    note: str = ""


@transaction.atomic
def record_result(*, proceeding: Proceeding, draft: ResultDraft, by, at: datetime) -> Result:
    """Record what was decided, and carry it out: hours added, time allowed, an order ended, another sentence.

    Raises EnforcementRefused, or SentenceRefused where the orders do not allow it: then nothing is recorded.
    """
    proceeding = held(proceeding)
    if grounds := _grounds(proceeding, draft, civil_date(at)):
        raise EnforcementRefused(grounds)
    new_sentence = _carry_out(proceeding, draft, by=by, at=at)
    result = Result.objects.create(
        proceeding=proceeding, outcome=draft.outcome, on=draft.on, requirement=draft.requirement,
        minutes_added=draft.minutes_added, until=draft.until, new_sentence=new_sentence, note=draft.note.strip(),
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    take_step(proceeding, "decide", on=draft.on, by=by, at=at)
    return result


def answers_of(proceeding: Proceeding) -> tuple[str, ...]:
    """What can come of proceedings as they stand; nothing where no result is to be recorded yet."""
    answers = ANSWERS.get((proceeding.kind, proceeding.state), ())
    if proceeding.kind == Proceeding.Kind.RECALL and answers and proceeding.recall.fixed_days is None:
        return tuple(each for each in answers if each != "term_ended")
    return answers


def _grounds(proceeding: Proceeding, draft: ResultDraft, today: date) -> list[Ground]:
    allowed = answers_of(proceeding)
    if not allowed:
        return [Ground(_("No result is to be recorded now: look again at where it stands"))]
    if draft.outcome not in allowed:
        return [Ground(_("Select what was decided"), "outcome")]
    grounds = []
    first = proceeding.counts_from if proceeding.state == "listed" else _last_day(proceeding)
    if not (first or today) <= draft.on <= today:
        grounds.append(Ground(_("The day must be that of the hearing or after it, and not after today"), "on"))
    if (draft.outcome in _ON_A_REQUIREMENT) != (draft.requirement is not None):
        grounds.append(Ground(_("Select the requirement that was changed, and only then"), "requirement"))
    elif draft.requirement is not None and draft.requirement.sentence_id != proceeding.sentence_id:
        grounds.append(Ground(_("Select a requirement of this order"), "requirement"))
    if (draft.outcome == "hours_added") != bool(draft.minutes_added):
        grounds.append(Ground(_("Enter the hours added where hours were added, and only then"), "minutes_added"))
    if (draft.outcome == "extended") != (draft.until is not None):
        grounds.append(Ground(_("Enter the new last day where more time was allowed, and only then"), "until"))
    if (draft.outcome == "resentenced") != (draft.new_sentence is not None):
        grounds.append(Ground(_("Enter the new sentence where there is one, and only then"), "new_kind"))
    return grounds


def _last_day(proceeding: Proceeding) -> date:
    return proceeding.taken.order_by("-number").values_list("on", flat=True)[0]


def _carry_out(proceeding: Proceeding, draft: ResultDraft, *, by, at: datetime) -> Sentence | None:
    sentence = proceeding.sentence
    if draft.outcome in _ON_A_REQUIREMENT:
        _change(proceeding, draft, by=by, at=at)
    if draft.outcome in _ENDING:
        _revoke(sentence, draft.on, by=by, at=at)
    if draft.outcome in _RELEASING:
        release_again(sentence=sentence, on=draft.on, by=by, at=at)
    if draft.new_sentence is None:
        return None
    new, before = draft.new_sentence, set(sentence.person.sentences.values_list("pk", flat=True))
    asked = (RequirementDraft(new.minutes, imposed_on_breach=True),) if new.minutes else ()
    made = SentenceDraft(
        sentence.person, new.kind, sentence.court, draft.on, asked, offence=sentence.offence, end_date=new.end_date
    )
    record_sentences([made], minutes_left=_left(sentence), by=by, at=at)
    return sentence.person.sentences.exclude(pk__in=before).get()


def _change(proceeding: Proceeding, draft: ResultDraft, *, by, at: datetime) -> None:
    assert draft.requirement is not None
    words = _("By the court on breach %(reference)s") % {"reference": proceeding.reference}
    change = ChangeDraft(draft.on, draft.minutes_added or 0, words, draft.until)
    left = _left(proceeding.sentence)
    change_requirement(requirement=draft.requirement, draft=change, minutes_left=left, by=by, at=at)


def _revoke(sentence: Sentence, on: date, *, by, at: datetime) -> None:
    for requirement in sentence.requirements.filter(ended_on=None):
        revoked = Requirement.Ended.REVOKED
        ended = end_requirement(requirement=requirement, ended_on=on, ended_as=revoked, by=by, at=at)
        release_bookings(requirement=ended, reason=_("The order was revoked"), by=by, at=at)
    end_sentence(sentence=sentence, end_date=on, by=by, at=at)


def _left(sentence: Sentence) -> dict[int, int]:
    return minutes_left(Requirement.objects.filter(sentence__person=sentence.person_id, ended_on=None))
