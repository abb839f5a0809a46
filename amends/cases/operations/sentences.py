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
from amends.cases.operations.refused import Reason, SentenceRefused
from amends.cases.outstanding import outstanding_after
from amends.design.words import day, hours_text
from amends.faults import Faults
from amends.organisation import audit
from amends.organisation.models import User
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
    """A sentence with its requirements. `reference` empty: one is given. `end_date` is the first day after it."""

    person: Person
    kind: str
    court: str
    sentence_date: date
    requirements: tuple[RequirementDraft, ...]
    reference: str = ""
    offence: str = ""
    end_date: date | None = None


@transaction.atomic
def record_sentences(
    drafts: Sequence[SentenceDraft], *, by: User, at: datetime,
    minutes_left: Mapping[int, int] | None = _COUNTED_IN_FULL,
) -> list[Requirement]:  # fmt: skip
    """Record sentences, their requirements and the court's changes; return the requirements in the order given.

    `minutes_left` says, by requirement id, what is left of those recorded before; one that it does not name counts in
    full, since this room does not know what was worked. None leaves the limit on outstanding hours unchecked: for past
    records, brought in before the work that was done on them. Raises SentenceRefused with every reason,
    `Reason.draft` being the place in `drafts`.
    """
    on = localdate(at)
    ids = {draft.person.pk for draft in drafts}
    people = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    reasons = [reason for place, draft in enumerate(drafts) for reason in _reasons(draft, people, place, on)]
    reasons += _reference_reasons(drafts)
    if not reasons and minutes_left is not None:
        reasons += _outstanding_reasons(drafts, minutes_left, on)
    if reasons:
        raise SentenceRefused(reasons)
    number = _numbers(drafts)
    sentences = Sentence.objects.bulk_create(
        [
            Sentence(
                person=draft.person,
                reference=draft.reference or f"{draft.person.crn}-S{next(number[draft.person.pk])}",
                kind=draft.kind, court=draft.court.strip(), offence=draft.offence.strip(),
                sentence_date=draft.sentence_date, end_date=draft.end_date,
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


def _reasons(draft: SentenceDraft, people: Mapping[int, Person], place: int, on: date) -> Iterator[Reason]:
    person = people.get(draft.person.pk)
    if person is None or person.merged_into_id:
        yield Reason(_("This record has been merged into another. Use the record that was kept."), "", place)
    if draft.kind not in Sentence.Kind.values:
        yield Reason(_("Choose one of: %(choices)s") % {"choices": ", ".join(Sentence.Kind.values)}, "kind", place)
    if not draft.court.strip():
        yield Reason(_("Enter the court"), "court", place)
    if draft.sentence_date > on:
        yield Reason(_("Date of sentence must be today or in the past"), "sentence_date", place)
    elif person and draft.sentence_date <= person.date_of_birth:
        yield Reason(_("Date of sentence must be after the date of birth"), "sentence_date", place)
    if draft.end_date and draft.end_date <= draft.sentence_date:
        yield Reason(_("The sentence must end after the date of sentence"), "end_date", place)
    if not draft.requirements:
        yield Reason(_("A sentence here has at least one unpaid work requirement"), "", place)
    for each in draft.requirements:
        yield from _requirement_reasons(each, draft.sentence_date, place, on)


def _requirement_reasons(draft: RequirementDraft, sentenced: date, place: int, on: date) -> Iterator[Reason]:
    yield from _hours_reasons(draft, sentenced, place)
    if draft.runs not in Requirement.Runs.values:
        yield Reason(_("Choose one of: %(choices)s") % {"choices": ", ".join(Requirement.Runs.values)}, "runs", place)
    if draft.limit_date and draft.limit_date < sentenced:
        yield Reason(_("The last day for working the hours must not be before the sentence"), "limit_date", place)
    if (draft.ended_on is None) != (not draft.ended_as):
        yield Reason(_("Give both the day the requirement ended and how it ended, or neither"), "ended_on", place)
    elif draft.ended_on and not sentenced <= draft.ended_on <= on:
        yield Reason(_("The day it ended must be between the sentence and today"), "ended_on", place)
    if draft.ended_as and draft.ended_as not in Requirement.Ended.values:
        choices = ", ".join(Requirement.Ended.values)
        yield Reason(_("Choose one of: %(choices)s") % {"choices": choices}, "ended_as", place)
    total = draft.ordered_minutes
    for change in sorted(draft.changes, key=lambda change: change.on):
        total += change.minutes
        yield from change_reasons(change, total, sentenced, on, place)


def _hours_reasons(draft: RequirementDraft, sentenced: date, place: int) -> Iterator[Reason]:
    rule = order_hours_on_breach if draft.imposed_on_breach else order_hours
    try:
        decision = rule(draft.ordered_minutes, on=sentenced)
        completion_date(sentenced, on=sentenced)
    except Faults:
        yield Reason(
            _("There is no rule for unpaid work ordered on %(day)s") % {"day": day(sentenced)}, "sentence_date", place
        )
        return
    if not decision.value["allowed"]:
        words = _("Hours ordered must be from %(least)s to %(most)s on that date (%(source)s)") % {
            "least": hours_text(decision.value["least"]),
            "most": hours_text(decision.value["most"]),
            "source": decision.source,
        }
        yield Reason(words, "ordered_minutes", place)


def change_reasons(change: ChangeDraft, total: int, sentenced: date, on: date, place: int = 0) -> Iterator[Reason]:
    """What is wrong with a court's change. `total` is the minutes ordered once it is made."""
    if not sentenced <= change.on <= on:
        yield Reason(_("The day of the change must be between the sentence and today"), "on", place)
    if not change.minutes and not change.limit_date:
        yield Reason(_("Say what the court changed: the hours, the last day, or both"), "minutes", place)
    if total < 0:
        yield Reason(_("The court cannot remove more hours than were ordered"), "minutes", place)
    elif change.minutes > 0 and total > Requirement.MOST_MINUTES:
        most = hours_text(Requirement.MOST_MINUTES)
        yield Reason(_("The hours ordered would be more than %(most)s") % {"most": most}, "minutes", place)
    if change.limit_date and change.limit_date < sentenced:
        yield Reason(_("The last day for working the hours must not be before the sentence"), "limit_date", place)
    if not change.reason.strip():
        yield Reason(_("Enter why the court made the change"), "reason", place)


def _reference_reasons(drafts: Sequence[SentenceDraft]) -> Iterator[Reason]:
    for model, references in (
        (Sentence, [(place, draft.reference) for place, draft in enumerate(drafts)]),
        (Requirement, [(place, each.reference) for place, draft in enumerate(drafts) for each in draft.requirements]),
    ):
        given = Counter(reference for _place, reference in references if reference)
        taken = set(model.objects.filter(reference__in=list(given)).values_list("reference", flat=True))
        for place, reference in references:
            if given[reference] > 1 or reference in taken:
                words = _("The reference %(reference)s is used already") % {"reference": reference}
                yield Reason(words, "reference", place)


def _outstanding_reasons(
    drafts: Sequence[SentenceDraft], minutes_left: Mapping[int, int], on: date
) -> Iterator[Reason]:
    limit = outstanding_limit(on=on)
    drafted: dict[int, list[tuple[date, RequirementDraft]]] = defaultdict(list)
    places: dict[int, int] = {}
    for place, draft in enumerate(drafts):
        drafted[draft.person.pk] += [(draft.sentence_date, each) for each in draft.requirements if not each.ended_on]
        places[draft.person.pk] = place
    for pk, total in outstanding_after(drafted, minutes_left).items():
        if total > limit.value:
            words = _(
                "With this, %(total)s could be outstanding over all requirements; the most is %(most)s (%(source)s)"
            ) % {"total": hours_text(total), "most": hours_text(limit.value), "source": limit.source}
            yield Reason(words, "ordered_minutes", places[pk])
