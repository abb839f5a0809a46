"""The programme given to HiGHS: columns, rows, a plan to start from, and what comes of it. One thread, one seed."""

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

import highspy
import numpy as np

from amends.methods.planning.exact.columns import Columns
from amends.methods.planning.exact.rules import Rows, by_row
from amends.methods.planning.model import Bools, Floats

_MOST_SEED = 2**31 - 1
_WITH_BOUND = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInterrupt,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kSolutionLimit,
}


class Answer(NamedTuple):
    """What a run found: a bound of the programme's points, the best point if any, whether it is proven best."""

    bound: float
    point: Floats | None
    is_best: bool


class Programme:
    """A mixed integer programme, to which rows may be added between runs. `ended` is asked many times a second."""

    def __init__(self, lp: Any, *, seed: int, ended: Callable[[], bool]) -> None:
        solver: Any = highspy.Highs
        self._solver = solver()
        self._solver.silent()
        options: dict[str, Any] = {"threads": 1, "parallel": "off", "random_seed": seed % _MOST_SEED}
        for name, value in options.items():
            self._solver.setOptionValue(name, value)
        self._low, self._high = np.array(lp.col_lower_), np.array(lp.col_upper_)
        self._solver.passModel(lp)

        def interrupt(event: Any) -> None:
            if ended():
                event.interrupt()

        self._solver.cbMipInterrupt += interrupt
        self._solver.cbSimplexInterrupt += interrupt

    def run(self, *, near: float, most_nodes: int, seconds: float) -> Answer:
        """Solve to within `near` (a share of the points) of the best, until told to stop or `seconds` are over.

        At most `most_nodes` cases are looked at one by one: an end that does not depend on the machine.

        There are steps of the solver within which it asks nobody, but looks at the clock.
        """
        self._solver.setOptionValue("mip_rel_gap", near)
        self._solver.setOptionValue("mip_max_nodes", most_nodes)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + seconds)
        self._solver.run()
        info, status = self._solver.getInfo(), self._solver.getModelStatus()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        point = np.array(self._solver.getSolution().col_value) if found else None
        bound = float(info.mip_dual_bound) if status in _WITH_BOUND else inf
        return Answer(bound, point, status == highspy.HighsModelStatus.kOptimal)

    def start_from(self, point: Floats) -> None:
        """Begin the next run with this point."""
        solution = highspy.HighsSolution()
        solution.col_value = point.tolist()
        self._solver.setSolution(solution)

    def hold(self, point: Floats, held: Bools) -> None:
        """Keep the columns that are `held` as they are at the point, and let go of the others."""
        low, high = np.where(held, point, self._low), np.where(held, point, self._high)
        self._solver.changeColsBounds(point.size, np.arange(point.size, dtype=np.int32), low, high)

    def add(self, rows: Rows) -> None:
        """Add rows for the runs to come."""
        start, column, value = by_row(rows)
        self._solver.addRows(rows.low.size, rows.low, rows.high, column.size, start[:-1], column, value)


def of_columns(columns: Columns, rows: Rows, fixed: Floats) -> Any:
    """The programme over `columns`, of which those that `fixed` sets to 1 stay so."""
    opening = np.zeros(columns.sessions.project.size)
    points = np.concatenate((columns.pairs.points, opening, columns.leads.points))
    return as_lp(points, fixed, columns.stretches.slope, columns.stretches.width, rows)


def as_lp(points: Floats, fixed: Floats, slope: Floats, width: Floats, rows: Rows) -> Any:
    """Columns of 0 or 1 with their points, 1 where `fixed`; then stretches of so many minutes, each so many points."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = points.size + slope.size, rows.low.size
    lp.col_cost_ = np.concatenate((points, slope))
    lp.col_lower_ = np.concatenate((fixed, np.zeros(width.size)))
    lp.col_upper_ = np.concatenate((np.ones(points.size), width))
    lp.row_lower_, lp.row_upper_ = rows.low, rows.high
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.integrality_ = [highspy.HighsVarType.kInteger] * points.size + [highspy.HighsVarType.kContinuous] * slope.size
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = points.size + slope.size, rows.low.size
    matrix.start_, matrix.index_, matrix.value_ = by_row(rows)
    return lp
