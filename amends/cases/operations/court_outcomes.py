"""What the court passed after a report: in one action also the sentence on the person's record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import CourtOutcome, CourtReport, PassedSentence, ProposedRequirement, Sentence
from amends.cases.operations.conditions import ConditionDraft, add_condition
from amends.cases.operations.court_reports import tell
from amends.cases.operations.refused import CourtReportRefused
from amends.cases.operations.sentences import SentenceDraft, record_sentences
from amends.organisation.models import User

_COUNTED_IN_FULL: Mapping[int, int] = MappingProxyType({})


@transaction.atomic
def record_court_outcome(
    *, report: CourtReport, passed: str, passed_on: date, draft: SentenceDraft | None = None,
    made: Sequence[ProposedRequirement] = (), minutes_left: Mapping[int, int] = _COUNTED_IN_FULL, by: User,
    at: datetime,
) -> CourtOutcome:  # fmt: skip
    """Record what was passed; an order or custody is recorded as a sentence of the person with it.

    `draft` is that sentence, `made` the requirements that the court made as proposed; what it added is recorded on the
    person's page. `minutes_left` as in `record_sentences`. Raises CourtReportRefused, and SentenceRefused as
    `record_sentences` does.
    """
    report = CourtReport.objects.select_for_update(of=("self",)).select_related("person").get(pk=report.pk)
    if report.delivered_at is None:
        raise CourtReportRefused(_("The report is not delivered: cancel it where the court sentenced without it."))
    if CourtOutcome.objects.filter(report=report).exists():
        raise CourtReportRefused(_("What the court passed is recorded already."))
    if passed not in PassedSentence.values:
        raise CourtReportRefused(_("Select the sentence passed"), field="kind")
    if not report.requested_on <= passed_on <= localdate(at):
        words = _("The day of sentence must be between the request and today")
        raise CourtReportRefused(words, field="sentence_date")
    stands = passed in Sentence.Kind.values
    if stands != (draft is not None) or (draft and (draft.kind, draft.sentence_date) != (passed, passed_on)):
        raise CourtReportRefused(_("An order or custody is recorded with its sentence, another sentence without"))
    sentence = _sentence(report, draft, made, minutes_left, by, at) if draft else None
    outcome = CourtOutcome.objects.create(
        report=report, passed=passed, passed_on=passed_on, sentence=sentence, recorded_at=at, recorded_by=by
    )
    tell(report, "record court outcome", by, passed=passed)
    return outcome


def _sentence(
    report: CourtReport, draft: SentenceDraft, made: Sequence[ProposedRequirement], minutes_left: Mapping[int, int],
    by: User, at: datetime,
) -> Sentence:  # fmt: skip
    if draft.person.pk != report.person_id:
        raise CourtReportRefused(_("The sentence must be that of the person on whom the report is"))
    if made and draft.kind == Sentence.Kind.CUSTODY:
        raise CourtReportRefused(_("Custody has no requirements of an order"), field="made")
    before = set(Sentence.objects.filter(person=report.person_id).values_list("pk", flat=True))
    record_sentences([draft], by=by, at=at, minutes_left=minutes_left)
    sentence = Sentence.objects.filter(person=report.person_id).exclude(pk__in=before).get()
    for each in made:
        asked = ConditionDraft(each.kind, draft.sentence_date, each.amount, each.unit, each.details)
        add_condition(sentence=sentence, draft=asked, by=by, at=at)
    return sentence
