"""What an operation answers instead of doing what it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ground:
    """One thing that is wrong, and what would be right, in words for the person who asked.

    `field` is the field of the draft (empty: the whole). `number` counts the drafts from 1, where there can be many.
    """

    words: str
    field: str = ""
    number: int | None = None


class Refused(Exception):
    """Not done, and nothing was changed. `grounds` tells everything found wrong; given words alone, they are the one.

    `field` and `number` are the first ground's.
    """

    def __init__(self, grounds: Sequence[Ground] | str, *, number: int | None = None, field: str = "") -> None:
        several = grounds if isinstance(grounds, list | tuple) else [Ground(str(grounds), field, number)]
        self.grounds: tuple[Ground, ...] = tuple(several)
        super().__init__("\n".join(ground.words for ground in self.grounds))

    @property
    def field(self) -> str:
        return self.grounds[0].field

    @property
    def number(self) -> int | None:
        return self.grounds[0].number

    def onto(self, form: Any, **fields: str) -> None:
        """Put the grounds on a form, each at its field where the form has it. `fields`: other names of some there."""
        for ground in self.grounds:
            name = fields.get(ground.field, ground.field)
            form.add_error(name if name in form.fields else None, ground.words)
