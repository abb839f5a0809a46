"""The planner's problem, built from the record. How, rule by rule: docs/rules/planning_problem.md."""

from amends.unpaid_work.queries.problem.ground import Ground, ground_of, problem_of
from amends.unpaid_work.queries.problem.supposed import EXTRA, NOTHING, ExtraSupervisors, Supposed

__all__ = ["EXTRA", "NOTHING", "ExtraSupervisors", "Ground", "Supposed", "ground_of", "problem_of"]
