"""How the operations of this room say no."""

from amends.organisation.operations.refusal import Refused


class EnforcementRefused(Refused):
    """Nothing was recorded: the failure is not as it was thought to be, or the rules call for something else."""
