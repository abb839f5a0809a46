"""How a contact is made, and which contacts count as contact owed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from amends.policy.dated_tables import table

FACE_TO_FACE = "face_to_face"


@dataclass(frozen=True)
class ContactMode:
    """One mode. `counts`: a contact by it is contact owed; `remote`: the person needs a device and a safe place.

    `minutes`: what a contact takes the practitioner, with the journey.
    """

    mode: str
    description: str
    face_to_face: bool
    counts: bool
    remote: bool
    minutes: int
    source: str
    confidence: str


@cache
def contact_modes() -> tuple[ContactMode, ...]:
    """Every mode, the strongest first."""
    return tuple(
        ContactMode(
            mode=row["mode"],
            description=row["description"],
            face_to_face=row.flag("face_to_face"),
            counts=row.flag("counts"),
            remote=row.flag("remote"),
            minutes=row.whole("minutes"),
            source=row.cited,
            confidence=row.confidence,
        )
        for row in table("contact_modes", "mode").rows
    )


@cache
def face_to_face_modes() -> frozenset[str]:
    """The modes that are face to face: office and home."""
    return frozenset(each.mode for each in contact_modes() if each.face_to_face)


@cache
def in_person_modes() -> frozenset[str]:
    """The modes by which somebody goes or comes: all but those of a device."""
    return frozenset(each.mode for each in contact_modes() if not each.remote)


def choices() -> list[tuple[str, str]]:
    """Pairs of mode and description, for a form or a field."""
    return [(each.mode, each.description) for each in contact_modes()]


def counting(modes: Iterable[str], *, on: date, approved: bool = False) -> frozenset[str]:
    """Those of the modes that count as contact owed on a date; a check-in only where a manager `approved` it."""
    rows = table("contact_modes", "mode")
    return frozenset(
        mode for mode in modes if rows.row(on, mode=mode).flag("counts") or (approved and mode == "check_in")
    )
