"""Staff, what they are qualified for, and when they are away."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import Absence, Qualification, Staff, StaffQualification, Team
from amends.organisation.operations.overlaps import refuse_overlaps
from amends.organisation.operations.refusal import Ground, Refused

_AT_ONCE = 2_000
_LONGEST_WEEK = 60 * 60  # minutes
_LONGEST_DRIVE = 10 * 60  # minutes


@dataclass(frozen=True)
class StaffDraft:
    """A member of staff. `days` are weekday digits in order; minutes are a week's; the position is in degrees."""

    code: str
    name: str
    team: Team
    grade: str
    contracted_minutes: int
    from_date: date
    days: str = "12345"
    days_a_week: int = 5
    lat: float | None = None
    lon: float | None = None
    max_drive_minutes: int = 60
    to_date: date | None = None


_CHANGEABLE = frozenset(field.name for field in fields(StaffDraft)) - {"code"}


@dataclass(frozen=True)
class HeldDraft:
    """A qualification held from `from_date` until the day before `to_date` (None: it does not lapse)."""

    staff: Staff
    qualification: Qualification
    from_date: date
    to_date: date | None = None


@dataclass(frozen=True)
class AbsenceDraft:
    """Someone away from `from_date` until the day before `to_date` (None: not known)."""

    staff: Staff
    kind: str
    from_date: date
    to_date: date | None = None


@transaction.atomic
def create_staff(drafts: Sequence[StaffDraft], *, by, at: datetime) -> list[Staff]:
    """Make members of staff. Raises Refused, nothing made, where a staff number is taken or a draft is wrong."""
    taken = set(Staff.objects.filter(code__in=[draft.code for draft in drafts]).values_list("code", flat=True))
    grounds: list[Ground] = []
    for number, draft in enumerate(drafts, start=1):
        if draft.code in taken:
            grounds.append(Ground(_("The staff number %(code)s is taken") % {"code": draft.code}, "code", number))
        grounds += _grounds(draft, number)
        taken.add(draft.code)
    if grounds:
        raise Refused(grounds)
    rows = Staff.objects.bulk_create((Staff(**vars(draft)) for draft in drafts), batch_size=_AT_ONCE)
    audit.record_many(by, "create staff", ((f"organisation.staff {row.pk}", "", {"code": row.code}) for row in rows))
    return rows


@transaction.atomic
def change_staff(*, member: Staff, changes: Mapping[str, object], by, at: datetime) -> Staff:
    """Change what `changes` names: the fields of StaffDraft, but not the staff number. What stood is kept as history.

    Raises Refused for what no member of staff may be. Sessions and cases they hold stay theirs: the pages about those
    show what no longer fits.
    """
    unknown = set(changes) - _CHANGEABLE
    if unknown:
        raise ValueError(f"not to be changed of a member of staff: {', '.join(sorted(unknown))}")
    member = Staff.objects.select_for_update().get(pk=member.pk)
    now = {name: getattr(member, name) for name in ("code", *_CHANGEABLE)}
    grounds = list(_grounds(StaffDraft(**(now | dict(changes))), None))
    if grounds:
        raise Refused(grounds)
    changed = sorted(name for name, value in changes.items() if now[name] != value)
    for name in changed:
        setattr(member, name, changes[name])
    if changed:
        member.save(update_fields=changed)
        audit.record(by, "change staff", f"organisation.staff {member.pk}", detail={"changed": changed})
    return member


def _grounds(draft: StaffDraft, number: int | None) -> Iterator[Ground]:
    """What is wrong with a member of staff, whoever else there is."""
    if not draft.code.strip():
        yield Ground(_("Enter the staff number"), "code", number)
    if not draft.name.strip():
        yield Ground(_("Enter the name"), "name", number)
    if draft.grade not in Staff.Grade.values:
        yield Ground(_("Select the grade"), "grade", number)
    if not 0 <= draft.contracted_minutes <= _LONGEST_WEEK:
        yield Ground(_("Contracted hours must be from 0 to 60 a week"), "contracted_minutes", number)
    if not re.fullmatch("1?2?3?4?5?6?7?", draft.days):
        yield Ground(_("The days are weekdays in order, 1 for Monday to 7 for Sunday"), "days", number)
    elif not 0 <= draft.days_a_week <= len(draft.days):
        yield Ground(_("The most days worked in a week cannot be more than the days named"), "days_a_week", number)
    if (draft.lat is None) != (draft.lon is None):
        yield Ground(_("Give both latitude and longitude, or neither"), "lat", number)
    if not 0 <= draft.max_drive_minutes <= _LONGEST_DRIVE:
        yield Ground(_("The longest drive must be from 0 to 600 minutes"), "max_drive_minutes", number)
    if draft.to_date is not None and draft.to_date <= draft.from_date:
        yield Ground(_("The post must end after it begins"), "to_date", number)


@transaction.atomic
def record_qualifications(drafts: Sequence[HeldDraft], *, by, at: datetime) -> list[StaffQualification]:
    """Record qualifications held. Raises Refused where one is already held on some of the days."""
    staff = _locked({draft.staff.pk for draft in drafts})
    refuse_overlaps(
        [((draft.staff.pk, draft.qualification.pk), draft.from_date, draft.to_date) for draft in drafts],
        [((held.staff_id, held.qualification_id), held.from_date, held.to_date)
         for held in StaffQualification.objects.filter(staff_id__in=staff)],
        _("This qualification is held already on some of these days"),
    )  # fmt: skip
    rows = StaffQualification.objects.bulk_create(
        (StaffQualification(**vars(draft)) for draft in drafts), batch_size=_AT_ONCE
    )
    audit.record_many(
        by, "record qualification",
        ((f"organisation.staff {row.staff_id}", "", {"qualification": draft.qualification.code})
         for row, draft in zip(rows, drafts, strict=True)),
    )  # fmt: skip
    return rows


@transaction.atomic
def end_qualification(*, held: StaffQualification, to_date: date, by, at: datetime) -> StaffQualification:
    """Say that a qualification lapses: `to_date` is the first day without it. Raises Refused where it ends sooner."""
    held = StaffQualification.objects.select_for_update(of=["self"]).select_related("qualification").get(pk=held.pk)
    if to_date <= held.from_date:
        raise Refused(_("The first day without it must be after the first day it was held"), field="to_date")
    if held.to_date is not None and to_date > held.to_date:
        raise Refused(_("It lapses before that day; record the qualification again"), field="to_date")
    held.to_date = to_date
    held.save(update_fields=["to_date"])
    detail = {"qualification": held.qualification.code, "to": to_date.isoformat()}
    audit.record(by, "end qualification", f"organisation.staff {held.staff_id}", detail=detail)
    return held


@transaction.atomic
def remove_qualification(*, held: StaffQualification, by, at: datetime) -> None:
    """Take away a qualification recorded by mistake; its history keeps it."""
    detail = {"qualification": held.qualification.code, "from": held.from_date.isoformat()}
    held.delete()
    audit.record(by, "remove qualification", f"organisation.staff {held.staff_id}", detail=detail)


@transaction.atomic
def record_absences(drafts: Sequence[AbsenceDraft], *, by, at: datetime) -> list[Absence]:
    """Record absences. Raises Refused where someone is already away on some of the days."""
    staff = _locked({draft.staff.pk for draft in drafts})
    for number, draft in enumerate(drafts, start=1):
        if draft.kind not in Absence.Kind.values:
            raise Refused(_("Select why they are away"), number=number, field="kind")
    refuse_overlaps(
        [(draft.staff.pk, draft.from_date, draft.to_date) for draft in drafts],
        Absence.objects.filter(staff_id__in=staff).values_list("staff_id", "from_date", "to_date"),
        _("They are already recorded as away on some of these days"),
    )
    rows = Absence.objects.bulk_create((Absence(**vars(draft)) for draft in drafts), batch_size=_AT_ONCE)
    audit.record_many(
        by, "record absence",
        ((f"organisation.staff {row.staff_id}", "", {"absence": row.pk, "from": row.from_date.isoformat()})
         for row in rows),
    )  # fmt: skip
    return rows


@transaction.atomic
def end_absence(*, absence: Absence, to_date: date, by, at: datetime) -> Absence:
    """Say that someone is back on `to_date`. Raises Refused where that is not after the first day away."""
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if to_date <= absence.from_date:
        raise Refused(_("The first day back must be after the first day away"), field="to_date")
    if absence.to_date is not None and to_date > absence.to_date:
        raise Refused(_("They are recorded as back before that day; record another absence"), field="to_date")
    absence.to_date = to_date
    absence.save()
    detail = {"absence": absence.pk, "to": to_date.isoformat()}
    audit.record(by, "end absence", f"organisation.staff {absence.staff_id}", detail=detail)
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, by, at: datetime) -> None:
    """Take away an absence recorded by mistake, or leave that was not taken; its history keeps it."""
    detail = {"absence": absence.pk, "from": absence.from_date.isoformat()}
    absence.delete()
    audit.record(by, "remove absence", f"organisation.staff {absence.staff_id}", detail=detail)


def _locked(staff: set[int]) -> set[int]:
    """Lock these members of staff, so that nothing overlapping is recorded meanwhile."""
    list(Staff.objects.select_for_update().filter(pk__in=staff).order_by("pk").values_list("pk"))
    return staff
