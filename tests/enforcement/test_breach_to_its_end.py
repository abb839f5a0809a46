"""A breach from its start to its end: steps in order, clocks, packs, results, and what a correction undoes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from amends.cases.models import Person, RequirementChange, Sentence
from amends.contacts.operations.outcomes import OutcomeDraft, correct_outcome
from amends.enforcement.models import EnforcementAction, Letter, Notice, Pack, Proceeding, RestsOn, Result, Step
from amends.enforcement.operations.actions import start_breach
from amends.enforcement.operations.corrections import correct_failure, take_back_undone
from amends.enforcement.operations.notices import issue_notice
from amends.enforcement.operations.proceedings import list_hearing, resume_breach, send_pack, suspend_breach
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.operations.results import NewSentence, ResultDraft, record_result
from amends.enforcement.operations.withdrawals import withdraw_action, withdraw_proceeding
from amends.enforcement.queries.pack import as_laid, assembled
from amends.enforcement.queries.proceedings import not_over, suspended_by_month
from amends.enforcement.queries.undoing import undone
from tests.enforcement.failing import corrected, failed, noon, standing
from tests.enforcement.proceeding_records import FIRST, SECOND, STARTED, in_breach, laid, listed
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
HEARD = date(2026, 4, 20)
AFTER = noon(date(2026, 4, 21))


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team):
    return make_user("practitioner", team)


@pytest.fixture
def manager(team):
    return make_user("senior", team)


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_starting_a_breach_opens_it_and_a_later_failure_joins_it(team, by):
    requirement, breach = in_breach(team, by)
    assert (breach.state, breach.reference) == ("started", f"{requirement.sentence.reference}-B1")
    third = failed(requirement, date(2026, 4, 8), by)
    start_breach(outcome=third, by=by, at=noon(date(2026, 4, 9)))
    assert Proceeding.objects.count() == 1
    assert RestsOn.objects.filter(proceeding=breach).count() == 2


def test_a_pack_holds_the_record_and_is_frozen_when_laid(team, by):
    _requirement, breach = laid(team, by, family_name="Packed")
    pack = breach.pack
    told = as_laid(pack)
    for words in ("Packed", "Theft", "24 March 2026", "Warning", "Return to court", "1 High Street"):
        assert words in told, words
    person = breach.person
    person.family_name = "Renamed"
    person.save()
    assert "Packed" in as_laid(again(pack))
    with pytest.raises(IntegrityError), transaction.atomic():
        Pack.objects.create(proceeding=in_breach(team, by)[1], content="x", digest="y", frozen_at=AFTER, frozen_by=by)


def test_a_pack_is_refused_with_every_gap_by_its_name(team, by):
    requirement, breach = in_breach(team, by)
    Sentence.objects.filter(pk=requirement.sentence_id).update(offence="")
    breach.person.addresses.all().delete()
    with pytest.raises(EnforcementRefused) as refused:
        send_pack(proceeding=breach, by=by, at=AFTER)
    assert [ground.words for ground in refused.value.grounds] == [
        "The offence is not recorded", "No address is recorded"
    ]  # fmt: skip
    assert not Pack.objects.exists()
    assert again(breach).state == "started"


def test_notes_of_outcomes_are_in_no_pack(team, by):
    requirement, breach = in_breach(team, by)
    outcome = failed(requirement, date(2026, 3, 25), by)
    draft_notes = "Zanzibar-canary: the neighbour said where she is staying"
    draft = OutcomeDraft(outcome.appointment, "UACP", notes=draft_notes, sensitive=True)
    correct_outcome(outcome=outcome, draft=draft, reason="Added", by=by, at=AFTER)
    assert "Zanzibar" not in assembled(again(breach), date(2026, 4, 1), AFTER).content


def test_steps_are_refused_out_of_turn_also_by_the_database(team, by):
    _requirement, breach = in_breach(team, by)
    with pytest.raises(EnforcementRefused):
        list_hearing(proceeding=breach, hearing_on=HEARD, by=by, at=AFTER)
    given = {"proceeding": breach, "on": HEARD, "counts_from": HEARD, "recorded_at": AFTER, "recorded_by": by}
    out_of_turn = {"number": 2, "name": "list", "before": "started", "after": "listed"}
    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
        Step.objects.create(**given, **out_of_turn)
    with pytest.raises(IntegrityError, match="without its pack"), transaction.atomic():
        Step.objects.create(**given, number=2, name="lay", before="started", after="laid")
    with pytest.raises(IntegrityError, match="only its steps"), transaction.atomic():
        Proceeding.objects.filter(pk=breach.pk).update(state="decided")


def test_a_suspended_breach_stays_in_the_pipeline_and_is_counted(team, by, manager):
    _requirement, breach = in_breach(team, by)
    other = in_breach(team, by)[1]
    with pytest.raises(EnforcementRefused):
        suspend_breach(proceeding=breach, reason="Courts are shut", by=by, at=AFTER)
    suspend_breach(proceeding=breach, reason="Courts are shut", by=manager, at=AFTER)
    people = Person.objects.all()
    standing_now = {each.proceeding.pk: each.suspended for each in not_over(people, date(2026, 4, 22))}
    assert standing_now == {breach.pk: True, other.pk: False}
    months = suspended_by_month(people, [date(2026, 3, 31), date(2026, 4, 30)])
    assert [(month.suspended, month.logged) for month in months] == [(0, 2), (1, 2)]
    resume_breach(proceeding=breach, reason="Courts sit again", by=manager, at=noon(date(2026, 5, 5)))
    assert again(breach).state == "started"


def test_hours_added_at_the_hearing_change_the_order(team, by):
    requirement, breach = listed(team, by)
    draft = ResultDraft("hours_added", HEARD, requirement=requirement, minutes_added=600)
    with pytest.raises(EnforcementRefused):
        early = ResultDraft("continues", HEARD - timedelta(days=1))
        record_result(proceeding=breach, draft=early, by=by, at=AFTER)
    RequirementChange.objects.create(
        requirement=requirement, on=FIRST, minutes=-1200, reason="x", recorded_at=STARTED, recorded_by=by
    )
    record_result(proceeding=breach, draft=draft, by=by, at=AFTER)
    assert requirement.changes.order_by("pk").last().minutes == 600
    assert again(breach).state == "decided"
    with pytest.raises(EnforcementRefused):
        record_result(proceeding=breach, draft=draft, by=by, at=AFTER)


def test_hours_beyond_the_limit_are_refused_and_nothing_is_recorded(team, by):
    requirement, breach = listed(team, by)
    draft = ResultDraft("hours_added", HEARD, requirement=requirement, minutes_added=6000)
    with pytest.raises(Exception, match="more than 300h"):
        record_result(proceeding=breach, draft=draft, by=by, at=AFTER)
    assert not Result.objects.exists()
    assert again(breach).state == "listed"


def test_revoked_and_sentenced_again(team, by):
    requirement, breach = listed(team, by)
    asked = requirement.sentence.conditions
    open_ended = asked.create(kind="curfew", from_date=FIRST)
    until_next_year = asked.create(kind="exclusion", from_date=FIRST, to_date=date(2027, 3, 1))
    over = asked.create(kind="drug_rehabilitation", from_date=FIRST, to_date=date(2026, 4, 1))
    new = NewSentence("suspended", date(2027, 4, 20), 1200)
    record_result(proceeding=breach, draft=ResultDraft("resentenced", HEARD, new_sentence=new), by=by, at=AFTER)
    requirement.refresh_from_db()
    assert (requirement.ended_on, requirement.ended_as) == (HEARD, "revoked")
    assert requirement.sentence.__class__.objects.get(pk=requirement.sentence_id).end_date == HEARD
    assert [again(each).to_date for each in (open_ended, until_next_year, over)] == [HEARD, HEARD, date(2026, 4, 1)]
    made = again(breach).result.new_sentence
    assert (made.kind, made.sentence_date, made.requirements.get().ordered_minutes) == ("suspended", HEARD, 1200)


def test_a_correction_before_it_is_laid_takes_letters_and_breach_back(team, by):
    _requirement, breach = in_breach(team, by)
    second = RestsOn.objects.get(proceeding=breach).action.outcome
    found = undone(breach.person, date(2026, 4, 21), appointment=second.appointment_id, code="AAME")
    assert [row.kind for row in found.actions] == ["breach"]
    assert list(found.withdrawn) == [breach]
    assert not found.owed
    assert again(breach).state == "started", "looking undoes nothing"
    correct_failure(outcome=second, code="AAME", reason="The ward confirmed it", by=by, at=AFTER)
    assert again(breach).state == "withdrawn"
    assert Letter.objects.filter(template="withdrawn").count() == 1
    assert standing(breach.person, date(2026, 4, 21)) == {FIRST: ("warn", "warned")}
    assert not undone(breach.person, date(2026, 4, 21))


def test_correcting_the_first_failure_takes_back_the_breach_of_the_second(team, by):
    _requirement, breach = in_breach(team, by)
    first = EnforcementAction.objects.get(kind="warn").outcome
    correct_failure(outcome=first, code="AAEM", reason="The rota was sent late", by=by, at=AFTER)
    assert again(breach).state == "withdrawn"
    assert standing(breach.person, date(2026, 4, 21)) == {SECOND: ("warn", "")}
    assert Letter.objects.filter(template="withdrawn").count() == 2


def test_a_correction_after_it_was_laid_owes_the_court_a_notice(team, by):
    _requirement, breach = listed(team, by)
    second = RestsOn.objects.get(proceeding=breach).action.outcome
    found = correct_failure(outcome=second, code="AAME", reason="Was in hospital", by=by, at=AFTER)
    assert list(found.owed) == [breach]
    breach = again(breach)
    assert breach.state == "notice_owed"
    with pytest.raises(IntegrityError, match="nobody was told"), transaction.atomic():
        Step.objects.create(
            proceeding=breach, number=breach.steps + 1, name="notify", before="notice_owed", after="withdrawn",
            on=HEARD, counts_from=HEARD, recorded_at=AFTER, recorded_by=by,
        )  # fmt: skip
    issue_notice(proceeding=breach, by=by, at=AFTER)
    assert again(breach).state == "withdrawn"
    assert "Was in hospital" in Notice.objects.get().content


def test_what_the_court_decided_stands(team, by):
    _requirement, breach = listed(team, by)
    record_result(proceeding=breach, draft=ResultDraft("continues", HEARD), by=by, at=AFTER)
    second = RestsOn.objects.get(proceeding=breach).action.outcome
    found = correct_failure(outcome=second, code="AAME", reason="Was in hospital", by=by, at=AFTER)
    assert [row.kind for row in found.standing] == ["breach"]
    assert again(breach).state == "decided"


def test_what_was_decided_or_taken_back_is_not_withdrawn_again(team, by):
    _requirement, breach = listed(team, by)
    record_result(proceeding=breach, draft=ResultDraft("continues", HEARD), by=by, at=AFTER)
    with pytest.raises(EnforcementRefused, match="look again"):
        withdraw_proceeding(proceeding=breach, reason="From a page opened before", by=by, at=AFTER)
    assert EnforcementAction.objects.filter(kind="breach", withdrawn_at=None).exists()
    assert not Letter.objects.filter(template="withdrawn").exists()


def test_no_new_failure_rests_on_a_breach_that_is_being_taken_back(team, by):
    requirement, breach = laid(team, by)
    withdraw_proceeding(proceeding=breach, reason="Agreed with the manager", by=by, at=STARTED + timedelta(days=2))
    assert again(breach).state == "notice_owed"
    third = failed(requirement, date(2026, 4, 8), by)
    with pytest.raises(EnforcementRefused, match="notice is owed"):
        start_breach(outcome=third, by=by, at=noon(date(2026, 4, 9)))
    issue_notice(proceeding=breach, by=by, at=noon(date(2026, 4, 9)))
    start_breach(outcome=third, by=by, at=noon(date(2026, 4, 9)))
    assert Proceeding.objects.get(rests_on__action__outcome=third).state == "started"


def test_what_rests_on_a_correction_made_elsewhere_is_taken_back_at_once(team, by):
    _requirement, breach = in_breach(team, by)
    second = RestsOn.objects.get(proceeding=breach).action.outcome
    corrected(second, "AAME", by, AFTER)
    assert again(breach).state == "started"
    take_back_undone(person=breach.person, reason="Was in hospital", by=by, at=AFTER)
    assert again(breach).state == "withdrawn"
    with pytest.raises(EnforcementRefused):
        take_back_undone(person=breach.person, reason="Again", by=by, at=AFTER)


def test_withdrawing_one_of_two_failures_leaves_the_breach(team, by):
    requirement, breach = in_breach(team, by)
    third = failed(requirement, date(2026, 4, 8), by)
    later = start_breach(outcome=third, by=by, at=noon(date(2026, 4, 9)))
    withdraw_action(action=later, reason="Wrong day", by=by, at=AFTER)
    assert again(breach).state == "started"
    withdraw_proceeding(proceeding=breach, reason="Agreed with the manager", by=by, at=AFTER)
    assert again(breach).state == "withdrawn"
    assert not EnforcementAction.objects.filter(kind="breach", withdrawn_at=None).exists()
