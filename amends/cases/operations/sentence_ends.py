"""That a sentence ended before its time: the court revoked it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Sentence
from amends.cases.operations.conditions import end_condition
from amends.cases.operations.refused import SentenceRefused
from amends.organisation import audit
from amends.organisation.models import User


@transaction.atomic
def end_sentence(*, sentence: Sentence, end_date: date, by: User, at: datetime) -> Sentence:
    """Record the first day on which a sentence no longer stands; what it asked beside unpaid work ends with it.

    Its requirements are ended by whoever knows what became of them. Raises SentenceRefused.
    """
    sentence = Sentence.objects.select_for_update(of=("self",)).select_related("person").get(pk=sentence.pk)
    if not sentence.sentence_date < end_date <= localdate(at):
        raise SentenceRefused(_("The day it ended must be after the sentence, and not after today"), field="on")
    if sentence.end_date and sentence.end_date <= end_date:
        raise SentenceRefused(_("This sentence has ended already"))
    sentence.end_date = end_date
    sentence.save(update_fields=["end_date"])
    beyond = Q(to_date__isnull=True) | Q(to_date__gt=localdate(at))
    for condition in sentence.conditions.filter(beyond, from_date__lt=end_date):
        end_condition(condition=condition, to_date=end_date, by=by, at=at)
    audit.record(by, "end sentence", f"cases.sentence {sentence.pk}", crn=sentence.person.crn)
    return sentence
