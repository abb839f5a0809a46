"""Compiling inner loops, once for all runs where the compiled code can be kept, else once for each run."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

_HERE = Path(__file__).parent


def compiled(function: Function) -> Function:
    """The function compiled to machine code when it is first called; other threads may run meanwhile."""
    if _KEPT is None:
        return cast(Function, numba.njit(nogil=True, error_model="numpy")(function))
    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(_KEPT)
    try:
        return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
    finally:
        settings.CACHE_DIR = before


def _folder() -> Path | None:
    """Where compiled code is kept: beside the modules or, where that cannot be written, in the user's own cache.

    The folder is named after the sources, because compiled code holds what it calls in other modules too. None where
    nothing can be written.
    """
    sources = [*sorted(_HERE.glob("*.py")), _HERE.parent / "score.py"]
    digest = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    for base in (_HERE / "__pycache__", own / "amends"):
        folder = base / f"compiled-{digest}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / f".{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError:
            continue
        return folder
    return None


_KEPT = _folder()
