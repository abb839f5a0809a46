"""How a record says to which team it belongs and whom it is about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AccessPath:
    """Where a model's team stands, and its person's CRN (None where it is about no person), as Django look-ups.

    `also_team` is a second team whose staff may see the record: a session's people are seen by the team that
    supervises it as well as by the team that holds the case. `or_nobody`: a row may be about no person, and is then
    reached by its team alone.
    """

    team: str
    crn: str | None = None
    also_team: str | None = None
    or_nobody: bool = False


@dataclass(frozen=True)
class KeyedByCrn:
    """On a model whose rows name a person by the CRN in one column, and are opened with the person, never alone."""

    crn: str = "crn"


@dataclass(frozen=True)
class AboutNobody:
    """On a model without an access path, that no row of it is about a person on probation: how that is known."""

    why: str


@dataclass(frozen=True)
class KeptForProof:
    """On a model whose rows name a person by CRN and outlive their record, since they prove what was done with it."""

    why: str
