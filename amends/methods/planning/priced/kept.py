"""Where compiled inner loops are kept from run to run, and whether they are there already."""

import os
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent
_READY = "ready"
_ARRANGES = ("first", "halves", "moving", "prices", "search", "shares", "side_by_side", "transfer")  # nothing compiled
_NOT_COMPILED = {"__init__", "__main__", "kept", *_ARRANGES}


def _folder() -> Path | None:
    """Where compiled code is kept: beside the modules or, where that cannot be written, in the user's own cache.

    The folder is named after the sources of what is compiled, because compiled code holds what it calls in other
    modules too. None where nothing can be written.
    """
    compiled = (source for source in sorted(_HERE.glob("*.py")) if source.stem not in _NOT_COMPILED)
    sources = [*compiled, _HERE.parent / "score.py"]
    digest = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    own = Path("~/.cache").expanduser()
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


FOLDER = _folder()


def is_ready() -> bool:
    """Whether this version was compiled ahead, or nothing can be kept so that it would be in vain."""
    return FOLDER is None or (FOLDER / _READY).exists()


def note_ready() -> None:
    """Remember that this version was compiled ahead."""
    if FOLDER is not None:
        (FOLDER / _READY).touch()
