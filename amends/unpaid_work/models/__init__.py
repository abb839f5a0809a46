"""Unpaid work's records: projects, assessments, sessions, bookings, the log of the site, stand-downs, hours, plans."""

from amends.unpaid_work.models.assessment import (
    ExclusionArea,
    Unavailability,
    Under18SignOff,
    UnfinishedAssessment,
    UnpaidWorkAssessment,
)
from amends.unpaid_work.models.beneficiary_survey import BeneficiaryReply, BeneficiarySurvey
from amends.unpaid_work.models.consultation import Consultation
from amends.unpaid_work.models.ending import Completion, CourtReturn, OrderDocument, RequirementOutcome
from amends.unpaid_work.models.ete_result import EteResult, EteResultFile
from amends.unpaid_work.models.exit_interview import ExitInterview, ExitInterviewLink
from amends.unpaid_work.models.following import SupervisionPlan
from amends.unpaid_work.models.home import HomeEntry, HomeInspection, HomeKit, HomeKitOut
from amends.unpaid_work.models.hours import EteCredit, HoursAdjustment, Switch
from amends.unpaid_work.models.monitoring import RequirementReview, SavedView
from amends.unpaid_work.models.nomination import Nomination, NominationLetter
from amends.unpaid_work.models.own_page import OwnPageLink
from amends.unpaid_work.models.plan import Plan
from amends.unpaid_work.models.plan_question import PlanQuestion
from amends.unpaid_work.models.plan_wish import PlanWish
from amends.unpaid_work.models.project import (
    Beneficiary,
    HealthAndSafety,
    Project,
    ProjectClosure,
    ProjectQuality,
)
from amends.unpaid_work.models.project_recheck import ProjectRecheck
from amends.unpaid_work.models.published import CapacityPublication, CapacityStatement, MonthlyReport
from amends.unpaid_work.models.session import Booking, Session
from amends.unpaid_work.models.site import SiteEvent
from amends.unpaid_work.models.skills import Certificate, PrePlacement, SkillLearning
from amends.unpaid_work.models.stand_down import StandDown, StandDownPerson
from amends.unpaid_work.models.target import LocalTarget, TargetReview
from amends.unpaid_work.models.transfer import Transfer

__all__ = [
    "Beneficiary",
    "BeneficiaryReply",
    "BeneficiarySurvey",
    "Booking",
    "CapacityPublication",
    "CapacityStatement",
    "Certificate",
    "Completion",
    "Consultation",
    "CourtReturn",
    "EteCredit",
    "EteResult",
    "EteResultFile",
    "ExclusionArea",
    "ExitInterview",
    "ExitInterviewLink",
    "HealthAndSafety",
    "HomeEntry",
    "HomeInspection",
    "HomeKit",
    "HomeKitOut",
    "HoursAdjustment",
    "LocalTarget",
    "MonthlyReport",
    "Nomination",
    "NominationLetter",
    "OrderDocument",
    "OwnPageLink",
    "Plan",
    "PlanQuestion",
    "PlanWish",
    "PrePlacement",
    "Project",
    "ProjectClosure",
    "ProjectQuality",
    "ProjectRecheck",
    "RequirementOutcome",
    "RequirementReview",
    "SavedView",
    "Session",
    "SiteEvent",
    "SkillLearning",
    "StandDown",
    "StandDownPerson",
    "SupervisionPlan",
    "Switch",
    "TargetReview",
    "Transfer",
    "Unavailability",
    "Under18SignOff",
    "UnfinishedAssessment",
    "UnpaidWorkAssessment",
]
