"""A return to custody of somebody who had been released, and the release after it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import ReturnToCustody, Sentence
from amends.cases.operations.refused import SentenceRefused
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.models import User


@transaction.atomic
def return_to_custody(*, sentence: Sentence, on: date, by: User, at: datetime) -> ReturnToCustody:
    """Record the day on which somebody who had been released is in custody again, until a release is recorded.

    Raises SentenceRefused where they were not released by then, are in custody already, or the day is to come.
    """
    sentence = _held(sentence)
    if on > localdate(at):
        raise SentenceRefused(_("The day of the return must be today or in the past"), field="on")
    if sentence.release_date is None or on < sentence.release_date:
        raise SentenceRefused(_("They have not been released: only after a release is there a return"), field="on")
    if sentence.phase_on(on) == Sentence.Phase.ENDED:
        raise SentenceRefused(_("The sentence has ended by then"), field="on")
    if any(each.to_date is None or each.to_date > on for each in sentence.returns.all()):
        raise SentenceRefused(_("A return to custody on that day, or later, is recorded already"), field="on")
    made = ReturnToCustody.objects.create(sentence=sentence, from_date=on, recorded_at=at, recorded_by=by)
    audit.record(by, "return to custody", f"cases.sentence {sentence.pk}", crn=sentence.person.crn)
    return made


@transaction.atomic
def release_again(*, sentence: Sentence, on: date, by: User, at: datetime) -> ReturnToCustody:
    """Record the day of release after the last return to custody, known before or after; it can be moved.

    Raises SentenceRefused where there was no return, or the day is before it or not within the sentence.
    """
    sentence = _held(sentence)
    last = sentence.returns.order_by("from_date").last()
    if last is None:
        raise SentenceRefused(_("No return to custody is recorded"), field="release_date")
    if on < last.from_date:
        words = _("The release must not be before the return to custody on %(day)s") % {"day": day(last.from_date)}
        raise SentenceRefused(words, field="release_date")
    if sentence.end_date and on >= sentence.end_date:
        raise SentenceRefused(_("The release must be before the sentence ends"), field="release_date")
    last.to_date = on
    last.save(update_fields=["to_date"])
    audit.record(by, "record release", f"cases.sentence {sentence.pk}", crn=sentence.person.crn)
    return last


def _held(sentence: Sentence) -> Sentence:
    return Sentence.objects.select_for_update(of=("self",)).select_related("person").get(pk=sentence.pk)
