"""What is done about a failure: a letter that asks why, a warning, a manager's decision, the start of breach.

Each can be done once for a failure, and only where the rule calls for it: the same rule for everyone.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.contacts.models import ContactOutcome
from amends.enforcement.models import EnforcementAction
from amends.enforcement.operations.failures import held_failure
from amends.enforcement.operations.letters import about, issue, letter_text
from amends.enforcement.operations.proceedings import rest_breach_on
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.queries.ledger import Entry
from amends.organisation import audit
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date

Kind = EnforcementAction.Kind


@transaction.atomic
def ask_for_reason(*, outcome: ContactOutcome, language: str = "", by, at: datetime) -> EnforcementAction:
    """Write to the person about a failure and ask for the reason. Raises EnforcementRefused where nothing is open."""
    return _by_letter(outcome, Kind.ASK, "ask for reason", language=language, by=by, at=at)


@transaction.atomic
def issue_warning(*, outcome: ContactOutcome, language: str = "", by, at: datetime) -> EnforcementAction:
    """Warn the person, by a letter in the language (else the person's own).

    Raises EnforcementRefused where the rule calls for breach and no manager decided otherwise, a warning was issued
    for this failure, or its reason was accepted.
    """
    return _by_letter(outcome, Kind.WARN, "issue warning", language=language, by=by, at=at)


@transaction.atomic
def start_breach(*, outcome: ContactOutcome, note: str = "", language: str = "", by, at: datetime) -> EnforcementAction:
    """Start breach proceedings for a failure, and tell the person by letter; those not over rest on it too.

    Raises EnforcementRefused where the rule does not call for breach, it was started, or the person was on licence.
    """
    action = _by_letter(outcome, Kind.BREACH, "start breach", note=note, language=language, by=by, at=at)
    order = held_failure(outcome, at)[0].order
    rest_breach_on(action, order, by=by, at=at)
    return action


@transaction.atomic
def decide_not_to_enforce(*, outcome: ContactOutcome, reason: str, by, at: datetime) -> EnforcementAction:
    """Decide, as a manager of the person's team, that this failure is not enforced.

    Raises EnforcementRefused without a reason, by anyone else, or where nothing is open. The database refuses both.
    """
    entry, person = held_failure(outcome, at)
    if not reaches(by, Permission.ENFORCEMENT_WAIVE, person.team):
        raise EnforcementRefused(_("Only a manager of the person's team may decide not to enforce"))
    if not reason.strip():
        raise EnforcementRefused(_("Say why it is not enforced"), field="reason")
    _refuse_unless_open(entry, Kind.NOT_ENFORCE)
    return _record(entry, person, Kind.NOT_ENFORCE, "decide not to enforce", reason=reason, by=by, at=at)


def _by_letter(outcome: ContactOutcome, kind, action: str, *, note: str = "", language: str, by, at: datetime):
    entry, person = held_failure(outcome, at)
    _refuse_unless_open(entry, kind)
    text = letter_text(about(entry), person, kind, language or person.language, civil_date(at))
    made = _record(entry, person, kind, action, reason=note, by=by, at=at)
    issue(text, kind, made)
    return made


def why_not(entry: Entry, kind) -> str:
    """Why this cannot be done about a failure now, in words; empty where it can."""
    call, done = entry.call, {action.kind for action in entry.failure.holding}
    unwithdrawn = {action.kind for action in entry.failure.actions if action.withdrawn_at is None}
    if kind in unwithdrawn - done:
        return _("This was done on an outcome that has been corrected since. Withdraw it first.")
    if kind in done:
        return _("This was done already for this failure")
    if call.settled == "accepted":
        return _("The reason for this failure was accepted: nothing is to be enforced")
    if call.settled == "ended":
        return _("The order has ended: nothing is to be enforced")
    if call.settled == "breach":
        return _("Breach has been started")
    breach = call.step.value == "breach"
    if kind == Kind.WARN and breach and "not_enforce" not in done:
        return _("The rule calls for breach: a warning takes a manager's decision not to enforce first")
    if kind == Kind.BREACH and entry.on_licence:
        return _("The person is on licence: decide whether to recall")
    if kind == Kind.BREACH and not breach:
        return _("The rule calls for a warning, not for breach")
    if kind in (Kind.ASK, Kind.BREACH, Kind.NOT_ENFORCE) and not call.open:
        return _("Nothing is open for this failure")
    return ""


def _refuse_unless_open(entry: Entry, kind) -> None:
    if words := why_not(entry, kind):
        raise EnforcementRefused(words)


def _record(entry: Entry, person, kind, action: str, *, reason: str, by, at: datetime) -> EnforcementAction:
    made = EnforcementAction.objects.create(
        appointment_id=entry.failure.appointment, outcome_id=entry.failure.outcome, kind=kind, reason=reason.strip(),
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    audit.record(
        by, action, f"enforcement.enforcementaction {made.pk}", crn=person.crn,
        detail={"outcome": entry.failure.outcome, "rule": entry.call.step.value},
    )  # fmt: skip
    return made
