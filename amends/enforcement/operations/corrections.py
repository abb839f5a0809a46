"""Putting the outcome of a failure right, with everything that followed from it: shown beforehand, undone at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.contacts.models import Appointment, ContactOutcome
from amends.contacts.operations.outcomes import AlreadyRecorded, OutcomeDraft, OutcomesRefused, correct_outcome
from amends.enforcement.operations.failures import held_failure
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.operations.withdrawals import may_withdraw, withdraw_action, withdraw_evidence
from amends.enforcement.queries.undoing import Undone, undone
from amends.organisation.operations.refusal import Ground
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.contact_outcomes import contact_outcomes

# What a session credits is put right on its register, where its times are.
_ON_THE_REGISTER = ("AASD",)


def codes_for(appointment: Appointment, standing: str) -> list[tuple[str, str]]:
    """The outcomes to which a failure can be put right here: absences, and attendance at a supervision appointment."""
    supervision = appointment.kind == Appointment.Kind.SUPERVISION
    return [
        (outcome.code, outcome.description)
        for outcome in contact_outcomes()
        if outcome.code not in (standing, *_ON_THE_REGISTER)
        and (not outcome.attended or (supervision and outcome.code in ("ATTC", "AFTC")))
    ]


@transaction.atomic
def correct_failure(*, outcome: ContactOutcome, code: str, reason: str, by, at: datetime) -> Undone:
    """Put the outcome of a failure right, and take back what followed from it: actions with their letters, evidence, a
    breach that then rests on nothing; where that was laid, a notice to the court is owed.

    A manager's decision is left to a manager, and what a court decided stands: both are shown still. Raises
    EnforcementRefused, also where the outcome was corrected meanwhile.
    """
    entry, person = held_failure(outcome, at)
    appointment = Appointment.objects.get(pk=outcome.appointment_id)
    if code not in dict(codes_for(appointment, entry.failure.code)):
        raise EnforcementRefused(_("Select the outcome"), field="code")
    if not reason.strip():
        raise EnforcementRefused(_("Say why the outcome is corrected"), field="reason")
    found = undone(person, civil_date(at), appointment=appointment.pk, code=code)
    _correct(outcome, appointment, code, reason, by=by, at=at)
    _take_back(found, person, reason, by=by, at=at)
    return found


@transaction.atomic
def take_back_undone(*, person: Person, reason: str, by, at: datetime) -> Undone:
    """Take back all that rests on outcomes corrected elsewhere. Raises EnforcementRefused where there is nothing."""
    person = Person.objects.select_for_update(of=("self",), no_key=True).select_related("team__pdu").get(pk=person.pk)
    if not reaches(by, Permission.ENFORCEMENT_RECORD, person.team):
        raise EnforcementRefused(_("Your role does not allow this to be withdrawn"))
    if not reason.strip():
        raise EnforcementRefused(_("Say why it is withdrawn"), field="reason")
    found = undone(person, civil_date(at))
    if not found.actions and not found.evidence:
        raise EnforcementRefused(_("Nothing rests on an outcome that was corrected"))
    _take_back(found, person, reason, by=by, at=at)
    return found


def _correct(outcome: ContactOutcome, appointment: Appointment, code: str, reason: str, *, by, at: datetime) -> None:
    times = {}
    if code in ("ATTC", "AFTC"):
        times = {"started_at": appointment.starts_at, "finished_at": appointment.ends_at}
    draft = OutcomeDraft(appointment, code, notes=outcome.notes, sensitive=outcome.sensitive, **times)
    try:
        correct_outcome(outcome=outcome, draft=draft, reason=reason, by=by, at=at)
    except OutcomesRefused as refused:
        raise EnforcementRefused([Ground(each.message, "code") for each in refused.refusals]) from refused
    except AlreadyRecorded as meanwhile:
        raise EnforcementRefused(_("This outcome has been corrected meanwhile. Look again.")) from meanwhile


def _take_back(found: Undone, person: Person, reason: str, *, by, at: datetime) -> None:
    for action in found.actions:
        if may_withdraw(action, person, by):
            withdraw_action(action=action, reason=reason[:500], by=by, at=at)
    for row in found.evidence:
        if not row.decisions.filter(withdrawn_at=None).exists():
            withdraw_evidence(evidence=row, reason=reason[:500], by=by, at=at)
