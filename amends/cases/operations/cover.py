"""Covering a case while the officer who holds it is away."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import CaseAllocation, CaseCover, Person
from amends.cases.operations.refused import AllocationRefused
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.models import Absence, Staff, User
from amends.organisation.operations.overlaps import refuse_overlaps
from amends.organisation.operations.refusal import Ground, Refused
from amends.organisation.ranges import current
from amends.policy.workload import away


@transaction.atomic
def record_cover(*, person: Person, staff: Staff, from_date: date, to_date: date, by: User, at: datetime) -> CaseCover:
    """Have an officer act for the one who holds the case, until the day before `to_date`.

    Raises AllocationRefused where they hold the case themselves, are not in post or away on some of the days, or
    somebody covers it then already.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    grounds = []
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Use the record that was kept.")))
    if from_date < localdate(at):
        grounds.append(Ground(_("The first day must be today or later"), "from_date"))
    if to_date <= from_date:
        grounds.append(Ground(_("The last day must be on or after the first"), "to_date"))
    if CaseAllocation.objects.filter(current(from_date), person=person, practitioner=staff).exists():
        grounds.append(Ground(_("%(name)s holds the case already") % {"name": staff.name}, "staff"))
    if staff.from_date > from_date or (staff.to_date and staff.to_date < to_date):
        grounds.append(Ground(_("%(name)s is not in post on all of these days") % {"name": staff.name}, "staff"))
    grounds += _away(staff, from_date, to_date)
    if grounds:
        raise AllocationRefused(grounds)
    try:
        refuse_overlaps(
            [(person.pk, from_date, to_date)],
            CaseCover.objects.filter(person=person).values_list("person_id", "from_date", "to_date"),
            _("Somebody covers the case on some of these days already"),
        )
    except Refused as refused:
        raise AllocationRefused(refused.grounds) from None
    cover = CaseCover.objects.create(
        person=person, staff=staff, from_date=from_date, to_date=to_date, made_at=at, made_by=by
    )
    audit.record(by, "cover case", f"cases.casecover {cover.pk}", crn=person.crn, detail={"staff": staff.code})
    return cover


@transaction.atomic
def end_cover(*, cover: CaseCover, to_date: date, by: User, at: datetime) -> CaseCover:
    """End the cover of a case early: `to_date` is the first day without. Raises AllocationRefused."""
    cover = CaseCover.objects.select_for_update(of=("self",)).select_related("person").get(pk=cover.pk)
    if not cover.from_date < to_date <= cover.to_date:
        words = _("The day must be after %(first)s and by %(last)s")
        given = {"first": day(cover.from_date), "last": day(cover.to_date)}
        raise AllocationRefused([Ground(words % given, "to_date")])
    cover.to_date = to_date
    cover.save(update_fields=["to_date"])
    audit.record(by, "end cover", f"cases.casecover {cover.pk}", crn=cover.person.crn)
    return cover


def _away(staff: Staff, from_date: date, to_date: date) -> list[Ground]:
    absences = Absence.objects.filter(staff=staff, from_date__lt=to_date).exclude(to_date__lte=from_date)
    return [
        Ground(_("%(name)s is away from %(day)s") % {"name": staff.name, "day": day(absence.from_date)}, "staff")
        for absence in absences
        if away(absence.kind, on=max(from_date, absence.from_date))
    ]
