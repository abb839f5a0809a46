"""Covering a case while the officer who holds it is away, or can see nobody."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import CaseAllocation, CaseCover, Person
from amends.cases.operations.refused import AllocationRefused
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.models import Absence, Staff, User
from amends.organisation.operations.refusal import Ground
from amends.organisation.ranges import current
from amends.policy.workload import at_home, away


@transaction.atomic
def record_cover(
    *, person: Person, staff: Staff, from_date: date, to_date: date | None, reason: str = "", by: User, at: datetime
) -> CaseCover:
    """Have an officer act for the one who holds the case, until the day before `to_date`; None: until it is ended.

    Whoever covers it on the first day no longer does from then on. Raises AllocationRefused where the officer holds
    the case, is not in post or not there on the days, or another begins to cover it on one of them.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    reason = reason.strip()
    grounds = _grounds(person, from_date, to_date, reason, localdate(at))
    held = CaseAllocation.objects.filter(current(from_date), person=person).select_related("practitioner").first()
    grounds += _not_by(staff, held.practitioner if held else None, from_date, to_date)
    if grounds:
        raise AllocationRefused(grounds)
    standing = CaseCover.objects.filter(current(from_date), person=person).first()
    if standing is not None:
        end_cover(cover=standing, to_date=from_date, by=by, at=at)
    cover = CaseCover.objects.create(
        person=person, staff=staff, from_date=from_date, to_date=to_date, reason=reason, made_at=at, made_by=by
    )
    audit.record(by, "cover case", f"cases.casecover {cover.pk}", crn=person.crn, detail={"staff": staff.code})
    return cover


@transaction.atomic
def end_cover(*, cover: CaseCover, to_date: date, by: User, at: datetime) -> None:
    """End the cover of a case: `to_date` is the first day without. One that has not begun by then is taken back.

    Raises AllocationRefused for a day before today, and one after the cover ends anyway.
    """
    cover = CaseCover.objects.select_for_update(of=("self",)).select_related("person").get(pk=cover.pk)
    if to_date < localdate(at):
        raise AllocationRefused([Ground(_("The day must be today or later"), "from_date")])
    if cover.to_date and to_date > cover.to_date:
        raise AllocationRefused([Ground(_("The cover ends on %(day)s") % {"day": day(cover.to_date)}, "from_date")])
    audit.record(by, "end cover", f"cases.casecover {cover.pk}", crn=cover.person.crn)
    if to_date <= cover.from_date:
        cover.delete()
    else:
        cover.to_date = to_date
        cover.save(update_fields=["to_date"])


def _grounds(person: Person, from_date: date, to_date: date | None, reason: str, on: date) -> list[Ground]:
    grounds = []
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Use the record that was kept.")))
    if from_date < on:
        grounds.append(Ground(_("The first day must be today or later"), "from_date"))
    if to_date is not None and to_date <= from_date:
        grounds.append(Ground(_("The last day must be on or after the first"), "to_date"))
    if len(reason) > CaseCover._meta.get_field("reason").max_length:
        grounds.append(Ground(_("The reason is too long"), "reason"))
    begins = CaseCover.objects.filter(person=person, from_date__gt=from_date).order_by("from_date").first()
    if begins and (to_date is None or begins.from_date < to_date):
        words = _("%(name)s covers the case from %(day)s: end this cover by then")
        given = {"name": begins.staff.name, "day": day(begins.from_date)}
        grounds.append(Ground(words % given, "to_date"))
    return grounds


def _not_by(staff: Staff, holder: Staff | None, from_date: date, to_date: date | None) -> list[Ground]:
    """Why the officer cannot cover the case on the days. Without an end, what is known of the first day decides."""
    if holder == staff:
        return [Ground(_("%(name)s holds the case already") % {"name": staff.name}, "staff")]
    grounds = []
    if staff.from_date > from_date or (staff.to_date and staff.to_date < (to_date or from_date + date.resolution)):
        grounds.append(Ground(_("%(name)s is not in post on all of these days") % {"name": staff.name}, "staff"))
    days = Q(from_date__lt=to_date or from_date + date.resolution) & (
        Q(to_date__isnull=True) | Q(to_date__gt=from_date)
    )
    for absence in Absence.objects.filter(days, staff=staff):
        given = {"name": staff.name, "day": day(absence.from_date)}
        if away(absence.kind, on=max(from_date, absence.from_date)):
            grounds.append(Ground(_("%(name)s is away from %(day)s") % given, "staff"))
        elif sees_nobody(holder, from_date):
            grounds.append(Ground(_("%(name)s can see nobody either, from %(day)s") % given, "staff"))
    return grounds


def sees_nobody(staff: Staff | None, on: date) -> bool:
    """Whether an officer works on the day, but at home: what they cannot do is see people."""
    absences = [each.kind for each in Absence.objects.filter(current(on), staff=staff)] if staff else []
    return any(at_home(kind, on=on) for kind in absences) and not any(away(kind, on=on) for kind in absences)
