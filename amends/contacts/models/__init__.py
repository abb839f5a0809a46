"""Appointments, what came of them, and concerns passed to the practitioner."""

from amends.contacts.models.appointment import Appointment, ContactOutcome
from amends.contacts.models.concern import Concern

__all__ = ["Appointment", "Concern", "ContactOutcome"]
