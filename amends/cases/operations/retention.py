"""Keeping records no longer than policy says: holds, quarantine, and what comes back from it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.cases.operations.refused import RetentionRefused
from amends.cases.queries import retention as queries
from amends.cases.queries.disclosure import family
from amends.organisation import audit
from amends.organisation.models import Hold, Quarantine, User
from amends.organisation.operations.refusal import Ground
from amends.policy.civil_time import civil_date

_MOST_CHARACTERS = 500


@transaction.atomic
def place_hold(*, person: Person, reason: str, by: User, at: datetime) -> Hold:
    """Forbid that the record be deleted, however old it is, until the hold ends. Raises RetentionRefused."""
    person = locked(person)
    hold = Hold.objects.create(crn=person.crn, reason=_given(reason), placed_at=at, placed_by=by)
    audit.record(by, "place hold", f"organisation.hold {hold.pk}", crn=person.crn)
    return hold


@transaction.atomic
def end_hold(*, hold: Hold, reason: str, by: User, at: datetime) -> Hold:
    """End a hold: the record may be deleted once it has come due. Raises RetentionRefused."""
    hold = Hold.objects.select_for_update().get(pk=hold.pk)
    if hold.ended_at:
        raise RetentionRefused(_("This hold has ended already."))
    hold.end_reason, hold.ended_at, hold.ended_by = _given(reason), at, by
    hold.save(update_fields=["end_reason", "ended_at", "ended_by"])
    audit.record(by, "end hold", f"organisation.hold {hold.pk}", crn=hold.crn)
    return hold


@transaction.atomic
def quarantine(*, person: Person, by: User, at: datetime) -> Quarantine:
    """Hide a record that has come due from everyone but its keepers, with those merged into it.

    Raises RetentionRefused where it is kept for longer, a hold stands, or it is hidden already.
    """
    person, on = locked(person), civil_date(at)
    record = queries.kept_person(person, on)
    if not record.is_due(on):
        raise RetentionRefused(_("This record has not come due."))
    refuse_held(record)
    if queries.standing_quarantine(person):
        raise RetentionRefused(_("This record is in quarantine already."))
    reason = "; ".join(record.until.steps)[:_MOST_CHARACTERS]
    rows = Quarantine.objects.bulk_create(
        Quarantine(crn=crn, reason=reason, begun_at=at, begun_by=by) for crn in family(person)
    )
    subject = f"organisation.quarantine {rows[0].pk}"
    audit.record(by, "quarantine record", subject, crn=person.crn, detail={"why": reason})
    return rows[0]


@transaction.atomic
def restore(*, person: Person, reason: str, by: User, at: datetime) -> None:
    """Bring a record back out of quarantine, as it was. Raises RetentionRefused."""
    person, reason = locked(person), _given(reason)
    rows = Quarantine.objects.filter(crn__in=family(person), restored_at=None)
    if not rows.update(restored_at=at, restored_by=by, restore_reason=reason):
        raise RetentionRefused(_("This record is not in quarantine."))
    audit.record(by, "restore record", f"cases.person {person.pk}", crn=person.crn)


def locked(person: Person) -> Person:
    """The person's row, held until the end: a hold is not placed while the record is being deleted, or after."""
    row = Person.objects.select_for_update().filter(pk=person.pk).first()
    if row is None:
        raise RetentionRefused(_("This record is no longer there."))
    return row


def refuse_held(record: queries.Kept) -> None:
    """Raises RetentionRefused where a hold stands."""
    if record.held:
        raise RetentionRefused(_("A hold stands: the record may not be deleted while it does."))


def _given(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > _MOST_CHARACTERS:
        raise RetentionRefused([Ground(_("Enter why, in 500 characters or fewer"), "reason")])
    return reason
