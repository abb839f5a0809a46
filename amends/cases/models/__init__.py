"""The case's records: the person, what was ordered, and who holds the case."""

from amends.cases.models.assessment import AssessedArea, Assessment, SelfAssessment, SelfAssessmentReply
from amends.cases.models.condition import SentenceCondition
from amends.cases.models.court_report import (
    CourtInterview,
    CourtOutcome,
    CourtReport,
    DeliveredReport,
    PassedSentence,
    ProposedRequirement,
)
from amends.cases.models.cover import CaseCover, HousingNeed
from amends.cases.models.letter import Digest, IssuedLetter
from amends.cases.models.oversight import OversightNote, QualityAudit, StaffSupervision
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
from amends.cases.models.plan import CasePlan, FitAnswer, PlanAction, PlanLookBack, PlanObjective
from amends.cases.models.plan_delivery import NeedService, PlanAgreement, PlanLink, ServiceSession
from amends.cases.models.risk import AgencyCheck, Level, Mappa, Registration, RiskOfHarm
from amends.cases.models.scores import ActuarialScores
from amends.cases.models.sentence import CaseAllocation, Requirement, RequirementChange, ReturnToCustody, Sentence
from amends.cases.models.subject_access import SubjectAccess

__all__ = [
    "ActuarialScores",
    "Address",
    "AgencyCheck",
    "AssessedArea",
    "Assessment",
    "CaseAllocation",
    "CaseCover",
    "CasePlan",
    "ContactDetail",
    "CourtInterview",
    "CourtOutcome",
    "CourtReport",
    "DeliveredReport",
    "Digest",
    "FitAnswer",
    "HousingNeed",
    "IssuedLetter",
    "KeepApart",
    "Level",
    "Mappa",
    "NeedService",
    "NotSamePerson",
    "OversightNote",
    "PassedSentence",
    "Person",
    "PersonMerge",
    "PlanAction",
    "PlanAgreement",
    "PlanLink",
    "PlanLookBack",
    "PlanObjective",
    "ProposedRequirement",
    "ProtectedCharacteristics",
    "QualityAudit",
    "Registration",
    "Requirement",
    "RequirementChange",
    "ReturnToCustody",
    "RiskOfHarm",
    "SelfAssessment",
    "SelfAssessmentReply",
    "Sentence",
    "SentenceCondition",
    "ServiceSession",
    "StaffSupervision",
    "SubjectAccess",
    "full_name",
]
