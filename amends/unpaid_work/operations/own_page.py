"""A person's own page: making the link that opens it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.organisation.operations.links import issue_link
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import OwnPageLink

LASTS = timedelta(days=7)  # unopened
OPEN_FOR = timedelta(minutes=30)  # in the browser that opened it


@transaction.atomic
def make_own_page_link(
    *, person: Person, language: str, reach: str, by, at: datetime
) -> tuple[OwnPageLink, str]:  # fmt: skip
    """A link that opens the person's page once, within seven days, and its token, which is kept nowhere.

    `reach` is how the person reaches the service, in words for their page. Raises Refused without it, and for a record
    that was merged into another.
    """
    if not reach.strip():
        raise Refused(_("Enter how they can reach you: the page is no help without it"), field="reach")
    if person.merged_into_id:
        raise Refused(_("This record was merged into another: make the link there"))
    link = OwnPageLink(person=person, language=language, reach=reach.strip())
    return link, issue_link(link, lasts=LASTS, by=by, at=at)
