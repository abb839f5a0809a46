"""A report to a court from request to delivery: the steps follow one another, and nothing unknown is passed over."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.cases.court_document import as_delivered
from amends.cases.models import CourtReport, DeliveredReport, ProposedRequirement
from amends.cases.models.court_report import AT_HOME
from amends.cases.operations import (
    CourtReportRefused,
    InterviewDraft,
    allocate_report,
    ask_checks,
    cancel_report,
    check_quality,
    deliver_report,
    drop_requirement,
    hand_over_draft,
    merge_people,
    move_hearing,
    propose_requirement,
    record_agency_check,
    record_interview,
    write_report,
)
from amends.cases.queries.court_checks import answers
from amends.design.documents.report import report_pdf
from amends.organisation.models import AuditEvent
from amends.policy.codes import codes
from amends.policy.proposals import needs_checks
from tests.cases.court_records import AT, STEPS, TODAY, answered, asked, content, court_team, taken_to
from tests.cases.visiting import signed_in
from tests.factories import make_person, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def court(team):
    return court_team(team.pdu)


@pytest.fixture
def person(team):
    return make_person(team)


@pytest.fixture
def other(court):
    return make_user("senior", court)


def refused(act, **values):
    with pytest.raises(CourtReportRefused) as told:
        act(**values)
    return told.value


@pytest.mark.parametrize("state", STEPS)
def test_each_step_leads_to_its_state(user, court, person, state):
    assert taken_to(state, person, court, user).state == state


def test_what_was_done_is_in_the_audit_trail(user, court, person):
    taken_to("delivered", person, court, user)
    told = set(AuditEvent.objects.filter(crn=person.crn).values_list("action", flat=True))
    assert told >= {"request court report", "allocate court report", "hand over court report", "deliver court report"}


def test_the_last_days_are_those_of_policy_and_follow_the_hearing(user, court, person):
    report = asked(person, court, user, requested_on=date(2026, 6, 8), hearing_date=date(2026, 6, 29))
    assert (report.allocate_by, report.deliver_by) == (date(2026, 6, 10), date(2026, 6, 26))  # a Friday
    assert not report.late(date(2026, 6, 10)) and report.late(date(2026, 6, 11))
    moved = move_hearing(report=report, hearing_date=date(2026, 7, 1), by=user, at=AT)
    assert moved.deliver_by == date(2026, 6, 30)


def test_a_report_is_asked_for_once_for_a_hearing(user, court, person):
    first = asked(person, court, user)
    assert refused(asked, person=person, team=court, by=user).field == "hearing_date"
    cancel_report(report=first, cancelled_as="mistake", by=user, at=AT)
    assert asked(person, court, user).state == "requested"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"court": " "}, "court"),
        ({"offence": ""}, "offence"),
        ({"kind": "parole"}, "kind"),
        ({"requested_on": TODAY + timedelta(days=1)}, "requested_on"),
        ({"hearing_date": TODAY - timedelta(days=9)}, "hearing_date"),
    ],
)
def test_requests_that_cannot_be(user, court, person, values, field):
    assert refused(asked, person=person, team=court, by=user, **values).field == field


def test_a_report_belongs_to_a_court_team_and_its_officers(user, court, team, person):
    assert refused(asked, person=person, team=team, by=user).field == "team"
    report = asked(person, court, user)
    elsewhere = make_staff(make_team("court"), "pso")
    assert refused(allocate_report, report=report, officer=elsewhere, by=user, at=AT).field == "officer"
    gone = make_staff(court, "pso", to_date=TODAY)
    assert refused(allocate_report, report=report, officer=gone, by=user, at=AT).field == "officer"


def test_an_interview_missed_or_overheard_is_kept_and_does_not_count(user, court, person):
    report = taken_to("allocated", person, court, user)
    away = InterviewDraft(TODAY, "office", False)
    assert refused(record_interview, report=report, draft=away, by=user, at=AT).field == "note"
    record_interview(report=report, draft=InterviewDraft(TODAY, "office", False, note="Rang in sick"), by=user, at=AT)
    unasked = InterviewDraft(TODAY, "telephone", True)
    assert refused(record_interview, report=report, draft=unasked, by=user, at=AT).field == "private"
    record_interview(report=report, draft=InterviewDraft(TODAY, "telephone", True, False), by=user, at=AT)
    report.refresh_from_db()
    assert (report.state, report.interviews.count()) == ("allocated", 2)
    record_interview(report=report, draft=InterviewDraft(TODAY, "telephone", True, True), by=user, at=AT)
    report.refresh_from_db()
    assert report.state == "interviewed"


def test_checks_may_be_asked_before_the_interview(user, court, person):
    report = taken_to("allocated", person, court, user)
    ask_checks(report=report, asked_on=TODAY, by=user, at=AT)
    report.refresh_from_db()
    assert report.state == "checks_asked"
    record_interview(report=report, draft=InterviewDraft(TODAY, "court", True), by=user, at=AT)
    report.refresh_from_db()
    assert report.state == "prepared"


def test_a_draft_is_complete(user, court, person):
    report = taken_to("allocated", person, court, user)
    told = refused(hand_over_draft, report=report, by=user, at=AT)
    assert len(told.grounds) == 4  # interview, checks, analysis, proposal
    report = taken_to("prepared", make_person(person.team), court, user)
    write_report(report=report, content=content(proposed_minutes=None), by=user, at=AT)
    assert "requirement" in str(refused(hand_over_draft, report=report, by=user, at=AT))
    write_report(report=report, content=content(proposed_minutes=100), by=user, at=AT)
    assert refused(hand_over_draft, report=report, by=user, at=AT).field == "proposed_minutes"
    write_report(report=report, content=content(proposed_months=37), by=user, at=AT)
    assert refused(hand_over_draft, report=report, by=user, at=AT).field == "proposed_months"


def test_no_hours_are_no_unpaid_work(user, court, person):
    report = taken_to("prepared", person, court, user)
    says = content(proposed_minutes=0, unpaid_work="unsuitable")
    assert write_report(report=report, content=says, by=user, at=AT).proposed_minutes is None


@pytest.mark.parametrize("suitable", ["", "unsuitable"])
def test_unpaid_work_is_proposed_only_for_those_found_suitable(user, court, person, suitable):
    report = taken_to("prepared", person, court, user)
    says = content(unpaid_work=suitable, unpaid_work_reason="Not seen yet" if suitable else "")
    assert refused(write_report, report=report, content=says, by=user, at=AT).field == "proposed_minutes"
    with pytest.raises(Error), transaction.atomic():
        CourtReport.objects.filter(pk=report.pk).update(proposed_minutes=6000, unpaid_work=suitable)


def test_requirements_keep_to_their_limits(user, court, person):
    report = taken_to("prepared", person, court, user)
    assert "order first" in str(refused(propose_requirement, report=report, kind="curfew", by=user, at=AT))
    write_report(report=report, content=content(), by=user, at=AT)
    long = {"kind": "alcohol_abstinence", "amount": 121, "unit": "days"}
    assert refused(propose_requirement, report=report, **long, by=user, at=AT).field == "amount"
    made = propose_requirement(report=report, **(long | {"amount": 120}), by=user, at=AT)
    assert refused(propose_requirement, report=report, kind="alcohol_abstinence", by=user, at=AT).field == "kind"
    assert refused(write_report, report=report, content=content(proposed="fine", proposed_months=None,
                   proposed_minutes=None), by=user, at=AT).field == "proposed"  # fmt: skip
    drop_requirement(requirement=made, by=user, at=AT)
    assert not report.requirements.exists()


@pytest.mark.parametrize("kind", ["curfew", "residence", "electronic_monitoring"])
@pytest.mark.parametrize(
    ("police", "children"),
    [("", "nothing_held"), ("not_retrieved", "retrieved"), ("nothing_held", "not_retrieved"), ("retrieved", "")],
)
def test_nobody_is_kept_at_home_before_both_agencies_have_answered(user, court, person, other, kind, police, children):
    report = taken_to("prepared", person, court, user)
    write_report(report=report, content=content(), by=user, at=AT)
    propose_requirement(report=report, kind=kind, amount=3, unit="months", by=user, at=AT)
    answered(person, user, police=police, children=children)
    told = refused(hand_over_draft, report=report, by=user, at=AT)
    assert told.field == "proposed" and "never means" in str(told)
    with pytest.raises(Error), transaction.atomic():  # the database refuses it as well
        CourtReport.objects.filter(pk=report.pk).update(
            drafted_at=AT, drafted_by=user, quality_checked_at=AT, quality_checked_by=other, delivered_at=AT,
            police_check=police, children_check=children,
        )  # fmt: skip
    answered(person, user)
    hand_over_draft(report=report, by=user, at=AT)
    check_quality(report=report, good=True, by=other, at=AT)
    assert deliver_report(report=report, by=user, at=AT).report.police_check == "nothing_held"


def test_an_answer_taken_back_after_the_draft_stops_its_delivery(user, court, person, other):
    report = taken_to("prepared", person, court, user)
    answered(person, user)
    write_report(report=report, content=content(), by=user, at=AT)
    propose_requirement(report=report, kind="curfew", amount=3, unit="months", by=user, at=AT)
    hand_over_draft(report=report, by=user, at=AT)
    check_quality(report=report, good=True, by=other, at=AT)
    answered(person, user, police="not_retrieved", children="")
    assert refused(deliver_report, report=report, by=user, at=AT).field == "proposed"


def test_an_old_answer_does_not_count_and_no_answer_never_reads_as_nothing_held(user, court, person):
    report = taken_to("prepared", person, court, user)
    record_agency_check(person=person, agency="police_domestic_abuse", outcome="nothing_held",
                        checked_on=report.requested_on - timedelta(days=29), by=user, at=AT)  # fmt: skip
    record_agency_check(person=person, agency="childrens_services", outcome="not_retrieved",
                        checked_on=TODAY, by=user, at=AT)  # fmt: skip
    assert [answer.outcome for answer in answers(report)] == ["", "not_retrieved"]
    assert not any(answer.known for answer in answers(report))
    record_agency_check(person=person, agency="police_domestic_abuse", outcome="nothing_held",
                        checked_on=report.requested_on - timedelta(days=28), by=user, at=AT)  # fmt: skip
    assert answers(report)[0].known


def test_a_report_without_answers_says_that_what_is_held_is_not_known(user, court, person):
    report = taken_to("delivered", person, court, user)
    told = " ".join(line for section in as_delivered(report.document).sections for line in section.paragraphs)
    assert told.count("What is held is not known") == 2
    assert "nothing is held" not in told
    assert (report.police_check, report.children_check) == ("", "")


def test_nobody_checks_their_own_report_and_one_given_back_is_drafted_anew(user, court, person, other):
    report = taken_to("drafted", person, court, user)
    assert "author" in str(refused(check_quality, report=report, good=True, by=user, at=AT))
    with pytest.raises(Error), transaction.atomic():
        CourtReport.objects.filter(pk=report.pk).update(quality_checked_at=AT, quality_checked_by=user)
    assert refused(check_quality, report=report, good=False, by=other, at=AT).field == "reason"
    back = check_quality(report=report, good=False, reason="Say more of the harm", by=other, at=AT)
    back.refresh_from_db()
    assert (back.state, back.returned_reason) == ("prepared", "Say more of the harm")
    hand_over_draft(report=back, by=user, at=AT)
    assert "checked before" in str(refused(deliver_report, report=back, by=user, at=AT))


def test_an_oral_report_is_delivered_without_a_check(user, court, person):
    report = taken_to("drafted", person, court, user, kind="oral")
    assert deliver_report(report=report, by=user, at=AT).report.pk == report.pk


def test_a_delivered_report_stands_as_the_court_had_it(user, court, person):
    report = taken_to("delivered", person, court, user)
    document = report.document
    assert as_delivered(document).sections[0].paragraphs[1] == "Offence: Theft"
    assert report_pdf(as_delivered(document)) == report_pdf(as_delivered(document))
    assert "delivered" in str(refused(write_report, report=report, content=content(), by=user, at=AT))
    for change in (
        lambda: CourtReport.objects.filter(pk=report.pk).update(analysis="Otherwise"),
        lambda: CourtReport.objects.filter(pk=report.pk).update(delivered_at=None),
        lambda: DeliveredReport.objects.filter(pk=document.pk).update(content="Otherwise"),
        lambda: ProposedRequirement.objects.create(report=report, kind="curfew"),
        lambda: CourtReport.objects.filter(pk=report.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_what_keeps_a_person_at_home_is_what_the_database_holds_back():
    every = [code.code for code in codes("order_requirement")]
    assert tuple(sorted(kind for kind in every if needs_checks([kind], on=TODAY).value)) == AT_HOME


def test_a_report_goes_with_its_person_when_records_are_merged(client, user, court, team, person):
    report = taken_to("delivered", person, court, signed_in(client, "senior", team, over="pdu"))
    kept = make_person(team)
    merge_people(keep=kept, absorb=person, reason="Twice", by=user, at=AT)
    report.refresh_from_db()
    assert report.person == kept and as_delivered(report.document)


_MILESTONES = {
    "allocated": {"officer", "allocated_at"}, "interviewed": {"interviewed_on"}, "checks": {"checks_asked_on"},
    "drafted": {"drafted_at", "drafted_by"}, "checked": {"quality_checked_at", "quality_checked_by"},
    "delivered": {"delivered_at"}, "cancelled": {"cancelled_at", "cancelled_as"},
}  # fmt: skip
_NEEDS = {
    "allocated": set(), "interviewed": {"allocated"}, "checks": {"allocated"}, "drafted": {"interviewed", "checks"},
    "checked": {"drafted"}, "delivered": {"drafted", "checked"}, "cancelled": set(),
}  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.sets(st.sampled_from(sorted(_MILESTONES))))
def test_the_database_keeps_the_steps_in_order_whatever_is_written(user, court, person, other, taken):
    values = {
        "officer": court.staff.filter(grade="pso").first() or make_staff(court, "pso"), "allocated_at": AT,
        "interviewed_on": TODAY, "checks_asked_on": TODAY, "drafted_at": AT, "drafted_by": user,
        "quality_checked_at": AT, "quality_checked_by": other, "delivered_at": AT, "cancelled_at": AT,
        "cancelled_as": "mistake",
    }  # fmt: skip
    fields = {name: values[name] for step in taken for name in _MILESTONES[step]}
    lawful = all(_NEEDS[step] <= taken for step in taken) and not {"delivered", "cancelled"} <= taken
    with transaction.atomic():
        report = CourtReport.objects.create(
            person=person, team=court, court="C", offence="O", kind="fast", requested_on=TODAY, hearing_date=TODAY,
            allocate_by=TODAY, deliver_by=TODAY, proposed="fine", analysis="A",
        )  # fmt: skip
        try:
            with transaction.atomic():
                CourtReport.objects.filter(pk=report.pk).update(**fields) if fields else None
        except Error:
            assert not lawful
        else:
            assert lawful
            report.refresh_from_db()
            last = ("cancelled" if "cancelled" in taken else "delivered" if "delivered" in taken else
                    "quality_checked" if "checked" in taken else "drafted" if "drafted" in taken else
                    "prepared" if {"interviewed", "checks"} <= taken else "checks_asked" if "checks" in taken else
                    "interviewed" if "interviewed" in taken else "allocated" if "allocated" in taken else
                    "requested")  # fmt: skip
            assert report.state == last
        transaction.set_rollback(True)
