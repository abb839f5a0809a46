"""The plan of a case: objectives in their order, each with its actions; contact, risk management and contingency.

A draft may be changed; a signed plan never, nor anything in it: the next one follows it, and says of each of its
objectives what was achieved. What stands word for word as last time is signed only where it was marked as read again
and still true: the database refuses it otherwise, as it does a plan that lacks the contingency plan its risk calls for.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Deferrable, F, Q

from amends.cases.models.assessment import AREAS, Assessment
from amends.cases.models.person import Person
from amends.cases.models.risk import RiskOfHarm
from amends.cases.models.sentence import Sentence
from amends.organisation.access import AccessPath
from amends.organisation.disclosure import Withheld

# Written as text. All but the last are asked of every plan; the last, where risk or a registration calls for it.
PARTS = ("contact", "monitoring", "interventions", "victim_safety", "contingency")

_CHANGED_BUT_BY_A_MERGE = (
    "OLD.signed_at IS NOT NULL AND (to_jsonb(OLD) - 'person_id') IS DISTINCT FROM (to_jsonb(NEW) - 'person_id')"
)


def _signed_never_changes(plans: str) -> pgtrigger.Trigger:
    """Refuse any change of a row whose plan (one of `plans`, in SQL) is signed."""
    return pgtrigger.Trigger(
        name="signed_never_changes", when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
    IF EXISTS (SELECT FROM cases_caseplan held WHERE held.signed_at IS NOT NULL AND held.id IN ({plans})) THEN
        RAISE EXCEPTION 'a signed plan never changes' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'plan_signed_never_changes';
    END IF;
    RETURN COALESCE(NEW, OLD);
""",
    )  # fmt: skip


_OWN = _signed_never_changes("COALESCE(NEW.plan_id, 0), COALESCE(OLD.plan_id, 0)")
_OF_OBJECTIVE = _signed_never_changes(
    "SELECT owner.plan_id FROM cases_planobjective owner WHERE owner.id IN (NEW.objective_id, OLD.objective_id)"
)


def _same(one: str, other: str) -> str:
    """Whether two texts are word for word the same, in SQL: only spaces and capitals do not make words other words."""
    told = (f"lower(regexp_replace(btrim({each}), '\\s+', ' ', 'g'))" for each in (one, other))
    return " = ".join(told)


_UNREAD_PART = "\n        OR ".join(
    f"(NEW.{part} <> '' AND NOT '{part}' = ANY (NEW.read_again) AND {_same(f'NEW.{part}', f'earlier.{part}')})"
    for part in PARTS
)
_SIGNED_WHOLE_AND_READ = f"""
    IF NEW.assessment_id IS NULL OR NEW.contact = '' OR NEW.monitoring = '' OR NEW.interventions = ''
       OR NEW.victim_safety = '' OR NOT EXISTS (SELECT FROM cases_planobjective held WHERE held.plan_id = NEW.id)
       OR EXISTS (SELECT FROM cases_planobjective held WHERE held.plan_id = NEW.id AND NOT EXISTS (
              SELECT FROM cases_planaction act WHERE act.objective_id = held.id))
       OR EXISTS (SELECT FROM cases_planobjective earlier WHERE earlier.plan_id = NEW.follows_id AND NOT EXISTS (
              SELECT FROM cases_planlookback told WHERE told.plan_id = NEW.id AND told.objective_id = earlier.id)) THEN
        RAISE EXCEPTION 'a plan is signed whole' USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_signed_whole';
    END IF;
    IF NEW.contingency = '' AND (
        EXISTS (SELECT FROM cases_registration held WHERE held.person_id = NEW.person_id
                AND held.from_date <= (NEW.signed_at AT TIME ZONE 'Europe/London')::date
                AND (held.to_date IS NULL OR held.to_date > (NEW.signed_at AT TIME ZONE 'Europe/London')::date))
        OR COALESCE((SELECT ARRAY[judged.children, judged.public, judged.known_adult, judged.staff,
                                  judged.prisoners]::text[] && ARRAY['high', 'very_high']
                     FROM cases_riskofharm judged WHERE judged.person_id = NEW.person_id
                     ORDER BY judged.assessed_on DESC, judged.id DESC LIMIT 1), TRUE)) THEN
        RAISE EXCEPTION 'the risk calls for a contingency plan' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'plan_contingency';
    END IF;
    IF EXISTS (
        SELECT FROM cases_planobjective held JOIN cases_planobjective earlier ON earlier.plan_id = NEW.follows_id
        WHERE held.plan_id = NEW.id AND NOT held.still_true AND {_same("held.change", "earlier.change")}
    ) OR EXISTS (
        SELECT FROM cases_caseplan earlier WHERE earlier.id = NEW.follows_id AND (
        {_UNREAD_PART})
    ) THEN
        RAISE EXCEPTION 'what was planned last time was copied and not read' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'plan_no_unread_copy';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - the names are the code's own


class CasePlan(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="plans", db_comment="personal: whose")
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by",
        db_comment="personal: the signed plan before it, whose objectives it looks back on",
    )  # fmt: skip
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="plans",
        db_comment="personal: the assessment signed last when the plan was signed; empty: a draft",
    )  # fmt: skip
    contact = models.TextField(max_length=2000, blank=True, db_comment="special: how often and how contact is kept")
    monitoring = models.TextField(max_length=4000, blank=True, db_comment="special: how risk is watched, and by whom")
    interventions = models.TextField(max_length=4000, blank=True, db_comment="special: what is done to lower the risk")
    victim_safety = models.TextField(max_length=4000, blank=True, db_comment="special: how victims are kept safe")
    contingency = models.TextField(max_length=4000, blank=True, db_comment="special: what is done when risk rises")
    read_again = ArrayField(
        models.CharField(max_length=13), default=list, blank=True,
        db_comment="internal: the parts whose earlier words were read again and found still true",
    )  # fmt: skip
    begun_at = models.DateTimeField(db_comment="internal: when the draft was begun")
    begun_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    signed_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was signed; empty: a draft")
    signed_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn")
    withheld = {"victim_safety": Withheld.VICTIM}
    gives_way = "plan_one_draft"

    class Meta:
        ordering = ["-begun_at", "-pk"]
        db_table_comment = "The plan of a case: a draft, or signed and never changed"
        indexes = [models.Index(fields=["person", "-signed_at"], name="plan_latest")]
        triggers = [
            pgtrigger.Protect(
                name="signed_never_changes", operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_CHANGED_BUT_BY_A_MERGE),
            ),
            pgtrigger.Protect(
                name="signed_never_goes", operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.signed_at IS NOT NULL"),
            ),
            pgtrigger.Trigger(
                name="signed_whole_and_read", when=pgtrigger.Before, operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL"),
                func=_SIGNED_WHOLE_AND_READ,
            ),
            pgtrigger.Protect(
                name="begun_as_a_draft", operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.signed_at IS NOT NULL"),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(signed_at__isnull=True), name="plan_one_draft"),
            models.CheckConstraint(condition=Q(read_again__contained_by=list(PARTS)), name="plan_read_again"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, assessment__isnull=True)
                | Q(signed_at__gte=F("begun_at"), signed_by__isnull=False, assessment__isnull=False),
                name="plan_signed_by_someone",
            ),
        ]


class PlanObjective(models.Model):
    """What is to change, for a need area or to lower the risk to a group; `place` is its turn, from 1."""

    class Priority(models.IntegerChoices):
        HIGH = 1, "High: safety or the order depends on it"
        MEDIUM = 2, "Medium: it bears on offending"
        LOW = 3, "Low: it helps, once the others are under way"

    plan = models.ForeignKey(CasePlan, models.CASCADE, related_name="objectives", db_comment="personal: which plan")
    place = models.PositiveSmallIntegerField(db_comment="personal: its turn among the objectives, the first is 1")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, db_comment="personal: how much it matters")
    area = models.CharField(
        max_length=20, blank=True, db_comment="special: need area, by the codes of policy; empty: for a risk group"
    )
    risk_group = models.CharField(
        max_length=11, blank=True, db_comment="special: group at risk that it protects; empty: for a need area"
    )
    change = models.TextField(max_length=1000, db_comment="special: what is to change")
    still_true = models.BooleanField(
        default=False, db_comment="internal: that the earlier words were read again and found still true"
    )

    access = AccessPath(team="plan__person__team", crn="plan__person__crn")

    class Meta:
        ordering = ["place", "pk"]
        db_table_comment = "An objective of the plan of a case"
        triggers = [_OWN]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "place"], name="plan_objective_turn", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(priority__in=[1, 2, 3], place__gt=0), name="plan_objective_priority"),
            models.CheckConstraint(condition=~Q(change=""), name="plan_objective_says_what"),
            models.CheckConstraint(
                condition=Q(area__in=AREAS, risk_group="") | Q(area="", risk_group__in=list(RiskOfHarm.GROUPS)),
                name="plan_objective_for_one",
            ),
        ]


class PlanAction(models.Model):
    """One thing to be done for an objective: by whom, by when, and how."""

    class ByWhom(models.TextChoices):
        PERSON = "person", "The person"
        PRACTITIONER = "practitioner", "The practitioner"
        SERVICE = "service", "A service"
        OTHER = "other", "Somebody else"

    objective = models.ForeignKey(
        PlanObjective, models.CASCADE, related_name="actions", db_comment="personal: for which objective"
    )
    what = models.CharField(max_length=300, db_comment="special: what is to be done")
    by_whom = models.CharField(max_length=12, choices=ByWhom.choices, db_comment="personal: who does it")
    by_date = models.DateField(db_comment="personal: the last day to do it")
    how = models.CharField(max_length=200, db_comment="special: how it is done under the delivery model of the day")

    access = AccessPath(team="objective__plan__person__team", crn="objective__plan__person__crn")

    class Meta:
        ordering = ["by_date", "pk"]
        db_table_comment = "An action for an objective of the plan of a case"
        triggers = [_OF_OBJECTIVE]
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(how=""), name="plan_action_says_what_and_how"),
            models.CheckConstraint(
                condition=Q(by_whom__in=["person", "practitioner", "service", "other"]), name="plan_action_by_whom"
            ),
        ]


class PlanLookBack(models.Model):
    """What a plan says of an objective of the plan before it."""

    class Result(models.TextChoices):
        ACHIEVED = "achieved", "Achieved"
        PARTLY = "partly", "Achieved in part: it goes on"
        NOT_YET = "not_yet", "Not achieved: it goes on"
        DROPPED = "dropped", "No longer wanted"

    plan = models.ForeignKey(CasePlan, models.CASCADE, related_name="looks_back", db_comment="personal: which plan")
    objective = models.ForeignKey(
        PlanObjective, models.PROTECT, related_name="looked_back_on", db_comment="personal: the earlier objective"
    )
    result = models.CharField(max_length=8, choices=Result.choices, db_comment="special: what came of it")
    said = models.TextField(max_length=1000, db_comment="special: what was achieved, and what stood in the way")

    access = AccessPath(team="plan__person__team", crn="plan__person__crn")

    class Meta:
        db_table_comment = "What a plan says of an objective of the plan before it"
        triggers = [_OWN]
        constraints = [
            models.UniqueConstraint(fields=["plan", "objective"], name="plan_look_back_once"),
            models.CheckConstraint(
                condition=Q(result__in=["achieved", "partly", "not_yet", "dropped"]), name="plan_look_back_result"
            ),
            models.CheckConstraint(condition=~Q(said=""), name="plan_look_back_says_what"),
        ]


class FitAnswer(models.Model):
    """What is done where a sentence asks more than fits the time left of it, with what was counted that day."""

    class Answer(models.TextChoices):
        EXTEND = "extend", "Ask the court for more time"
        REDUCE = "reduce", "Do less of it"
        SEQUENCE = "sequence", "Do it in another order, or more of it in a week"

    plan = models.ForeignKey(CasePlan, models.CASCADE, related_name="fit_answers", db_comment="personal: which plan")
    sentence = models.ForeignKey(
        Sentence, models.PROTECT, related_name="fit_answers", db_comment="personal: the sentence that asks too much"
    )
    answer = models.CharField(max_length=8, choices=Answer.choices, db_comment="personal: what is done about it")
    reason = models.TextField(max_length=1000, db_comment="personal: why, and what exactly")
    counted = ArrayField(models.TextField(), db_comment="personal: what was counted, line by line, when it was signed")

    access = AccessPath(team="plan__person__team", crn="plan__person__crn")

    class Meta:
        db_table_comment = "What is done where a sentence asks more than fits the time left"
        triggers = [_OWN]
        constraints = [
            models.UniqueConstraint(fields=["plan", "sentence"], name="fit_answer_once"),
            models.CheckConstraint(
                condition=Q(answer__in=["extend", "reduce", "sequence"]) & ~Q(reason=""), name="fit_answer_with_reason"
            ),
        ]
