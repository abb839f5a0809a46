"""What was done about failures: evidence, actions and letters. The failures themselves are contact outcomes."""

from amends.enforcement.models.action import EnforcementAction
from amends.enforcement.models.evidence import Evidence
from amends.enforcement.models.letter import Letter

__all__ = ["EnforcementAction", "Evidence", "Letter"]
