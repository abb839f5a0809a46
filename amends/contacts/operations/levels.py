"""Setting contact for a person: more than the model owes by a practitioner, less by a manager, each with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.contacts.models import ContactLevel
from amends.contacts.operations.refused import LevelRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground
from amends.policy.contact_modes import contact_modes, face_to_face_modes
from amends.policy.delivery_models import ContactOwed


def modes_of(mode: str) -> frozenset[str]:
    """The modes that meet contact set so."""
    if mode == ContactLevel.Mode.FACE_TO_FACE:
        return face_to_face_modes()
    if mode == ContactLevel.Mode.DOORSTEP:
        return face_to_face_modes() | {"doorstep"}
    return frozenset(each.mode for each in contact_modes() if each.counts)


def is_less(every_days: int, mode: str, owed: ContactOwed) -> bool:
    """Whether contact set so is less often than owed, or by a mode that is not owed."""
    return every_days > owed.every_days or not modes_of(mode) <= set(owed.modes)


@transaction.atomic
def set_contact_level(
    *, person: Person, every_days: int, mode: str, reason: str, owed: ContactOwed, may_lower: bool, by: User,
    at: datetime,
) -> ContactLevel:  # fmt: skip
    """Set contact from today on; what was set before ends. `owed` is what the model in force owes today.

    `may_lower`: whoever sets it is a manager of the case. Raises LevelRefused where it is less and they are not.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    on = localdate(at)
    grounds = []
    if not 1 <= every_days <= 90:
        grounds.append(Ground(_("Enter from 1 to 90 days"), "every_days"))
    if mode not in ContactLevel.Mode.values:
        grounds.append(Ground(_("Select by what contact is made"), "mode"))
    if not reason.strip():
        grounds.append(Ground(_("Say why"), "reason"))
    if not grounds and is_less(every_days, mode, owed) and not may_lower:
        grounds.append(
            Ground(_("This is less than the delivery model owes: that is a manager's decision"), "every_days")
        )
    if grounds:
        raise LevelRefused(grounds)
    _end_standing(person, on)
    row = ContactLevel.objects.create(
        person=person, every_days=every_days, mode=mode, less=is_less(every_days, mode, owed), reason=reason.strip(),
        from_date=on, set_by=by,
    )  # fmt: skip
    detail = {"every_days": every_days, "mode": mode, "less": row.less}
    audit.record(by, "set contact level", f"contacts.contactlevel {row.pk}", crn=person.crn, detail=detail)
    return row


@transaction.atomic
def return_to_model(*, person: Person, by: User, at: datetime) -> None:
    """End what was set: from today on the delivery model alone says what is owed. Raises LevelRefused."""
    Person.objects.select_for_update().get(pk=person.pk)
    if not _end_standing(person, localdate(at)):
        raise LevelRefused(_("Nothing is set: the delivery model says what is owed"))
    audit.record(by, "return to delivery model", f"cases.person {person.pk}", crn=person.crn)


def _end_standing(person: Person, on: date) -> bool:
    """End what stands: on the day before, or altogether where it was set on this very day."""
    standing = ContactLevel.objects.filter(person=person, to_date=None).first()
    if standing is None:
        return False
    if standing.from_date >= on:
        standing.delete()
    else:
        standing.to_date = on
        standing.save(update_fields=["to_date"])
    return True
