"""Code lists: what each code says."""

import pytest

from amends.faults import Faults
from amends.policy.codes import choices, codes
from amends.policy.contact_outcomes import contact_outcome, contact_outcomes, is_outcome

ATTENDED = {"ATTC", "AFTC", "ATSH", "ATSS", "ATCH"}
ENFORCEABLE = {"AFTC", "ATSH", "UACP", "ATFI"}
ACCEPTABLE = {"AAME", "AAEM", "AAFC", "AACL", "AARC"}
OTHERS = {"AASD", "RSSR", "RSOF"}


def test_contact_outcomes():
    assert {o.code for o in contact_outcomes()} == ATTENDED | ENFORCEABLE | ACCEPTABLE | OTHERS
    assert {o.code for o in contact_outcomes() if o.attended} == ATTENDED
    assert {o.code for o in contact_outcomes() if o.enforceable} == ENFORCEABLE
    assert {o.code for o in contact_outcomes() if o.acceptable} == ACCEPTABLE
    assert contact_outcome("AASD").description


@pytest.mark.parametrize("code", ["", "attc", "ATTC ", "NONE"])
def test_an_unknown_outcome_is_refused(code):
    assert not is_outcome(code)
    with pytest.raises(Faults):
        contact_outcome(code)


@pytest.mark.parametrize(
    ("scheme", "wanted"),
    [
        ("stand_down_notice", {"before_day", "before_travel", "on_site"}),
        (
            "requirement_status",
            {"not_started", "working", "hours_completed", "returned_to_court", "revoked", "expired"},
        ),
        ("session_quality", {"excellent", "good", "satisfactory", "unsatisfactory", "poor", "not_assessed"}),
        ("session_behaviour", {"excellent", "good", "satisfactory", "unsatisfactory", "poor", "not_assessed"}),
    ],
)
def test_the_codes_of_a_scheme(scheme, wanted):
    assert {code.code for code in codes(scheme)} == wanted
    assert {code for code, _ in choices(scheme)} == wanted
    assert all(description for _, description in choices(scheme))


def test_stand_downs_and_projects_are_told_apart():
    assert len(codes("stand_down_cause")) == 9
    assert len(codes("project_type")) == 8
