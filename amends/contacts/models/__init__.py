"""Appointments, what came of them, and concerns passed to the practitioner."""

from amends.contacts.models.appointment import Appointment, ContactOutcome
from amends.contacts.models.concern import Concern
from amends.contacts.models.level import ContactLevel, DigitalAccess

__all__ = ["Appointment", "Concern", "ContactLevel", "ContactOutcome", "DigitalAccess"]
