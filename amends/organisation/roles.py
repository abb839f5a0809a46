"""Who may do what: the whole of it, on one page.

A permission is granted by a role; a role is granted to a user over a region, a unit or a team (`RoleGrant`). What
is not written here is refused. An inspector's and an analyst's further limits come with the rooms they belong to.
"""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """Everything that can be allowed, named `noun.verb`."""

    HOME_VIEW = "home.view"
    PERSON_VIEW = "person.view"
    PERSON_CREATE = "person.create"
    PERSON_CHANGE = "person.change"
    PERSON_MERGE = "person.merge"
    PROTECTED_CHARACTERISTICS_RECORD = "protected_characteristics.record"
    ACCESS_LIMIT = "access.limit"
    SENTENCE_RECORD = "sentence.record"
    CASE_ALLOCATE = "case.allocate"
    COURT_REPORT_VIEW = "court_report.view"
    COURT_REPORT_RECORD = "court_report.record"
    COURT_REPORT_CHECK = "court_report.check"
    COURT_WORK_REPORT = "court_work.report"
    WORKLOAD_VIEW = "workload.view"
    ALLOCATION_PAUSE = "allocation.pause"
    OVERSIGHT_RECORD = "oversight.record"
    STAFF_SUPERVISE = "staff.supervise"
    QUALITY_AUDIT = "quality.audit"
    RISK_VIEW = "risk.view"
    RISK_RECORD = "risk.record"
    CASE_ASSESSMENT_VIEW = "assessment.view"
    CASE_ASSESSMENT_RECORD = "assessment.record"
    CONTACT_VIEW = "contact.view"
    CONTACT_RECORD = "contact.record"
    CONTACT_LOWER = "contact.lower"
    OFFICE_SET = "office.set"
    DELIVERY_MODEL_WRITE = "delivery_model.write"
    DELIVERY_MODEL_AGREE = "delivery_model.agree"
    CONCERN_READ = "concern.read"
    SUPERVISION_RECORD = "supervision.record"
    ASSESSMENT_VIEW = "unpaid_work_assessment.view"
    ASSESSMENT_RECORD = "unpaid_work_assessment.record"
    UNDER_18_SIGN_OFF = "under_18.sign_off"
    HOME_WORK_AGREE = "home_work.agree"
    PROJECT_VIEW = "project.view"
    PROJECT_CHANGE = "project.change"
    HEALTH_AND_SAFETY_RECORD = "health_and_safety.record"
    SURVEY_VIEW = "survey.view"
    SURVEY_SEND = "survey.send"
    SESSION_VIEW = "session.view"
    SESSION_PLAN = "session.plan"
    REGISTER_RECORD = "register.record"
    STAND_DOWN_RECORD = "stand_down.record"
    ATTENDANCE_VIEW = "attendance.view"
    HOURS_VIEW = "hours.view"
    HOURS_ADJUST = "hours.adjust"
    CAPACITY_VIEW = "capacity.view"
    BOARD_REPORT_VIEW = "board_report.view"
    BOARD_REPORT_PUBLISH = "board_report.publish"
    NOMINATION_DECIDE = "nomination.decide"
    CONSULTATION_RECORD = "consultation.record"
    REQUIREMENT_END = "requirement.end"
    COURT_RETURN = "court_return.record"
    CASE_TRANSFER = "case.transfer"
    OUTCOMES_REPORT = "outcomes.report"
    TARGET_SET = "target.set"
    ENFORCEMENT_VIEW = "enforcement.view"
    ENFORCEMENT_RECORD = "enforcement.record"
    ENFORCEMENT_WAIVE = "enforcement.waive"
    ENFORCEMENT_REPORT = "enforcement.report"
    RECALL_SIGN = "recall.sign"
    STAFF_VIEW = "staff.view"
    STAFF_CHANGE = "staff.change"
    ABSENCE_RECORD = "absence.record"
    TIER_RECORD = "region_tier.record"
    OWN_PAGE_ISSUE = "own_page.issue"
    POLICY_SWITCH = "policy.switch"
    BREAK_GLASS_USE = "break_glass.use"
    BREAK_GLASS_RESTRICTED = "break_glass.restricted"
    BREAK_GLASS_REVIEW = "break_glass.review"
    SUBJECT_ACCESS_RECORD = "subject_access.record"
    SUBJECT_ACCESS_CHECK = "subject_access.check"
    HOLD_PLACE = "hold.place"
    RECORD_KEEP = "record.keep"
    AUDIT_VIEW = "audit.view"
    USER_MANAGE = "user.manage"


P = Permission
# What a record opened urgently opens to: reading, and of what a colleague taking over needs at once. What is not named
# here stays closed, whatever is built later.
OPENS_URGENTLY = frozenset(
    {P.PERSON_VIEW, P.RISK_VIEW, P.CONTACT_VIEW, P.HOURS_VIEW, P.ASSESSMENT_VIEW, P.ENFORCEMENT_VIEW}
)
# Who deals with records in quarantine, and alone sees them.
KEEPS = frozenset({P.RECORD_KEEP})
_READ_UNPAID_WORK = frozenset({P.HOME_VIEW, P.PROJECT_VIEW, P.SESSION_VIEW})
_READ_PEOPLE = frozenset({P.HOME_VIEW, P.PERSON_VIEW, P.ASSESSMENT_VIEW, P.HOURS_VIEW})


@dataclass(frozen=True)
class Role:
    """A role: its title, and everything it allows."""

    title: str
    permissions: frozenset[Permission]


ROLES: dict[str, Role] = {
    "practitioner": Role(
        "Practitioner",
        _READ_PEOPLE
        | _READ_UNPAID_WORK
        | {
            P.OWN_PAGE_ISSUE,
            P.REQUIREMENT_END,
            P.COURT_RETURN,
            P.CASE_TRANSFER,
            P.PERSON_CREATE,
            P.PERSON_CHANGE,
            P.PROTECTED_CHARACTERISTICS_RECORD,
            P.SENTENCE_RECORD,
            P.COURT_REPORT_VIEW,
            P.CASE_ASSESSMENT_VIEW,
            P.CASE_ASSESSMENT_RECORD,
            P.RISK_VIEW,
            P.RISK_RECORD,
            P.CONTACT_VIEW,
            P.CONTACT_RECORD,
            P.ASSESSMENT_RECORD,
            P.CONCERN_READ,
            P.SUPERVISION_RECORD,
            P.ENFORCEMENT_VIEW,
            P.ENFORCEMENT_RECORD,
            P.BREAK_GLASS_USE,
        },
    ),
    "senior": Role(
        "Senior probation officer",
        _READ_PEOPLE
        | _READ_UNPAID_WORK
        | {
            P.SURVEY_VIEW,
            P.OWN_PAGE_ISSUE,
            P.REQUIREMENT_END,
            P.COURT_RETURN,
            P.CASE_TRANSFER,
            P.OUTCOMES_REPORT,
            P.PERSON_CREATE,
            P.PERSON_CHANGE,
            P.PERSON_MERGE,
            P.PROTECTED_CHARACTERISTICS_RECORD,
            P.ACCESS_LIMIT,
            P.SENTENCE_RECORD,
            P.COURT_REPORT_VIEW,
            P.COURT_REPORT_RECORD,
            P.COURT_REPORT_CHECK,
            P.COURT_WORK_REPORT,
            P.CASE_ASSESSMENT_VIEW,
            P.CASE_ASSESSMENT_RECORD,
            P.RISK_VIEW,
            P.RISK_RECORD,
            P.CONTACT_VIEW,
            P.CONTACT_RECORD,
            P.CONTACT_LOWER,
            P.OFFICE_SET,
            P.DELIVERY_MODEL_WRITE,
            P.CASE_ALLOCATE,
            P.WORKLOAD_VIEW,
            P.ALLOCATION_PAUSE,
            P.OVERSIGHT_RECORD,
            P.STAFF_SUPERVISE,
            P.QUALITY_AUDIT,
            P.ASSESSMENT_RECORD,
            P.CONCERN_READ,
            P.SUPERVISION_RECORD,
            P.UNDER_18_SIGN_OFF,
            P.CAPACITY_VIEW,
            P.HOME_WORK_AGREE,
            P.HOURS_ADJUST,
            P.ENFORCEMENT_VIEW,
            P.ENFORCEMENT_RECORD,
            P.ENFORCEMENT_WAIVE,
            P.ENFORCEMENT_REPORT,
            P.RECALL_SIGN,
            P.BREAK_GLASS_USE,
            P.BREAK_GLASS_RESTRICTED,
            P.BREAK_GLASS_REVIEW,
            P.HOLD_PLACE,
            P.STAFF_VIEW,
            P.ABSENCE_RECORD,
        },
    ),
    "head_of_pdu": Role(
        "Head of unit or region",
        _READ_PEOPLE
        | _READ_UNPAID_WORK
        | {
            P.COURT_REPORT_VIEW,
            P.COURT_WORK_REPORT,
            P.CASE_ASSESSMENT_VIEW,
            P.RISK_VIEW,
            P.WORKLOAD_VIEW,
            P.ALLOCATION_PAUSE,
            P.OVERSIGHT_RECORD,
            P.STAFF_SUPERVISE,
            P.QUALITY_AUDIT,
            P.SURVEY_VIEW,
            P.CONTACT_VIEW,
            P.CONTACT_LOWER,
            P.OFFICE_SET,
            P.DELIVERY_MODEL_WRITE,
            P.DELIVERY_MODEL_AGREE,
            P.OUTCOMES_REPORT,
            P.TARGET_SET,
            P.STAFF_VIEW,
            P.STAFF_CHANGE,
            P.ABSENCE_RECORD,
            P.TIER_RECORD,
            P.POLICY_SWITCH,
            P.AUDIT_VIEW,
            P.UNDER_18_SIGN_OFF,
            P.HOME_WORK_AGREE,
            P.ACCESS_LIMIT,
            P.ATTENDANCE_VIEW,
            P.CAPACITY_VIEW,
            P.BOARD_REPORT_VIEW,
            P.BOARD_REPORT_PUBLISH,
            P.NOMINATION_DECIDE,
            P.CONSULTATION_RECORD,
            P.ENFORCEMENT_VIEW,
            P.ENFORCEMENT_WAIVE,
            P.ENFORCEMENT_REPORT,
            P.RECALL_SIGN,
            P.BREAK_GLASS_USE,
            P.BREAK_GLASS_RESTRICTED,
            P.BREAK_GLASS_REVIEW,
            P.HOLD_PLACE,
            P.SUBJECT_ACCESS_CHECK,
        },
    ),
    "case_administrator": Role(
        "Case administrator",
        _READ_PEOPLE
        | _READ_UNPAID_WORK
        | {
            P.OWN_PAGE_ISSUE,
            P.PERSON_CREATE,
            P.PERSON_CHANGE,
            P.SENTENCE_RECORD,
            P.COURT_REPORT_VIEW,
            P.RISK_VIEW,
            P.CONTACT_VIEW,
            P.CONTACT_RECORD,
            P.PROTECTED_CHARACTERISTICS_RECORD,
            P.ENFORCEMENT_VIEW,
        },
    ),
    "placement_coordinator": Role(
        "Placement coordinator",
        _READ_PEOPLE
        | _READ_UNPAID_WORK
        | {
            P.SURVEY_VIEW,
            P.SURVEY_SEND,
            P.OWN_PAGE_ISSUE,
            P.REQUIREMENT_END,
            P.OUTCOMES_REPORT,
            P.ASSESSMENT_RECORD,
            P.PROJECT_CHANGE,
            P.HEALTH_AND_SAFETY_RECORD,
            P.SESSION_PLAN,
            P.ATTENDANCE_VIEW,
            P.CAPACITY_VIEW,
            P.NOMINATION_DECIDE,
            P.CONSULTATION_RECORD,
            P.REGISTER_RECORD,
            P.STAND_DOWN_RECORD,
            P.HOURS_ADJUST,
            P.STAFF_VIEW,
            P.ABSENCE_RECORD,
        },
    ),
    "unpaid_work_supervisor": Role(
        "Unpaid work supervisor",
        frozenset({P.HOME_VIEW, P.PROJECT_VIEW, P.SESSION_VIEW, P.REGISTER_RECORD, P.STAND_DOWN_RECORD}),
    ),
    "court_officer": Role(
        "Court officer",
        frozenset(
            {
                P.HOME_VIEW,
                P.PERSON_VIEW,
                P.PERSON_CREATE,
                P.SENTENCE_RECORD,
                P.RISK_VIEW,
                P.RISK_RECORD,
                P.CAPACITY_VIEW,
                P.COURT_RETURN,
                P.COURT_REPORT_VIEW,
                P.COURT_REPORT_RECORD,
                P.COURT_WORK_REPORT,
                P.ENFORCEMENT_VIEW,
            }
        ),
    ),
    "performance_analyst": Role(
        "Performance analyst",
        frozenset(
            {
                P.HOME_VIEW,
                P.PROJECT_VIEW,
                P.COURT_WORK_REPORT,
                P.ATTENDANCE_VIEW,
                P.CAPACITY_VIEW,
                P.BOARD_REPORT_VIEW,
                P.SURVEY_VIEW,
                P.ENFORCEMENT_REPORT,
                P.OUTCOMES_REPORT,
            }
        ),
    ),
    "records_officer": Role(
        "Records and disclosure officer",
        frozenset({P.HOME_VIEW, P.SUBJECT_ACCESS_RECORD, P.SUBJECT_ACCESS_CHECK, P.HOLD_PLACE, P.RECORD_KEEP}),
    ),
    "system_administrator": Role(
        "System administrator", frozenset({P.HOME_VIEW, P.STAFF_VIEW, P.USER_MANAGE, P.AUDIT_VIEW})
    ),
}
