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
