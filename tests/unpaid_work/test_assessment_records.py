"""What becomes of assessments when they are recorded, replaced and withdrawn."""

from datetime import UTC, date, datetime

import pytest

from amends.organisation.models import AuditEvent
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import ExclusionArea, UnpaidWorkAssessment
from amends.unpaid_work.operations.assessments import (
    AreaDraft,
    AssessmentDraft,
    record_assessments,
    withdraw_assessment,
)
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def author(team):
    return make_user("practitioner", team)


def draft(person, **values):
    return AssessmentDraft(
        **{
            "person": person,
            "from_date": date(2026, 6, 1),
            "risk_of_harm": "medium",
            "harm_check": "retrieved",
            "harm_checked_on": date(2026, 5, 20),
            "kinds": ("group", "ete"),
            "slots": ("1m", "1a"),
        }
        | values
    )


def record(author, *drafts):
    return record_assessments(drafts, by=author, at=NOW)


def test_an_assessment_holds_for_twelve_months_that_begin_with_its_day(team, author):
    made_on = date(2025, 6, 1)
    [assessment] = record(author, draft(make_person(team), from_date=made_on, harm_checked_on=made_on))
    assert (assessment.from_date, assessment.to_date) == (date(2025, 6, 1), date(2026, 6, 1))


def test_a_new_risk_entry_ends_it_on_its_day(team, author):
    [assessment] = record(
        author, draft(make_person(team), from_date=date(2026, 1, 5), harm_checked_on=date(2026, 1, 5),
                      superseded_on=date(2026, 4, 1)),
    )  # fmt: skip
    assert assessment.to_date == date(2026, 4, 1)


def test_one_superseded_before_it_was_completed_is_refused(team, author):
    with pytest.raises(Refused, match="superseded"):
        record(author, draft(make_person(team), superseded_on=date(2026, 6, 1)))


def test_a_new_assessment_ends_the_one_before_it_that_day(team, author):
    person = make_person(team)
    [first] = record(author, draft(person, from_date=date(2026, 1, 5), harm_checked_on=date(2026, 1, 5)))
    [second] = record(author, draft(person))
    first.refresh_from_db()
    assert first.to_date == second.from_date == date(2026, 6, 1)
    assert first.withdrawn_at is None


def test_another_of_the_same_day_replaces_it_and_both_are_kept(team, author):
    person = make_person(team)
    [first] = record(author, draft(person))
    [second] = record(author, draft(person, risk_of_harm="high"))
    first.refresh_from_db()
    assert first.to_date == first.from_date
    assert first.withdrawn_why
    assert second.to_date == date(2027, 6, 1)


def test_history_may_be_recorded_in_any_order_and_never_overlaps(team, author):
    person = make_person(team)
    late, early = record(
        author, draft(person), draft(person, from_date=date(2025, 12, 1), harm_checked_on=date(2025, 12, 1))
    )
    assert (early.to_date, late.to_date) == (date(2026, 6, 1), date(2027, 6, 1))


def test_an_older_assessment_recorded_afterwards_ends_where_the_newer_begins(team, author):
    person = make_person(team)
    [newer] = record(author, draft(person))
    [older] = record(author, draft(person, from_date=date(2026, 2, 2), harm_checked_on=date(2026, 2, 2)))
    newer.refresh_from_db()
    assert older.to_date == date(2026, 6, 1)
    assert newer.to_date == date(2027, 6, 1)


def test_two_of_one_day_in_one_file_are_refused_by_number(team, author):
    person = make_person(team)
    with pytest.raises(Refused) as refusal:
        record(author, draft(make_person(team)), draft(person), draft(person))
    assert refusal.value.number == 3
    assert not UnpaidWorkAssessment.objects.exists()


def test_someone_who_may_not_lift_is_kept_from_heavy_work(team, author):
    [assessment] = record(author, draft(make_person(team), lifting=False, excludes=("near_school",)))
    assert assessment.excludes == ["heavy", "near_school"]


def test_what_was_not_retrieved_is_recorded_as_such(team, author):
    [assessment] = record(author, draft(make_person(team), harm_check="not_retrieved"))
    assert UnpaidWorkAssessment.objects.get(pk=assessment.pk).harm_check == "not_retrieved"


def test_areas_are_recorded_with_their_assessment(team, author):
    [first, second] = record(
        author,
        draft(make_person(team)),
        draft(make_person(team), areas=(AreaDraft("Stryd yr Eglwys, Tŷ-croes", 51.8, -4.0, 1.5),)),
    )
    [area] = ExclusionArea.objects.all()
    assert (area.assessment, area.description) == (second, "Stryd yr Eglwys, Tŷ-croes")
    assert not first.areas.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"from_date": date(2026, 6, 2)}, "yet to come"),
        ({"harm_checked_on": date(2026, 6, 2)}, "after the assessment"),
        ({"risk_of_harm": "unknown"}, "low, medium, high, very_high"),
        ({"risk_of_harm": ""}, "low, medium, high, very_high"),
        ({"harm_check": ""}, "retrieved, nothing_held, not_retrieved"),
        ({"preference": "women"}, "women_only"),
        ({"supervisor_gender": "x"}, "any, f, m"),
        ({"kinds": ()}, "kinds of work"),
        ({"kinds": ("groups",)}, "kinds of work"),
        ({"preference": "individual"}, "individual work"),
        ({"slots": ()}, "time of the week"),
        ({"slots": ("8m",)}, "time of the week"),
        ({"needs": ("housing",)}, "accommodation"),
        ({"excludes": ("Near School",)}, "small letters"),
        ({"max_travel_minutes": 241}, "longest journey"),
        ({"areas": (AreaDraft("Town", 52, -1, 0),)}, "area"),
        ({"areas": (AreaDraft("Town", 91, -1, 2),)}, "area"),
    ],
)
def test_what_no_assessment_may_be_is_refused_in_words_and_nothing_is_kept(team, author, values, said):
    with pytest.raises(Refused, match=said) as refusal:
        record(author, draft(make_person(team)), draft(make_person(team), **values))
    assert refusal.value.number == 2
    assert not UnpaidWorkAssessment.objects.exists()
    assert not AuditEvent.objects.filter(action__contains="assessment").exists()


def test_withdrawing_ends_it_from_the_day_given_and_says_why(team, author):
    [assessment] = record(author, draft(make_person(team), from_date=date(2026, 5, 25)))
    withdraw_assessment(assessment=assessment, on=date(2026, 6, 1), reason="New risk entry", by=author, at=NOW)
    assessment.refresh_from_db()
    assert (assessment.to_date, assessment.withdrawn_why) == (date(2026, 6, 1), "New risk entry")


def test_one_withdrawn_on_the_day_it_was_completed_held_on_no_day(team, author):
    [assessment] = record(author, draft(make_person(team)))
    withdraw_assessment(assessment=assessment, on=date(2026, 6, 1), reason="Wrong person", by=author, at=NOW)
    assessment.refresh_from_db()
    assert assessment.to_date == assessment.from_date


def test_what_no_longer_holds_cannot_be_withdrawn(team, author):
    [assessment] = record(author, draft(make_person(team)))
    withdraw_assessment(assessment=assessment, on=date(2026, 6, 1), reason="Wrong person", by=author, at=NOW)
    with pytest.raises(Refused, match="no longer holds"):
        withdraw_assessment(assessment=assessment, on=date(2026, 6, 1), reason="Again", by=author, at=NOW)


def test_each_write_is_in_the_audit_trail_by_person(team, author):
    person = make_person(team)
    [assessment] = record(author, draft(person))
    withdraw_assessment(assessment=assessment, on=date(2026, 6, 1), reason="Wrong person", by=author, at=NOW)
    written = AuditEvent.objects.filter(crn=person.crn).order_by("pk")
    assert [event.action for event in written] == [
        "record unpaid work assessment",
        "withdraw unpaid work assessment",
    ]
    assert {event.username for event in written} == {author.username}


def test_many_people_take_as_many_queries_as_few(team, author, django_assert_max_num_queries):
    few, many = [make_person(team) for _ in range(3)], [make_person(team) for _ in range(40)]
    with django_assert_max_num_queries(14):
        record(author, *(draft(person) for person in few))
    with django_assert_max_num_queries(14):
        record(author, *(draft(person) for person in many))
