"""Addresses of this room."""

from django.urls import path, register_converter

from amends.cases.views import (
    break_glass,
    conditions,
    court_figures,
    court_list,
    court_report,
    finding,
    limits,
    merging,
    person,
    retention,
    risk,
    sentences,
    subject_access,
)


class Crn:
    """A case reference number in an address."""

    regex = "[A-Z][0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Crn, "crn")

app_name = "cases"
urlpatterns = [
    path("", finding.people, name="people"),
    path("as-csv", finding.people_csv, name="people_csv"),
    path("new", finding.register, name="register"),
    path("new/none-of-these", finding.register_despite, name="register_despite"),
    path("new/finish", finding.register_finish, name="register_finish"),
    path("court-reports", court_list.court_reports, name="court_reports"),
    path("court-reports/as-csv", court_list.court_reports, name="court_reports_csv"),
    path("court-reports/week", court_figures.week, name="court_week"),
    path("court-reports/week/as-csv", court_figures.week, name="court_week_csv"),
    path("court-reports/concordance", court_figures.concordance, name="concordance"),
    path("court-reports/concordance/as-csv", court_figures.concordance, name="concordance_csv"),
    path("break-glass", break_glass.break_glass, name="break_glass"),
    path("break-glass/reviews", break_glass.break_glass_reviews, name="break_glass_reviews"),
    path("break-glass/<int:pk>/review", break_glass.break_glass_review, name="break_glass_review"),
    path("retention", retention.retention, name="retention"),
    path("retention/<crn:crn>", retention.retention_record, name="retention_record"),
    path("retention/<crn:crn>/hide", retention.retention_hide, name="retention_hide"),
    path("retention/<crn:crn>/restore", retention.retention_restore, name="retention_restore"),
    path("retention/<crn:crn>/delete", retention.retention_delete, name="retention_delete"),
    path("<crn:crn>/holds", retention.holds, name="holds"),
    path("<crn:crn>/holds/<int:pk>/end", retention.end_hold, name="end_hold"),
    path("subject-access", subject_access.subject_accesses, name="subject_accesses"),
    path("subject-access/new", subject_access.subject_access_new, name="subject_access_new"),
    path("subject-access/<int:pk>", subject_access.subject_access, name="subject_access"),
    path("subject-access/<int:pk>/extend", subject_access.subject_access_extend, name="subject_access_extend"),
    path("subject-access/<int:pk>/file", subject_access.subject_access_file, name="subject_access_file"),
    path("<crn:crn>", person.person, name="person"),
    path("<crn:crn>/opened-urgently", break_glass.opened_urgently, name="opened_urgently"),
    path("<crn:crn>/change", person.change, name="change"),
    path("<crn:crn>/address", person.move, name="move"),
    path("<crn:crn>/contact-details/new", person.add_contact, name="add_contact"),
    path("<crn:crn>/contact-details/<int:pk>/change", person.change_contact, name="change_contact"),
    path("<crn:crn>/contact-details/<int:pk>/remove", person.remove_contact, name="remove_contact"),
    path("<crn:crn>/protected-characteristics", person.protected, name="protected"),
    path("<crn:crn>/sentences/new", sentences.record_sentence, name="record_sentence"),
    path("<crn:crn>/sentences/<int:pk>/release", conditions.record_release, name="record_release"),
    path("<crn:crn>/sentences/<int:pk>/conditions/new", conditions.add_condition, name="add_condition"),
    path("<crn:crn>/conditions/<int:pk>/end", conditions.end_condition, name="end_condition"),
    path("<crn:crn>/risk", risk.risk, name="risk"),
    path("<crn:crn>/risk/of-harm", risk.record_risk_of_harm, name="record_risk_of_harm"),
    path("<crn:crn>/risk/mappa", risk.record_mappa, name="record_mappa"),
    path("<crn:crn>/risk/mappa/<int:pk>/end", risk.end_mappa, name="end_mappa"),
    path("<crn:crn>/risk/registrations/new", risk.register, name="register_risk"),
    path("<crn:crn>/risk/registrations/<int:pk>/review", risk.review_registration, name="review_registration"),
    path("<crn:crn>/risk/checks/new", risk.record_check, name="record_check"),
    path("<crn:crn>/court-reports", court_list.person_court_reports, name="person_court_reports"),
    path("<crn:crn>/court-reports/new", court_report.request_report, name="request_report"),
    path("<crn:crn>/court-reports/<int:pk>", court_report.court_report, name="court_report"),
    path("<crn:crn>/court-reports/<int:pk>/allocation", court_report.allocate_report, name="allocate_report"),
    path("<crn:crn>/court-reports/<int:pk>/hearing", court_report.move_hearing, name="move_hearing"),
    path("<crn:crn>/court-reports/<int:pk>/interview", court_report.record_interview, name="record_interview"),
    path("<crn:crn>/court-reports/<int:pk>/checks", court_report.ask_checks, name="ask_checks"),
    path("<crn:crn>/court-reports/<int:pk>/write", court_report.write_report, name="write_report"),
    path("<crn:crn>/court-reports/<int:pk>/propose", court_report.propose_requirement, name="propose_requirement"),
    path("<crn:crn>/proposed-requirements/<int:pk>/remove", court_report.drop_requirement, name="drop_requirement"),
    path("<crn:crn>/court-reports/<int:pk>/hand-over", court_report.hand_over_draft, name="hand_over_draft"),
    path("<crn:crn>/court-reports/<int:pk>/quality-check", court_report.check_quality, name="check_quality"),
    path("<crn:crn>/court-reports/<int:pk>/deliver", court_report.deliver_report, name="deliver_report"),
    path("<crn:crn>/court-reports/<int:pk>/cancel", court_report.cancel_report, name="cancel_report"),
    path("<crn:crn>/court-reports/<int:pk>/outcome", court_report.court_outcome, name="court_outcome"),
    path("<crn:crn>/court-reports/<int:pk>/document", court_report.court_document, name="court_document"),
    path("<crn:crn>/court-reports/<int:pk>/document-docx", court_report.court_document, name="court_document_docx"),
    path("<crn:crn>/requirements/<int:pk>/court-change", sentences.court_change, name="court_change"),
    path("<crn:crn>/requirements/<int:pk>/reopen", sentences.reopen_requirement, name="reopen_requirement"),
    path("<crn:crn>/allocation", sentences.allocate, name="allocate"),
    path("<crn:crn>/possible-duplicates", merging.possible_duplicates, name="possible_duplicates"),
    path("<crn:crn>/merge", merging.choose_merge, name="choose_merge"),
    path("<crn:crn>/merge/<crn:other_crn>", merging.merge, name="merge"),
    path("<crn:crn>/merges/<int:pk>/undo", merging.undo_merge, name="undo_merge"),
    path("<crn:crn>/keep-apart", limits.record_keep_apart, name="keep_apart"),
    path("<crn:crn>/keep-apart/<int:pk>/end", limits.end_keep_apart, name="end_keep_apart"),
    path("<crn:crn>/limited-access", limits.limited_access, name="limited_access"),
    path("<crn:crn>/limited-access/<int:pk>/end", limits.end_limit, name="end_limit"),
]
