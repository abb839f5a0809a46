"""A delivery model that a service adds for a region and a tier: drafted by one person, agreed by another.

Once agreed it is never changed, only ended: what was owed on a day can always be told again. The database keeps that,
and that no two agreed models of a region and tier hold on the same day.
"""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from amends.organisation.access import AccessPath
from amends.organisation.models import Region, RegionTier
from amends.organisation.ranges import dates_in_order, never_overlapping

_KEPT = (
    "region_id",
    "tier",
    "name",
    "from_date",
    "written_by_id",
    "written_at",
    "agreed_by_id",
    "agreed_at",
    "why_less",
    "symptom_check",
)
_AGREED = f"""
IF TG_OP = 'DELETE' OR ({", ".join(f"NEW.{column}" for column in _KEPT)})
    IS DISTINCT FROM ({", ".join(f"OLD.{column}" for column in _KEPT)})
THEN
    RAISE EXCEPTION 'an agreed delivery model is only ended' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'own_model_as_agreed';
END IF;
RETURN NEW;
"""
_RULES = """
IF EXISTS (
    SELECT FROM contacts_owndeliverymodel held
    WHERE held.id IN (NEW.model_id, OLD.model_id) AND held.agreed_at IS NOT NULL
) THEN
    RAISE EXCEPTION 'the rules of an agreed delivery model stay' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'own_model_as_agreed';
END IF;
RETURN COALESCE(NEW, OLD);
"""
_IN_FORCE = Q(agreed_at__isnull=False, withdrawn_at__isnull=True)


@pghistory.track()
class OwnDeliveryModel(models.Model):
    """Draft until `agreed_at`; then in force from `from_date`, unless withdrawn before it began."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="own_models", db_comment="public: the region")
    tier = models.CharField(
        max_length=10, choices=RegionTier.Tier, db_comment="public: tier of restrictions in which it holds"
    )
    name = models.CharField(max_length=60, db_comment="public: what it is called")
    from_date = models.DateField(db_comment="public: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="public: first day it no longer holds")
    symptom_check = models.BooleanField(
        default=False, db_comment="public: whether people are asked about symptoms before they are seen face to face"
    )
    written_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    written_at = models.DateTimeField(db_comment="internal: when it was written, or written anew")
    agreed_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="internal: the second person, who checked and agreed it",
    )  # fmt: skip
    agreed_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was agreed")
    why_less = models.CharField(
        max_length=400, blank=True, db_comment="internal: why it may ask less than the model shipped, where it does"
    )
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, db_comment="internal: when it was withdrawn, before it began"
    )

    access = AccessPath(team="region__pdus__teams")

    class Meta:
        ordering = ["-from_date", "pk"]
        db_table_comment = "A delivery model that a service added for a region and a tier"
        triggers = [
            pgtrigger.Trigger(
                name="as_agreed", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition('OLD."agreed_at" IS NOT NULL'), func=_AGREED,
            )
        ]  # fmt: skip
        constraints = [
            *(
                never_overlapping(f"own_model_once_{tier}", "region_id", condition=_IN_FORCE & Q(tier=tier))
                for tier in ("open", "1", "2", "3", "lockdown")
            ),
            dates_in_order("own_model_dates"),
            models.CheckConstraint(
                condition=Q(tier__in=["open", "1", "2", "3", "lockdown"]), name="own_model_tier_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="own_model_named"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False) & ~Q(agreed_by=F("written_by")),
                name="own_model_second_person",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(agreed_at__isnull=False), name="own_model_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OwnDeliveryRule(models.Model):
    """From a risk upwards, with a flag or whatever the flags: a contact every so many days, by a mode or a stronger."""

    model = models.ForeignKey(
        OwnDeliveryModel, models.CASCADE, related_name="rules", db_comment="public: of which model"
    )
    risk = models.CharField(max_length=9, db_comment="public: lowest risk of serious harm it is about")
    flag = models.CharField(max_length=20, blank=True, db_comment="public: flag of the case; empty: any or none")
    every_days = models.PositiveSmallIntegerField(db_comment="public: days between contacts, at most")
    by = models.CharField(max_length=12, db_comment="public: weakest mode that meets it, by the codes of policy")
    face_to_face_days = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="public: days between contacts face to face, besides"
    )

    access = AccessPath(team="model__region__pdus__teams")

    class Meta:
        ordering = ["pk"]
        db_table_comment = "A rule of a delivery model that a service added"
        triggers = [
            pgtrigger.Trigger(
                name="as_agreed", when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, func=_RULES,
            )
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["model", "risk", "flag"], name="own_model_rule_once"),
            models.CheckConstraint(
                condition=Q(risk__in=["low", "medium", "high", "very_high"]), name="own_model_rule_risk"
            ),
            models.CheckConstraint(condition=Q(every_days__range=(1, 90)), name="own_model_rule_days"),
            models.CheckConstraint(
                condition=Q(by__in=["face_to_face", "doorstep", "telephone", "any"]), name="own_model_rule_by"
            ),
            models.CheckConstraint(
                condition=Q(face_to_face_days__isnull=True) | Q(face_to_face_days__gt=F("every_days")),
                name="own_model_rule_seen",
            ),
        ]
