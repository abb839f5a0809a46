"""Appointments, offices and concerns, and which record each address is about."""

from amends.contacts.models import Concern, StaffBubble
from tests.factories import make_appointment
from tests.house.routes import about, listed

_OFFICES = {
    **about("contacts", "office office_limit office_bubble_new office_day", code="office.code"),
    **about("contacts", "office_bubble", code="office.code", pk="bubble.pk"),
}
KWARGS = {
    **_OFFICES,
    **about("contacts", "person book level digital_access record_contact", crn="person.crn"),
    **about("contacts", "activity outcome reschedule cancel", pk="appointment.pk"),
    **about("contacts", "read_concern", pk="concern.pk"),
    **about("contacts", "raise_concern", appointment="booking.appointment.pk"),
}
NO_RECORD = listed("contacts", "caseload concerns offices what_if_people_csv", files="cover due what_if")
NOT_ABOUT_PEOPLE = set(_OFFICES)


def records(place) -> dict[str, object]:
    """One of each."""
    person, user = place.person, place.user
    return {
        "bubble": StaffBubble.objects.create(office=place.office, name="Mondays"),
        "appointment": make_appointment(person, user),
        "concern": Concern.objects.create(
            person=person, appointment=place.booking.appointment, text="x", raised_at=place.at, raised_by=user
        ),
    }
