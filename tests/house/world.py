"""Two regions with a record of every kind, and which record each address is about."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.tokens import default_token_generator as links
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import ContactDetail, KeepApart, Mappa, PersonMerge, Registration, SentenceCondition
from amends.contacts.models import Concern, ContactOutcome, StaffBubble
from amends.enforcement.operations.actions import ask_for_reason
from amends.enforcement.operations.evidence import record_evidence
from amends.organisation.links import COOKIE, kept_value
from amends.organisation.models import (
    Absence,
    LimitedAccess,
    Office,
    Qualification,
    RegionTier,
    RoleGrant,
    StaffQualification,
)
from amends.organisation.operations.links import issue_link, use_link
from amends.unpaid_work.models import (
    Beneficiary,
    Certificate,
    Consultation,
    EteCredit,
    EteResult,
    EteResultFile,
    ExitInterviewLink,
    HoursAdjustment,
    LocalTarget,
    Plan,
    PlanQuestion,
    PlanWish,
    ProjectClosure,
    SkillLearning,
    StandDown,
    StandDownPerson,
    Unavailability,
    Under18SignOff,
)
from amends.unpaid_work.monitors import MONITORS
from amends.unpaid_work.operations import home, plan_questions, plans
from amends.unpaid_work.operations.court_returns import Application, return_to_court
from amends.unpaid_work.operations.nominations import NominationDraft, decline, nominate
from amends.unpaid_work.operations.own_page import make_own_page_link
from amends.unpaid_work.operations.plan_wishes import WishDraft
from amends.unpaid_work.operations.project_rechecks import open_recheck
from amends.unpaid_work.operations.surveys import send_survey
from amends.unpaid_work.operations.transfers import ask_for_transfer
from tests.factories import (
    MONDAY,
    make_allocation,
    make_appointment,
    make_custody,
    make_person,
    make_project,
    make_staff,
    make_team,
    make_user,
)
from tests.house import managing, world_of_court, world_of_enforcement, world_of_records
from tests.house.world_of_assessments import make_assessed
from tests.unpaid_work.board_records import make_ready, make_session, put_on

AT = datetime(2026, 5, 20, 9, tzinfo=UTC)


class _Absent:
    """A record that was never there: whatever it is asked for, nothing has it."""

    def __getattr__(self, name: str) -> object:
        return _Absent()

    pk = 999_999_999
    code = "never-was"
    crn = "Z999999"
    reference = "NEVER"
    password_token = "never-was"
    own_page_token = "never-was"
    survey_token = "never-was"
    self_assessment_token = "never-was"
    exit_token = "never-was"


ABSENT = _Absent()


@dataclass
class Place:
    """One region's records, by noun."""

    team: object
    user: object
    staff: object
    absence: object
    held: object
    office: object
    bubble: object
    tier: object
    grant: object
    password_token: object
    own_page_link: object
    own_page_token: object
    opened_page: object
    survey: object
    survey_token: object
    case_assessment: object
    self_assessment: object
    self_assessment_token: object
    exit_link: object
    exit_token: object
    recheck: object
    project: object
    session: object
    empty_session: object
    closure: object
    person: object
    other_person: object
    requirement: object
    custody: object
    condition: object
    mappa: object
    registration: object
    appointment: object
    assessment: object
    booking: object
    outcome: object
    stand_down: object
    stood_down: object
    concern: object
    adjustment: object
    ete: object
    plan: object
    question: object
    wish: object
    contact: object
    apart: object
    limit: object
    merge: object
    away: object
    certificate: object
    entry_asked: object
    entry_agreed: object
    kit: object
    kit_out: object
    kit_back: object
    court: object
    home_project: object
    ete_waiting: object
    ete_decided: object
    learning: object
    signed: object
    failure: object
    evidence: object
    action: object
    letter: object
    nomination: object
    declined: object
    nomination_letter: object
    consultation: object
    court_return: object
    document: object
    transfer: object
    target: object
    breach: object
    taken_back: object
    recall: object
    opened: object
    asked_for: object
    hold: object
    managed: object


# Which record each address is about, as the arguments of its route.
def _crn(place):
    return {"crn": place.person.crn}


def _week(place):
    return {"code": place.team.code, "monday": MONDAY.isoformat()}


KWARGS = {
    **world_of_court.KWARGS,
    **world_of_records.KWARGS,
    **managing.KWARGS,
    "organisation:staff_member": lambda p: {"code": p.staff.code},
    "organisation:record_absence": lambda p: {"code": p.staff.code},
    "organisation:end_absence": lambda p: {"code": p.staff.code, "pk": p.absence.pk},
    "organisation:remove_absence": lambda p: {"code": p.staff.code, "pk": p.absence.pk},
    "organisation:change_staff": lambda p: {"code": p.staff.code, "subject": "post"},
    "organisation:staff_history": lambda p: {"code": p.staff.code},
    "organisation:record_qualification": lambda p: {"code": p.staff.code},
    "organisation:end_qualification": lambda p: {"code": p.staff.code, "pk": p.held.pk},
    "organisation:remove_qualification": lambda p: {"code": p.staff.code, "pk": p.held.pk},
    "organisation:change_team": lambda p: {"code": p.team.code},
    "organisation:change_office": lambda p: {"code": p.office.code},
    "organisation:take_back_tier": lambda p: {"code": p.team.pdu.region.code, "pk": p.tier.pk},
    "organisation:issue_password_link": lambda p: {"pk": p.user.pk},
    "organisation:choose_password": lambda p: {"pk": p.user.pk, "token": p.password_token},
    "organisation:record_tier": lambda p: {"code": p.team.pdu.region.code},
    "organisation:user": lambda p: {"pk": p.user.pk},
    "organisation:let_in": lambda p: {"pk": p.user.pk},
    "organisation:grant_role": lambda p: {"pk": p.user.pk},
    "organisation:end_grant": lambda p: {"pk": p.user.pk, "grant": p.grant.pk},
    **{
        f"cases:{name}": _crn
        for name in (
            "person",
            "change",
            "move",
            "add_contact",
            "protected",
            "record_sentence",
            "risk",
            "record_risk_of_harm",
            "record_mappa",
            "register_risk",
            "record_check",
            "possible_duplicates",
            "choose_merge",
            "keep_apart",
            "limited_access",
            "assessments",
            "begin_assessment",
            "ask_self",
        )
    },
    **{f"cases:{name}": lambda p: _crn(p) | {"pk": p.case_assessment.pk} for name in ("assessment", "write_whole")},
    "cases:write_area": lambda p: _crn(p) | {"pk": p.case_assessment.pk, "area": "finance"},
    "cases:self_assessment": lambda p: {"pk": p.self_assessment.pk, "token": p.self_assessment_token},
    **{f"desk:{name}": _crn for name in ("case", "timeline", "timeline_csv")},
    "cases:change_contact": lambda p: _crn(p) | {"pk": p.contact.pk},
    "cases:remove_contact": lambda p: _crn(p) | {"pk": p.contact.pk},
    **{
        f"cases:{name}": lambda p: _crn(p) | {"pk": p.requirement.pk} for name in ("court_change", "reopen_requirement")
    },
    "cases:record_release": lambda p: _crn(p) | {"pk": p.custody.pk},
    "cases:add_condition": lambda p: _crn(p) | {"pk": p.custody.pk},
    "cases:end_condition": lambda p: _crn(p) | {"pk": p.condition.pk},
    "cases:end_mappa": lambda p: _crn(p) | {"pk": p.mappa.pk},
    "cases:review_registration": lambda p: _crn(p) | {"pk": p.registration.pk},
    "cases:merge": lambda p: _crn(p) | {"other_crn": p.other_person.crn},
    "cases:undo_merge": lambda p: _crn(p) | {"pk": p.merge.pk},
    "cases:end_keep_apart": lambda p: _crn(p) | {"pk": p.apart.pk},
    "cases:end_limit": lambda p: _crn(p) | {"pk": p.limit.pk},
    **{f"contacts:{name}": _crn for name in ("person", "book", "level", "digital_access", "cover_person")},
    "contacts:activity": lambda p: {"pk": p.appointment.pk},
    **{
        f"contacts:{name}": lambda p: {"code": p.office.code}
        for name in ("office", "office_limit", "office_bubble_new", "office_day")
    },
    "contacts:office_bubble": lambda p: {"code": p.office.code, "pk": p.bubble.pk},
    **{f"contacts:{name}": lambda p: {"pk": p.appointment.pk} for name in ("outcome", "reschedule", "cancel")},
    "contacts:read_concern": lambda p: {"pk": p.concern.pk},
    "contacts:record_contact": _crn,
    "contacts:raise_concern": lambda p: {"appointment": p.booking.appointment.pk},
    **{
        f"unpaid_work:{name}": lambda p: {"pk": p.project.pk}
        for name in (
            "project",
            "project_close",
            "project_safety",
            "project_incident",
            "project_quality",
            "project_surveys",
            "project_survey_send",
            "project_recheck",
        )
    },
    "unpaid_work:project_recheck_close": lambda p: {"pk": p.recheck.project.pk, "recheck": p.recheck.pk},
    "unpaid_work:survey_reply": lambda p: {"pk": p.survey.pk, "token": p.survey_token},
    "unpaid_work:exit_answers": lambda p: {"pk": p.exit_link.pk, "token": p.exit_token},
    "unpaid_work:project_change": lambda p: {"pk": p.project.pk, "subject": "about"},
    "unpaid_work:project_reopen": lambda p: {"pk": p.project.pk, "closure": p.closure.pk},
    **{
        f"unpaid_work:{name}": _crn
        for name in (
            "assessment",
            "assessment_withdraw",
            "assessment_tasks",
            "assessment_check",
            "assessment_give_up",
            "assessment_areas",
            "under_18",
            "days_away_new",
            "skills",
            "home",
            "certificate_new",
            "learning_start",
        )
    },
    "unpaid_work:assessment_earlier": lambda p: _crn(p) | {"pk": p.assessment.pk},
    "unpaid_work:assessment_section": lambda p: _crn(p) | {"slug": "health"},
    "unpaid_work:under_18_withdraw": lambda p: _crn(p) | {"pk": p.signed.pk},
    "unpaid_work:days_away_end": lambda p: _crn(p) | {"pk": p.away.pk},
    "unpaid_work:home_decide": lambda p: _crn(p) | {"pk": p.entry_asked.pk},
    "unpaid_work:home_send": lambda p: _crn(p) | {"pk": p.entry_agreed.pk},
    "unpaid_work:home_back": lambda p: _crn(p) | {"pk": p.kit_out.pk},
    "unpaid_work:home_inspect": lambda p: _crn(p) | {"pk": p.kit_back.pk},
    **{f"unpaid_work:{name}": lambda p: {"pk": p.home_project.pk} for name in ("project_kits", "project_kit_new")},
    "unpaid_work:kit_retire": lambda p: {"pk": p.kit.pk},
    "unpaid_work:ete_result": lambda p: {"pk": p.ete_waiting.pk},
    "unpaid_work:ete_result_reopen": lambda p: {"pk": p.ete_decided.pk},
    "unpaid_work:certificate_withdraw": lambda p: _crn(p) | {"pk": p.certificate.pk},
    "unpaid_work:learning_end": lambda p: _crn(p) | {"pk": p.learning.pk},
    "unpaid_work:pre_placement": lambda p: {"pk": p.booking.pk},
    "unpaid_work:board": lambda p: _week(p),
    "unpaid_work:session_open": lambda p: _week(p),
    "unpaid_work:plan_new": lambda p: _week(p),
    "unpaid_work:plan_what_if": lambda p: _week(p),
    "unpaid_work:plan_again": lambda p: _week(p),
    **{
        f"unpaid_work:{name}": lambda p: {"code": p.team.code}
        for name in ("wishes", "wishes_csv", "wish_new", "wishes_take_in")
    },
    "unpaid_work:wish_withdraw": lambda p: {"pk": p.wish.pk},
    "unpaid_work:offer": _crn,
    "unpaid_work:review": lambda p: _crn(p) | {"pk": p.requirement.pk, "number": "first"},
    **{
        f"unpaid_work:{name}": lambda p: {"pk": p.session.pk}
        for name in ("session", "session_people", "session_supervisor", "session_places", "session_call_off")
    },
    "unpaid_work:booking_move": lambda p: {"pk": p.booking.pk},
    "unpaid_work:booking_cancel": lambda p: {"pk": p.booking.pk},
    **{
        f"unpaid_work:{name}": lambda p: {"pk": p.plan.pk}
        for name in (
            "plan",
            "plan_progress",
            "plan_stop",
            "plan_sessions",
            "plan_people",
            "plan_unmet",
            "plan_wishes",
            "plan_not_run",
            "plan_not_run_csv",
            "plan_compare",
            "plan_compare_csv",
            "plan_csv",
            "plan_apply",
            "plan_put_aside",
            "plan_one_more",
            "plan_one_more_csv",
            "plan_prices",
            "plan_wishes_file",
            "plan_caps_file",
            "plan_wish_price",
            "plans_together",
            "plans_together_csv",
            "plans_together_progress",
            "plans_together_stop",
            "plans_retry",
        )
    },
    **{
        f"unpaid_work:nomination{action}": lambda p: {"pk": p.nomination.pk}
        for action in ("", "_acknowledge", "_accept", "_decline")
    },
    "unpaid_work:nomination_letter": lambda p: {"pk": p.declined.pk, "letter": p.nomination_letter.pk},
    "unpaid_work:consultation_new": lambda p: {"code": p.team.pdu.region.code},
    **{f"unpaid_work:consultation_{action}": lambda p: {"pk": p.consultation.pk} for action in ("change", "withdraw")},
    **{
        f"unpaid_work:plan_{name}": lambda p: {"pk": p.question.pk}
        for name in ("question", "question_progress", "question_stop", "question_record")
    },
    "unpaid_work:person": _crn,
    "unpaid_work:own_page_links": _crn,
    "unpaid_work:own_page_withdraw": lambda p: _crn(p) | {"pk": p.own_page_link.pk},
    "unpaid_work:own_page_open": lambda p: {"pk": p.own_page_link.pk, "token": p.own_page_token},
    "unpaid_work:own_page": lambda p: {"pk": p.opened_page.pk},
    "unpaid_work:own_statement": lambda p: {"pk": p.opened_page.pk},
    **{
        f"unpaid_work:{name}": lambda p: _crn(p) | {"pk": p.requirement.pk}
        for name in (
            "statement",
            "statement_csv",
            "statement_json",
            "adjust_hours",
            "credit_ete",
            "complete",
            "requirement_outcome",
            "court_return",
            "requirement_replace",
            "requirement_end",
            "requirement_carry_over",
            "supervision",
            "supervision_plan",
            "home_ask",
            "exit_interview",
            "exit_interview_new",
            "exit_interview_link",
        )
    },
    "unpaid_work:court_result": lambda p: _crn(p) | {"pk": p.court_return.pk},
    "unpaid_work:court_report": lambda p: _crn(p) | {"pk": p.court_return.pk},
    "unpaid_work:document": lambda p: _crn(p) | {"pk": p.document.pk},
    "unpaid_work:transfer_ask": _crn,
    "unpaid_work:target_review": lambda p: {"pk": p.target.pk},
    **{
        f"unpaid_work:{name}": lambda p: {"pk": p.transfer.pk}
        for name in ("transfer", "transfer_answer", "transfer_withdraw", "transfer_pack")
    },
    "unpaid_work:reverse_adjustment": lambda p: _crn(p) | {"pk": p.adjustment.pk},
    "unpaid_work:reverse_ete": lambda p: _crn(p) | {"pk": p.ete.pk},
    "unpaid_work:register": lambda p: {"pk": p.session.pk},
    "unpaid_work:site_session": lambda p: {"pk": p.session.pk},
    "enforcement:ledger": _crn,
    "enforcement:ledger_csv": _crn,
    **{
        f"enforcement:{name}": lambda p: _crn(p) | {"pk": p.failure.appointment.pk}
        for name in ("record_evidence", "not_enforce")
    },
    "enforcement:write": lambda p: _crn(p) | {"pk": p.failure.appointment.pk, "kind": "warn"},
    "enforcement:decide": lambda p: _crn(p) | {"pk": p.evidence.pk},
    "enforcement:withdraw_evidence": lambda p: _crn(p) | {"pk": p.evidence.pk},
    "enforcement:withdraw_action": lambda p: _crn(p) | {"pk": p.action.pk},
    "enforcement:letter": lambda p: _crn(p) | {"pk": p.letter.pk},
    "unpaid_work:correct_outcome": lambda p: {"pk": p.booking.pk},
    "unpaid_work:stand_down": lambda p: {"pk": p.session.pk},
    "unpaid_work:stand_down_page": lambda p: {"pk": p.stand_down.pk},
    "unpaid_work:offer_place": lambda p: {"pk": p.stood_down.pk},
    **world_of_enforcement.KWARGS,
}

# Addresses about no one record: lists, blank forms, pages about the service.
_ROOMS = (managing, world_of_court, world_of_enforcement, world_of_records)
NO_RECORD = set().union(*(room.NO_RECORD for room in _ROOMS)) | {
    "desk:home", "desk:about_figures", "desk:accessibility", "desk:privacy",
    "design:patterns", "design:progress", "design:question",
    "organisation:staff", "organisation:regions", "organisation:roles", "organisation:users",
    "organisation:create_user", "organisation:audit", "organisation:create_staff", "organisation:teams",
    "organisation:create_team", "organisation:offices", "organisation:create_office",
    "cases:assessments_due", "cases:assessments_due_csv",
    "cases:people", "cases:people_csv", "cases:register", "cases:register_despite", "cases:register_finish",
    "contacts:caseload", "contacts:concerns",
    "contacts:cover", "contacts:cover_csv", "contacts:offices",
    "contacts:due", "contacts:due_csv", "contacts:what_if", "contacts:what_if_csv", "contacts:what_if_people_csv",
    "exchange:ete_results", "exchange:ete_results_template", "unpaid_work:ete_results",
    "unpaid_work:exit_interviews", "unpaid_work:exit_interviews_csv",
    "enforcement:due", "enforcement:due_csv", "enforcement:decisions", "enforcement:decisions_csv",
    "unpaid_work:attendance", "unpaid_work:boards", "unpaid_work:plans", "unpaid_work:plans_region",
    "unpaid_work:projects", "unpaid_work:projects_csv", "unpaid_work:project_new",
    "unpaid_work:monthly_report", "unpaid_work:monthly_report_csv", "unpaid_work:monthly_report_pdf",
    "unpaid_work:monthly_report_publish",
    "unpaid_work:nominate", "unpaid_work:nominate_received", "unpaid_work:nominations", "unpaid_work:nominations_csv",
    "unpaid_work:consultations", "unpaid_work:consultations_csv",
    "unpaid_work:capacity", "unpaid_work:capacity_csv", "unpaid_work:capacity_pdf", "unpaid_work:capacity_publish",
    "unpaid_work:capacity_public", "unpaid_work:capacity_public_csv",
    "unpaid_work:surveys", "unpaid_work:survey_results", "unpaid_work:survey_results_csv",
    "unpaid_work:monitors", "unpaid_work:save_view", "unpaid_work:remove_view",
    *(f"unpaid_work:monitor_{slug}{file}" for slug in MONITORS for file in ("", "_csv")),
    "unpaid_work:site", "unpaid_work:site_phone", "unpaid_work:site_send", "unpaid_work:site_shell",
    "unpaid_work:site_worker", "unpaid_work:site_manifest",
    "unpaid_work:court_returns", "unpaid_work:court_returns_csv", "unpaid_work:transfers",
    "unpaid_work:outcomes", "unpaid_work:outcomes_csv", "unpaid_work:diversity", "unpaid_work:diversity_csv",
    "unpaid_work:targets", "unpaid_work:target_new",
    "unpaid_work:registers", "unpaid_work:switches", "unpaid_work:stand_downs", "unpaid_work:stand_downs_csv",
}  # fmt: skip

# Addresses whose record is about no person on probation: no list of theirs can close it.
NOT_ABOUT_PEOPLE = managing.NOT_ABOUT_PEOPLE | {
    "unpaid_work:kit_retire",
    *(name for name in KWARGS if name.startswith("contacts:office")),
    *(name for name in KWARGS if name.startswith("organisation:")),
    *(name for name in KWARGS if name.startswith("unpaid_work:project")),
    *(name for name in KWARGS if name.startswith(("unpaid_work:session", "unpaid_work:plan"))
      and not name.startswith("unpaid_work:plan_question")),
    *(name for name in KWARGS if name.startswith(("unpaid_work:nomination", "unpaid_work:consultation"))),
    "unpaid_work:wishes", "unpaid_work:wishes_csv", "unpaid_work:wish_new", "unpaid_work:wishes_take_in",
    "unpaid_work:board", "unpaid_work:target_review",
    "unpaid_work:register", "unpaid_work:site_session", "unpaid_work:stand_down", "unpaid_work:stand_down_page",
}  # fmt: skip

# Sign-in's own pages, known by name: a new one of the library's fails until it has been looked at.
LIBRARIES = {
    "account_change_password",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}


@dataclass
class World:
    """Everything the walk needs."""

    own: Place
    other: Place

    @property
    def crossed(self) -> Place:
        """The own region's records, with the tokens of the other's links."""
        tokens = ("password_token", "own_page_token", "survey_token", "exit_token", "self_assessment_token")
        return replace(self.own, opened_page=self.other.opened_page, **{t: getattr(self.other, t) for t in tokens})

    def client(self, **options) -> Client:
        """A browser in which the own region's person has opened their page."""
        client = Client(**options)
        client.cookies[COOKIE] = kept_value(self.own.opened_page)
        return client

    def url(self, name: str, place) -> str:
        """The address, about the place's record."""
        return reverse(name, kwargs=KWARGS[name](place) if name in KWARGS else {})


def make_world() -> World:
    """Make both regions."""
    return World(_place(), _place())


def _place() -> Place:
    team = make_team()
    user = make_user("placement_coordinator", team, over="region", staff=make_staff(team))
    staff = make_staff(team)
    project = make_project(team)
    session = make_session(project, MONDAY)
    ready = make_ready(team, user)
    person, requirement, assessment = ready
    booking = put_on(session, ready, user)
    other_ready = make_ready(team, user)
    other = put_on(session, other_ready, user)
    make_allocation(person, make_staff(team, "po"))
    outcome = ContactOutcome.objects.create(
        appointment=booking.appointment, code="ATTC", started_at=session.starts_at, finished_at=session.ends_at,
        recorded_at=AT, recorded_by=user,
    )  # fmt: skip
    ContactOutcome.objects.create(
        appointment=other.appointment, code="AASD", notice="on_site", recorded_at=AT, recorded_by=user
    )
    stand_down = StandDown.objects.create(
        session=session, cause="weather", notice="on_site", whole=False, recorded_at=AT, recorded_by=user
    )
    record = {"requirement": requirement, "recorded_at": AT, "recorded_by": user}
    failure, evidence, action = _failure(team, ready, user)
    custody = make_custody(person)
    absorbed = make_person(team)
    to_page = {"person": person, "language": "cy", "reach": "0116 496 0000", "by": user, "at": timezone.now()}
    own_page_link, own_page_token = make_own_page_link(**to_page)
    opened_page, used = make_own_page_link(**to_page)
    declined = nominate(_nomination(team), at=AT)
    decline(nomination=declined, ground="unsafe", reason="Too steep.", by=user, at=AT)
    project.beneficiary = Beneficiary.objects.create(name=f"The beneficiary of {project.name}")
    project.save()
    survey, survey_token = send_survey(
        project=project, from_date=date(2026, 1, 1), to_date=date(2026, 4, 1), language="cy", by=user, at=timezone.now()
    )
    exit_link = ExitInterviewLink(requirement=requirement, language="cy")
    exit_token = issue_link(exit_link, lasts=timedelta(days=28), by=user, at=timezone.now())
    said = {"reason": "feedback", "note": "Tools were missing", "assigned_to": user}
    plan = _plan(team, user)
    court_return = return_to_court(requirement=requirement, application=Application("revocation", "x"), by=user, at=AT)
    return Place(
        team=team,
        user=user,
        staff=staff,
        absence=Absence.objects.create(staff=staff, kind="leave", from_date=date(2026, 8, 1)),
        held=_held(staff),
        office=(office := Office.objects.create(pdu=team.pdu, code=f"office-{team.code}", name="Bridge House")),
        bubble=StaffBubble.objects.create(office=office, name="Mondays"),
        tier=RegionTier.objects.create(region=team.pdu.region, tier="open", from_date=date(2022, 4, 1)),
        password_token=links.make_token(user),
        own_page_link=own_page_link,
        own_page_token=own_page_token,
        opened_page=use_link(opened_page, token=used, by=user, at=timezone.now()),
        survey=survey,
        survey_token=survey_token,
        **make_assessed(person, user, AT),
        exit_link=exit_link,
        exit_token=exit_token,
        recheck=open_recheck(project=project, **said, by=user, at=timezone.now()),
        grant=RoleGrant.objects.filter(user=user).get(),
        project=project,
        session=session,
        empty_session=make_session(make_project(team), MONDAY + timedelta(days=1)),
        closure=ProjectClosure.objects.create(
            project=project, from_date=date(2026, 12, 1), to_date=date(2026, 12, 8), reason="x"
        ),
        person=person,
        other_person=other_ready[0],
        requirement=requirement,
        custody=custody,
        condition=SentenceCondition.objects.create(sentence=custody, kind="standard", from_date=date(2026, 4, 1)),
        mappa=Mappa.objects.create(
            person=person, category=2, level=1, from_date=date(2026, 4, 1), review_date=date(2026, 10, 1)
        ),
        registration=Registration.objects.create(
            person=person, kind="weapons", from_date=date(2026, 4, 1), review_date=date(2026, 10, 1)
        ),
        appointment=make_appointment(person, user),
        assessment=assessment,
        booking=booking,
        outcome=outcome,
        stand_down=stand_down,
        stood_down=StandDownPerson.objects.create(stand_down=stand_down, booking=other),
        concern=Concern.objects.create(
            person=person, appointment=booking.appointment, text="x", raised_at=AT, raised_by=user
        ),
        adjustment=HoursAdjustment.objects.create(on=MONDAY, minutes=30, reason="other", note="x", **record),
        ete=EteCredit.objects.create(on=MONDAY, minutes=30, activity="x", **record),
        wish=PlanWish.objects.create(
            team=team, kind="forbid", person=person, project=project, reason="x", made_at=AT, made_by=user
        ),
        plan=plan,
        question=_question(plan, person, project, user),
        contact=ContactDetail.objects.create(person=person, kind="mobile", value="07700 900000"),
        apart=KeepApart.objects.create(
            person=min(person, absorbed, key=lambda row: row.pk), other=max(person, absorbed, key=lambda row: row.pk),
            reason="x", from_date=date(2026, 1, 1),
        ),
        limit=LimitedAccess.objects.create(
            crn=person.crn, kind="exclusion", username="someone-else", reason="x", from_at=AT
        ),
        merge=PersonMerge.objects.create(
            kept=person, absorbed=absorbed, moved={}, reason="x", merged_at=AT, merged_by=user
        ),
        signed=Under18SignOff.objects.create(person=person, note="x", signed_at=AT, signed_by=user),
        away=Unavailability.objects.create(
            person=person, from_date=date(2026, 12, 1), to_date=date(2026, 12, 8), reason="x"
        ),
        **_home(team, user, requirement),
        court=world_of_court.make_court(person, user, AT),
        ete_waiting=_result(team, user, person),
        ete_decided=_result(team, user, person, person=person, decided_at=AT),
        certificate=Certificate.objects.create(
            person=person, skill="cscs", title="CSCS card", from_date=date(2026, 1, 5), recorded_at=AT, recorded_by=user
        ),
        learning=SkillLearning.objects.create(
            project=project, skill="gardening", aim="x", from_date=date(2026, 5, 4), **record
        ),
        failure=failure,
        evidence=evidence,
        action=action,
        letter=action.letters.get(),
        nomination=nominate(_nomination(team), at=AT),
        declined=declined,
        nomination_letter=declined.letters.get(),
        consultation=Consultation.objects.create(
            region=team.pdu.region, party="policing_body", whom="x", on=MONDAY, said="x", recorded_at=AT,
            recorded_by=user,
        ),
        court_return=court_return,
        document=court_return.report,
        transfer=ask_for_transfer(person=person, to_team=make_team(pdu=team.pdu), reason="x", by=user, at=AT),
        target=LocalTarget.objects.create(
            pdu=team.pdu, measure="placed", characteristic="sex", group="Female", percent=50, why="x",
            set_on=date(2026, 1, 5), set_by=user, review_by=date(2027, 1, 5),
        ),
        **world_of_enforcement.proceedings_of(other_ready[0], team),
        **world_of_records.records(person, user),
        managed=managing.make_managed(team, user, person, staff, AT),
    )  # fmt: skip


def _failure(team, ready, user):
    """A session of the last months that the person failed, evidence about it, and what was done."""
    at = timezone.now()
    day = timezone.localdate(at) - timedelta(days=45)
    session = make_session(make_project(team, days="1234567"), day, opened_at=at)
    booking = put_on(session, (*ready[:2], None), user, booked_at=at)
    failure = ContactOutcome.objects.create(
        appointment=booking.appointment, code="UACP", recorded_at=at, recorded_by=user
    )
    evidence = record_evidence(
        outcome=failure, kind="medical", received_on=day, description="A doctor's note", by=user, at=at
    )
    return failure, evidence, ask_for_reason(outcome=failure, by=user, at=at)


def _nomination(team) -> NominationDraft:
    return NominationDraft(
        pdu=team.pdu,
        place="Abbey Park",
        work="Clear brambles",
        benefits="Walkers",
        name="A Example",
        email="a@b.example",
    )


def _home(team, user, requirement) -> dict[str, object]:
    """An entry that waits and one agreed to, with a kit that is out and one whose goods are back."""
    project = make_project(team, type="home")
    draft = home.HomeKitDraft("Cards", "A card", 10, ("Clean", "Folded"), 14)
    kit = home.add_kit(project=project, draft=draft, by=user, at=AT)
    given = {"requirement": requirement, "ground": "health", "reason": "A letter", "by": user, "at": AT}
    agreed = home.ask_for_home_work(**given)
    agreed = home.decide_on_home_work(entry=agreed, agreed=True, note="x", by=make_user("senior", team), at=AT)
    out, back = (
        home.send_kit(entry=agreed, kit=kit, pieces=9, out_on=AT.date(), by=user, at=AT) for _ in range(2)
    )  # fmt: skip
    back = home.take_goods_back(kit_out=back, back_on=AT.date(), pieces_back=9, note="", by=user, at=AT)
    return {
        "home_project": project, "kit": kit, "entry_agreed": agreed, "kit_out": out, "kit_back": back,
        "entry_asked": home.ask_for_home_work(**given),
    }  # fmt: skip


def _result(team, user, about, **values) -> EteResult:
    """A provider's result, about the person."""
    file = EteResultFile.objects.create(team=team, name="x.csv", rows=1, before=0, taken_in_at=AT, taken_in_by=user)
    return EteResult.objects.create(
        file=file, row=1, fingerprint=f"{file.pk}", provider="x", course="x", name=about.name, on=MONDAY,
        date_of_birth=about.date_of_birth, minutes=60, result="completed", known_crn=about.crn, **values,
    )  # fmt: skip


def _held(staff) -> StaffQualification:
    first_aid, _made = Qualification.objects.get_or_create(code="first-aid", defaults={"name": "First aid at work"})
    return StaffQualification.objects.create(staff=staff, qualification=first_aid, from_date=date(2025, 1, 1))


def _plan(team, user) -> Plan:
    """A plan that is ready to be decided on, made as the job makes it."""
    plan = plans.request_plan(team=team, first_day=MONDAY, weeks=1, seconds=5, by=user, at=AT)
    plans.make_plan(plan=plan.pk, clock=lambda: AT)
    plan.refresh_from_db()
    return plan


def _question(plan: Plan, person, project, user) -> PlanQuestion:
    """What a wish about the person would cost, worked out as the job does."""
    draft = WishDraft("prefer", person, project, None, 10, "x")
    asked = plan_questions.ask_price_of_wish(plan=plan, draft=draft, seconds=0, by=user, at=AT)
    plan_questions.answer_question(question=asked.pk, clock=lambda: AT)
    return asked
