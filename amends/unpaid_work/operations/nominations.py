"""Work that members of the public ask for: taken in, acknowledged, decided on, and its nominator forgotten in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import PDU
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.policy.nominations import nominator_kept_until
from amends.unpaid_work.models import Nomination, NominationLetter
from amends.unpaid_work.operations.nomination_letters import letter_text
from amends.unpaid_work.operations.projects import ProjectDraft, create_projects

MOST_A_DAY = 5  # nominations from one address
WITHIN = timedelta(days=1)
TOLD_WHO = ("name", "email", "telephone", "address", "sender")


@dataclass(frozen=True)
class NominationDraft:
    """What a member of the public asks for. `sender` is a keyed hash of the address it came from."""

    pdu: PDU
    place: str
    work: str
    benefits: str
    name: str
    email: str = ""
    telephone: str = ""
    address: str = ""
    language: str = "en"
    sender: str = ""


@transaction.atomic
def nominate(draft: NominationDraft, *, at: datetime) -> Nomination:
    """Take a nomination in. Raises Refused where too many came from the same address within a day, or it lacks how to
    reach the nominator."""
    if not (draft.email or draft.telephone or draft.address):
        raise Refused(_("Give an email address, a telephone number or a postal address"), field="email")
    lately = Nomination.objects.filter(sender=draft.sender, received_at__gt=at - WITHIN)
    if draft.sender and lately.count() >= MOST_A_DAY:
        raise Refused(_("Several nominations came from where you are today. Try again tomorrow, or write to us"))
    row = Nomination.objects.create(**vars(draft), received_at=at)
    audit.record(AnonymousUser(), "nominate", f"unpaid_work.nomination {row.pk}", detail={"unit": draft.pdu.code})
    return row


@transaction.atomic
def acknowledge(*, nomination: Nomination, by, at: datetime) -> Nomination:
    """Acknowledge the nomination by a letter. Raises Refused where that was done, or it is decided on."""
    row = _held(nomination)
    if row.acknowledged_at:
        raise Refused(_("The nomination is acknowledged already"))
    if row.decided_at:
        raise Refused(_("The nomination is decided on already"))
    row.acknowledged_at, row.acknowledged_by = at, by
    row.save()
    _write(row, NominationLetter.Template.ACKNOWLEDGED, by, at)
    audit.record(by, "acknowledge nomination", f"unpaid_work.nomination {row.pk}")
    return row


@transaction.atomic
def accept(
    *, nomination: Nomination, draft: ProjectDraft, displaces_paid_work: bool, for_private_profit: bool, by,
    at: datetime,
) -> Nomination:  # fmt: skip
    """Accept the nomination: it becomes a project, and its nominator is written to.

    Raises Refused where it is decided on, displaces paid work or is for private profit, or no project can be as the
    draft is.
    """
    row = _undecided(nomination)
    if displaces_paid_work or for_private_profit:
        raise Refused(_("Work that displaces paid work, or is for private profit, is declined"))
    (row.project,) = create_projects([draft], by=by, at=at)
    row.answer = Nomination.Answer.ACCEPTED
    return _decide(row, NominationLetter.Template.ACCEPTED, by, at)


@transaction.atomic
def decline(*, nomination: Nomination, ground: str, reason: str, by, at: datetime) -> Nomination:
    """Decline the nomination, with the ground and the words its nominator is told. Raises Refused without either."""
    row = _undecided(nomination)
    if ground not in Nomination.Ground.values:
        raise Refused(_("Select why it is declined"), field="ground")
    if not reason.strip():
        raise Refused(_("Say why it is declined, in words for the nominator"), field="reason")
    row.answer, row.ground, row.reason = Nomination.Answer.DECLINED, ground, reason.strip()
    return _decide(row, NominationLetter.Template.DECLINED, by, at)


@transaction.atomic
def forget_nominators(*, at: datetime) -> int:
    """Wipe who nominated, and their letters, once policy no longer keeps them; returns of how many."""
    on = civil_date(at)
    kept = Nomination.objects.select_for_update().filter(decided_at__lt=at, forgotten_at=None)
    due = [row for row in kept if nominator_kept_until(civil_date(row.decided_at)).value < on]
    NominationLetter.objects.filter(nomination__in=due).delete()
    wiped = dict.fromkeys(TOLD_WHO, "") | {"forgotten_at": at}
    Nomination.objects.filter(pk__in=[row.pk for row in due]).update(**wiped)
    audit.record_many(
        AnonymousUser(), "forget nominator", ((f"unpaid_work.nomination {row.pk}", "", {}) for row in due)
    )
    return len(due)


def _held(nomination: Nomination) -> Nomination:
    return Nomination.objects.select_for_update(of=("self",)).select_related("pdu__region").get(pk=nomination.pk)


def _undecided(nomination: Nomination) -> Nomination:
    row = _held(nomination)
    if row.decided_at:
        raise Refused(_("The nomination is decided on already"))
    return row


def _decide(row: Nomination, template, by, at: datetime) -> Nomination:
    row.decided_at, row.decided_by = at, by
    row.save()
    _write(row, template, by, at)
    detail = {"answer": row.answer, "ground": row.ground}
    audit.record(by, "decide on nomination", f"unpaid_work.nomination {row.pk}", detail=detail)
    return row


def _write(row: Nomination, template, by, at: datetime) -> NominationLetter:
    text = letter_text(row, template, row.language, civil_date(at))
    return NominationLetter.objects.create(
        nomination=row, template=template, content=text.as_json(), issued_at=at, issued_by=by
    )
