"""How an operation of this room says no: in words for the person who asked, a reason for each thing wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reason:
    """One reason. `field` is the field of the draft (empty: the whole); `draft` its place in the list, from 0."""

    words: str
    field: str = ""
    draft: int = 0


class Refused(Exception):
    """Nothing was written. `reasons` holds every reason found."""

    def __init__(self, reasons: Sequence[Reason] | str) -> None:
        self.reasons = (Reason(str(reasons)),) if isinstance(reasons, str) else tuple(reasons)
        super().__init__("\n".join(reason.words for reason in self.reasons))

    def onto(self, form: Any) -> None:
        """Put the reasons on a form, each at its field where the form has it."""
        for reason in self.reasons:
            form.add_error(reason.field if reason.field in form.fields else None, reason.words)


class PersonRefused(Refused):
    """A person, address or contact detail cannot be recorded so."""


class SentenceRefused(Refused):
    """A sentence, a requirement or a court's change cannot be recorded so."""


class AllocationRefused(Refused):
    """A case cannot be allocated so."""


class MergeRefused(Refused):
    """Two records cannot be merged, or a merge cannot be undone."""


class KeepApartRefused(Refused):
    """Two people cannot be recorded so as to be kept apart."""


class AccessRefused(Refused):
    """Access to a person cannot be limited so."""
