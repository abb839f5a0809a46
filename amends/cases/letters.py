"""Writing to a person, or to the court about them: from a template in their language, and kept as it was issued."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from amends.cases.models import CaseAllocation, IssuedLetter, Person, Sentence
from amends.design.documents.letter import LetterText, letter_from_json
from amends.design.documents.report import ReportText
from amends.design.words import day
from amends.organisation.models import Office
from amends.organisation.operations.refusal import Refused
from amends.organisation.ranges import current

# Words of a letter that no template holds, by language. The Welsh is the authors' own: see docs/rules/letters.md.
_WORDS = {
    "en": {
        "service": "Probation Service", "crn": "Our reference: %s", "dear": "Dear %s", "closing": "Yours sincerely",
        "practitioner": "Practitioner", "nobody": "the office", "court": "Dear Sir or Madam",
        "formally": "Yours faithfully",
        "community": "community order", "suspended": "suspended sentence order", "custody": "sentence",
    },
    "cy": {
        "service": "Y Gwasanaeth Prawf", "crn": "Ein cyfeirnod: %s", "dear": "Annwyl %s", "closing": "Yn gywir",
        "practitioner": "Ymarferydd", "nobody": "y swyddfa", "court": "Annwyl Syr neu Fadam",
        "formally": "Yn gywir",
        "community": "gorchymyn cymunedol", "suspended": "gorchymyn dedfryd ohiriedig", "custody": "dedfryd",
    },
}  # fmt: skip


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Dates and words in the language of a letter. Raises Refused for one there are no templates in."""
    if language not in _WORDS:
        raise Refused(_("Select English or Welsh"), field="language")
    with translation.override("cy" if language == "cy" else "en-gb"):
        yield


def order_words(order: Sentence, language: str) -> str:
    """What kind of order it is, in the language of a letter."""
    return _WORDS[language][order.kind]


def letter_text(
    template: str, given: Mapping[str, object], person: Person, language: str, on: date, *,
    to: tuple[str, ...] = (), table: tuple[tuple[str, str], ...] = (),
) -> LetterText:  # fmt: skip
    """What a letter from the template would say on a day; nothing is kept. `person` comes with the team.

    `template` is named without its language; the first of its paragraphs is the subject. It is given who holds the case
    as `practitioner`, beside what is `given`. `to`: the lines of another addressee, such as a court. Raises Refused for
    a language there is no template in.
    """
    with speaking(language):
        words, practitioner = _WORDS[language], _practitioner(person, on)
        told = {**given, "practitioner": practitioner or words["nobody"]}
        subject, *paragraphs = _rendered(f"{template}.{language}.txt", told)
        return LetterText(
            language=language, issued_on=on,
            sender=(words["service"], person.team.name, *_office(person)),
            to=to or (person.name, *_address(person, on)),
            reference=(words["crn"] % person.crn, day(on)),
            greeting=words["court"] if to else words["dear"] % person.name, subject=subject,
            paragraphs=tuple(paragraphs), closing=words["formally"] if to else words["closing"],
            signed=(practitioner, words["practitioner"]) if practitioner else (person.team.name,), table=table,
        )  # fmt: skip


def kept(text: LetterText | ReportText) -> dict[str, str]:
    """The fields of a letter or report as it is kept, beside by whom and when."""
    content = text.as_json()
    return {
        "language": text.language, "content": content, "digest": hashlib.sha256(content.encode()).hexdigest(),
    }  # fmt: skip


def as_issued(letter: IssuedLetter) -> LetterText:
    """The letter as it was issued. Raises ValueError where its text is not the one that was."""
    return letter_from_json(content_as_issued(letter))


def content_as_issued(letter: IssuedLetter) -> str:
    """What is kept of it. Raises ValueError where that is not what was issued."""
    if hashlib.sha256(letter.content.encode()).hexdigest() != letter.digest:
        raise ValueError(f"letter {letter.pk} is not as it was issued")
    return letter.content


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
