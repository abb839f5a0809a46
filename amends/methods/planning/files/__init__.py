"""Planning from files: the commands `amends plan` and `amends check`, and the folders that they read and write."""

from amends.methods.planning.files.commands import check_command, plan_command
from amends.methods.planning.files.plan_folder import read_plan, write_plan
from amends.methods.planning.files.problem_folder import read_problem

__all__ = ["check_command", "plan_command", "read_plan", "read_problem", "write_plan"]
