"""Compiling inner loops, once for all runs where the compiled code can be kept, else once for each run."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from amends.methods.planning.priced.kept import FOLDER

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """The function compiled to machine code when it is first called; other threads may run meanwhile."""
    if FOLDER is None:
        return cast(Function, numba.njit(nogil=True, error_model="numpy")(function))
    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(FOLDER)
    try:
        return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
    finally:
        settings.CACHE_DIR = before
