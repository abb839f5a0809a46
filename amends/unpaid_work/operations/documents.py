"""Keeping letters, reports and packs about an order as they were issued."""

from datetime import date, datetime

from amends.cases.letters import kept, letter_text, order_words, speaking
from amends.cases.models import Person, Requirement
from amends.design.documents.letter import LetterText
from amends.design.words import day, hours_text
from amends.unpaid_work.models import OrderDocument
from amends.unpaid_work.queries.person import Standing

_HEADINGS = {"en": ("Statement of hours", "Hours and minutes"), "cy": ("Datganiad oriau", "Oriau a munudau")}
# The lines of a statement in a letter. The Welsh is the authors' own: see docs/rules/letters.md.
_LINES = {
    "en": {
        "ordered": "Ordered by the court",
        "sessions": "Worked at sessions", "ete": "Education, training and employment", "adjustments": "Adjustments",
        "earned": "Earned reduction", "remaining": "Remaining", "surplus": "Worked beyond what counted",
    },
    "cy": {
        "ordered": "Gorchmynnwyd gan y llys",
        "sessions": "Wedi’u gweithio mewn sesiynau", "ete": "Addysg, hyfforddiant a chyflogaeth",
        "adjustments": "Addasiadau", "earned": "Gostyngiad a enillwyd", "remaining": "Yn weddill",
        "surplus": "Wedi’u gweithio y tu hwnt i’r hyn oedd yn cyfrif",
    },
}  # fmt: skip


def statement_table(standing: Standing, language: str) -> tuple[tuple[str, str], ...]:
    """What a requirement's statement comes to, as rows of a letter; none where it cannot be stated."""
    stated = standing.account.statement
    if stated is None:
        return ()
    words = _LINES[language]
    surplus = sum(line.surplus for line in standing.lines)
    rows = [
        ("ordered", stated.ordered), ("sessions", stated.credited_sessions), ("ete", stated.credited_ete),
        ("adjustments", stated.adjustments), ("earned", stated.earned_reduction), ("remaining", stated.remaining),
        *([("surplus", surplus)] if surplus else []),
    ]  # fmt: skip
    return _HEADINGS[language], *((words[name], hours_text(minutes)) for name, minutes in rows)


def document_text(
    template: str, standing: Standing, given: dict[str, object], *, language: str, on: date, to_court: bool,
) -> LetterText:  # fmt: skip
    """What a letter about a requirement would say on a day; nothing is kept. Raises Refused for another language.

    It is given the order, and dates in words, beside what is `given`; the statement stands at its end.
    """
    requirement = standing.requirement
    sentence, person = requirement.sentence, requirement.sentence.person
    with speaking(language):
        told = {
            "name": person.name, "crn": person.crn, "court": sentence.court, "requirement": requirement.reference,
            "order": order_words(sentence, language), "sentenced": day(sentence.sentence_date),
            "last_day": day(standing.last_day) if standing.last_day else "",
            **{name: day(value) if isinstance(value, date) else value for name, value in given.items()},
        }  # fmt: skip
        to = (sentence.court,) if to_court else ()
        table = statement_table(standing, language)
        return letter_text(f"unpaid_work/letters/{template}", told, person, language, on, to=to, table=table)


def keep(
    text: LetterText, template: str, person: Person, requirement: Requirement | None, *, issued_by, issued_at: datetime
) -> OrderDocument:
    """The document as issued, kept in the transaction of what it tells of."""
    return OrderDocument.objects.create(
        person=person, requirement=requirement, template=template, **kept(text), issued_at=issued_at,
        issued_by=issued_by,
    )  # fmt: skip
