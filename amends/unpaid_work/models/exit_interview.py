"""What a person says of the order once the work is done. Rows are only added."""

import pgtrigger
from django.db import models
from django.db.models import Q

from amends.cases.models import Person, Requirement
from amends.organisation.access import AccessPath
from amends.organisation.models.links import OneTimeLink
from amends.unpaid_work.models.project import Project

SCORES = (1, 2, 3, 4, 5)
_path = AccessPath(team="requirement__sentence__person__team", crn="requirement__sentence__person__crn")


class ExitInterviewLink(OneTimeLink):
    """The link by which the person answers by themselves, once. Asking again withdraws it and makes another."""

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="exit_interview_links", db_comment="personal: which requirement"
    )
    language = models.CharField(
        max_length=2, choices=Person.Language.choices, db_comment="personal: language it opens in"
    )

    access = _path

    class Meta(OneTimeLink.Meta):
        db_table_comment = "A link by which a person answers an exit interview"
        constraints = [
            *OneTimeLink.Meta.constraints,
            models.UniqueConstraint(
                fields=["requirement"], condition=Q(withdrawn_at=None), name="exit_interview_link_one_stands"
            ),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="exit_interview_link_language"),
        ]


class ExitInterview(models.Model):
    """The answers, or that the person did not want to give any. `project` is where most of the hours were worked."""

    class Way(models.TextChoices):
        STAFF = "staff", "Asked by a member of staff"
        SELF = "self", "Filled in by the person"
        LINK = "link", "Answered by the person, by a link"

    requirement = models.OneToOneField(
        Requirement, models.PROTECT, related_name="exit_interview", db_comment="personal: which requirement"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="exit_interviews",
        db_comment="personal: where most of the hours were worked; empty: at no session",
    )  # fmt: skip
    on = models.DateField(db_comment="personal: day of the interview")
    way = models.CharField(max_length=5, choices=Way.choices, db_comment="personal: who filled it in")
    declined = models.BooleanField(default=False, db_comment="personal: whether the person did not want to answer")
    learned = models.PositiveSmallIntegerField(null=True, db_comment="special: learned something, 1 not at all to 5")
    fair = models.PositiveSmallIntegerField(null=True, db_comment="special: treated fairly, 1 not at all to 5")
    useful = models.PositiveSmallIntegerField(null=True, db_comment="special: useful to the community, 1 to 5")
    learned_what = models.TextField(max_length=2000, blank=True, db_comment="special: what was learned")
    in_the_way = models.TextField(max_length=2000, blank=True, db_comment="special: what got in the way")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="internal: by whom; empty: by the person, by a link",
    )  # fmt: skip
    link = models.OneToOneField(
        ExitInterviewLink, models.PROTECT, null=True, blank=True, related_name="interview",
        db_comment="internal: the link by which it was answered",
    )  # fmt: skip

    access = _path

    class Meta:
        ordering = ["-on", "-pk"]
        db_table_comment = "An exit interview"
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    declined=False,
                    learned__in=SCORES,
                    fair__in=SCORES,
                    useful__in=SCORES,
                    learned__isnull=False,
                    fair__isnull=False,
                    useful__isnull=False,
                )
                | Q(declined=True, learned=None, fair=None, useful=None, learned_what="", in_the_way=""),
                name="exit_interview_answers",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["staff", "self"], link=None, recorded_by__isnull=False)
                | Q(way="link", link__isnull=False, recorded_by=None),
                name="exit_interview_way",
            ),
        ]
