"""What the letters to those who nominate work say, in English or Welsh."""

from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from amends.design.documents.letter import LetterText
from amends.design.words import day
from amends.organisation.models import Office
from amends.unpaid_work.models import Nomination

# Words that no template holds, by language. The Welsh is the authors' own: see docs/rules/nominations.md.
_WORDS = {
    "en": {
        "service": "Probation Service", "ours": "Our reference: N%s", "dear": "Dear %s",
        "closing": "Yours sincerely",
    },
    "cy": {
        "service": "Y Gwasanaeth Prawf", "ours": "Ein cyfeirnod: N%s", "dear": "Annwyl %s", "closing": "Yn gywir",
    },
}  # fmt: skip


def letter_text(nomination: Nomination, template: str, language: str, on: date) -> LetterText:
    """What a letter about a nomination says on a day. `nomination` comes with its unit and its region."""
    words = _WORDS[language]
    with translation.override("cy" if language == "cy" else "en-gb"):
        given = {"nomination": nomination, "received": day(nomination.received_at), "unit": nomination.pdu.name}
        text = render_to_string(f"unpaid_work/nominations/letters/{template}.{language}.txt", given)
        subject, *paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
        return LetterText(
            language=language, issued_on=on,
            sender=(words["service"], nomination.pdu.region.name, nomination.pdu.name, *_office(nomination)),
            to=(nomination.name, *_lines(nomination.address)),
            reference=(words["ours"] % nomination.pk, day(on)),
            greeting=words["dear"] % nomination.name, subject=subject, paragraphs=tuple(paragraphs),
            closing=words["closing"], signed=(nomination.pdu.name,),
        )  # fmt: skip


def _office(nomination: Nomination) -> tuple[str, ...]:
    office = Office.objects.filter(pdu=nomination.pdu_id).order_by("code").first()
    return tuple(line for line in (office.name, office.address) if line) if office else ()


def _lines(address: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in address.replace("\n", ",").split(",") if line.strip())
