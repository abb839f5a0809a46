"""People who must not meet, and records that look alike but are of two people."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import KeepApart, NotSamePerson, Person
from amends.cases.operations.refused import KeepApartRefused
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground


@transaction.atomic
def keep_apart(
    *, people: tuple[Person, Person], reason: str, from_date: date, by: User, at: datetime,
    to_date: date | None = None,
) -> KeepApart:  # fmt: skip
    """Record that two people must not be placed together from a day on. Raises KeepApartRefused."""
    low, high = _in_order(people)
    grounds = []
    if not reason.strip() or len(reason.strip()) > 300:
        grounds.append(Ground(_("Enter why, in 300 characters or fewer"), "reason"))
    if to_date and to_date <= from_date:
        grounds.append(Ground(_("It must end after it begins"), "to_date"))
    standing = KeepApart.objects.filter(person=low, other=high)
    if any((row.to_date is None or row.to_date > from_date) and (not to_date or row.from_date < to_date)
           for row in standing):  # fmt: skip
        grounds.append(Ground(_("These two are to be kept apart on these days already"), "from_date"))
    if grounds:
        raise KeepApartRefused(grounds)
    row = KeepApart.objects.create(person=low, other=high, reason=reason.strip(), from_date=from_date, to_date=to_date)
    _audit(row, "keep apart", by)
    return row


@transaction.atomic
def end_keep_apart(*, row: KeepApart, to_date: date, by: User, at: datetime) -> KeepApart:
    """Record the first day on which two people need no longer be kept apart. Raises KeepApartRefused."""
    row = KeepApart.objects.select_for_update().get(pk=row.pk)
    if to_date <= row.from_date:
        words = _("The day must be after %(day)s, when it began") % {"day": day(row.from_date)}
        raise KeepApartRefused([Ground(words, "to_date")])
    if row.to_date and row.to_date < to_date:
        raise KeepApartRefused([Ground(_("It ends before that day already"), "to_date")])
    row.to_date = to_date
    row.save(update_fields=["to_date"])
    _audit(row, "end keep apart", by)
    return row


@transaction.atomic
def tell_apart(*, person: Person, others: Iterable[Person], by: User, at: datetime) -> None:
    """Record that the person is not any of these others, so that they are no longer shown as possible duplicates."""
    others = [other for other in others if other.pk != person.pk]
    pairs = [_in_order((person, other)) for other in others]
    NotSamePerson.objects.bulk_create(
        [NotSamePerson(person=low, other=high, found_at=at, found_by=by) for low, high in pairs], ignore_conflicts=True
    )
    audit.record_many(
        by, "tell people apart",
        ((f"cases.person {low.pk}", one.crn, {"crns": sorted([low.crn, high.crn])})
         for low, high in pairs for one in (low, high)),
    )  # fmt: skip


def _in_order(people: tuple[Person, Person]) -> tuple[Person, Person]:
    low, high = sorted(people, key=lambda person: person.pk)
    if low.pk == high.pk:
        raise KeepApartRefused([Ground(_("Choose another person"), "crn")])
    if low.merged_into_id or high.merged_into_id:
        raise KeepApartRefused([Ground(_("This record has been merged. Use the record that was kept."), "crn")])
    return low, high


def _audit(row: KeepApart, action: str, by: User) -> None:
    audit.record_many(by, action, ((f"cases.keepapart {row.pk}", one.crn, {}) for one in (row.person, row.other)))
