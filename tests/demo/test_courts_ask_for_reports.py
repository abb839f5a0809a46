"""The demonstration's reports to courts: some at every step, some late, and enough outcomes to be counted."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from amends.cases.models import CourtReport
from amends.cases.queries.concordance import concordance_of
from amends.organisation.models import Team
from amends.policy.civil_time import civil_date
from demo.court import ask_for_reports
from tests.factories import make_team, make_user


@pytest.mark.django_db
def test_some_reports_stand_at_each_step_and_some_are_over():
    team, now = make_team("sentence_management"), timezone.now()
    officer = make_user("court_officer", team, over="region")
    made = ask_for_reports(officer=officer, senior=make_user("senior", team, over="pdu"), at=now, random=Random(1))
    states = list(CourtReport.objects.values_list("state", flat=True))
    assert len(states) == made
    assert {"requested", "allocated", "prepared", "drafted", "delivered"} <= set(states)
    today = civil_date(now)
    court = Team.objects.get(kind="court")
    counted = concordance_of(officer, [court], today - timedelta(days=364), today, today)
    assert counted and counted.outcomes == states.count("delivered")
