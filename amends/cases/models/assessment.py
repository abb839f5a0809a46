"""The assessment of a person: needs area by area, what was learned from whom, and the person's own view.

A draft may be changed; a signed assessment never, nor its areas: a later one replaces it. Of two drafts that come
together in a merge one is set aside: read, and neither written in nor signed. What is written word for word
as last time is signed only where it was marked as read again and still true: the database refuses it otherwise.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from amends.cases.models.person import Person
from amends.organisation.access import AccessPath
from amends.organisation.models.links import OneTimeLink, one_waits
from amends.policy.codes import codes

AREAS = tuple(each.code for each in codes("need"))

_SIGNED_NEVER_CHANGES = """
    IF EXISTS (SELECT FROM cases_assessment held WHERE held.signed_at IS NOT NULL
               AND held.id IN (COALESCE(NEW.assessment_id, 0), COALESCE(OLD.assessment_id, 0))) THEN
        RAISE EXCEPTION 'a signed assessment never changes' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'assessment_signed_never_changes';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""

_CHANGED_BUT_BY_A_MERGE = (
    "OLD.signed_at IS NOT NULL AND (to_jsonb(OLD) - 'person_id') IS DISTINCT FROM (to_jsonb(NEW) - 'person_id')"
)

# Only spaces and capitals do not make words other words.
_SAME = "lower(regexp_replace(btrim({0}.analysis), '\\s+', ' ', 'g'))"
_SIGNED_WHOLE_AND_READ = f"""
    IF (SELECT count(*) FROM cases_assessedarea held WHERE held.assessment_id = NEW.id AND held.analysis <> '')
       <> {len(AREAS)} OR NEW.own_views = '' OR NEW.safety = '' OR cardinality(NEW.sources) = 0 THEN
        RAISE EXCEPTION 'every area is assessed before it is signed' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'assessment_signed_whole';
    END IF;
    IF EXISTS (
        SELECT FROM cases_assessedarea held JOIN cases_assessedarea earlier
          ON earlier.assessment_id = NEW.replaces_id AND earlier.area = held.area
        WHERE held.assessment_id = NEW.id AND NOT held.still_true
          AND {_SAME.format("held")} = {_SAME.format("earlier")}
    ) THEN
        RAISE EXCEPTION 'an area is a copy that nobody marked as read' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'assessment_no_unread_copy';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - the number is the code's own


class Severity(models.IntegerChoices):
    NONE = 0, "No need"
    STANDARD = 1, "A need"
    SEVERE = 2, "A severe need"


class Assessment(models.Model):
    class Kind(models.TextChoices):
        INITIAL = "initial", "Initial assessment"
        REVIEW = "review", "Review"

    class Source(models.TextChoices):
        PERSON = "person", "Talks with the person"
        SELF = "self_assessment", "The person’s self-assessment"
        COURT = "court", "Court papers and report"
        POLICE = "police", "Police"
        CHILDREN = "childrens_services", "Children’s services"
        PRISON = "prison", "Prison"
        HEALTH = "health", "Health and treatment services"
        FAMILY = "family", "Family or partner"
        RECORD = "record", "The record, and earlier assessments"
        OTHER = "other", "Another agency or service"

    person = models.ForeignKey(Person, models.PROTECT, related_name="assessments", db_comment="personal: who")
    kind = models.CharField(max_length=7, choices=Kind.choices, db_comment="personal: initial, or a review")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
        db_comment="personal: signed assessment that it is compared with and replaces",
    )  # fmt: skip
    sources = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, db_comment="personal: what it draws on"
    )
    own_views = models.TextField(max_length=4000, blank=True, db_comment="special: how the person sees it")
    safety = models.TextField(
        max_length=4000, blank=True, db_comment="special: how others, and the person, are kept safe"
    )
    begun_at = models.DateTimeField(db_comment="internal: when the draft was begun")
    begun_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    signed_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was signed; empty: a draft")
    signed_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )
    set_aside_at = models.DateTimeField(
        null=True, blank=True, db_comment="internal: when a merge found another draft beside it; empty: not set aside"
    )

    access = AccessPath(team="person__team", crn="person__crn")
    gives_way, sets_aside = "assessment_one_draft", "set_aside_at"

    class Meta:
        ordering = ["-begun_at", "-pk"]
        db_table_comment = "An assessment of a person: a draft, or signed and never changed"
        indexes = [models.Index(fields=["person", "-signed_at"], name="assessment_latest")]
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
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(signed_at__isnull=True, set_aside_at__isnull=True),
                name="assessment_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(set_aside_at__isnull=True), name="assessment_signed_stands"
            ),
            models.CheckConstraint(condition=Q(kind__in=["initial", "review"]), name="assessment_kind"),
            models.CheckConstraint(
                condition=Q(kind="initial", replaces__isnull=True) | Q(kind="review", replaces__isnull=False),
                name="assessment_review_replaces",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__gte=F("begun_at"), signed_by__isnull=False),
                name="assessment_signed_by_someone",
            ),
        ]


class AssessedArea(models.Model):
    """One need area of an assessment."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="areas", db_comment="personal: which assessment"
    )
    area = models.CharField(max_length=20, db_comment="personal: need area, by the codes of policy")
    severity = models.PositiveSmallIntegerField(
        choices=Severity.choices, db_comment="special: how severe the need is: 0 none, 1 a need, 2 severe"
    )
    strength = models.TextField(max_length=2000, blank=True, db_comment="special: what there is to build on")
    analysis = models.TextField(max_length=4000, db_comment="special: how it bears on offending and on stopping")
    still_true = models.BooleanField(
        default=False, db_comment="internal: that the earlier words were read again and found still true"
    )

    access = AccessPath(team="assessment__person__team", crn="assessment__person__crn")

    class Meta:
        db_table_comment = "A need area of an assessment"
        triggers = [
            pgtrigger.Trigger(
                name="signed_never_changes", when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete, func=_SIGNED_NEVER_CHANGES,
            )
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["assessment", "area"], name="assessed_area_once"),
            models.CheckConstraint(condition=Q(severity__in=[0, 1, 2]), name="assessed_area_severity"),
            models.CheckConstraint(condition=Q(area__in=AREAS), name="assessed_area_known"),
            models.CheckConstraint(condition=~Q(analysis=""), name="assessed_area_analysed"),
        ]


class SelfAssessment(OneTimeLink):
    """The link by which a person says, without an account, what is hard and what goes well."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="self_assessments", db_comment="personal: who")
    language = models.CharField(
        max_length=2, choices=Person.Language.choices, db_comment="personal: language the page opens in"
    )

    access = AccessPath(team="person__team", crn="person__crn")
    gives_way, sets_aside = "self_assessment_one_waits", "withdrawn_at"

    class Meta(OneTimeLink.Meta):
        db_table_comment = "A link to a person's self-assessment"
        indexes = [models.Index(fields=["person", "-issued_at"], name="self_assessment_by_person")]
        constraints = [
            *OneTimeLink.Meta.constraints,
            one_waits("self_assessment_one_waits", "person"),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="self_assessment_language"),
        ]


class SelfAssessmentReply(models.Model):
    """What the person said. Never changed and never taken away."""

    class Safe(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_SAID = "not_said", "Would rather not say"

    link = models.OneToOneField(
        SelfAssessment, models.PROTECT, related_name="reply", db_comment="personal: the link it came by"
    )
    replied_at = models.DateTimeField(db_comment="internal: when")
    hard = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, db_comment="special: need areas that are hard now"
    )
    safe = models.CharField(max_length=8, choices=Safe.choices, db_comment="special: whether they feel safe at home")
    going_well = models.TextField(max_length=2000, blank=True, db_comment="special: what goes well, in their words")
    help_wanted = models.TextField(max_length=2000, blank=True, db_comment="special: what would help, in their words")

    access = AccessPath(team="link__person__team", crn="link__person__crn")

    class Meta:
        db_table_comment = "What a person said of themselves"
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(condition=Q(safe__in=["yes", "no", "not_said"]), name="self_assessment_safe"),
            models.CheckConstraint(condition=Q(hard__contained_by=list(AREAS)), name="self_assessment_areas"),
        ]
