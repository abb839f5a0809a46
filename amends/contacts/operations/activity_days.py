"""Counting appointments as days of a rehabilitation activity requirement."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import SentenceCondition
from amends.contacts.models import ActivityDay, Appointment
from amends.contacts.operations.outcomes import standing_outcomes
from amends.contacts.operations.refused import ActivityRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.policy.contact_outcomes import contact_outcome

REHABILITATION = "rehabilitation_activity"


@transaction.atomic
def count_activity_day(
    *, appointment: Appointment, condition: SentenceCondition, by: User, at: datetime
) -> ActivityDay:
    """Count an appointment that was kept as a day of the requirement. Raises ActivityRefused.

    Should its outcome be corrected to one that says that the person did not attend, it no longer counts.
    """
    held = Appointment.objects.select_for_update(of=("self",)).select_related("person").get(pk=appointment.pk)
    day, standing = localdate(held.starts_at), standing_outcomes([held.pk]).get(held.pk)
    if condition.kind != REHABILITATION or condition.sentence.person_id != held.person_id:
        raise ActivityRefused(_("Select a rehabilitation activity requirement of this person"), field="condition")
    if not condition.from_date <= day or (condition.to_date and day >= condition.to_date):
        raise ActivityRefused(_("The requirement was not in force on that day"), field="condition")
    if standing is None or not contact_outcome(standing.code).attended:
        raise ActivityRefused(_("Only an appointment that was attended is a day of the requirement"))
    if ActivityDay.objects.filter(appointment=held).exists():
        raise ActivityRefused(_("This appointment is counted already"))
    row = ActivityDay.objects.create(appointment=held, condition=condition, counted_at=at, counted_by=by)
    audit.record(by, "count activity day", f"contacts.activityday {row.pk}", crn=held.person.crn)
    return row
