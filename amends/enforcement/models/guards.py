"""What the database refuses, whoever asks: the triggers of this room.

The outcomes that are failures come from the policy's codes, and the roles of managers from the page of roles: where
either changes, so do these triggers, by a migration.
"""

import pgtrigger

from amends.organisation.roles import ROLES, Permission
from amends.policy.contact_outcomes import contact_outcomes

FAILURES = tuple(outcome.code for outcome in contact_outcomes() if outcome.enforceable)
WITHDRAWAL = ["withdrawn_at", "withdrawn_by", "withdrawn_reason"]
_MANAGERS = tuple(name for name, role in ROLES.items() if Permission.ENFORCEMENT_WAIVE in role.permissions)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


# The appointment is locked as a correction of its outcome locks it: neither overlooks the other.
_RESTS = f"""
    PERFORM 1 FROM contacts_appointment WHERE id = NEW.appointment_id FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT FROM contacts_contactoutcome held
        WHERE held.id = NEW.outcome_id AND held.appointment_id = NEW.appointment_id
          AND held.code IN ({_listed(FAILURES)})
          AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = held.id)
    ) THEN
        RAISE EXCEPTION 'it rests on no failure that stands' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'rests_on_a_failure';
    END IF;
"""  # noqa: S608 - the lists are the code's own

_EVIDENCE = """
    IF NEW.evidence_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM enforcement_evidence held WHERE held.id = NEW.evidence_id
          AND held.appointment_id = NEW.appointment_id AND held.withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'the evidence is not about this failure, or was withdrawn' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'action_on_its_evidence';
    END IF;
"""

_MANAGER = f"""
    IF NEW.kind = 'not_enforce' AND NOT EXISTS (
        SELECT FROM contacts_appointment failed
        JOIN cases_person person ON person.id = failed.person_id
        JOIN organisation_team team ON team.id = person.team_id
        JOIN organisation_pdu pdu ON pdu.id = team.pdu_id
        JOIN organisation_rolegrant held ON held.user_id = NEW.recorded_by_id AND held.role IN ({_listed(_MANAGERS)})
         AND held.from_date <= (NEW.recorded_at AT TIME ZONE 'Europe/London')::date
         AND (held.to_date IS NULL OR held.to_date > (NEW.recorded_at AT TIME ZONE 'Europe/London')::date)
         AND (held.team_id = team.id OR held.pdu_id = pdu.id OR held.region_id = pdu.region_id
              OR (held.team_id IS NULL AND held.pdu_id IS NULL AND held.region_id IS NULL))
        WHERE failed.id = NEW.appointment_id
    ) THEN
        RAISE EXCEPTION 'only a manager of the person''s team decides not to enforce'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'action_by_a_manager';
    END IF;
"""

never_deleted = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)
only_withdrawn = pgtrigger.ReadOnly(name="only_withdrawn", exclude=WITHDRAWAL)
withdrawn_once = pgtrigger.Protect(
    name="withdrawn_once", operation=pgtrigger.Update, condition=pgtrigger.Condition("OLD.withdrawn_at IS NOT NULL")
)
only_added = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


def _on_insert(name: str, body: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=pgtrigger.Insert, func=f"{body} RETURN NEW;")


rests_on_a_failure = _on_insert("rests_on_a_failure", _RESTS)
decided_by_the_rules = _on_insert("decided_by_the_rules", _RESTS + _EVIDENCE + _MANAGER)
