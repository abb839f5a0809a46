"""Recording that the practitioner was in contact with a person."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.contacts.models import PractitionerContact
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date


@transaction.atomic
def record_practitioner_contact(
    *, person: Person, on: date, way: str, note: str, by, at: datetime
) -> PractitionerContact:
    """Record a contact of the practitioner on a day, today or past. Raises Refused."""
    if on > civil_date(at):
        raise Refused(_("The day must be today or in the past"), field="on")
    if way not in PractitionerContact.Way.values:
        raise Refused(_("Select how you were in contact"), field="way")
    if not note.strip():
        raise Refused(_("Enter what was said"), field="note")
    made = PractitionerContact.objects.create(
        person=person, on=on, way=way, note=note.strip(), recorded_at=at, recorded_by=by
    )
    detail = {"on": on.isoformat(), "way": way}
    audit.record(
        by, "record practitioner contact", f"contacts.practitionercontact {made.pk}", crn=person.crn, detail=detail
    )
    return made
