"""Telling a court, or those asked to recall, that it is taken back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases import letters
from amends.design.documents.letter import LetterText
from amends.design.words import day
from amends.enforcement.models import Notice, Proceeding
from amends.enforcement.operations.proceedings import held, take_step
from amends.enforcement.operations.refused import EnforcementRefused
from amends.policy.civil_time import civil_date


@transaction.atomic
def issue_notice(*, proceeding: Proceeding, language: str = "en", by, at: datetime) -> Notice:
    """Issue the notice that is owed, and keep it as issued: with it the breach or recall is withdrawn.

    Raises EnforcementRefused where none is owed, or for a language there is no template in.
    """
    proceeding = held(proceeding)
    if proceeding.state != "notice_owed":
        raise EnforcementRefused(_("No notice is owed"))
    text = notice_text(proceeding, language, at)
    notice = Notice.objects.create(proceeding=proceeding, **letters.kept(text), issued_at=at, issued_by=by)
    take_step(proceeding, "notify", on=civil_date(at), by=by, at=at)
    return notice


def notice_text(proceeding: Proceeding, language: str, at: datetime) -> LetterText:
    """What the notice would say; nothing is kept. Raises Refused for a language there is no template in."""
    order, taken = proceeding.sentence, list(proceeding.taken.order_by("number"))
    with letters.speaking(language):
        given = {
            "name": order.person.name,
            "reference": proceeding.reference,
            "order": letters.order_words(order, language),
            "court": order.court,
            "sentenced": day(order.sentence_date),
            "sent": day(next((step.on for step in taken if step.name in ("lay", "request")), None)),
            "reason": taken[-1].reason,
        }
    to = (order.court,) if proceeding.kind == Proceeding.Kind.BREACH else ("Public Protection Casework Section",)
    template = f"enforcement/letters/notice_{proceeding.kind}"
    return letters.letter_text(template, given, order.person, language, civil_date(at), to=to)
