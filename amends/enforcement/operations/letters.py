"""Making a letter from its template, and keeping it as it was issued."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from amends.cases.models import CaseAllocation, Person, Sentence
from amends.design.documents.letter import LetterText, letter_from_json
from amends.design.words import clock_time, day, long_date
from amends.enforcement.models import EnforcementAction, Letter
from amends.enforcement.queries.ledger import Entry
from amends.organisation.models import Office
from amends.organisation.operations.refusal import Refused
from amends.organisation.ranges import current
from amends.policy.civil_time import last_day_within, london

WARNING_MONTHS = 12
# Words of a letter that no template holds, by language. The Welsh is the authors' own: see docs/rules/letters.md.
_WORDS = {
    "en": {
        "service": "Probation Service", "crn": "Our reference: %s", "dear": "Dear %s", "closing": "Yours sincerely",
        "practitioner": "Practitioner", "nobody": "the office",
        "community": "community order", "suspended": "suspended sentence order",
    },
    "cy": {
        "service": "Y Gwasanaeth Prawf", "crn": "Ein cyfeirnod: %s", "dear": "Annwyl %s", "closing": "Yn gywir",
        "practitioner": "Ymarferydd", "nobody": "y swyddfa",
        "community": "gorchymyn cymunedol", "suspended": "gorchymyn dedfryd ohiriedig",
    },
}  # fmt: skip


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
    if language not in _WORDS:
        raise Refused(_("Select English or Welsh"), field="language")
    words = _WORDS[language]
    practitioner = _practitioner(person, on)
    with translation.override("cy" if language == "cy" else "en-gb"):
        given = _particulars(failure, words, on) | {"practitioner": practitioner or words["nobody"]}
        subject, *paragraphs = _rendered(f"enforcement/letters/{template}.{language}.txt", given)
        return LetterText(
            language=language, issued_on=on,
            sender=(words["service"], person.team.name, *_office(person)),
            to=(person.name, *_address(person, on)),
            reference=(words["crn"] % person.crn, day(on)),
            greeting=words["dear"] % person.name, subject=subject, paragraphs=tuple(paragraphs),
            closing=words["closing"],
            signed=(practitioner, words["practitioner"]) if practitioner else (person.team.name,),
        )  # fmt: skip


def issue(text: LetterText, template, action: EnforcementAction) -> Letter:
    """Keep a letter as issued, by whoever took the action (or withdrew it), in the transaction of that."""
    content = text.as_json()
    return Letter.objects.create(
        action=action, template=template, language=text.language, content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(), issued_at=action.withdrawn_at or action.recorded_at,
        issued_by=action.withdrawn_by or action.recorded_by,
    )  # fmt: skip


def as_issued(letter: Letter) -> LetterText:
    """The letter as it was issued. Raises ValueError where its text is not the one that was."""
    if hashlib.sha256(letter.content.encode()).hexdigest() != letter.digest:
        raise ValueError(f"letter {letter.pk} is not as it was issued")
    return letter_from_json(letter.content)


def _particulars(failure: About, words: dict[str, str], on: date) -> dict[str, object]:
    order, starts = failure.order, failure.starts_at.astimezone(london())
    welsh = translation.get_language() == "cy"
    return {
        "code": failure.code,
        "day": long_date(starts),
        "date": day(starts),
        "time": f"{starts:%H:%M}" if welsh else clock_time(failure.starts_at),
        "place": failure.place,
        "order": words[order.kind] if order else "",
        "court": order.court if order else "",
        "sentenced": day(order.sentence_date) if order else "",
        "evidence_due": day(max(failure.evidence_due or on, on)),
        "warning_until": day(last_day_within(on, WARNING_MONTHS)),
        "first_issued": day(failure.first_issued),
    }


def _rendered(template: str, given: dict[str, object]) -> list[str]:
    """The template's paragraphs, each on one line; the first is the subject."""
    text = render_to_string(template, given)
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _practitioner(person: Person, on: date) -> str:
    held = CaseAllocation.objects.filter(current(on), person=person).select_related("practitioner").first()
    return held.practitioner.name if held else ""


def _address(person: Person, on: date) -> tuple[str, ...]:
    address = person.addresses.filter(current(on)).first()
    if address is None:
        return ()
    lines = [line.strip() for line in address.lines.replace("\n", ",").split(",")]
    return tuple(line for line in (*lines, address.postcode) if line)


def _office(person: Person) -> tuple[str, ...]:
    office = Office.objects.filter(pdu=person.team.pdu_id).order_by("code").first()
    return tuple(line for line in (office.name, office.address) if line) if office else ()
