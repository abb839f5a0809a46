"""Recording evidence of a reason as it comes in, and deciding whether the reason is accepted."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.contacts.models import ContactOutcome
from amends.enforcement.models import EnforcementAction, Evidence, Letter
from amends.enforcement.operations.failures import held_failure
from amends.enforcement.operations.letters import about, issue, letter_text
from amends.enforcement.operations.refused import EnforcementRefused
from amends.organisation import audit
from amends.organisation.operations.refusal import Ground
from amends.policy.civil_time import civil_date

Kind = EnforcementAction.Kind


@transaction.atomic
def record_evidence(
    *, outcome: ContactOutcome, kind: str, received_on: date, description: str, by, at: datetime
) -> Evidence:
    """Record what was received about the reason for a failure. Raises EnforcementRefused with every ground."""
    entry, person = held_failure(outcome, at)
    grounds = []
    if kind not in Evidence.Kind.values:
        grounds.append(Ground(_("Select the kind of reason"), "kind"))
    if not entry.failure.on <= received_on <= civil_date(at):
        grounds.append(Ground(_("The day it was received must be from the day of the failure to today"), "received_on"))
    if not description.strip():
        grounds.append(Ground(_("Say what was received"), "description"))
    if grounds:
        raise EnforcementRefused(grounds)
    evidence = Evidence.objects.create(
        appointment_id=outcome.appointment_id, outcome=outcome, kind=kind, received_on=received_on,
        description=description.strip(), recorded_at=at, recorded_by=by,
    )  # fmt: skip
    audit.record(by, "record evidence", f"enforcement.evidence {evidence.pk}", crn=person.crn)
    return evidence


@transaction.atomic
def decide_on_evidence(
    *, evidence: Evidence, accepted: bool, reason: str, language: str = "", by, at: datetime
) -> EnforcementAction:
    """Accept the reason for a failure, or not. Accepting issues a letter in the language (else the person's own).

    An accepted reason makes the failure an acceptable one: it calls for nothing, and a warning about it counts no more.
    Raises EnforcementRefused without a reason, or where the evidence was decided on, or withdrawn.
    """
    evidence = Evidence.objects.select_related("outcome").get(pk=evidence.pk)
    entry, person = held_failure(_standing(evidence), at)
    evidence.refresh_from_db()
    if evidence.withdrawn_at is not None:
        raise EnforcementRefused(_("This evidence has been withdrawn"))
    if evidence.decisions.filter(withdrawn_at=None).exists():
        raise EnforcementRefused(_("This evidence has been decided on. Withdraw that decision first."))
    if not reason.strip():
        raise EnforcementRefused(_("Say why"), field="reason")
    kind = Kind.ACCEPT if accepted else Kind.REFUSE
    action = EnforcementAction.objects.create(
        appointment_id=evidence.appointment_id, outcome_id=entry.failure.outcome, evidence=evidence, kind=kind,
        reason=reason.strip(), recorded_at=at, recorded_by=by,
    )  # fmt: skip
    if accepted:
        text = letter_text(about(entry), person, Letter.Template.ACCEPT, language or person.language, civil_date(at))
        issue(text, Letter.Template.ACCEPT, action)
    audit.record(
        by, "decide on evidence", f"enforcement.enforcementaction {action.pk}", crn=person.crn,
        detail={"evidence": evidence.pk, "accepted": accepted},
    )  # fmt: skip
    return action


def _standing(evidence: Evidence) -> ContactOutcome:
    """The outcome that stands of the appointment the evidence is about: it may have been corrected since."""
    return evidence.appointment.outcomes.get(replaced_by__isnull=True)
