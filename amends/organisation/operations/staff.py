"""Staff, what they are qualified for, and when they are away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import Absence, Qualification, Staff, StaffQualification, Team
from amends.organisation.operations.overlaps import refuse_overlaps
from amends.organisation.operations.refusal import Refused

_AT_ONCE = 2_000


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
    for number, draft in enumerate(drafts, start=1):
        if draft.code in taken:
            raise Refused(_("The staff number %(code)s is taken") % {"code": draft.code}, number=number, field="code")
        if draft.grade not in Staff.Grade.values:
            raise Refused(_("Select the grade"), number=number, field="grade")
        if draft.to_date is not None and draft.to_date <= draft.from_date:
            raise Refused(_("The post must end after it begins"), number=number, field="to_date")
        taken.add(draft.code)
    rows = Staff.objects.bulk_create((Staff(**vars(draft)) for draft in drafts), batch_size=_AT_ONCE)
    audit.record_many(by, "create staff", ((f"organisation.staff {row.pk}", "", {"code": row.code}) for row in rows))
    return rows


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


def _locked(staff: set[int]) -> set[int]:
    """Lock these members of staff, so that nothing overlapping is recorded meanwhile."""
    list(Staff.objects.select_for_update().filter(pk__in=staff).order_by("pk").values_list("pk"))
    return staff
