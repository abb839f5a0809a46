"""Assessing a person: nothing unread is signed, what is signed never changes, new information calls for a review."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amends.cases.models import AssessedArea, Assessment, Registration, SelfAssessment, SelfAssessmentReply
from amends.cases.models.assessment import AREAS
from amends.cases.operations import (
    RiskDraft,
    merge_people,
    record_agency_check,
    record_risk_of_harm,
    register_risk,
    undo_merge,
)
from amends.cases.operations.assessments import (
    AreaDraft,
    ask_for_self_assessment,
    begin_assessment,
    sign_assessment,
    write_area,
    write_whole,
)
from amends.cases.operations.refused import AssessmentRefused
from amends.cases.queries import assessments as queries
from amends.cases.queries.finding import people
from amends.organisation.models import LimitedAccess
from amends.organisation.operations.links import issue_link
from amends.policy.assessment_due import assessment_review_due, initial_assessment_due
from tests.cases.visiting import signed_in, text
from tests.factories import make_allocation, make_person, make_requirement, make_risk, make_staff, make_team, make_user
from tests.house.world_of_assessments import make_signed
from tests.racing import while_the_first_is_held

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 10, 9, tzinfo=UTC)
TODAY = AT.date()
LATER = AT + timedelta(days=30)


@pytest.fixture
def person(team):
    return make_person(team)


def review_of(person, user, words, still_true=()):
    """A review whose areas say the words, those of `still_true` marked as read."""
    draft = begin_assessment(person=person, by=user, at=LATER)
    for area in AREAS:
        marked = area in still_true
        written = AreaDraft(1, "" if marked else words.format(area=area), still_true=marked)
        write_area(assessment=draft, area=area, draft=written, by=user, at=LATER)
    write_whole(assessment=draft, sources=["person"], own_views="Tired", safety="As agreed", by=user, at=LATER)
    return draft


def refused(act) -> list[str]:
    with pytest.raises(AssessmentRefused) as caught:
        act()
    return [ground.field for ground in caught.value.grounds]


def test_what_is_missing_is_told_all_at_once_and_area_by_area(user, person):
    draft = begin_assessment(person=person, by=user, at=AT)
    write_area(assessment=draft, area="drugs", draft=AreaDraft(2, "Daily"), by=user, at=AT)
    told = refused(lambda: sign_assessment(assessment=draft, by=user, at=AT))
    assert set(told) == set(AREAS) - {"drugs"} | {"sources", "own_views", "safety"}


def test_an_unread_copy_is_not_signed(user, person):
    make_signed(person, user, AT, "Settled since March")
    draft = review_of(person, user, "{area}:  settled since\nMARCH ")  # spaces and capitals are no new words
    assert refused(lambda: sign_assessment(assessment=draft, by=user, at=LATER)) == list(AREAS)
    write_area(assessment=draft, area="drugs", draft=AreaDraft(1, "", still_true=True), by=user, at=LATER)
    write_area(assessment=draft, area="alcohol", draft=AreaDraft(0, "Sober for a month"), by=user, at=LATER)
    told = refused(lambda: sign_assessment(assessment=draft, by=user, at=LATER))
    assert set(told) == set(AREAS) - {"drugs", "alcohol"}


def test_the_database_refuses_an_unread_copy_too(user, person):
    make_signed(person, user, AT)
    draft = review_of(person, user, "{area}: Settled since March")
    with pytest.raises(IntegrityError, match="copy"), transaction.atomic():
        Assessment.objects.filter(pk=draft.pk).update(signed_at=LATER, signed_by=user)
    AssessedArea.objects.filter(assessment=draft).update(still_true=True)
    Assessment.objects.filter(pk=draft.pk).update(signed_at=LATER, signed_by=user)
    unfinished = begin_assessment(person=make_person(person.team), by=user, at=AT)
    with pytest.raises(IntegrityError, match="every area"), transaction.atomic():
        Assessment.objects.filter(pk=unfinished.pk).update(signed_at=LATER, signed_by=user)


def test_words_marked_as_still_true_are_those_of_last_time(user, person):
    make_signed(person, user, AT)
    draft = review_of(person, user, "{area}: all new", still_true=["drugs", "finance"])
    assert draft.areas.get(area="drugs").analysis == "drugs: Settled since March"
    signed = sign_assessment(assessment=draft, by=user, at=LATER)
    states = {each.area: each.state for each in queries.changes(queries.assessments().get(pk=signed.pk))}
    assert {area for area, state in states.items() if state == "carried"} == {"drugs", "finance"}
    assert set(states.values()) == {"carried", "changed"}
    ticked = AreaDraft(1, "Something else", still_true=True)
    other = begin_assessment(person=person, by=user, at=LATER)
    assert refused(lambda: write_area(assessment=other, area="drugs", draft=ticked, by=user, at=LATER)) == [
        "still_true"
    ]


def test_a_signed_assessment_never_changes_and_a_later_one_replaces_it(user, person):
    first = make_signed(person, user, AT)
    refused(lambda: write_area(assessment=first, area="drugs", draft=AreaDraft(0, "x"), by=user, at=LATER))
    row = first.areas.first()
    for change in (
        lambda: Assessment.objects.filter(pk=first.pk).update(own_views="Other"),
        lambda: Assessment.objects.filter(pk=first.pk).delete(),
        lambda: AssessedArea.objects.filter(pk=row.pk).update(severity=2),
        lambda: AssessedArea.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    review = begin_assessment(person=person, by=user, at=LATER)
    assert (review.kind, review.replaces) == ("review", first)
    refused(lambda: begin_assessment(person=person, by=user, at=LATER))  # one draft at a time
    assert queries.latest_needs([person.pk]) == {person.pk: dict.fromkeys(AREAS, 1)}  # a draft is no assessment


def test_assessments_go_with_a_merged_record(user, person):
    first = make_signed(person, user, AT)
    kept = make_person(person.team)
    merge_people(keep=kept, absorb=person, reason="Twice", by=make_user("senior", person.team), at=LATER)
    first.refresh_from_db()
    assert first.person == kept


def due_of(person, on=date(2026, 7, 10)):
    return queries.due(queries.with_assessment(people(), on).get(pk=person.pk), on)


def test_the_first_is_due_from_the_start_in_the_community_and_none_without_one(user, person):
    assert due_of(person).decision is None
    make_requirement(person, date(2026, 6, 1))
    assert due_of(person).decision.value == date(2026, 6, 22)  # 15 working days after 1 June
    assert due_of(person, date(2026, 6, 22)).overdue(date(2026, 6, 22)) is False
    assert due_of(person, date(2026, 6, 23)).overdue(date(2026, 6, 23)) is True


@pytest.mark.parametrize(
    ("risk", "due"),
    [("low", date(2027, 6, 9)), ("medium", date(2026, 12, 9)), ("high", date(2026, 10, 9)), (None, date(2026, 10, 9))],
)
def test_a_review_is_due_by_risk_and_what_is_not_judged_is_not_low(user, person, risk, due):
    make_requirement(person, date(2026, 6, 1))
    if risk:
        make_risk(person, risk, date(2026, 6, 2))
    make_signed(person, user, AT)
    assert due_of(person).decision.value == due


def judge(person, user, at, **levels):
    lows = dict.fromkeys(("children", "public", "known_adult", "staff"), "low")
    draft = RiskDraft(assessed_on=at.date(), reason="Seen", **(lows | levels))
    record_risk_of_harm(person=person, draft=draft, by=user, at=at)


def test_new_information_calls_for_a_review_the_same_day_until_one_is_signed(user, person):
    make_requirement(person, date(2026, 6, 1))
    judge(person, user, AT)
    make_signed(person, user, AT)
    told = LATER - timedelta(days=3)
    check = {"person": person, "agency": "police_domestic_abuse", "checked_on": told.date(), "by": user, "at": told}
    record_agency_check(outcome="nothing_held", **check)
    record_agency_check(outcome="not_retrieved", **check)
    judge(person, user, told)  # judged again, and no level moved
    assert due_of(person).new == ()
    record_agency_check(outcome="retrieved", summary="A call-out", **check)
    found = due_of(person)
    assert (found.new, found.decision.value) == (("new_check",), told.date())
    assert found.overdue(LATER.date()) and not found.overdue(told.date())
    review = review_of(person, user, "{area}: after the call-out")
    sign_assessment(assessment=review, by=user, at=LATER)
    assert due_of(person).new == ()


def test_a_registration_and_a_moved_level_are_new_information_however_they_are_dated(user, person):
    make_requirement(person, date(2026, 6, 1))
    judge(person, user, AT - timedelta(days=5))
    make_signed(person, user, AT)
    register_risk(person=person, kind="weapons", from_date=date(2026, 5, 1), review_date=date(2026, 12, 1), by=user,
                  at=AT + timedelta(days=1))  # fmt: skip
    assert due_of(person).new == ("new_registration",)  # recorded after the signature, though it began before
    Registration.objects.all().delete()
    judge(person, user, AT + timedelta(days=2), children="medium")
    assert due_of(person).new == ("new_risk",)


def test_more_risk_never_means_a_later_review():
    signed = date(2026, 1, 31)
    due = [
        assessment_review_due(signed, risk, on=signed).value for risk in ("low", "medium", "high", "very_high", None)
    ]
    assert due == sorted(due, reverse=True)
    assert initial_assessment_due(signed, on=signed).value > signed


def test_it_is_written_and_signed_on_its_pages(client, user, person):
    make_signed(person, user, AT)
    where = f"/cases/{person.crn}/assessments"
    client.post(f"{where}/begin")
    draft = Assessment.objects.get(person=person, signed_at=None)
    page = f"{where}/{draft.pk}"
    form = text(client.get(f"{page}/areas/drugs"))
    assert "drugs: Settled since March" in form  # read above the form, not in it
    assert not re.search(r"<textarea[^>]*>[^<]*Settled since March", form)
    for area in AREAS:
        client.post(f"{page}/areas/{area}", {"severity": "1", "analysis": f"{area}: settled since march"})
    client.post(f"{page}/whole", {"sources": ["person"], "own_views": "Well", "safety": "As agreed"})
    answer = client.post(page)
    assert "Drug misuse is word for word as last time" in text(answer)
    client.post(f"{page}/areas/drugs", {"severity": "0", "analysis": "Clean for a year"})
    for area in set(AREAS) - {"drugs"}:
        client.post(f"{page}/areas/{area}", {"severity": "1", "analysis": "", "still_true": "on"})
    assert "It never changes" in text(client.post(page, follow=True))
    shown = text(client.get(page))
    assert "changed: Drug misuse" in shown and "Sign the assessment" not in shown
    assert client.get(f"{page}/areas/nonsense").status_code == 404


def test_a_person_says_how_things_are_once_in_their_language(client, user, person):
    made = text(client.post(f"/cases/{person.crn}/assessments/ask", {"language": "cy"}))
    address = re.search(r"http://testserver(/cases/self-assessment/\S+)", made)[1]
    outside = Client()
    page = text(outside.get(address))
    assert "Sut mae pethau i chi" in page and person.family_name not in page and person.crn not in page
    assert "Dewiswch ateb" in text(outside.post(address, {"hard": ["finance"]}))
    given = {"hard": ["finance", "drugs"], "safe": "no", "going_well": "Fy swydd", "help_wanted": ""}
    assert "Diolch" in text(outside.post(address, given))
    assert outside.get(address).status_code == 404  # once
    reply = SelfAssessmentReply.objects.get()
    assert (reply.hard, reply.safe) == (["finance", "drugs"], "no")
    shown = text(client.get(f"/cases/{person.crn}/assessments"))
    assert "Fy swydd" in shown and "Finance, Drug misuse" in shown


def standings(person):
    return [link.standing(LATER) for link in SelfAssessment.objects.filter(person=person).order_by("pk")]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_make_one_link_that_works_the_newer(user, person):
    ask = {"person": person, "language": "en", "by": user, "at": LATER}
    (older, _token), (newer, _other) = while_the_first_is_held(
        lambda: ask_for_self_assessment(**ask), lambda: ask_for_self_assessment(**ask)
    )
    assert older.pk < newer.pk
    assert standings(person) == ["withdrawn", "waiting"]


def test_the_database_refuses_a_second_link_that_waits(user, person):
    ask_for_self_assessment(person=person, language="en", by=user, at=AT)
    with pytest.raises(IntegrityError, match="self_assessment_one_waits"), transaction.atomic():
        issue_link(SelfAssessment(person=person, language="en"), lasts=timedelta(days=1), by=user, at=AT)
    ask_for_self_assessment(person=person, language="en", by=user, at=LATER)  # the first ran out unused: it ends, too
    assert standings(person) == ["withdrawn", "waiting"]


def test_of_two_links_that_come_together_in_a_merge_one_works_until_it_is_taken_back(team, user, person):
    other = make_person(team)
    for each in (person, other):
        ask_for_self_assessment(person=each, language="en", by=user, at=LATER)
    merge = merge_people(keep=person, absorb=other, reason="Same man", by=make_user("senior", team), at=LATER)
    assert standings(person) == ["waiting", "withdrawn"]
    undo_merge(merge=merge, by=merge.merged_by, at=LATER)
    assert (standings(person), standings(other)) == (["waiting"], ["waiting"])


def test_the_list_of_those_due_and_its_file_keep_to_what_the_reader_may_see(client, user, team):
    held, hidden = make_person(team, family_name="Shown"), make_person(team, family_name="Hidden")
    holder = make_staff(team, "po")
    for each in (held, hidden):
        make_requirement(each, date(2020, 1, 6))
        make_allocation(each, holder, date(2020, 1, 6))
    LimitedAccess.objects.create(
        crn=hidden.crn, kind="exclusion", username=user.username, reason="x", from_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    page = text(client.get(f"/cases/assessments-due?team={team.code}"))
    assert "Shown" in page and "Hidden" not in page and hidden.crn not in page
    assert "1 shown, 1 of them overdue" in page
    answer = client.get(f"/cases/assessments-due/as-csv?team={team.code}&state=overdue")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == [held.crn]


def test_who_holds_no_cases_sees_those_due_of_a_team_that_holds_some_until_they_choose(client, team):
    reader = signed_in(client, "senior", team, over="pdu")
    court = make_team("court", team.pdu)
    court.name = "A court team, the first by name"
    court.save()
    person = make_person(team, family_name="Shown")
    make_requirement(person, date(2020, 1, 6))
    make_allocation(person, make_staff(team, "po"), date(2020, 1, 6))
    assert "Shown" in text(client.get("/cases/assessments-due"))
    reader.staff = make_staff(team, "po")
    reader.save()
    assert "Nobody, with what is chosen here." in text(client.get("/cases/assessments-due"))  # of their own


def test_the_list_costs_one_query_however_many_people(user, team):
    def asked(people_there):
        with CaptureQueriesContext(connection) as queried:
            assert len(queries.all_due(queries.with_assessment(people(), TODAY), TODAY)) == people_there
        return len(queried)

    make_requirement(make_person(team), date(2026, 3, 2))
    assert asked(1) == 1
    for _each in range(9):
        make_requirement(make_person(team), date(2026, 3, 2))
    assert asked(10) == 1


def test_a_case_administrator_reads_no_assessment(client, team, person):
    signed_in(client, "case_administrator", team)
    assert client.get(f"/cases/{person.crn}/assessments").status_code == 404
    assert "Assessment</a>" not in text(client.get(f"/cases/{person.crn}"))
