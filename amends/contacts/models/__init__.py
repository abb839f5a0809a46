"""Appointments, what came of them, and concerns passed to the practitioner."""

from amends.contacts.models.activity import ActivityDay
from amends.contacts.models.appointment import Appointment, ContactOutcome
from amends.contacts.models.concern import Concern
from amends.contacts.models.level import ContactLevel, DigitalAccess
from amends.contacts.models.office import BubbleMember, OfficeDay, OfficeLimit, OfficeSlot, StaffBubble
from amends.contacts.models.own_model import OwnDeliveryModel, OwnDeliveryRule
from amends.contacts.models.reminder import Reminder
from amends.contacts.models.symptoms import SymptomCheck

__all__ = [
    "ActivityDay",
    "Appointment",
    "BubbleMember",
    "Concern",
    "ContactLevel",
    "ContactOutcome",
    "DigitalAccess",
    "OfficeDay",
    "OfficeLimit",
    "OfficeSlot",
    "OwnDeliveryModel",
    "OwnDeliveryRule",
    "Reminder",
    "StaffBubble",
    "SymptomCheck",
]
