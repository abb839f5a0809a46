"""Withdrawing what was recorded about a failure. The row stays, with who withdrew it, when and why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.enforcement.models import EnforcementAction, Evidence, Letter, Proceeding
from amends.enforcement.operations.letters import About, issue, letter_text
from amends.enforcement.operations.proceedings import held, take_step
from amends.enforcement.operations.refused import EnforcementRefused
from amends.organisation import audit
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.proceedings import FINAL

FIELDS = ["withdrawn_at", "withdrawn_by", "withdrawn_reason"]
_STANDS = (*FINAL, "notice_owed")  # over, or taken back already
_NOT_SENT = ("started", "suspended", "proposed", "signed")
_TOLD = (EnforcementAction.Kind.WARN, EnforcementAction.Kind.BREACH, EnforcementAction.Kind.ASK)


@transaction.atomic
def withdraw_action(*, action: EnforcementAction, reason: str, by, at: datetime) -> EnforcementAction:
    """Take back what was done about a failure. Where a letter told of it, another takes that letter back; a breach or
    recall that rests on nothing else is taken back with it.

    Raises EnforcementRefused without a reason, where the court has decided, where it was withdrawn, or by somebody who
    could not have done it: a manager's decision is a manager's to take back.
    """
    person = _locked(action.appointment.person_id)
    action = EnforcementAction.objects.select_for_update(of=("self",)).select_related("outcome").get(pk=action.pk)
    if not may_withdraw(action, person, by):
        raise EnforcementRefused(_("Your role does not allow this to be withdrawn"))
    _refuse(action, reason)
    proceeding = Proceeding.objects.filter(rests_on__action=action).select_related("sentence__person").first()
    if proceeding is not None and proceeding.state == "decided":
        raise EnforcementRefused(_("This has been decided on already: it stands"))
    _take_back(action, person, reason, by=by, at=at)
    if proceeding is not None and not proceeding.rests_on.filter(action__withdrawn_at=None).exists():
        _withdraw_proceeding(proceeding, reason, by=by, at=at)
    return action


@transaction.atomic
def withdraw_proceeding(*, proceeding: Proceeding, reason: str, by, at: datetime) -> Proceeding:
    """Take back a breach or recall, with every action it rests on. What was sent already leaves a notice owed.

    Raises EnforcementRefused without a reason, where it is over, or to somebody who could not have begun it.
    """
    proceeding = held(proceeding)
    if not reaches(by, Permission.ENFORCEMENT_RECORD, proceeding.person.team):
        raise EnforcementRefused(_("Your role does not allow this to be withdrawn"))
    if not reason.strip():
        raise EnforcementRefused(_("Say why it is withdrawn"), field="reason")
    if proceeding.state in _STANDS:
        raise EnforcementRefused(_("This cannot be done now: look again at where it stands"))
    _withdraw_proceeding(proceeding, reason, by=by, at=at)
    withdraw_resting(proceeding, reason, by=by, at=at)
    return proceeding


def withdraw_resting(proceeding: Proceeding, reason: str, *, by, at: datetime) -> None:
    """Take back the actions that proceedings rest on, with their letters."""
    standing = EnforcementAction.objects.filter(rests_on__proceeding=proceeding, withdrawn_at=None)
    for action in standing.select_related("outcome", "appointment"):
        _take_back(action, proceeding.person, reason, by=by, at=at)


def _withdraw_proceeding(proceeding: Proceeding, reason: str, *, by, at: datetime) -> None:
    if proceeding.state in _STANDS:
        return
    name = "withdraw" if proceeding.state in _NOT_SENT else "take_back"
    take_step(proceeding, name, on=civil_date(at), reason=reason, by=by, at=at)


def _take_back(action: EnforcementAction, person: Person, reason: str, *, by, at: datetime) -> None:
    """Withdraw an action; where a letter told of it, another takes that letter back."""
    _withdraw(action, reason, by=by, at=at)
    first = action.letters.exclude(template=Letter.Template.WITHDRAWN).first()
    if first and action.kind in _TOLD:
        told = About(action.outcome.code, action.appointment.starts_at, first_issued=civil_date(first.issued_at))
        text = letter_text(told, person, Letter.Template.WITHDRAWN, first.language, civil_date(at))
        issue(text, Letter.Template.WITHDRAWN, action)
    subject = f"enforcement.enforcementaction {action.pk}"
    audit.record(by, "withdraw enforcement action", subject, crn=person.crn, detail={"kind": action.kind})


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by, at: datetime) -> Evidence:
    """Take back evidence recorded by mistake. Raises EnforcementRefused where a decision rests on it."""
    person = _locked(evidence.appointment.person_id)
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    _refuse(evidence, reason)
    if evidence.decisions.filter(withdrawn_at=None).exists():
        raise EnforcementRefused(_("A decision rests on this evidence. Withdraw the decision first."))
    _withdraw(evidence, reason, by=by, at=at)
    audit.record(by, "withdraw evidence", f"enforcement.evidence {evidence.pk}", crn=person.crn)
    return evidence


def may_withdraw(action: EnforcementAction, person: Person, user) -> bool:
    """Whether the user may take back what was done about a failure of the person."""
    waived = action.kind == EnforcementAction.Kind.NOT_ENFORCE
    needed = Permission.ENFORCEMENT_WAIVE if waived else Permission.ENFORCEMENT_RECORD
    return reaches(user, needed, person.team)


def _locked(person: int) -> Person:
    rows = Person.objects.select_for_update(of=("self",), no_key=True).select_related("team__pdu")
    return rows.get(pk=person)


def _refuse(row: EnforcementAction | Evidence, reason: str) -> None:
    if row.withdrawn_at is not None:
        raise EnforcementRefused(_("This has been withdrawn already"))
    if not reason.strip():
        raise EnforcementRefused(_("Say why it is withdrawn"), field="reason")


def _withdraw(row: EnforcementAction | Evidence, reason: str, *, by, at: datetime) -> None:
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = at, by, reason.strip()
    row.save(update_fields=FIELDS)
