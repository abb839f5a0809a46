"""What a scheduler wishes of plans: a booking pinned, kept out, or preferred."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.cases.models import Person
from amends.organisation.access import AccessPath
from amends.organisation.models import Team
from amends.unpaid_work.models.project import Project


@pghistory.track()
class PlanWish(models.Model):
    """In force until it is withdrawn; a part left empty matches any person, project or date."""

    class Kind(models.TextChoices):
        PIN = "pin", "Pin"
        FORBID = "forbid", "Never"
        PREFER = "prefer", "Prefer"

    team = models.ForeignKey(
        Team, models.PROTECT, related_name="plan_wishes", db_comment="internal: team whose plans it is for"
    )
    kind = models.CharField(max_length=6, choices=Kind.choices, db_comment="personal: what is wished")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="plan_wishes",
        db_comment="personal: whose bookings; empty: anybody's",
    )  # fmt: skip
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="plan_wishes",
        db_comment="personal: at which project; empty: any",
    )  # fmt: skip
    date = models.DateField(null=True, blank=True, db_comment="personal: on which date; empty: any")
    points = models.SmallIntegerField(
        null=True, blank=True, db_comment="internal: points for each booking that matches, where preferred"
    )
    reason = models.CharField(max_length=300, db_comment="special: why")
    made_at = models.DateTimeField(db_comment="internal: when it was made")
    made_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was withdrawn")
    withdrawn_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="team", crn="person__crn", or_nobody=True)
    # Where two records are found to be one person's, pinned on one day by both, the kept record's pin holds.
    gives_way = "plan_wish_one_pin_a_day"

    class Meta:
        ordering = ["-made_at", "-pk"]
        db_table_comment = "A scheduler's wish for plans"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(project__isnull=False), name="plan_wish_of_somebody_or_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind="pin") | Q(person__isnull=False, project__isnull=False, date__isnull=False),
                name="plan_wish_pins_one_booking",
            ),
            models.CheckConstraint(
                condition=Q(kind="prefer", points__isnull=False) & ~Q(points=0)
                | ~Q(kind="prefer") & Q(points__isnull=True),
                name="plan_wish_points_where_preferred",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="plan_wish_withdrawn_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["person", "date"], condition=Q(kind="pin", withdrawn_at__isnull=True),
                name="plan_wish_one_pin_a_day",
            ),
        ]  # fmt: skip
