"""What follows a plan: whether the person agrees with it, and the services that its needs are met by."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from amends.cases.models.assessment import AREAS
from amends.cases.models.condition import SentenceCondition
from amends.cases.models.person import Person
from amends.cases.models.plan import CasePlan
from amends.organisation.access import AccessPath
from amends.organisation.models.links import OneTimeLink, one_waits
from amends.organisation.ranges import dates_in_order

_only_added = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


class PlanLink(OneTimeLink):
    """The link by which a person reads their plan, and says once, without an account, whether they agree."""

    plan = models.ForeignKey(CasePlan, models.PROTECT, related_name="links", db_comment="personal: which plan")
    language = models.CharField(
        max_length=2, choices=Person.Language.choices, db_comment="personal: language the page opens in"
    )

    access = AccessPath(team="plan__person__team", crn="plan__person__crn")

    class Meta(OneTimeLink.Meta):
        db_table_comment = "A link to a person's plan"
        indexes = [models.Index(fields=["plan", "-issued_at"], name="plan_link_by_plan")]
        constraints = [
            *OneTimeLink.Meta.constraints,
            one_waits("plan_link_one_waits", "plan"),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="plan_link_language"),
        ]


class PlanAgreement(models.Model):
    """Whether the person agrees with a signed plan, in their words. Never changed: the next plan asks again."""

    class Agreed(models.TextChoices):
        AGREED = "agreed", "Agreed"
        IN_PART = "in_part", "Agreed, with something to say"
        NOT_AGREED = "not_agreed", "Not agreed"

    plan = models.OneToOneField(
        CasePlan, models.PROTECT, related_name="agreement", db_comment="personal: the plan they were shown"
    )
    agreed = models.CharField(max_length=10, choices=Agreed.choices, db_comment="personal: whether they agree")
    said = models.TextField(max_length=2000, blank=True, db_comment="special: what they say of it, in their words")
    link = models.OneToOneField(
        PlanLink, models.PROTECT, null=True, blank=True, related_name="agreement",
        db_comment="personal: the link it came by; empty: said in the room",
    )  # fmt: skip
    recorded_at = models.DateTimeField(db_comment="internal: when it was said, or recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="internal: who recorded what was said in the room; empty: said by the link",
    )  # fmt: skip

    access = AccessPath(team="plan__person__team", crn="plan__person__crn")

    class Meta:
        db_table_comment = "Whether a person agrees with their plan"
        triggers = [
            _only_added,
            pgtrigger.Trigger(
                name="of_a_signed_plan", when=pgtrigger.Before, operation=pgtrigger.Insert,
                func="""
    IF EXISTS (SELECT FROM cases_caseplan held WHERE held.id = NEW.plan_id AND held.signed_at IS NULL) THEN
        RAISE EXCEPTION 'a draft is not agreed with' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'plan_agreement_of_signed';
    END IF;
    RETURN NEW;
""",
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed="agreed") | (Q(agreed__in=["in_part", "not_agreed"]) & ~Q(said="")),
                name="plan_agreement_words",
            ),
            models.CheckConstraint(
                condition=Q(link__isnull=True, recorded_by__isnull=False)
                | Q(link__isnull=False, recorded_by__isnull=True),
                name="plan_agreement_came_one_way",
            ),
        ]


@pghistory.track()
class NeedService(models.Model):
    """A service for a need of a person, from its referral to its end."""

    class Finished(models.TextChoices):
        COMPLETED = "completed", "Completed"
        LEFT = "left", "The person left it"
        REFUSED = "refused", "The service did not take them"
        WITHDRAWN = "withdrawn", "Withdrawn by us"

    person = models.ForeignKey(Person, models.PROTECT, related_name="services", db_comment="personal: for whom")
    area = models.CharField(max_length=20, db_comment="special: need area it meets, by the codes of policy")
    name = models.CharField(max_length=120, db_comment="personal: the service, and what it gives")
    condition = models.ForeignKey(
        SentenceCondition, models.PROTECT, null=True, blank=True, related_name="services",
        db_comment="personal: the requirement that its sessions count towards",
    )  # fmt: skip
    from_date = models.DateField(db_comment="personal: day of the referral")
    started_on = models.DateField(null=True, blank=True, db_comment="personal: day it started; empty: it has not")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day after it; empty: it goes on")
    finished_as = models.CharField(
        max_length=9, choices=Finished.choices, blank=True, db_comment="personal: how it ended; empty: it goes on"
    )
    note = models.CharField(max_length=400, blank=True, db_comment="special: what came of it")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["from_date", "pk"]
        db_table_comment = "A service for a need of a person"
        constraints = [
            dates_in_order("need_service_dates"),
            models.CheckConstraint(condition=Q(area__in=AREAS) & ~Q(name=""), name="need_service_for_a_need"),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | (Q(started_on__gte=F("from_date")) & (Q(to_date=None) | Q(to_date__gt=F("started_on")))),
                name="need_service_starts_within",
            ),
            models.CheckConstraint(
                condition=Q(to_date=None, finished_as="")
                | (Q(to_date__isnull=False, finished_as__in=["completed", "left", "refused", "withdrawn"])
                   & (~Q(finished_as__in=["completed", "left"]) | Q(started_on__isnull=False))),
                name="need_service_ended_somehow",
            ),
        ]  # fmt: skip


class ServiceSession(models.Model):
    """A session of a service, attended or not."""

    service = models.ForeignKey(
        NeedService, models.PROTECT, related_name="sessions", db_comment="personal: of which service"
    )
    on = models.DateField(db_comment="personal: day of the session")
    attended = models.BooleanField(db_comment="personal: whether the person attended")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="service__person__team", crn="service__person__crn")

    class Meta:
        ordering = ["on"]
        db_table_comment = "A session of a service for a need"
        triggers = [_only_added]
        constraints = [models.UniqueConstraint(fields=["service", "on"], name="service_session_once_a_day")]
