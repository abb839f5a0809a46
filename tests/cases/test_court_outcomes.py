"""What courts passed after a report: recorded once, with the sentence, and counted without naming anybody."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from amends.cases.models import CourtOutcome, Sentence
from amends.cases.operations import (
    ConditionDraft,
    CourtReportRefused,
    RequirementDraft,
    SentenceDraft,
    add_condition,
    check_quality,
    deliver_report,
    hand_over_draft,
    propose_requirement,
    record_court_outcome,
    write_report,
)
from amends.cases.queries.concordance import concordance_of
from amends.organisation.models import LimitedAccess
from tests.cases.court_records import AT, TODAY, content, court_team, day_fields, taken_to
from tests.cases.visiting import signed_in, text
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def court(team):
    return court_team(team.pdu)


@pytest.fixture
def person(team):
    return make_person(team)


def order(person, minutes=6000, **values):
    requirements = (RequirementDraft(minutes),) if minutes else ()
    return SentenceDraft(**{"person": person, "kind": "community", "court": "Test Court", "sentence_date": TODAY,
                            "requirements": requirements} | values)  # fmt: skip


def passed(report, by, draft=None, kind="community", **values):
    given = {"passed": kind, "passed_on": TODAY, "draft": draft} | values
    return record_court_outcome(report=report, **given, by=by, at=AT)


def delivered(person, court, by, *kinds, **says):
    """A delivered report that proposes these requirements beside what `says`."""
    report = taken_to("prepared", person, court, by)
    write_report(report=report, content=content(**says), by=by, at=AT)
    for kind in kinds:
        propose_requirement(report=report, kind=kind, by=by, at=AT)
    hand_over_draft(report=report, by=by, at=AT)
    check_quality(report=report, good=True, by=make_user("senior", court), at=AT)
    deliver_report(report=report, by=by, at=AT)
    report.refresh_from_db()
    return report


def test_one_action_records_the_outcome_and_the_sentence_with_what_was_proposed(user, court, person):
    report = delivered(person, court, user, "programme", "mental_health")
    made = [each for each in report.requirements.all() if each.kind == "programme"]
    outcome = passed(report, user, order(person), made=made)
    sentence = Sentence.objects.get(person=person)
    assert outcome.sentence == sentence
    assert [each.kind for each in sentence.conditions.all()] == ["programme"]
    assert sentence.requirements.get().ordered_minutes == 6000


def test_the_timeline_tells_what_was_asked_delivered_and_passed(client, user, court, team, person):
    passed(taken_to("delivered", person, court, user), user, kind="fine")
    page = text(client.get(f"/cases/{person.crn}/timeline"))
    for told in ("Standard report asked for", "Interviewed for a court report (office)", "Report delivered to",
                 "passed: Fine"):  # fmt: skip
        assert told in page
    signed_in(client, "placement_coordinator", team)
    assert "report asked for" not in text(client.get(f"/cases/{person.crn}/timeline"))


def test_a_fine_is_an_outcome_without_a_sentence(user, court, person):
    report = taken_to("delivered", person, court, user)
    with pytest.raises(CourtReportRefused):
        passed(report, user, order(person), kind="fine")
    with pytest.raises(CourtReportRefused):
        passed(report, user, None)
    assert passed(report, user, kind="fine").sentence is None
    assert not Sentence.objects.filter(person=person).exists()


def test_what_was_passed_is_recorded_once_and_only_after_delivery(user, court, person):
    open_report = taken_to("quality_checked", make_person(person.team), court, user)
    with pytest.raises(CourtReportRefused):
        passed(open_report, user, kind="fine")
    report = taken_to("delivered", person, court, user)
    for day in (TODAY + timedelta(days=1), report.requested_on - timedelta(days=1)):
        with pytest.raises(CourtReportRefused):
            passed(report, user, kind="fine", passed_on=day)
    outcome = passed(report, user, kind="fine")
    with pytest.raises(CourtReportRefused):
        passed(report, user, kind="fine")
    with pytest.raises(Error), transaction.atomic():
        CourtOutcome.objects.filter(pk=outcome.pk).update(passed="community")


def test_the_outcome_of_another_persons_sentence_is_refused_and_nothing_is_kept(user, court, person):
    report = taken_to("delivered", person, court, user)
    with pytest.raises(CourtReportRefused):
        passed(report, user, order(make_person(person.team)))
    assert not Sentence.objects.exists() and not CourtOutcome.objects.exists()


def outcomes(user, court, team):
    """Ten reports with 100 hours and a programme proposed: six passed so, two without the programme, two fined."""
    for number in range(10):
        person = make_person(team, sex="f" if number < 5 else "m")
        report = delivered(person, court, user, "programme")
        if number < 8:
            made = list(report.requirements.all()) if number < 6 else []
            passed(report, user, order(person), made=made)
        else:
            passed(report, user, kind="fine")


def figures(user, court, **period):
    days = {"first": TODAY - timedelta(days=1), "last": TODAY} | period
    return concordance_of(user, [court], days["first"], days["last"], TODAY)


def test_concordance_counts_the_sentence_and_then_its_requirements(user, court, team):
    outcomes(user, court, team)
    user.grants.update(team=None, pdu=team.pdu)
    user = type(user).objects.get(pk=user.pk)
    report = figures(user, court)
    assert (report.people, report.outcomes) == (10, 10)
    assert report.whole["same_sentence"] is None  # two had another sentence: they could be known
    assert report.whole["as_proposed"] is None  # four
    assert [(group.label, group.people) for group in report.characteristics["sex"]] == [("Female", 5), ("Male", 5)]


def test_a_share_that_nobody_can_be_known_by_is_shown_with_its_interval(user, court, team):
    outcomes(user, court, team)
    for number in range(10):
        person = make_person(team)
        report = delivered(person, court, user, "programme")
        passed(report, user, order(person), made=list(report.requirements.all())) if number < 7 else passed(
            report, user, kind="fine"
        )
    share = figures(user, court).whole["same_sentence"]
    # 15 of 20: 0.75, Wilson 95% 0.531 to 0.888
    assert (share.share, round(share.low, 3), round(share.high, 3)) == (0.75, 0.531, 0.888)
    share = figures(user, court).whole["as_proposed"]
    assert share.share == 13 / 20


def test_fewer_than_five_people_and_other_days_are_not_told(user, court, team, person):
    for _number in range(4):
        passed(taken_to("delivered", make_person(team), court, user), user, kind="fine")
    assert figures(user, court) is None
    passed(taken_to("delivered", person, court, user), user, kind="fine")
    assert figures(user, court).people == 5
    assert figures(user, court, last=TODAY - timedelta(days=1)) is None
    LimitedAccess.objects.create(crn=person.crn, kind="exclusion", username=user.username, reason="x", from_at=AT)
    assert figures(user, court) is None


def test_what_the_court_varied_later_does_not_change_what_it_passed(user, court, team):
    for _number in range(5):
        person = make_person(team)
        outcome = passed(delivered(person, court, user), user, order(person))
        later = ConditionDraft("curfew", TODAY + timedelta(days=30))
        add_condition(sentence=outcome.sentence, draft=later, by=user, at=AT)
    assert figures(user, court).whole["as_proposed"].share == 1


def test_the_outcome_is_filled_in_from_the_proposal_and_sent_as_it_stands(client, user, court, person):
    report = delivered(person, court, user, "programme")
    signed_in(client, "court_officer", court, over="pdu")
    where = f"/cases/{person.crn}/court-reports/{report.pk}"
    page = text(client.get(f"{where}/outcome"))
    assert 'value="community" checked' in page and "Accredited programme" in page
    sent = day_fields("sentence_date", report.requested_on) | {
        "kind": "community", "court": report.court, "ordered_minutes_hours": "100",
        "made": [report.requirements.get().pk],
    }  # fmt: skip
    answer = client.post(f"{where}/outcome", sent, follow=True)
    assert "Community order" in text(answer)
    sentence = Sentence.objects.get(person=person)
    assert sentence.conditions.get().kind == "programme"
    assert sentence.requirements.get().ordered_minutes == 6000
    wrong = client.post(f"{where}/outcome", sent | {"runs": "consecutive"})
    assert "recorded already" in text(wrong)
