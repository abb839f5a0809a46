"""Release from custody, and what a sentence asks beside unpaid work."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Sentence, SentenceCondition
from amends.cases.operations.refused import SentenceRefused
from amends.cases.operations.returns import release_again
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground
from amends.policy.codes import Scheme, choices


@dataclass(frozen=True)
class ConditionDraft:
    """A requirement of an order, or a condition of a licence. `to_date` is the first day it no longer holds."""

    kind: str
    from_date: date
    amount: int | None = None
    unit: str = ""
    details: str = ""
    to_date: date | None = None


def condition_scheme(sentence: Sentence) -> Scheme:
    """The code list of what the sentence can ask."""
    return "licence_condition" if sentence.kind == Sentence.Kind.CUSTODY else "order_requirement"


@transaction.atomic
def record_release(
    *, sentence: Sentence, release_date: date, licence_end_date: date | None, by: User, at: datetime
) -> Sentence:
    """Record the day of release, known before or after, and the first day after the licence.

    Of somebody who was returned to custody it is the release after that: the first stays as it was. Raises
    SentenceRefused where the sentence is no custody, or the dates are out of order.
    """
    sentence = Sentence.objects.select_for_update(of=("self",)).select_related("person").get(pk=sentence.pk)
    grounds = []
    if sentence.kind != Sentence.Kind.CUSTODY:
        grounds.append(Ground(_("Only a sentence of custody has a release")))
    grounds += phase_grounds(sentence.sentence_date, release_date, licence_end_date, sentence.end_date)
    if grounds:
        raise SentenceRefused(grounds)
    sentence.licence_end_date = licence_end_date
    if sentence.returns.exists():
        release_again(sentence=sentence, on=release_date, by=by, at=at)
    else:
        sentence.release_date = release_date
        audit.record(by, "record release", f"cases.sentence {sentence.pk}", crn=sentence.person.crn)
    sentence.save(update_fields=["release_date", "licence_end_date"])
    return sentence


def phase_grounds(
    sentenced: date, released: date | None, licence_end: date | None, end: date | None, number: int | None = None
) -> list[Ground]:
    """What is wrong with the dates of custody, licence and post-sentence supervision."""
    grounds = []
    if licence_end and not released:
        grounds.append(
            Ground(_("Enter the day of release, or leave out the end of the licence"), "release_date", number)
        )
    if released and released < sentenced:
        grounds.append(Ground(_("The release must not be before the sentence"), "release_date", number))
    if released and end and released >= end:
        grounds.append(Ground(_("The release must be before the sentence ends"), "release_date", number))
    if released and licence_end and licence_end <= released:
        grounds.append(Ground(_("The licence must end after the release"), "licence_end_date", number))
    if licence_end and end and licence_end > end:
        grounds.append(Ground(_("The licence must not end after the sentence"), "licence_end_date", number))
    return grounds


@transaction.atomic
def add_condition(*, sentence: Sentence, draft: ConditionDraft, by: User, at: datetime) -> SentenceCondition:
    """Record a requirement of an order, or a condition of a licence. Raises SentenceRefused."""
    grounds = []
    if draft.kind not in dict(choices(condition_scheme(sentence))):
        grounds.append(Ground(_("Select it from the list"), "kind"))
    if (draft.amount is None) != (not draft.unit):
        grounds.append(Ground(_("Give both how much and of what, or neither"), "amount"))
    if draft.amount is not None and draft.amount < 1:
        grounds.append(Ground(_("Enter 1 or more, or leave it empty"), "amount"))
    if draft.from_date < sentence.sentence_date:
        grounds.append(Ground(_("It cannot begin before the sentence"), "from_date"))
    if draft.to_date and draft.to_date <= draft.from_date:
        grounds.append(Ground(_("It must end on or after its first day"), "to_date"))
    if grounds:
        raise SentenceRefused(grounds)
    condition = SentenceCondition.objects.create(sentence=sentence, **asdict(draft))
    subject = f"cases.sentencecondition {condition.pk}"
    audit.record(by, "add condition", subject, crn=sentence.person.crn, detail={"kind": draft.kind})
    return condition


@transaction.atomic
def end_condition(*, condition: SentenceCondition, to_date: date, by: User, at: datetime) -> SentenceCondition:
    """Record the first day on which it no longer holds. Raises SentenceRefused."""
    condition = SentenceCondition.objects.select_for_update(of=("self",)).select_related("sentence__person").get(
        pk=condition.pk
    )  # fmt: skip
    if condition.to_date and condition.to_date <= localdate(at):
        raise SentenceRefused(_("This has ended already."))
    if to_date <= condition.from_date:
        raise SentenceRefused(_("It must end on or after its first day"), field="to_date")
    condition.to_date = to_date
    condition.save(update_fields=["to_date"])
    crn = condition.sentence.person.crn
    audit.record(by, "end condition", f"cases.sentencecondition {condition.pk}", crn=crn)
    return condition
