"""Delivery models that the service adds in a new demonstration, by the operations: one agreed, one to be checked."""

from dataclasses import replace
from datetime import datetime, timedelta

from amends.contacts.operations.own_models import ModelDraft, agree_own_model, write_own_model
from amends.organisation.models import RegionTier, User
from amends.policy.civil_time import civil_date
from amends.policy.own_models import rules_of


def add_models(*, senior: User, head: User, at: datetime) -> None:
    """In the head's region: for tier 3, agreed a month ago; for open days, asking less of medium risk, a draft."""
    today = civil_date(at)
    region = head.grants.select_related("region").get().region
    strict = [replace(rule, by="face_to_face") if rule.by == "doorstep" else rule for rule in rules_of("restricted")]
    winter = ModelDraft(region, RegionTier.Tier.THREE, "Winter, tier 3", today - timedelta(days=30), strict)
    written = write_own_model(draft=winter, by=senior, at=at - timedelta(days=40))
    agree_own_model(model=written, why_less="", by=head, at=at - timedelta(days=38))
    light = [replace(rule, every_days=21) if (rule.risk, rule.flag) == ("medium", "") else rule
             for rule in rules_of("recovery")]  # fmt: skip
    spring = ModelDraft(region, RegionTier.Tier.OPEN, "Spring, with fewer officers", today + timedelta(days=30), light)
    write_own_model(draft=spring, by=senior, at=at)
