"""Why a plan is as it is: who is offered less and what stood in the way, what does not run, and what a wish costs."""

from amends.methods.planning.why.changes import Change, Forbid, Pin, Prefer, changed
from amends.methods.planning.why.laid_out import state_of
from amends.methods.planning.why.not_run import NOT_RUN_WORDS, Leader, NotRun, why_not_run
from amends.methods.planning.why.people import PersonChange
from amends.methods.planning.why.price import BrokenPin, Figures, Price, price_of
from amends.methods.planning.why.short import (
    HURDLE_WORDS,
    LIMIT_WORDS,
    Hurdle,
    Relaxation,
    WhyShort,
    hurdles_of,
    why_short,
)
from amends.methods.planning.why.trial import Trial, try_running

__all__ = [
    "HURDLE_WORDS",
    "LIMIT_WORDS",
    "NOT_RUN_WORDS",
    "BrokenPin",
    "Change",
    "Figures",
    "Forbid",
    "Hurdle",
    "Leader",
    "NotRun",
    "PersonChange",
    "Pin",
    "Prefer",
    "Price",
    "Relaxation",
    "Trial",
    "WhyShort",
    "changed",
    "hurdles_of",
    "price_of",
    "state_of",
    "try_running",
    "why_not_run",
    "why_short",
]
