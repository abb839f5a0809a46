"""What managers record, for the walks over every address: one of everything in a place, and more of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from amends.cases.form_specs import AUDIT_QUESTIONS
from amends.cases.models import (
    ActuarialScores,
    CaseCover,
    HousingNeed,
    OversightNote,
    QualityAudit,
    StaffSupervision,
)
from amends.cases.operations.oversight import record_audit
from amends.organisation.models import Absence, AllocationPause, ProtectedLoad
from tests.factories import make_allocation, make_appointment, make_custody, make_person, make_risk, make_staff

_OF_STAFF = ("loads", "pause_allocation", "protect_load")
_OF_PERSON = ("tier", "record_scores", "oversight", "record_oversight", "raise_housing")


@dataclass
class Managed:
    """A place's records, by noun."""

    pause: object
    load: object
    need: object
    audit: object


def _crn(place):
    return {"crn": place.person.crn}


KWARGS = {
    **{f"organisation:{name}": lambda p: {"code": p.staff.code} for name in _OF_STAFF},
    "organisation:end_pause": lambda p: {"code": p.staff.code, "pk": p.managed.pause.pk},
    "organisation:remove_load": lambda p: {"code": p.staff.code, "pk": p.managed.load.pk},
    **{f"cases:{name}": lambda p: {"code": p.staff.code} for name in ("officer", "supervisions", "record_supervision")},
    **{f"cases:{name}": _crn for name in _OF_PERSON},
    "cases:answer_housing": lambda p: _crn(p) | {"pk": p.managed.need.pk},
    "cases:audit": lambda p: {"pk": p.managed.audit.pk},
    "contacts:cover_case": _crn,
    "contacts:allocate": _crn,
}
NO_RECORD = {
    "cases:workload", "cases:workload_csv", "cases:averages", "cases:averages_csv", "cases:unallocated",
    "cases:supervised", "cases:audits", "cases:audits_csv", "cases:draw", "contacts:left_behind", "contacts:releases",
}  # fmt: skip
NOT_ABOUT_PEOPLE = {"cases:officer", "cases:supervisions", "cases:record_supervision"}


def make_managed(team, user, person, staff, at) -> Managed:
    """One of everything."""
    day = at.date()
    return Managed(
        pause=AllocationPause.objects.create(
            staff=staff, reason="x", from_date=day, paused_at=at, paused_by=user
        ),
        load=ProtectedLoad.objects.create(
            staff=staff, circumstance="newly_qualified", from_date=day, to_date=day + timedelta(days=365),
            recorded_at=at, recorded_by=user,
        ),
        need=HousingNeed.objects.create(
            person=person, needed_from=day, raised_with="x", raised_at=at, raised_by=user
        ),
        audit=QualityAudit.objects.create(person=person, team=team, drawn_on=day, drawn_by=user),
    )  # fmt: skip


def manage_more(place, user, size: int, now, today: date) -> None:
    """So many officers who are away, each with somebody about to be released; so many notes, sessions and audits."""
    team, person, staff = place.team, place.person, place.staff
    for number in range(size):
        officer = make_staff(team, grade="po")
        Absence.objects.create(staff=officer, kind="sickness", from_date=today)
        man = make_person(team, family_name=f"Released-Example {number:02}")
        make_custody(man, today - timedelta(days=200), release_date=today + timedelta(days=1 + number))
        make_allocation(man, officer, today - timedelta(days=100))
        make_risk(man, "high", today - timedelta(days=100), recorded_by=user)
        make_appointment(man, user, now + timedelta(days=1 + number))
        day = today - timedelta(days=number + 1)
        ActuarialScores.objects.create(person=person, scored_on=day, rsr=number, recorded_at=now, recorded_by=user)
        OversightNote.objects.create(
            person=person, on=day, note="Risk needs a fresh look", action="Call a meeting", action_by=today,
            sensitive=bool(number % 2), recorded_at=now, recorded_by=user,
        )  # fmt: skip
        StaffSupervision.objects.create(staff=staff, on=day, notes="Caseload", recorded_at=now, recorded_by=user)
        need_from = today + timedelta(days=number)
        HousingNeed.objects.create(
            person=person, needed_from=need_from, raised_with="The council", raised_at=now, raised_by=user
        )
        first = today + timedelta(days=30 * number)
        CaseCover.objects.create(
            person=person, staff=officer, from_date=first, to_date=first + timedelta(days=5), made_at=now, made_by=user
        )
        drawn = QualityAudit.objects.create(person=man, team=team, practitioner=officer, drawn_on=day, drawn_by=user)
        if number % 2:
            record_audit(drawn=drawn, answers=dict.fromkeys(AUDIT_QUESTIONS, "yes"), by=user, at=now)
        AllocationPause.objects.create(
            staff=staff, reason="Back from leave", from_date=date(2020, 1, 1) + timedelta(days=10 * number),
            to_date=date(2020, 1, 5) + timedelta(days=10 * number), paused_at=now, paused_by=user,
        )  # fmt: skip
