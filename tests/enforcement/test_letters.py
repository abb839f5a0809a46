"""Letters: in both languages, tagged, kept as issued, and the same however often they are printed."""

import hashlib
import re
import zlib
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from amends.cases.letters import as_issued
from amends.cases.models import Address
from amends.design.documents.letter import letter_from_json, letter_pdf
from amends.enforcement.models import Letter
from amends.enforcement.operations.actions import ask_for_reason, issue_warning, start_breach
from tests.enforcement.failing import failed, noon, sentenced
from tests.factories import make_allocation, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
FAILED = date(2026, 4, 2)
ISSUED = date(2026, 4, 7)


@pytest.fixture
def case():
    person, requirement = sentenced(make_team(), given_names="Siân", family_name="O’Brien #panic() *Ж*")
    make_allocation(person, make_staff(person.team, "po", name="Ada Example"))
    since = date(2026, 1, 1)
    Address.objects.create(person=person, lines="1 High Street, Reading", postcode="RG1 1AA", from_date=since)
    return person, requirement


@pytest.fixture
def by(case):
    return make_user("practitioner", case[0].team)


def said(letter: Letter) -> str:
    told = as_issued(letter)
    return " ".join([*told.sender, *told.to, *told.reference, told.greeting, told.subject, *told.paragraphs])


def test_a_warning_tells_what_happened_what_follows_and_by_when_to_answer(case, by):
    issue_warning(outcome=failed(case[1], FAILED, by), by=by, at=noon(ISSUED))
    told = said(Letter.objects.get())
    for words in (
        "1 High Street", "RG1 1AA", case[0].crn, "Thursday 2 April 2026", "you did not come", "community order",
        "6 January 2025", "13 April 2026", "to 6 April 2027", "back to court", "Ada Example",
    ):  # fmt: skip
        assert words in told, words
    assert "{" not in told


@pytest.mark.parametrize(("code", "words"), [("AFTC", "did not do what was asked"), ("ATSH", "how you behaved")])
def test_a_letter_says_what_kind_of_failure_it_was(case, by, code, words):
    ask_for_reason(outcome=failed(case[1], FAILED, by, code), by=by, at=noon(ISSUED))
    told = said(Letter.objects.get())
    assert words in told
    assert "you did not come" not in told


def test_a_person_who_is_written_to_in_welsh_gets_welsh(case, by):
    person, requirement = case
    type(person).objects.filter(pk=person.pk).update(language="cy")
    issue_warning(outcome=failed(requirement, FAILED, by), by=by, at=noon(ISSUED))
    start_breach(outcome=failed(requirement, date(2026, 4, 8), by), language="en", by=by, at=noon(date(2026, 4, 9)))
    warning, breach = Letter.objects.order_by("pk")
    assert "Rhybudd: eich apwyntiad ar 2 Ebrill 2026" in said(warning)
    assert "gorchymyn cymunedol" in said(warning)
    assert "Your case is going back to court" in said(breach)


def test_every_template_is_there_in_both_languages(case, by):
    from amends.enforcement.operations.letters import about, letter_text
    from amends.enforcement.queries.ledger import ledger_of

    failed(case[1], FAILED, by)
    entry = ledger_of(case[0], ISSUED).orders[0].entries[0]
    for template in Letter.Template.values:
        english, welsh = (letter_text(about(entry), case[0], template, each, ISSUED) for each in ("en", "cy"))
        assert len(english.paragraphs) == len(welsh.paragraphs) >= 2
        assert english.subject != welsh.subject
        assert "{" not in " ".join(english.paragraphs + welsh.paragraphs)


def test_a_letter_is_printed_again_to_the_byte_and_is_tagged_with_its_language_and_title(case, by):
    issue_warning(outcome=failed(case[1], FAILED, by), language="cy", by=by, at=noon(ISSUED))
    letter = Letter.objects.get()
    type(case[0]).objects.filter(pk=case[0].pk).update(family_name="Changed since")
    first, again = (letter_pdf(as_issued(Letter.objects.get())) for _ in range(2))
    assert first == again
    plain = first + b"".join(inflated(first))
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", b"/Lang", b"cy", b"FontFile"):
        assert mark in plain, mark
    assert "Changed since" not in said(letter)


def test_what_a_letter_says_is_never_read_as_markup(case, by):
    issue_warning(outcome=failed(case[1], FAILED, by), by=by, at=noon(ISSUED))
    told = as_issued(Letter.objects.get())
    assert "#panic()" in told.to[0]
    assert letter_pdf(told).startswith(b"%PDF")


def test_a_letter_that_is_not_as_issued_is_neither_kept_nor_printed(case, by):
    warning = issue_warning(outcome=failed(case[1], FAILED, by), by=by, at=noon(ISSUED))
    letter = Letter.objects.get()
    assert letter.digest == hashlib.sha256(letter.content.encode()).hexdigest()
    assert letter_from_json(letter.content).as_json() == letter.content
    with pytest.raises(IntegrityError, match="letter_digest"), transaction.atomic():
        Letter.objects.create(
            action=warning, template="ask", language="en", content=letter.content + " ", digest=letter.digest,
            issued_at=letter.issued_at, issued_by=by,
        )  # fmt: skip
    letter.content = letter.content.replace("2026", "2025")
    with pytest.raises(ValueError, match="not as it was issued"):
        as_issued(letter)


def inflated(pdf: bytes):
    """The streams of a PDF that are deflated."""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            yield stream


@pytest.mark.parametrize("name", ["虚构", "কাল্পনিক", "خیالی"])
def test_a_letter_is_made_for_somebody_whose_name_no_font_shows(case, by, name):
    case[0].family_name = name
    case[0].save()
    issue_warning(outcome=failed(case[1], FAILED, by), by=by, at=noon(ISSUED))
    told = as_issued(Letter.objects.get())
    assert any(name in line for line in told.to)
    assert letter_pdf(told).startswith(b"%PDF")
