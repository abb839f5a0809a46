"""What was done about failures: evidence, actions and letters; and breach and recall, step by step.

The failures themselves are contact outcomes.
"""

from amends.enforcement.models.action import EnforcementAction
from amends.enforcement.models.evidence import Evidence
from amends.enforcement.models.letter import Letter
from amends.enforcement.models.proceeding import Notice, Pack, Proceeding, RecallDecision, RestsOn, Result, Step

__all__ = [
    "EnforcementAction",
    "Evidence",
    "Letter",
    "Notice",
    "Pack",
    "Proceeding",
    "RecallDecision",
    "RestsOn",
    "Result",
    "Step",
]
