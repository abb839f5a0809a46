"""Making a letter about a failure from its template, and keeping it as it was issued."""

from dataclasses import dataclass
from datetime import date, datetime

from amends.cases import letters
from amends.cases.models import Person, Sentence
from amends.design.documents.letter import LetterText
from amends.design.words import clock_time, day, long_date
from amends.enforcement.models import EnforcementAction, Letter
from amends.enforcement.queries.ledger import Entry
from amends.policy.civil_time import last_day_within, london

WARNING_MONTHS = 12


@dataclass(frozen=True)
class About:
    """The failure a letter is about. `first_issued` is the day of the letter that this one takes back."""

    code: str
    starts_at: datetime
    place: str = ""
    order: Sentence | None = None
    evidence_due: date | None = None
    first_issued: date | None = None


def about(entry: Entry) -> About:
    """A failure of the ledger, as a letter tells of it."""
    failure = entry.failure
    return About(failure.code, failure.starts_at, failure.place, entry.order, entry.call.clocks.evidence_due)


def letter_text(failure: About, person: Person, template, language: str, on: date) -> LetterText:
    """What a letter about a failure would say on a day; nothing is kept. `person` comes with the team.

    Raises Refused for a language there is no template in.
    """
    with letters.speaking(language):
        given = _particulars(failure, language, on)
    return letters.letter_text(f"enforcement/letters/{template}", given, person, language, on)


def issue(text: LetterText, template, action: EnforcementAction) -> Letter:
    """Keep a letter as issued, by whoever took the action (or withdrew it), in the transaction of that."""
    return Letter.objects.create(
        action=action, template=template, **letters.kept(text), issued_at=action.withdrawn_at or action.recorded_at,
        issued_by=action.withdrawn_by or action.recorded_by,
    )  # fmt: skip


def _particulars(failure: About, language: str, on: date) -> dict[str, object]:
    order, starts = failure.order, failure.starts_at.astimezone(london())
    return {
        "code": failure.code,
        "day": long_date(starts),
        "date": day(starts),
        "time": f"{starts:%H:%M}" if language == "cy" else clock_time(failure.starts_at),
        "place": failure.place,
        "order": letters.order_words(order, language) if order else "",
        "court": order.court if order else "",
        "sentenced": day(order.sentence_date) if order else "",
        "evidence_due": day(max(failure.evidence_due or on, on)),
        "warning_until": day(last_day_within(on, WARNING_MONTHS)),
        "first_issued": day(failure.first_issued),
    }
