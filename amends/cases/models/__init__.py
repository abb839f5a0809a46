"""The case's records: the person, what was ordered, and who holds the case."""

from amends.cases.models.person import (
    Address,
    ContactDetail,
    KeepApart,
    NotSamePerson,
    Person,
    PersonMerge,
    ProtectedCharacteristics,
    full_name,
)
from amends.cases.models.sentence import CaseAllocation, Requirement, RequirementChange, Sentence

__all__ = [
    "Address",
    "CaseAllocation",
    "ContactDetail",
    "KeepApart",
    "NotSamePerson",
    "Person",
    "PersonMerge",
    "ProtectedCharacteristics",
    "Requirement",
    "RequirementChange",
    "Sentence",
    "full_name",
]
