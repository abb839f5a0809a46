"""How the operations of this room say no."""

from amends.organisation.operations.refusal import Refused


class AppointmentRefused(Refused):
    """An appointment cannot be booked, moved or cancelled so."""


class LevelRefused(Refused):
    """Contact cannot be set so."""
