"""Verifies a plan against its problem, sharing nothing with the solver but the definition of the problem.

Every rule, limit, figure and reason is worked out here a second time, in plain Python.
"""

from collections.abc import Mapping
from typing import Any

from amends.methods.planning.check.breach import Breach
from amends.methods.planning.check.figures import report_breaches
from amends.methods.planning.check.fixed import fixed_breaches
from amends.methods.planning.check.rules import RULES, Sheet
from amends.methods.planning.check.unmet import unmet_breaches
from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Problem

__all__ = ["Breach", "check"]


def check(problem: Problem, plan: Plan, report: Mapping[str, Any] | None = None) -> tuple[Breach, ...]:
    """Every breach of the plan, in the order of the rules; with `report`, of its figures too. Empty: the plan is right.

    Raises KeyError where the plan names a person, project or supervisor that the problem does not have.
    """
    sheet = Sheet(problem, plan)
    breaches = [breach for rule in RULES for breach in rule(sheet)]
    breaches += fixed_breaches(sheet, report)
    breaches += unmet_breaches(sheet)
    if report is not None:
        breaches += report_breaches(sheet, report)
    return tuple(breaches)
