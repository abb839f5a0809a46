"""By when a report is allocated and delivered, what may be proposed, and what counts as done as proposed."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.faults import Faults
from amends.policy.codes import codes
from amends.policy.court_reports import REPORT_KINDS, report_clocks, report_minutes
from amends.policy.proposals import Asked, concordance, proposal_limits
from amends.policy.working_days import is_working_day, working_days_between

D = date.fromisoformat


@pytest.mark.parametrize(
    ("kind", "requested", "hearing", "allocate_by", "deliver_by", "earliest"),
    [
        ("oral", "2026-06-10", "2026-06-10", "2026-06-10", "2026-06-10", "2026-06-10"),
        ("fast", "2026-06-10", "2026-06-17", "2026-06-11", "2026-06-16", "2026-06-17"),
        ("standard", "2026-06-10", "2026-07-01", "2026-06-12", "2026-06-30", "2026-07-01"),
        # Good Friday 3 and Easter Monday 6 April 2026 are no working days
        ("fast", "2026-04-02", "2026-04-13", "2026-04-07", "2026-04-10", "2026-04-13"),
        ("standard", "2026-04-02", "2026-04-27", "2026-04-08", "2026-04-24", "2026-04-27"),
        ("fast", "2026-04-01", "2026-04-07", "2026-04-02", "2026-04-02", "2026-04-10"),
        # Christmas Day is a Friday; Boxing Day's substitute is Monday 28 December; New Year's Day is a Friday
        ("standard", "2026-12-21", "2027-01-14", "2026-12-23", "2027-01-13", "2027-01-14"),
        ("fast", "2026-12-24", "2027-01-04", "2026-12-29", "2026-12-31", "2027-01-05"),
        # a Saturday court asks; a Saturday court hears
        ("fast", "2026-06-13", "2026-06-20", "2026-06-15", "2026-06-19", "2026-06-19"),
        ("oral", "2026-06-13", "2026-06-13", "2026-06-13", "2026-06-13", "2026-06-13"),
        # asked for tomorrow: due today at the latest, never before it was asked for
        ("fast", "2026-06-15", "2026-06-15", "2026-06-15", "2026-06-15", "2026-06-22"),
    ],
)
def test_the_clocks_skip_weekends_and_bank_holidays(kind, requested, hearing, allocate_by, deliver_by, earliest):
    clock = report_clocks(kind, D(requested), D(hearing), on=D(requested)).value
    assert (clock["allocate_by"], clock["deliver_by"]) == (D(allocate_by), D(deliver_by))
    assert clock["earliest_hearing"] == D(earliest)
    assert clock["short"] == (D(hearing) < D(earliest))


def test_the_figures_are_defaults_and_say_so():
    assert report_clocks("fast", D("2026-06-10"), D("2026-06-17"), on=D("2026-06-10")).confidence == "default"


@pytest.mark.parametrize(("kind", "hearing"), [("fast", "2026-06-09"), ("parole", "2026-06-17")])
def test_what_cannot_be_is_refused(kind, hearing):
    with pytest.raises(Faults):
        report_clocks(kind, D("2026-06-10"), D(hearing), on=D("2026-06-10"))


DAYS = st.dates(D("2026-01-01"), D("2028-12-31"))
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # calendars are read at first use


@patient
@given(kind=st.sampled_from(REPORT_KINDS), requested=DAYS, ahead=st.integers(0, 60))
def test_a_report_is_due_between_its_request_and_its_hearing(kind, requested, ahead):
    hearing = requested + timedelta(days=ahead)
    clock = report_clocks(kind, requested, hearing, on=requested).value
    assert requested <= clock["deliver_by"] <= hearing
    assert requested <= clock["allocate_by"] <= hearing
    if kind == "standard":
        assert working_days_between(requested, clock["earliest_hearing"]) == 15
        assert is_working_day(clock["deliver_by"]) or clock["deliver_by"] == requested


@patient
@given(kind=st.sampled_from(REPORT_KINDS), requested=DAYS, ahead=st.integers(0, 60), later=st.integers(0, 30))
def test_a_later_hearing_is_never_an_earlier_last_day(kind, requested, ahead, later):
    hearing = requested + timedelta(days=ahead)
    first = report_clocks(kind, requested, hearing, on=requested).value
    second = report_clocks(kind, requested, hearing + timedelta(days=later), on=requested).value
    assert first["deliver_by"] <= second["deliver_by"]


def test_a_standard_report_takes_the_share_of_a_month_that_its_points_are():
    # 138 of 2176 points, which stand for four weeks of 37 hours (8,880 minutes): 563; fast 65: 265; oral 30: 122
    took = [report_minutes(kind, on=D("2026-06-10")).value for kind in ("standard", "fast", "oral")]
    assert took == [563, 265, 122]


@pytest.mark.parametrize(
    ("kind", "amount", "unit", "on", "within"),
    [
        ("community", 36, "months", "2026-06-10", True),
        ("community", 37, "months", "2026-06-10", False),
        ("suspended", 5, "months", "2026-06-10", False),
        ("suspended", 24, "months", "2026-06-10", True),
        ("curfew", 24, "months", "2026-06-10", True),
        ("curfew", 25, "months", "2026-06-10", False),
        ("curfew", 13, "months", "2022-06-27", False),  # a year at most until 28 June 2022
        ("curfew", 13, "months", "2022-06-28", True),
        ("curfew", 673, "days", "2026-06-10", False),  # more than 24 months of the shortest kind
        ("curfew", 12, "hours", "2026-06-10", False),
        ("alcohol_abstinence", 120, "days", "2026-06-10", True),
        ("alcohol_abstinence", 121, "days", "2026-06-10", False),
        ("attendance_centre", 11, "hours", "2026-06-10", False),
        ("attendance_centre", 36, "hours", "2026-06-10", True),
        ("rehabilitation_activity", 60, "days", "2026-06-10", True),
        ("programme", 31, "sessions", "2026-06-10", True),
        ("curfew", None, "", "2026-06-10", True),
        ("curfew", 0, "months", "2026-06-10", False),
    ],
)
def test_what_is_within_the_limits(kind, amount, unit, on, within):
    assert (proposal_limits([Asked(kind, amount, unit)], on=D(on)).value == ()) == within


def test_every_requirement_in_the_catalogue_has_its_limits():
    asked = [Asked(code.code) for code in codes("order_requirement")]
    assert proposal_limits(asked, on=D("2026-06-10")).value == ()


KINDS = st.frozensets(st.sampled_from(["curfew", "programme", "unpaid_work"]))
SENTENCES = st.sampled_from(["community", "suspended", "fine"])


@given(proposed=SENTENCES, wanted=KINDS, passed=SENTENCES, made=KINDS)
def test_concordance_looks_at_the_sentence_first_and_then_at_its_requirements(proposed, wanted, passed, made):
    value = concordance(proposed, wanted, passed, made).value
    assert (value == "other_sentence") == (proposed != passed)
    assert (value == "as_proposed") == (proposed == passed and wanted == made)
