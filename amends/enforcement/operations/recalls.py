"""Recall from licence: the decision with what was tried instead, the counter-signature of another, and the return."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person, Sentence
from amends.cases.operations import return_to_custody
from amends.enforcement.models import EnforcementAction, Proceeding, RecallDecision, RestsOn
from amends.enforcement.operations.proceedings import held, opened, take_step
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.operations.withdrawals import withdraw_resting
from amends.enforcement.queries.ledger import ledger_of
from amends.organisation import audit
from amends.organisation.operations.refusal import Ground
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.codes import choices
from amends.policy.proceedings import review_of_recall
from amends.policy.recall_criteria import LicenceSentence, criteria_met
from amends.policy.recall_type import recall_type


@dataclass(frozen=True)
class RecallDraft:
    """Why a person is to be recalled. `alternatives`: by its code, what came of each that was tried or weighed.

    `answers` and `type_answers` hold yes and no only: what was not answered is None or absent, never "no".
    """

    alternatives: Mapping[str, str]
    grounds: str
    sentence_kind: LicenceSentence = "determinate"
    answers: Mapping[str, bool | None] = field(default_factory=dict)
    type_answers: Mapping[str, bool | None] = field(default_factory=dict)


@transaction.atomic
def decide_recall(*, sentence: Sentence, draft: RecallDraft, by, at: datetime) -> Proceeding:
    """Propose that a person on licence is recalled; another signs it. The failures open on the sentence rest on it.

    Raises EnforcementRefused where nothing else was tried, the criteria are not met, or an answer that is missing
    could still decide; and where the person is not on licence or other proceedings are not over.
    """
    on = civil_date(at)
    person = Person.objects.select_for_update(of=("self",), no_key=True).select_related("team__pdu").get(
        sentences=sentence.pk
    )  # fmt: skip
    sentence = Sentence.objects.select_for_update(of=("self",)).select_related("person__team__pdu").get(pk=sentence.pk)
    if words := why_not_recall(sentence, on):
        raise EnforcementRefused(words)
    if grounds := _grounds(draft, on):
        raise EnforcementRefused(grounds)
    kind = recall_type(draft.type_answers, draft.sentence_kind, on=on).value
    proceeding = opened(sentence, "recall", by=by, at=at)
    RecallDecision.objects.create(
        proceeding=proceeding, alternatives=_tried(draft), grounds=draft.grounds.strip(),
        sentence_kind=draft.sentence_kind, answers=_answered(draft.answers), type_answers=_answered(draft.type_answers),
        type=kind.kind, fixed_days=kind.days, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    for order in ledger_of(person, on).orders:
        for entry in order.entries if order.order.pk == sentence.pk else ():
            if entry.call.open:
                _rest_on(proceeding, entry, by=by, at=at)
    return proceeding


def why_not_recall(sentence: Sentence, on: date) -> str:
    """Why nobody can be recalled on this sentence on a day, in words; empty where they can."""
    if sentence.phase_on(on) != Sentence.Phase.LICENCE:
        return _("Only somebody on licence is recalled")
    return ""


@transaction.atomic
def sign_recall(*, proceeding: Proceeding, by, at: datetime) -> Proceeding:
    """Counter-sign a recall that somebody else proposed. Raises EnforcementRefused; the database refuses it too."""
    proceeding = _for_another(proceeding, by)
    take_step(proceeding, "sign", on=civil_date(at), by=by, at=at)
    return proceeding


@transaction.atomic
def decline_recall(*, proceeding: Proceeding, reason: str, by, at: datetime) -> Proceeding:
    """Refuse to counter-sign. The failures are open again. Raises EnforcementRefused."""
    proceeding = _for_another(proceeding, by)
    if not reason.strip():
        raise EnforcementRefused(_("Say why it is not counter-signed"), field="reason")
    take_step(proceeding, "decline", on=civil_date(at), reason=reason, by=by, at=at)
    withdraw_resting(proceeding, reason, by=by, at=at)
    return proceeding


@transaction.atomic
def record_return(*, proceeding: Proceeding, on: date, by, at: datetime) -> Proceeding:
    """Record the day of the return to custody; from it count the fixed term, or the days to a review.

    The sentence is one of custody again from that day. Raises EnforcementRefused where no recall was asked for, or the
    day is not between that and today; SentenceRefused where the person is in custody already.
    """
    proceeding = held(proceeding)
    asked = proceeding.taken.filter(name="request").first()
    if asked is None:
        raise EnforcementRefused(_("The recall has not been asked for"))
    if not asked.on <= on <= civil_date(at):
        raise EnforcementRefused(_("The day must be between the request for recall and today"), field="on")
    days = proceeding.recall.fixed_days
    counts_from = on + timedelta(days=days) if days else review_of_recall(on).value
    take_step(proceeding, "return", on=on, counts_from=counts_from, by=by, at=at)
    return_to_custody(sentence=proceeding.sentence, on=on, by=by, at=at)
    return proceeding


def _grounds(draft: RecallDraft, on: date) -> list[Ground]:
    grounds = []
    known = dict(choices("recall_alternative"))
    if not _tried(draft):
        grounds.append(Ground(_("Say what was tried or weighed instead, and what came of it"), "alternatives"))
    if unknown := set(draft.alternatives) - set(known):
        grounds.append(Ground(_("Not an alternative: %s") % ", ".join(sorted(unknown)), "alternatives"))
    if not draft.grounds.strip():
        grounds.append(Ground(_("Say why the person is to be recalled"), "grounds"))
    if draft.sentence_kind not in ("determinate", "indeterminate"):
        return [*grounds, Ground(_("Select the kind of sentence"), "sentence_kind")]
    met = criteria_met(draft.answers, draft.sentence_kind, on=on).value
    if met == "unanswered":
        grounds.append(Ground(_("Answer every criterion that could still decide"), "answers"))
    elif met == "not_met":
        grounds.append(Ground(_("The criteria for recall are not met"), "answers"))
    if recall_type(draft.type_answers, draft.sentence_kind, on=on).value.kind == "unanswered":
        grounds.append(Ground(_("Answer what decides between a fixed term and a standard recall"), "type_answers"))
    return grounds


def _tried(draft: RecallDraft) -> dict[str, str]:
    return {code: words.strip() for code, words in draft.alternatives.items() if words.strip()}


def _answered(answers: Mapping[str, bool | None]) -> dict[str, bool]:
    return {name: answer for name, answer in answers.items() if answer is not None}


def _rest_on(proceeding: Proceeding, entry, *, by, at: datetime) -> None:
    action = EnforcementAction.objects.create(
        appointment_id=entry.failure.appointment, outcome_id=entry.failure.outcome, kind=EnforcementAction.Kind.RECALL,
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    RestsOn.objects.create(proceeding=proceeding, action=action)
    subject = f"enforcement.enforcementaction {action.pk}"
    audit.record(by, "propose recall", subject, crn=proceeding.person.crn, detail={"outcome": entry.failure.outcome})


def _for_another(proceeding: Proceeding, by) -> Proceeding:
    proceeding = held(proceeding)
    if not reaches(by, Permission.RECALL_SIGN, proceeding.person.team):
        raise EnforcementRefused(_("Only a manager of the person's team may counter-sign"))
    if proceeding.kind != Proceeding.Kind.RECALL:
        raise EnforcementRefused(_("Only a recall is counter-signed"))
    if proceeding.recall.recorded_by_id == by.pk:
        raise EnforcementRefused(_("You proposed this recall: somebody else must counter-sign it"))
    return proceeding
