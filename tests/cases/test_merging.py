"""Merging two records of one person, reversibly, and never past what somebody may not see."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pghistory.models
import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.cases.models import KeepApart, PersonMerge, QualityAudit, RequirementChange
from amends.cases.operations import (
    AddressDraft,
    ContactDraft,
    MergeRefused,
    ProtectedDraft,
    keep_apart,
    limit_access,
    merge_people,
    undo_merge,
)
from amends.cases.operations.assessments import AreaDraft, begin_assessment, write_area
from amends.cases.operations.housing import raise_housing_need
from amends.cases.operations.oversight import OversightDraft, record_oversight
from amends.cases.operations.refused import AssessmentRefused
from amends.cases.operations.scores import ScoresDraft, record_scores
from amends.cases.queries.finding import find_people
from amends.contacts.models import Appointment, Concern
from amends.organisation.models import AuditEvent, LimitedAccess
from amends.unpaid_work.models import PlanWish, UnpaidWorkAssessment
from tests.cases.court_records import asked, court_team
from tests.cases.registering import register
from tests.factories import (
    make_allocation,
    make_assessment,
    make_project,
    make_requirement,
    make_staff,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def senior(team):
    return make_user("senior", team)


def merge(senior, keep, absorb, reason="Same fingerprint"):
    return merge_people(keep=keep, absorb=absorb, reason=reason, by=senior, at=timezone.now())


def everything() -> dict:
    """Every row of every table of the rooms, but for the trails that only grow and the merges themselves."""
    rows = {}
    for label in ("cases", "contacts", "unpaid_work", "organisation"):
        for model in apps.get_app_config(label).get_models():
            if issubclass(model, pghistory.models.Event) or model.__name__.startswith("Audit") or model is PersonMerge:
                continue
            rows[model._meta.label] = list(model._base_manager.order_by("pk").values())
    return rows


def appoint(person, team, by, day):
    start = datetime(2026, 6, day, 9, tzinfo=LONDON)
    return Appointment.objects.create(
        person=person, kind="unpaid_work", team=team, starts_at=start, ends_at=start + timedelta(hours=7),
        booked_at=start - timedelta(days=7), booked_by=by,
    )  # fmt: skip


def test_what_stood_on_the_absorbed_record_stands_on_the_kept_one(team, senior):
    keep = register(senior, team, "Jon", "Smith")
    absorb = register(senior, team, "John", "Smyth", contact_details=(ContactDraft("mobile", "07700 900 982"),))
    requirement = make_requirement(absorb)
    change = RequirementChange.objects.create(
        requirement=requirement, on=date(2026, 4, 1), minutes=60, reason="Synthetic", recorded_at=timezone.now(),
        recorded_by=senior,
    )  # fmt: skip
    assessment, appointment = make_assessment(absorb, senior), appoint(absorb, team, senior, 1)
    merge(senior, keep, absorb)
    absorb.refresh_from_db()
    assert absorb.merged_into == keep
    requirement.sentence.refresh_from_db()
    assert requirement.sentence.person == keep
    assert RequirementChange.objects.get(pk=change.pk).requirement.sentence.person == keep
    assert UnpaidWorkAssessment.objects.get(pk=assessment.pk).person == keep
    assert Appointment.objects.get(pk=appointment.pk).person == keep
    assert keep.contact_details.get().value == "07700 900 982"
    assert list(find_people(senior, "smyth")) == [keep] == list(find_people(senior, absorb.crn))
    events = AuditEvent.objects.filter(action="merge people")
    assert set(events.values_list("crn", flat=True)) == {keep.crn, absorb.crn}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_undoing_a_merge_restores_every_row_of_every_room(team, senior, data):
    with transaction.atomic():
        merge_and_take_back(team, senior, data)
        transaction.set_rollback(True)  # else each example would read again what all before it left


def merge_and_take_back(team, senior, data):
    third = register(senior, team, "Third", "Person")
    people = []
    for number in range(2):
        starts = data.draw(st.integers(1, 27), label="address from")
        person = register(
            senior, team, f"Name{number}", "Same",
            address=AddressDraft("1 High Street", date(2026, 1, starts)) if data.draw(st.booleans()) else None,
            contact_details=tuple(
                ContactDraft("mobile", f"07700 900 {each}") for each in range(100, 100 + data.draw(st.integers(0, 2)))
            ),
            protected=ProtectedDraft(date(2026, 1, 1), religion="none") if data.draw(st.booleans()) else None,
        )  # fmt: skip
        for _each in range(data.draw(st.integers(0, 2))):
            make_requirement(person)
        if data.draw(st.booleans()):
            make_allocation(person, make_staff(team, grade="po"), date(2026, 1, starts))
        if data.draw(st.booleans()):
            # Apart in time for the two, so that nothing stands twice.
            make_assessment(person, senior, date(2020 + 2 * number, 1, 1))
        for day in data.draw(st.sets(st.integers(1, 14), max_size=2)):
            appoint(person, team, senior, day + 14 * number)
        if data.draw(st.booleans()):
            keep_apart(
                people=(person, third), reason="Synthetic", from_date=date(2026 + number, 1, 1),
                to_date=date(2026 + number, 6, 1), by=senior, at=timezone.now(),
            )  # fmt: skip
        if data.draw(st.booleans()):
            limit_access(
                crn=person.crn, kind=data.draw(st.sampled_from(["exclusion"])), username=make_user().username,
                reason="Synthetic", by=senior, at=timezone.now(),
            )  # fmt: skip
        people.append(person)
    before = everything()
    made = merge(senior, *people)
    assert everything() != before
    undo_merge(merge=made, by=senior, at=timezone.now())
    assert everything() == before
    made.refresh_from_db()
    assert made.undone_by == senior
    merge(senior, *people)  # and it can be merged again


def test_the_kept_records_address_and_allocation_hold_on_days_that_both_have(team, senior):
    day = date(2026, 1, 1)
    keep = register(senior, team, address=AddressDraft("1 Kept Street", day))
    absorb = register(senior, team, address=AddressDraft("2 Other Street", day))
    make_allocation(keep, make_staff(team, grade="po"), day)
    stays = make_allocation(absorb, make_staff(team, grade="po"), day)
    merge(senior, keep, absorb)
    assert [address.lines for address in keep.addresses.all()] == ["1 Kept Street"]
    stays.refresh_from_db()
    assert stays.person == absorb


def pin(person, project, by, day, **values):
    return PlanWish.objects.create(
        team=project.team, kind="pin", person=person, project=project, date=day, reason="Synthetic",
        made_at=timezone.now(), made_by=by, **values,
    )  # fmt: skip


def test_of_two_pins_on_one_day_the_kept_records_holds_and_undoing_gives_the_other_back(team, senior):
    day, project = date(2026, 6, 1), make_project(team)
    keep, absorb = register(senior, team), register(senior, team)
    holds = pin(keep, project, senior, day)
    gives_way = pin(absorb, make_project(team), senior, day)
    past = pin(absorb, project, senior, day, withdrawn_at=timezone.now(), withdrawn_by=senior)
    moves = pin(absorb, project, senior, day + timedelta(days=1))
    made = merge(senior, keep, absorb)
    assert set(PlanWish.objects.filter(person=keep)) == {holds, past, moves}
    assert set(PlanWish.objects.filter(person=absorb)) == {gives_way}
    undo_merge(merge=made, by=senior, at=timezone.now())
    assert set(PlanWish.objects.filter(person=absorb)) == {gives_way, past, moves}
    assert set(PlanWish.objects.filter(person=keep)) == {holds}


def test_two_assessments_on_the_same_days_are_somebodys_to_decide(team, senior):
    keep, absorb = register(senior, team), register(senior, team)
    make_assessment(keep, senior)
    make_assessment(absorb, senior)
    before = everything()
    with pytest.raises(MergeRefused, match="assessment for unpaid work"):
        merge(senior, keep, absorb)
    assert everything() == before


def test_of_two_drafts_of_an_assessment_the_kept_records_goes_on_and_the_other_can_be_read(team, senior, client):
    keep, absorb = register(senior, team), register(senior, team)
    at = timezone.now() - timedelta(days=1)
    goes_on, other = (begin_assessment(person=each, by=senior, at=at) for each in (keep, absorb))
    write_area(assessment=other, area="drugs", draft=AreaDraft(2, "Daily, since May"), by=senior, at=at)
    client.force_login(make_user("practitioner", team))
    before = everything()
    made = merge(senior, keep, absorb)
    other.refresh_from_db()
    assert (other.person, goes_on.person) == (keep, keep)
    with pytest.raises(AssessmentRefused, match="set aside"):
        write_area(assessment=other, area="alcohol", draft=AreaDraft(1, "Weekends"), by=senior, at=timezone.now())
    write_area(assessment=goes_on, area="alcohol", draft=AreaDraft(1, "Weekends"), by=senior, at=timezone.now())
    page = client.get(reverse("cases:assessment", args=[keep.crn, other.pk])).content.decode()
    assert "Daily, since May" in page
    assert "Set aside on" in page
    assert "Sign the assessment" not in page
    goes_on.areas.all().delete()
    undo_merge(merge=made, by=senior, at=timezone.now())
    assert everything() == before


def test_two_court_reports_being_written_are_both_kept(team, senior):
    keep, absorb = register(senior, team), register(senior, team)
    court = court_team(team.pdu)
    reports = {asked(person, court, senior).pk for person in (keep, absorb)}
    merge(senior, keep, absorb)
    assert set(keep.court_reports.values_list("pk", flat=True)) == reports


def test_what_managers_recorded_of_either_record_follows_the_person(team, senior):
    keep, absorb = register(senior, team), register(senior, team)
    day, at = date(2026, 3, 2), timezone.now()
    for person in (keep, absorb):
        note = OversightDraft(day, "Read; the plan names nobody for the rent")
        record_oversight(person=person, draft=note, by=senior, at=at)
        record_scores(person=person, draft=ScoresDraft(day, rsr=Decimal("2.50")), by=senior, at=at)
        QualityAudit.objects.create(person=person, team=team, drawn_on=day, drawn_by=senior)
        raise_housing_need(person=person, needed_from=date(2030, 1, 7), raised_with="The council", by=senior, at=at)
    before = everything()
    made = merge(senior, keep, absorb)
    assert (keep.oversight.count(), keep.scores.count()) == (2, 2)
    assert (keep.quality_audits.count(), keep.housing_needs.count()) == (1, 1)  # of the same day: the other stays
    with pytest.raises(ProgrammingError), transaction.atomic():
        keep.oversight.update(note="Something else")
    undo_merge(merge=made, by=senior, at=timezone.now())
    assert everything() == before


def test_limits_on_either_record_hold_on_the_merged_one_and_stay_on_the_other(team, senior):
    keep, absorb = register(senior, team, "Known", "One"), register(senior, team, "Known", "Two")
    colleague = make_user("practitioner", team)
    limit_access(crn=absorb.crn, kind="exclusion", username=colleague.username.upper(), reason="Knows the family",
                 by=senior, at=timezone.now())  # fmt: skip
    assert find_people(colleague, keep.crn).exists()
    made = merge(senior, keep, absorb)
    assert not find_people(colleague, "known").exists()
    assert not find_people(colleague, absorb.crn).exists()
    assert LimitedAccess.objects.filter(crn=absorb.crn).exists()
    other = make_user("practitioner", team)
    limit_access(crn=keep.crn, kind="exclusion", username=other.username, reason="Since", by=senior, at=timezone.now())
    undo_merge(merge=made, by=senior, at=timezone.now())
    assert list(find_people(colleague, "known")) == [keep]
    assert not find_people(other, "known").exists(), "a limit put on while they were one holds on both"


def test_records_restricted_to_different_users_are_not_merged(team, senior):
    keep, absorb = register(senior, team), register(senior, team)
    now = timezone.now()
    for person, names in ((keep, [senior.username]), (absorb, [senior.username, make_user().username])):
        for name in names:
            limit_access(crn=person.crn, kind="restriction", username=name, reason="x", by=senior, at=now)
    with pytest.raises(MergeRefused, match="restricted to different users"):
        merge(senior, keep, absorb)


@pytest.mark.parametrize("hidden", ["elsewhere", "excluded"])
def test_nobody_merges_what_they_may_not_see_in_the_same_words_as_what_is_absent(team, senior, hidden):
    keep = register(senior, team)
    other_team = make_team()
    absorb = register(senior, team if hidden == "excluded" else other_team)
    if hidden == "excluded":
        limit_access(
            crn=absorb.crn, kind="exclusion", username=senior.username, reason="x", by=senior, at=timezone.now()
        )
    for one, two in ((keep, absorb), (absorb, keep)):
        with pytest.raises(MergeRefused, match=r"^There is no record with that CRN\.$"):
            merge(senior, one, two)


def test_a_merged_record_is_not_merged_again_and_a_later_merge_is_undone_first(team, senior):
    first, second, third = (register(senior, team) for _each in range(3))
    earlier = merge(senior, second, first)
    with pytest.raises(MergeRefused):
        merge(senior, third, first)
    with pytest.raises(MergeRefused):
        merge(senior, first, third)
    later = merge(senior, third, second)
    assert list(find_people(senior, first.crn)) == [third]
    with pytest.raises(MergeRefused, match="Undo that merge first"):
        undo_merge(merge=earlier, by=senior, at=timezone.now())
    undo_merge(merge=later, by=senior, at=timezone.now())
    undo_merge(merge=earlier, by=senior, at=timezone.now())
    with pytest.raises(MergeRefused, match="undone already"):
        undo_merge(merge=earlier, by=senior, at=timezone.now())


def test_who_is_kept_apart_from_one_is_kept_apart_from_both(team, senior):
    keep, absorb, third = (register(senior, team) for _each in range(3))
    keep_apart(people=(third, absorb), reason="Synthetic", from_date=date(2026, 1, 1), by=senior, at=timezone.now())
    merge(senior, keep, absorb)
    row = KeepApart.objects.get()
    assert {row.person, row.other} == {keep, third}


def test_two_people_who_must_not_meet_are_not_one(team, senior):
    keep, absorb = register(senior, team), register(senior, team)
    keep_apart(people=(keep, absorb), reason="Synthetic", from_date=date(2026, 1, 1), by=senior, at=timezone.now())
    with pytest.raises(MergeRefused, match="cannot be one person"):
        merge(senior, keep, absorb)


@pytest.mark.parametrize("restricted", [False, True])
def test_days_that_differ_are_told_without_a_word_of_somebody_the_reader_may_not_see(team, senior, restricted):
    keep, absorb, third = (register(senior, team, "Known", f"Name{n}") for n in ("One", "Two", "Three"))
    first = {"reason": "Synthetic", "by": senior, "at": timezone.now()}
    keep_apart(people=(third, keep), from_date=date(2026, 1, 1), to_date=date(2026, 3, 1), **first)
    keep_apart(people=(third, absorb), from_date=date(2026, 2, 1), to_date=date(2026, 4, 1), **first)
    if restricted:
        limit_access(crn=third.crn, kind="exclusion", username=senior.username, **first)
    with pytest.raises(MergeRefused) as refused:
        merge(senior, keep, absorb)
    if restricted:
        said = str(refused.value)
        assert not any(word in said for word in (third.name, third.crn, "kept apart", "other person"))
    else:
        assert third.name in str(refused.value)


def test_a_merge_is_not_undone_through_what_was_recorded_across_both_since(team, senior):
    keep, absorb = register(senior, team), register(senior, team)
    appointment = appoint(absorb, team, senior, 1)
    made = merge(senior, keep, absorb)
    concern = Concern.objects.create(
        person=keep, appointment=appointment, text="Synthetic", raised_at=timezone.now(), raised_by=senior
    )
    before = everything()
    with pytest.raises(MergeRefused, match="belongs to both records"):
        undo_merge(merge=made, by=senior, at=timezone.now())
    assert everything() == before
    concern.delete()
    undo_merge(merge=made, by=senior, at=timezone.now())


def test_what_was_recorded_since_stays_with_the_kept_record(team, senior):
    keep, absorb = register(senior, team), register(senior, team)
    old = make_requirement(absorb)
    made = merge(senior, keep, absorb)
    new = make_requirement(keep)
    undo_merge(merge=made, by=senior, at=timezone.now())
    old.sentence.refresh_from_db()
    new.sentence.refresh_from_db()
    assert (old.sentence.person, new.sentence.person) == (absorb, keep)


def test_a_limit_on_the_kept_record_keeps_the_absorbed_one_closed_too(team, senior, client):
    keep, absorb = register(senior, team, "Jon", "Smith"), register(senior, team, "John", "Smyth")
    merge(senior, keep, absorb)
    limit_access(
        crn=keep.crn, kind="exclusion", username=senior.username, reason="Neighbour", by=senior, at=timezone.now()
    )
    client.force_login(senior)
    for address in (f"/cases/{absorb.crn}", f"/unpaid-work/people/{absorb.crn}", f"/cases/{absorb.crn}/change",
                    f"/unpaid-work/people/{absorb.crn}/assessment"):  # fmt: skip
        assert client.get(address).status_code == 404, address
