"""Having a person seen by another officer while their practitioner can see nobody."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import CaseAllocation, Person
from amends.contacts.models import ContactCover
from amends.contacts.operations.refused import CoverRefused
from amends.organisation import audit
from amends.organisation.models import Absence, Staff, User
from amends.organisation.ranges import current


@transaction.atomic
def cover_contact(*, person: Person, staff: Staff, reason: str, by: User, at: datetime) -> ContactCover:
    """Have the person seen by another officer from today on; who covered until now no longer does.

    Raises CoverRefused where the officer holds the case, is away or shielding, is no longer in post, or no reason is
    given.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    on = localdate(at)
    if not reason.strip():
        raise CoverRefused(_("Say why"), field="reason")
    if CaseAllocation.objects.filter(current(on), person=person, practitioner=staff).exists():
        raise CoverRefused(_("This officer holds the case: choose another"), field="staff")
    if Absence.objects.filter(current(on), staff=staff).exists():
        raise CoverRefused(_("This officer is away or sees nobody face to face: choose another"), field="staff")
    if staff.to_date is not None and staff.to_date <= on:
        raise CoverRefused(_("This officer is no longer in post: choose another"), field="staff")
    _end_standing(person, on)
    row = ContactCover.objects.create(person=person, staff=staff, reason=reason.strip(), from_date=on, set_by=by)
    audit.record(by, "cover contact", f"contacts.contactcover {row.pk}", crn=person.crn, detail={"staff": staff.code})
    return row


@transaction.atomic
def end_cover(*, person: Person, by: User, at: datetime) -> None:
    """Leave the person's contact to their practitioner again. Raises CoverRefused where nobody covers."""
    Person.objects.select_for_update().get(pk=person.pk)
    if not _end_standing(person, localdate(at)):
        raise CoverRefused(_("Nobody covers this person's contact"))
    audit.record(by, "end cover of contact", f"cases.person {person.pk}", crn=person.crn)


def _end_standing(person: Person, on: date) -> bool:
    """End what stands; what was set on this very day altogether."""
    standing = ContactCover.objects.filter(current(on), person=person).first()
    if standing is None:
        return False
    if standing.from_date >= on:
        standing.delete()
    else:
        standing.to_date = on
        standing.save(update_fields=["to_date"])
    return True
