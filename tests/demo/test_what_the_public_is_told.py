"""What the demonstration holds of nominations, consultation, capacity and the board's report."""

from datetime import UTC, datetime

import pytest

from amends.unpaid_work.models import CapacityStatement, Consultation, MonthlyReport, Nomination
from demo.public import tell_the_public
from tests.factories import make_team, make_user


@pytest.mark.django_db
@pytest.mark.parametrize("at", [datetime(2026, 6, 3, 9, tzinfo=UTC), datetime(2026, 1, 1, 0, 30, tzinfo=UTC)])
def test_each_page_about_the_public_has_something_to_show(at):
    team = make_team()
    head, coordinator = make_user("head_of_pdu", team, "region"), make_user("placement_coordinator", team, "pdu")
    tell_the_public(head=head, coordinator=coordinator, at=at)
    assert {row.answer for row in Nomination.objects.all()} == {"", "declined"}
    assert Consultation.objects.filter(region=team.pdu.region, on__year=2026).count() == 3
    assert CapacityStatement.objects.count() == MonthlyReport.objects.count() == 1
