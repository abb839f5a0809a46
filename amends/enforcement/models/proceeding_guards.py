"""What the database refuses of breach and recall: steps out of order, and one person's hand where it takes two.

The steps come from policy, and the roles that counter-sign from the page of roles: where either changes, so do these
triggers, by a migration.
"""

import pgtrigger

from amends.organisation.roles import ROLES, Permission
from amends.policy.proceedings import MOVES

_SIGNERS = ", ".join(f"'{name}'" for name, role in ROLES.items() if Permission.RECALL_SIGN in role.permissions)
_MOVES = ", ".join(f"('{move.kind}', '{move.name}', '{move.before}', '{move.after}')" for move in MOVES)

# A step locks its proceedings, follows from the state they are in, and brings them to the next: no one else does.
_STEP = f"""
    SELECT * INTO held FROM enforcement_proceeding WHERE id = NEW.proceeding_id FOR NO KEY UPDATE;
    IF NEW.number <> held.steps + 1 OR NEW.before <> held.state OR NOT EXISTS (
        SELECT FROM (VALUES {_MOVES}) AS allowed (kind, name, before, after)
        WHERE allowed.kind = held.kind AND allowed.name = NEW.name AND allowed.before = NEW.before
          AND allowed.after = NEW.after
    ) THEN
        RAISE EXCEPTION 'this step does not follow' USING ERRCODE = 'check_violation', CONSTRAINT = 'step_follows';
    END IF;
    IF NEW.name IN ('lay', 'request') AND NOT EXISTS (
        SELECT FROM enforcement_pack pack WHERE pack.proceeding_id = NEW.proceeding_id
    ) THEN
        RAISE EXCEPTION 'nothing is laid without its pack' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'step_with_a_pack';
    END IF;
    IF NEW.name = 'decide' AND NOT EXISTS (
        SELECT FROM enforcement_result result WHERE result.proceeding_id = NEW.proceeding_id
    ) THEN
        RAISE EXCEPTION 'nothing is decided without a result' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'step_with_a_result';
    END IF;
    IF NEW.name = 'notify' AND NOT EXISTS (
        SELECT FROM enforcement_notice notice WHERE notice.proceeding_id = NEW.proceeding_id
    ) THEN
        RAISE EXCEPTION 'nobody was told' USING ERRCODE = 'check_violation', CONSTRAINT = 'step_with_a_notice';
    END IF;
    IF NEW.name IN ('sign', 'decline') AND (EXISTS (
        SELECT FROM enforcement_recalldecision decided
        WHERE decided.proceeding_id = NEW.proceeding_id AND decided.recorded_by_id = NEW.recorded_by_id
    ) OR NOT EXISTS (
        SELECT FROM enforcement_recalldecision decided WHERE decided.proceeding_id = NEW.proceeding_id
    ) OR NOT EXISTS (
        SELECT FROM cases_person person
        JOIN organisation_team team ON team.id = person.team_id
        JOIN organisation_pdu pdu ON pdu.id = team.pdu_id
        JOIN organisation_rolegrant role ON role.user_id = NEW.recorded_by_id AND role.role IN ({_SIGNERS})
         AND role.from_date <= (NEW.recorded_at AT TIME ZONE 'Europe/London')::date
         AND (role.to_date IS NULL OR role.to_date > (NEW.recorded_at AT TIME ZONE 'Europe/London')::date)
         AND (role.team_id = team.id OR role.pdu_id = pdu.id OR role.region_id = pdu.region_id
              OR (role.team_id IS NULL AND role.pdu_id IS NULL AND role.region_id IS NULL))
        WHERE person.id = (SELECT of.person_id FROM cases_sentence of WHERE of.id = held.sentence_id)
    )) THEN
        RAISE EXCEPTION 'a recall is counter-signed by another, a manager of the person''s team'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_by_another';
    END IF;
    UPDATE enforcement_proceeding
    SET state = NEW.after, steps = NEW.number, counts_from = NEW.counts_from WHERE id = NEW.proceeding_id;
    RETURN NEW;
"""  # noqa: S608 - the lists are the code's own

never_deleted = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)
only_added = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)
begins_nowhere = pgtrigger.Protect(
    name="begins_nowhere",
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.state <> '' OR NEW.steps <> 0"),
)
# Its steps alone move it: they do from within their own trigger.
moved_by_steps = pgtrigger.Trigger(
    name="moved_by_steps", when=pgtrigger.Before, operation=pgtrigger.Update,
    func="""
    IF pg_trigger_depth() < 2 OR NEW.sentence_id <> OLD.sentence_id
       OR NEW.kind <> OLD.kind OR NEW.reference <> OLD.reference THEN
        RAISE EXCEPTION 'only its steps move it' USING ERRCODE = 'check_violation', CONSTRAINT = 'moved_by_steps';
    END IF;
    RETURN NEW;
""",
)  # fmt: skip
step_follows = pgtrigger.Trigger(
    name="step_follows", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_STEP,
    declare=[("held", "RECORD")],
)  # fmt: skip
