"""Appointments, offices and concerns, and which record each address is about."""

from datetime import UTC, date, datetime

from amends.contacts.models import Concern, OwnDeliveryModel, OwnDeliveryRule, StaffBubble
from tests.factories import make_appointment
from tests.house.routes import about, listed

_OFFICES = {
    **about("contacts", "office office_limit office_bubble_new office_day", code="office.code"),
    **about("contacts", "office_bubble", code="office.code", pk="bubble.pk"),
}
_MODELS = about("contacts", "model model_change model_agree model_end model_discard", pk="own_model.pk")
KWARGS = {
    **_OFFICES,
    **_MODELS,
    **about("contacts", "person book level digital_access record_contact", crn="person.crn"),
    **about("contacts", "activity outcome reschedule cancel symptoms", pk="appointment.pk"),
    **about("contacts", "read_concern", pk="concern.pk"),
    **about("contacts", "raise_concern", appointment="booking.appointment.pk"),
}
NO_RECORD = listed(
    "contacts",
    "caseload concerns offices models model_new what_if_people_csv",
    files="contact_replay due what_if",
)
NOT_ABOUT_PEOPLE = {*_OFFICES, *_MODELS}


def make_own_model(region, user, from_date: date, **values) -> OwnDeliveryModel:
    """A draft with a rule for each risk."""
    model = OwnDeliveryModel.objects.create(
        region=region, tier="open", name="Local recovery", from_date=from_date, written_by=user,
        written_at=datetime(2026, 5, 1, 9, tzinfo=UTC), **values,
    )  # fmt: skip
    for risk, days in {"low": 56, "medium": 14, "high": 7, "very_high": 3}.items():
        OwnDeliveryRule.objects.create(model=model, risk=risk, every_days=days, by="any")
    return model


def records(place) -> dict[str, object]:
    """One of each."""
    person, user = place.person, place.user
    return {
        "bubble": StaffBubble.objects.create(office=place.office, name="Mondays"),
        "own_model": make_own_model(place.team.pdu.region, user, date(2120, 1, 1)),
        "appointment": make_appointment(person, user),
        "concern": Concern.objects.create(
            person=person, appointment=place.booking.appointment, text="x", raised_at=place.at, raised_by=user
        ),
    }
