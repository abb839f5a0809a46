"""What beneficiaries are asked about the work done for them, and what they answer. No person is named to them."""

from datetime import date, timedelta

import pgtrigger
from django.db import models
from django.db.models import Q

from amends.organisation.access import AccessPath
from amends.organisation.models.links import OneTimeLink
from amends.organisation.ranges import dates_in_order
from amends.unpaid_work.models.project import Project


class BeneficiarySurvey(OneTimeLink):
    """One asking: the link by which a beneficiary answers once. Asking again withdraws it and makes another."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="surveys", db_comment="internal: asked about")
    from_date = models.DateField(db_comment="internal: first day asked about")
    to_date = models.DateField(db_comment="internal: first day no longer asked about")
    language = models.CharField(
        max_length=2, choices=[("en", "English"), ("cy", "Welsh")], db_comment="internal: language it opens in"
    )

    access = AccessPath(team="project__team")

    class Meta(OneTimeLink.Meta):
        db_table_comment = "A survey sent to the beneficiary of a project"
        constraints = [
            *OneTimeLink.Meta.constraints,
            dates_in_order("beneficiary_survey_dates"),
            models.UniqueConstraint(
                fields=["project", "from_date"], condition=Q(withdrawn_at=None), name="beneficiary_survey_one_stands"
            ),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="beneficiary_survey_language"),
        ]

    @property
    def last_day(self) -> date:
        """The last day asked about."""
        return self.to_date - timedelta(days=1)


class BeneficiaryReply(models.Model):
    """What the beneficiary answered. Never changed and never taken away."""

    class Grade(models.TextChoices):
        VERY_WELL = "very_well", "Very well"
        WELL = "well", "Well"
        BADLY = "badly", "Badly"
        VERY_BADLY = "very_badly", "Very badly"

    class Again(models.TextChoices):
        YES = "yes", "Yes"
        UNSURE = "unsure", "Not sure"
        NO = "no", "No"

    class Benefit(models.TextChoices):
        A_LOT = "a_lot", "A lot"
        SOME = "some", "Some"
        A_LITTLE = "a_little", "A little"
        NONE = "none", "None"

    # For each question, the answers that speak well of the project, and those after which it is checked again.
    GOOD = {
        "work": (Grade.VERY_WELL, Grade.WELL),
        "communications": (Grade.VERY_WELL, Grade.WELL),
        "again": (Again.YES,),
        "benefit": (Benefit.A_LOT, Benefit.SOME),
    }
    POOR = {
        "work": (Grade.BADLY, Grade.VERY_BADLY),
        "communications": (Grade.BADLY, Grade.VERY_BADLY),
        "again": (Again.NO,),
        "benefit": (Benefit.NONE,),
    }

    survey = models.OneToOneField(
        BeneficiarySurvey, models.PROTECT, related_name="reply", db_comment="internal: the survey answered"
    )
    replied_at = models.DateTimeField(db_comment="internal: when it was answered")
    work = models.CharField(max_length=10, choices=Grade.choices, db_comment="internal: how well the work was done")
    communications = models.CharField(
        max_length=10, choices=Grade.choices, db_comment="internal: how well they were kept informed"
    )
    again = models.CharField(
        max_length=6, choices=Again.choices, db_comment="internal: whether they would have us again"
    )
    benefit = models.CharField(max_length=8, choices=Benefit.choices, db_comment="internal: benefit to the community")
    comment = models.TextField(
        max_length=2000, blank=True, db_comment="personal: in their own words; they are asked to name nobody"
    )

    access = AccessPath(team="survey__project__team")

    class Meta:
        db_table_comment = "What a beneficiary answered"
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    work__in=["very_well", "well", "badly", "very_badly"],
                    communications__in=["very_well", "well", "badly", "very_badly"],
                    again__in=["yes", "unsure", "no"],
                    benefit__in=["a_lot", "some", "a_little", "none"],
                ),
                name="beneficiary_reply_answers",
            )
        ]

    @property
    def poor(self) -> list[str]:
        """The questions whose answer calls for the project to be checked again."""
        return [question for question, answers in self.POOR.items() if getattr(self, question) in answers]
