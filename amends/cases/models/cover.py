"""Who sees a person while the officer who holds the case is away, and a need for housing raised before a release."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.cases.models.person import Person
from amends.organisation.access import AccessPath
from amends.organisation.models import Staff
from amends.organisation.ranges import dates_in_order, never_overlapping


@pghistory.track()
class CaseCover(models.Model):
    """Another officer acts for the one who holds the case, who is away or can see nobody. The case stays with them."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="covers", db_comment="personal: whose case")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="covering", db_comment="personal: who covers it")
    from_date = models.DateField(db_comment="personal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day no longer covered")
    reason = models.CharField(max_length=400, blank=True, db_comment="personal: why this officer, where asked or told")
    made_at = models.DateTimeField(db_comment="internal: when it was arranged")
    made_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "Which officer covers a case in place of its holder, by date"
        constraints = [never_overlapping("case_cover_once", "person_id"), dates_in_order("case_cover_dates")]


@pghistory.track()
class HousingNeed(models.Model):
    """That a person will have nowhere to live from a day: raised with somebody, and what came of it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="housing_needs", db_comment="personal: whose")
    needed_from = models.DateField(db_comment="personal: first night without a place")
    raised_with = models.CharField(max_length=200, db_comment="personal: council or provider that was told")
    note = models.TextField(max_length=2000, blank=True, db_comment="special: what was told")
    raised_at = models.DateTimeField(db_comment="internal: when it was raised")
    raised_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    settled_on = models.DateField(null=True, blank=True, db_comment="personal: day it was answered")
    answer = models.CharField(max_length=400, blank=True, db_comment="personal: what came of it")

    access = AccessPath(team="person__team", crn="person__crn")
    gives_way = "housing_need_once"

    class Meta:
        ordering = ["-needed_from", "-pk"]
        db_table_comment = "A need for housing, raised before it is felt"
        constraints = [
            models.UniqueConstraint(fields=["person", "needed_from"], name="housing_need_once"),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, answer="") | (Q(settled_on__isnull=False) & ~Q(answer="")),
                name="housing_need_answered",
            ),
            models.CheckConstraint(condition=~Q(raised_with=""), name="housing_need_raised_with"),
        ]
