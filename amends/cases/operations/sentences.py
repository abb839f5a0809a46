"""Recording sentences with their requirements, one or thousands, by the rules of policy."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Person, Requirement, RequirementChange, Sentence
from amends.cases.operations.conditions import phase_grounds
from amends.cases.operations.refused import SentenceRefused
from amends.cases.outstanding import outstanding_after
from amends.design.words import day, hours_text
from amends.faults import Faults
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground
from amends.policy.completion import completion_date
from amends.policy.order_hours import order_hours, order_hours_on_breach, outstanding_limit

_AT_ONCE = 5_000
_COUNTED_IN_FULL: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True)
class ChangeDraft:
    """The court added minutes (below nought: removed them), or moved the last day for working them."""

    on: date
    minutes: int
    reason: str
    limit_date: date | None = None


@dataclass(frozen=True)
class RequirementDraft:
    """An unpaid work requirement. `reference` empty: one is given. `limit_date` None: as policy says.

    `imposed_on_breach`: a court dealing with a breach made it, so that its own least hours hold.
    """

    ordered_minutes: int
    reference: str = ""
    runs: str = "consecutive"
    intensive: bool = False
    limit_date: date | None = None
    imposed_on_breach: bool = False
    changes: tuple[ChangeDraft, ...] = ()
    ended_on: date | None = None
    ended_as: str = ""


@dataclass(frozen=True)
class SentenceDraft:
    """A sentence with its unpaid work requirements, if any. `reference` empty: one is given.

    `end_date` is the first day after it. A sentence of custody may have its release, and the first day after its
    licence.
    """

    person: Person
    kind: str
    court: str
    sentence_date: date
    requirements: tuple[RequirementDraft, ...] = ()
    reference: str = ""
    offence: str = ""
    end_date: date | None = None
    release_date: date | None = None
    licence_end_date: date | None = None


@transaction.atomic
def record_sentences(
    drafts: Sequence[SentenceDraft], *, by: User, at: datetime,
    minutes_left: Mapping[int, int] | None = _COUNTED_IN_FULL,
) -> list[Requirement]:  # fmt: skip
    """Record sentences, their requirements and the court's changes; return the requirements in the order given.

    `minutes_left` says, by requirement id, what is left of those recorded before; one that it does not name counts in
    full, since this room does not know what was worked. None leaves the limit on outstanding hours unchecked: for past
    records, brought in before the work that was done on them. Raises SentenceRefused with every ground,
    `Ground.number` the place in `drafts`, from 1.
    """
    on = localdate(at)
    ids = {draft.person.pk for draft in drafts}
    people = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    grounds = [ground for number, draft in enumerate(drafts, start=1) for ground in _grounds(draft, people, number, on)]
    grounds += _reference_grounds(drafts)
    if not grounds and minutes_left is not None:
        grounds += _outstanding_grounds(drafts, minutes_left, on)
    if grounds:
        raise SentenceRefused(grounds)
    given = _numbers(drafts)
    sentences = Sentence.objects.bulk_create(
        [
            Sentence(
                person=draft.person,
                reference=draft.reference or f"{draft.person.crn}-S{next(given[draft.person.pk])}",
                kind=draft.kind, court=draft.court.strip(), offence=draft.offence.strip(),
                sentence_date=draft.sentence_date, end_date=draft.end_date, release_date=draft.release_date,
                licence_end_date=draft.licence_end_date,
            )
            for draft in drafts
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    asked = [(sentence, each) for sentence, draft in zip(sentences, drafts, strict=True) for each in draft.requirements]
    requirements = Requirement.objects.bulk_create(
        [
            Requirement(
                sentence=sentence, reference=each.reference or f"{sentence.reference}-R{place}",
                ordered_minutes=each.ordered_minutes, runs=each.runs, intensive=each.intensive,
                limit_date=_limit_date(sentence, each, on), ended_on=each.ended_on, ended_as=each.ended_as,
            )
            for place, (sentence, each) in enumerate(asked, start=1)
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    RequirementChange.objects.bulk_create(
        [
            RequirementChange(
                requirement=requirement, on=change.on, minutes=change.minutes, limit_date=change.limit_date,
                reason=change.reason.strip(), recorded_at=at, recorded_by=by,
            )
            for requirement, (_sentence, each) in zip(requirements, asked, strict=True)
            for change in each.changes
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    audit.record_many(by, "record sentence", ((f"cases.sentence {each.pk}", each.person.crn, {}) for each in sentences))
    return requirements


def _limit_date(sentence: Sentence, draft: RequirementDraft, on: date) -> date | None:
    moved = [change.limit_date for change in sorted(draft.changes, key=lambda change: change.on) if change.limit_date]
    return (moved[-1] if moved else draft.limit_date) or completion_date(sentence.sentence_date, on=on).value


def _numbers(drafts: Sequence[SentenceDraft]) -> dict[int, Iterator[int]]:
    """For each person, numbers above those of the references already given. The rows of the people are locked."""
    ids = {draft.person.pk: draft.person.crn for draft in drafts if not draft.reference}
    used: dict[str, set[int]] = defaultdict(set)
    crns = set(ids.values())
    for reference in Sentence.objects.filter(reference__regex=r"^[A-Z][0-9]{6}-S[0-9]+$", person__in=ids).values_list(
        "reference", flat=True
    ):
        crn, _dash, number = reference.partition("-S")
        if crn in crns:
            used[crn].add(int(number))

    def counting(crn: str) -> Iterator[int]:
        number = max(used[crn], default=0)
        while True:
            number += 1
            yield number

    return {pk: counting(crn) for pk, crn in ids.items()}


def _grounds(draft: SentenceDraft, people: Mapping[int, Person], number: int, on: date) -> Iterator[Ground]:
    person = people.get(draft.person.pk)
    if person is None or person.merged_into_id:
        yield Ground(_("This record has been merged into another. Use the record that was kept."), "", number)
    if draft.kind not in Sentence.Kind.values:
        yield Ground(_("Choose one of: %(choices)s") % {"choices": ", ".join(Sentence.Kind.values)}, "kind", number)
    if not draft.court.strip():
        yield Ground(_("Enter the court"), "court", number)
    if draft.sentence_date > on:
        yield Ground(_("Date of sentence must be today or in the past"), "sentence_date", number)
    elif person and draft.sentence_date <= person.date_of_birth:
        yield Ground(_("Date of sentence must be after the date of birth"), "sentence_date", number)
    if draft.end_date and draft.end_date <= draft.sentence_date:
        yield Ground(_("The sentence must end after the date of sentence"), "end_date", number)
    if draft.kind == Sentence.Kind.CUSTODY and draft.requirements:
        yield Ground(_("Unpaid work is a requirement of an order, not of custody"), "ordered_minutes", number)
    elif draft.kind != Sentence.Kind.CUSTODY and (draft.release_date or draft.licence_end_date):
        yield Ground(_("Only a sentence of custody has a release"), "release_date", number)
    yield from phase_grounds(draft.sentence_date, draft.release_date, draft.licence_end_date, draft.end_date, number)
    for each in draft.requirements:
        yield from _requirement_grounds(each, draft.sentence_date, number, on)


def _requirement_grounds(draft: RequirementDraft, sentenced: date, number: int, on: date) -> Iterator[Ground]:
    yield from _hours_grounds(draft, sentenced, number)
    if draft.runs not in Requirement.Runs.values:
        yield Ground(_("Choose one of: %(choices)s") % {"choices": ", ".join(Requirement.Runs.values)}, "runs", number)
    if draft.limit_date and draft.limit_date < sentenced:
        yield Ground(_("The last day for working the hours must not be before the sentence"), "limit_date", number)
    if (draft.ended_on is None) != (not draft.ended_as):
        yield Ground(_("Give both the day the requirement ended and how it ended, or neither"), "ended_on", number)
    elif draft.ended_on and not sentenced <= draft.ended_on <= on:
        yield Ground(_("The day it ended must be between the sentence and today"), "ended_on", number)
    if draft.ended_as and draft.ended_as not in Requirement.Ended.values:
        choices = ", ".join(Requirement.Ended.values)
        yield Ground(_("Choose one of: %(choices)s") % {"choices": choices}, "ended_as", number)
    total = draft.ordered_minutes
    for change in sorted(draft.changes, key=lambda change: change.on):
        total += change.minutes
        yield from change_grounds(change, total, sentenced, on, number)


def _hours_grounds(draft: RequirementDraft, sentenced: date, number: int) -> Iterator[Ground]:
    rule = order_hours_on_breach if draft.imposed_on_breach else order_hours
    try:
        decision = rule(draft.ordered_minutes, on=sentenced)
        completion_date(sentenced, on=sentenced)
    except Faults:
        yield Ground(
            _("There is no rule for unpaid work ordered on %(day)s") % {"day": day(sentenced)}, "sentence_date", number
        )
        return
    if not decision.value["allowed"]:
        words = _("Hours ordered must be from %(least)s to %(most)s on that date (%(source)s)") % {
            "least": hours_text(decision.value["least"]),
            "most": hours_text(decision.value["most"]),
            "source": decision.source,
        }
        yield Ground(words, "ordered_minutes", number)


def change_grounds(change: ChangeDraft, total: int, sentenced: date, on: date, number: int = 1) -> Iterator[Ground]:
    """What is wrong with a court's change. `total` is the minutes ordered once it is made."""
    if not sentenced <= change.on <= on:
        yield Ground(_("The day of the change must be between the sentence and today"), "on", number)
    if not change.minutes and not change.limit_date:
        yield Ground(_("Say what the court changed: the hours, the last day, or both"), "minutes", number)
    if total < 0:
        yield Ground(_("The court cannot remove more hours than were ordered"), "minutes", number)
    elif change.minutes > 0 and total > Requirement.MOST_MINUTES:
        most = hours_text(Requirement.MOST_MINUTES)
        yield Ground(_("The hours ordered would be more than %(most)s") % {"most": most}, "minutes", number)
    if change.limit_date and change.limit_date < sentenced:
        yield Ground(_("The last day for working the hours must not be before the sentence"), "limit_date", number)
    if not change.reason.strip():
        yield Ground(_("Enter why the court made the change"), "reason", number)


def _reference_grounds(drafts: Sequence[SentenceDraft]) -> Iterator[Ground]:
    for model, references in (
        (Sentence, [(number, draft.reference) for number, draft in enumerate(drafts, start=1)]),
        (
            Requirement,
            [(number, each.reference) for number, draft in enumerate(drafts, start=1) for each in draft.requirements],
        ),
    ):
        given = Counter(reference for _number, reference in references if reference)
        taken = set(model.objects.filter(reference__in=list(given)).values_list("reference", flat=True))
        for number, reference in references:
            if given[reference] > 1 or reference in taken:
                words = _("The reference %(reference)s is used already") % {"reference": reference}
                yield Ground(words, "reference", number)


def _outstanding_grounds(
    drafts: Sequence[SentenceDraft], minutes_left: Mapping[int, int], on: date
) -> Iterator[Ground]:
    limit = outstanding_limit(on=on)
    drafted: dict[int, list[tuple[date, RequirementDraft]]] = defaultdict(list)
    numbers: dict[int, int] = {}
    for number, draft in enumerate(drafts, start=1):
        drafted[draft.person.pk] += [(draft.sentence_date, each) for each in draft.requirements if not each.ended_on]
        numbers[draft.person.pk] = number
    for pk, total in outstanding_after(drafted, minutes_left).items():
        if total > limit.value:
            words = _(
                "With this, %(total)s could be outstanding over all requirements; the most is %(most)s (%(source)s)"
            ) % {"total": hours_text(total), "most": hours_text(limit.value), "source": limit.source}
            yield Ground(words, "ordered_minutes", numbers[pk])
