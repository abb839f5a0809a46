"""Appointments, what came of them, concerns passed to the practitioner, and the practitioner's contacts."""

from amends.contacts.models.appointment import Appointment, ContactOutcome
from amends.contacts.models.concern import Concern
from amends.contacts.models.keeping import PractitionerContact
from amends.contacts.models.level import ContactLevel, DigitalAccess

__all__ = ["Appointment", "Concern", "ContactLevel", "ContactOutcome", "DigitalAccess", "PractitionerContact"]
