"""Every write of this room. A page, a command and an import call these same functions."""

from amends.cases.operations.addresses import AddressDraft, move_address
from amends.cases.operations.allocations import AllocationDraft, allocate_case, allocate_cases
from amends.cases.operations.break_glass import open_urgently, review_break_glass
from amends.cases.operations.conditions import (
    ConditionDraft,
    add_condition,
    condition_scheme,
    end_condition,
    record_release,
)
from amends.cases.operations.contact_details import (
    ContactDraft,
    add_contact_detail,
    change_contact_detail,
    remove_contact_detail,
)
from amends.cases.operations.court_outcomes import record_court_outcome
from amends.cases.operations.court_proposals import (
    ReportContent,
    check_quality,
    deliver_report,
    drop_requirement,
    hand_over_draft,
    propose_requirement,
    write_report,
)
from amends.cases.operations.court_reports import (
    InterviewDraft,
    ReportDraft,
    allocate_report,
    ask_checks,
    cancel_report,
    move_hearing,
    record_interview,
    request_report,
)
from amends.cases.operations.erasing import erase_person
from amends.cases.operations.keep_apart import end_keep_apart, keep_apart, tell_apart
from amends.cases.operations.limited_access import end_limit, limit_access
from amends.cases.operations.merges import merge_people, undo_merge
from amends.cases.operations.people import PersonDraft, change_person, register_people
from amends.cases.operations.protected_characteristics import ProtectedDraft, record_protected_characteristics
from amends.cases.operations.refused import (
    AccessRefused,
    AllocationRefused,
    BreakGlassRefused,
    CourtReportRefused,
    KeepApartRefused,
    MergeRefused,
    PersonRefused,
    RetentionRefused,
    RiskRefused,
    SentenceRefused,
    SubjectAccessRefused,
)
from amends.cases.operations.requirements import (
    change_requirement,
    end_requirement,
    reopen_requirement,
    replace_requirement,
)
from amends.cases.operations.retention import end_hold, place_hold, quarantine, restore
from amends.cases.operations.returns import release_again, return_to_custody
from amends.cases.operations.risk import (
    RiskDraft,
    end_mappa,
    record_agency_check,
    record_mappa,
    record_risk_of_harm,
    register_risk,
    review_registration,
)
from amends.cases.operations.sentence_ends import end_sentence
from amends.cases.operations.sentences import ChangeDraft, RequirementDraft, SentenceDraft, record_sentences
from amends.cases.operations.subject_access import (
    check_subject_access,
    extend_subject_access,
    gather_subject_access,
    record_subject_access,
    take_out_subject_access,
)

__all__ = [
    "AccessRefused",
    "AddressDraft",
    "AllocationDraft",
    "AllocationRefused",
    "BreakGlassRefused",
    "ChangeDraft",
    "ConditionDraft",
    "ContactDraft",
    "CourtReportRefused",
    "InterviewDraft",
    "KeepApartRefused",
    "MergeRefused",
    "PersonDraft",
    "PersonRefused",
    "ProtectedDraft",
    "ReportContent",
    "ReportDraft",
    "RequirementDraft",
    "RetentionRefused",
    "RiskDraft",
    "RiskRefused",
    "SentenceDraft",
    "SentenceRefused",
    "SubjectAccessRefused",
    "add_condition",
    "add_contact_detail",
    "allocate_case",
    "allocate_cases",
    "allocate_report",
    "ask_checks",
    "cancel_report",
    "change_contact_detail",
    "change_person",
    "change_requirement",
    "check_quality",
    "check_subject_access",
    "condition_scheme",
    "deliver_report",
    "drop_requirement",
    "end_condition",
    "end_hold",
    "end_keep_apart",
    "end_limit",
    "end_mappa",
    "end_requirement",
    "end_sentence",
    "erase_person",
    "extend_subject_access",
    "gather_subject_access",
    "hand_over_draft",
    "keep_apart",
    "limit_access",
    "merge_people",
    "move_address",
    "move_hearing",
    "open_urgently",
    "place_hold",
    "propose_requirement",
    "quarantine",
    "record_agency_check",
    "record_court_outcome",
    "record_interview",
    "record_mappa",
    "record_protected_characteristics",
    "record_release",
    "record_risk_of_harm",
    "record_sentences",
    "record_subject_access",
    "register_people",
    "register_risk",
    "release_again",
    "remove_contact_detail",
    "reopen_requirement",
    "replace_requirement",
    "request_report",
    "restore",
    "return_to_custody",
    "review_break_glass",
    "review_registration",
    "take_out_subject_access",
    "tell_apart",
    "undo_merge",
    "write_report",
]
