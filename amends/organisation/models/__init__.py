"""The organisation's records. Every field's comment begins with its sensitivity class.

Classes: `public`, `internal` (the service's own business), `personal` (about a person on probation or a member of
staff), `special` (health, ethnicity, risk and the like), `secret` (never shown).
"""

from amends.organisation.models.audit import AuditEvent, AuditQueue, AuditSeal
from amends.organisation.models.break_glass import BreakGlass
from amends.organisation.models.keeping import Hold, Quarantine
from amends.organisation.models.limited_access import AccessFile, LimitedAccess
from amends.organisation.models.loads import AllocationPause, ProtectedLoad
from amends.organisation.models.places import PDU, Office, Region, RegionTier, Team
from amends.organisation.models.staff import Absence, Qualification, Staff, StaffQualification
from amends.organisation.models.users import RoleGrant, User

__all__ = [
    "PDU",
    "Absence",
    "AccessFile",
    "AllocationPause",
    "AuditEvent",
    "AuditQueue",
    "AuditSeal",
    "BreakGlass",
    "Hold",
    "LimitedAccess",
    "Office",
    "ProtectedLoad",
    "Qualification",
    "Quarantine",
    "Region",
    "RegionTier",
    "RoleGrant",
    "Staff",
    "StaffQualification",
    "Team",
    "User",
]
