"""What is true of every statement, whatever was recorded."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from amends.policy.civil_time import london
from amends.policy.contact_outcomes import contact_outcome, contact_outcomes
from amends.policy.ete import ete_cap
from amends.policy.hours.events import AdjustmentEvent, Change, EteEvent, Requirement, SessionEvent, Switches
from amends.policy.hours.statement import statement

SENTENCED = date(2020, 1, 6)
days = some.integers(0, 500).map(lambda n: SENTENCED + timedelta(days=n))


@some.composite
def sessions(draw):
    """Sessions of which no two share a slot of the calendar, so that none overlap."""
    made = []
    for slot in draw(some.lists(some.integers(0, 1200), unique=True, max_size=12)):
        start = datetime(2020, 1, 6, tzinfo=UTC) + timedelta(hours=10 * slot, minutes=draw(some.integers(0, 60)))
        length = draw(some.integers(1, 530))
        made.append(
            SessionEvent(
                start=start,
                end=start + timedelta(minutes=length),
                outcome=draw(some.sampled_from([outcome.code for outcome in contact_outcomes()] + ["ATTC"] * 8)),
                penalty_minutes=draw(some.sampled_from([0, 0, length // 2, length])),
                notice=draw(some.sampled_from(["on_site", "before_travel", "before_day"])),
            )
        )
    return made


@some.composite
def requirements(draw, least_adjustment=-300):
    events = [
        *draw(sessions()),
        *draw(some.lists(some.builds(EteEvent, on=days, minutes=some.integers(0, 900)), max_size=5)),
        *draw(
            some.lists(
                some.builds(
                    AdjustmentEvent,
                    on=days,
                    minutes=some.integers(least_adjustment, 300),
                    reason=some.sampled_from(["correction", "other"]),
                ),
                max_size=3,
            )
        ),
    ]
    return Requirement(
        ordered_minutes=draw(some.integers(1500, 6000)),
        sentence_date=SENTENCED,
        events=tuple(draw(some.permutations(events))),
        changes=tuple(draw(some.lists(some.builds(Change, on=days, minutes=some.integers(-500, 900)), max_size=3))),
        switches=draw(some.builds(Switches, some.booleans(), some.booleans())),
    )


@given(requirements())
def test_the_totals_are_the_sums_of_the_lines(requirement):
    made = statement(requirement)
    assert [line.event for line in made.lines] == list(range(len(requirement.events)))

    def total(kind):
        return sum(line.credited for line in made.lines if isinstance(requirement.events[line.event], kind))

    assert made.credited_sessions == total(SessionEvent)
    assert made.credited_ete == total(EteEvent) == made.ete.used
    assert made.adjustments == total(AdjustmentEvent)
    assert made.earned_reduction == sum(line.earned for line in made.lines)
    assert made.ordered == requirement.ordered_minutes + sum(change.minutes for change in requirement.changes)
    credited = made.credited_sessions + made.credited_ete + made.adjustments + made.earned_reduction
    assert made.remaining == max(0, made.ordered - credited)


@given(requirements(least_adjustment=0))
def test_credit_never_exceeds_what_was_ordered(requirement):
    most = running = requirement.ordered_minutes
    for change in sorted(requirement.changes, key=lambda change: change.on):
        running += change.minutes
        most = max(most, running)
    made = statement(requirement)
    assert made.credited_sessions + made.credited_ete + made.adjustments + made.earned_reduction <= most


@given(requirements())
def test_what_was_done_is_credited_or_surplus(requirement):
    for line in statement(requirement).lines:
        event = requirement.events[line.event]
        assert line.surplus >= 0
        assert line.earned >= 0
        if isinstance(event, EteEvent | AdjustmentEvent):
            assert line.credited + line.surplus == event.minutes
        elif contact_outcome(event.outcome).attended and event.outcome != "ATSS":
            worked = (event.end - event.start) // timedelta(minutes=1)
            assert line.credited + line.surplus == worked - event.penalty_minutes


@given(requirements())
def test_ete_never_exceeds_its_share(requirement):
    made = statement(requirement)
    assert made.ete.used <= ete_cap(made.ordered, on=date(2022, 1, 1)).value
    early = sum(
        line.credited
        for line in made.lines
        if isinstance(event := requirement.events[line.event], EteEvent) and event.on < date(2020, 7, 6)
    )
    assert early <= made.ordered * Fraction(1, 5)
    assert made.ete.left == max(0, made.ete.allowed - made.ete.used)


@given(requirements(), some.randoms(use_true_random=False))
def test_the_order_of_the_file_matters_only_for_ties(requirement, random):
    at = [event.taken_at for event in requirement.events]
    alone = [index for index, moment in enumerate(at) if at.count(moment) == 1]
    events = [requirement.events[index] for index in alone]
    order = list(range(len(events)))
    random.shuffle(order)
    straight = statement(replace(requirement, events=tuple(events)))
    shuffled = statement(replace(requirement, events=tuple(events[index] for index in order)))
    for place, index in enumerate(order):
        assert replace(shuffled.lines[place], event=index) == straight.lines[index]
    assert replace(shuffled, lines=()) == replace(straight, lines=())


@given(requirements())
def test_what_is_earned_follows_the_formula(requirement):
    made = statement(replace(requirement, switches=Switches(earned_reduction=True)))
    beyond = made.credited_sessions + made.credited_ete - Fraction(made.ordered, 4)
    assert 0 <= made.earned_reduction <= max(0, beyond / 2)
    off = statement(replace(requirement, switches=Switches(later_failure_ends_earning=True)))
    assert off.earned_reduction == 0


@given(some.datetimes(datetime(2020, 1, 7), datetime(2029, 12, 31), timezones=some.just(UTC)), some.integers(1, 900))
def test_a_session_credits_what_elapsed_in_any_zone(start, minutes):
    end = start + timedelta(minutes=minutes)
    local = SessionEvent(start=start.astimezone(london()), end=end.astimezone(london()), outcome="ATTC")
    made = statement(Requirement(ordered_minutes=6000, sentence_date=SENTENCED, events=(local,)))
    assert made.lines[0].credited == minutes


def test_a_night_of_a_clock_change_credits_what_elapsed_in_civil_times_too():
    for day, minutes in ((date(2026, 3, 29), 360), (date(2026, 10, 25), 480)):
        start = datetime(day.year, day.month, day.day, tzinfo=london())
        local = SessionEvent(start=start, end=start.replace(hour=7), outcome="ATTC")
        made = statement(Requirement(ordered_minutes=6000, sentence_date=day, events=(local,)))
        assert made.lines[0].credited == minutes
