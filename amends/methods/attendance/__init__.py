"""The chance that a person turns up to a session. See docs/rules/attendance.md.

`occasion.py` names all that the chance may depend on; `fit.py` learns from what happened (with `design.py` and
`model.py`); `predict.py` gives chances with their intervals; `backtest.py` tells how good they were. `counts.py` is the
plainer method that they are measured against.
"""

from amends.methods.attendance.estimate import Estimate

__all__ = ["Estimate"]
