"""The link by which a person sees their own hours and next session, without an account."""

from django.db import models
from django.db.models import Q

from amends.cases.models import Person
from amends.organisation.access import AccessPath
from amends.organisation.models.links import OneTimeLink


class OwnPageLink(OneTimeLink):
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="own_page_links", db_comment="personal: whose page it opens"
    )
    language = models.CharField(
        max_length=2, choices=Person.Language.choices, db_comment="personal: language the page opens in"
    )
    reach = models.CharField(
        max_length=200, db_comment="internal: how the person reaches the service, as their page tells it"
    )

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta(OneTimeLink.Meta):
        db_table_comment = "A link by which a person opens a page of their own unpaid work"
        indexes = [models.Index(fields=["person", "-issued_at"], name="own_page_link_by_person")]
        constraints = [
            *OneTimeLink.Meta.constraints,
            models.CheckConstraint(condition=~Q(reach=""), name="own_page_link_reach"),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="own_page_link_language"),
        ]
