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
from tests.house.routes import about, listed


@dataclass
class Managed:
    """A place's records, by noun."""

    pause: object
    load: object
    need: object
    audit: object


KWARGS = {
    **about("organisation", "loads pause_allocation protect_load", code="staff.code"),
    **about("organisation", "end_pause", code="staff.code", pk="managed.pause.pk"),
    **about("organisation", "remove_load", code="staff.code", pk="managed.load.pk"),
    **about("cases", "officer supervisions record_supervision", code="staff.code"),
    **about("cases", "tier record_scores oversight record_oversight raise_housing", crn="person.crn"),
    **about("cases", "answer_housing", crn="person.crn", pk="managed.need.pk"),
    **about("cases", "audit", pk="managed.audit.pk"),
    **about("contacts", "cover_case allocate", crn="person.crn"),
}
NO_RECORD = listed("cases", "unallocated supervised draw", files="workload averages audits") | listed(
    "contacts", "releases", files="left_behind"
)
NOT_ABOUT_PEOPLE = {
    *about("cases", "officer supervisions record_supervision"),
    *(name for name in KWARGS if name.startswith("organisation:")),
}


def records(place) -> dict[str, object]:
    """One of everything."""
    team, user, person, staff, at = place.team, place.user, place.person, place.staff, place.at
    day = at.date()
    managed = Managed(
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
    return {"managed": managed}


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
