"""What pages about staff, offices and regions show at their fullest."""

from datetime import date, timedelta

from amends.contacts.models import Concern
from amends.organisation.models import Absence, Office, Qualification, RegionTier, Staff, StaffQualification
from tests.factories import make_team, make_user
from tests.unpaid_work.hours_records import any_day_supervisor, open_project


def organise(growth) -> None:
    """Supervisors, projects and concerns, and more about the one member of staff."""
    for number in range(growth.size):
        staff = any_day_supervisor(growth.place.team)
        Absence.objects.create(staff=staff, kind="leave", from_date=growth.today + timedelta(days=200))
        _of_the_member(growth, number)
        open_project(growth.place.team, name=f"Painting the community hall, Narborough Road {number}")
        make_user("practitioner", growth.place.team)
        Concern.objects.create(
            person=growth.people[number][0], appointment=growth.place.booking.appointment,
            text="Said that the bus no longer runs early enough", raised_at=growth.now, raised_by=growth.user,
        )  # fmt: skip


def _of_the_member(growth, number: int) -> None:
    """More of everything about the one member of staff whose pages are read, each changed once since."""
    member, pdu = growth.place.staff, growth.place.team.pdu
    day = date(2020, 1, 6) + timedelta(days=10 * number)
    leave = Absence.objects.create(staff=member, kind="leave", from_date=day, to_date=day + timedelta(days=5))
    Absence.objects.filter(pk=leave.pk).update(to_date=day + timedelta(days=3))
    Staff.objects.filter(pk=member.pk).update(max_drive_minutes=50 + number)
    skill, _made = Qualification.objects.get_or_create(code=f"skill-{number}", defaults={"name": f"Skill {number}"})
    StaffQualification.objects.create(staff=member, qualification=skill, from_date=growth.today)
    Office.objects.create(pdu=pdu, code=f"{pdu.code}-{number}", name=f"Office {number}", address="1 Long Street")
    make_team(pdu=pdu)
    RegionTier.objects.filter(region=pdu.region, to_date=None).update(to_date=growth.today + timedelta(days=number))
    first = growth.today + timedelta(days=number)
    RegionTier.objects.create(region=pdu.region, tier="open", from_date=first)
