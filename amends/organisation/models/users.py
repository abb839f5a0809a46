"""Users, and the roles each has been granted over a region, a unit or a team."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from amends.organisation.access_path import AccessPath
from amends.organisation.models.places import PDU, Region, Team
from amends.organisation.models.staff import Staff
from amends.organisation.ranges import dates_in_order


class User(AbstractUser):
    staff = models.OneToOneField(
        Staff, models.PROTECT, null=True, blank=True, related_name="user", db_comment="internal: the member of staff"
    )

    access = AccessPath(team="staff__team")

    class Meta:
        db_table_comment = "Someone who may sign in"
        constraints = [models.UniqueConstraint(Lower("username"), name="username_whatever_its_case")]

    @property
    def name(self) -> str:
        """What to call the user on a page."""
        return self.get_full_name() or self.username


class RoleGrant(models.Model):
    """A role over one region, unit or team; over the whole service where all three are empty."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", db_comment="internal: who is granted it")
    role = models.CharField(max_length=40, db_comment="internal: role, by its name in roles.py")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: over this region"
    )
    pdu = models.ForeignKey(
        PDU, models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: over this unit"
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: over this team"
    )
    from_date = models.DateField(db_comment="internal: first day of the grant")
    to_date = models.DateField(null=True, blank=True, db_comment="internal: first day after it ends")

    access = AccessPath(team="user__staff__team")

    class Meta:
        db_table_comment = "A role granted to a user over part of the service"
        constraints = [
            dates_in_order("role_grant_dates"),
            models.CheckConstraint(
                name="role_grant_over_one_place",
                condition=Q(region__isnull=True, pdu__isnull=True)
                | Q(region__isnull=True, team__isnull=True)
                | Q(pdu__isnull=True, team__isnull=True),
            ),
        ]
