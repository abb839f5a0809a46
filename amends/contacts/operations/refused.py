"""How the operations of this room say no."""

from amends.organisation.operations.refusal import Refused


class AppointmentRefused(Refused):
    """An appointment cannot be booked, moved or cancelled so."""


class LevelRefused(Refused):
    """Contact cannot be set so."""


class OfficeRefused(Refused):
    """The limits or the bubbles of an office cannot be set so."""


class ActivityRefused(Refused):
    """An appointment cannot be counted as a day of an activity."""


class ModelRefused(Refused):
    """A delivery model cannot be written, agreed or ended so. The number of a ground is that of the rule, from 1."""
