"""The demonstration shows breaches at every step, a few of them suspended, by the operations alone."""

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from amends.enforcement.models import Proceeding, Result
from demo.enforcement import decide_on_failures
from tests.enforcement.failing import failed, sentenced
from tests.enforcement.proceeding_records import FIRST, SECOND, whole
from tests.factories import make_team, make_user

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_breaches_are_suspended_laid_heard_and_decided_on():
    team = make_team()
    practitioner, manager = make_user("practitioner", team), make_user("senior", team)
    for _person in range(24):
        person, requirement = sentenced(team)
        whole(person, judged=False)
        for day in (FIRST, SECOND):
            failed(requirement, day, practitioner)
    decide_on_failures(practitioner=practitioner, manager=manager, at=AT, random=Random(7))
    states = Counter(Proceeding.objects.values_list("state", flat=True))
    assert states["suspended"] and states["laid"]
    assert states["listed"] + states["decided"]
    assert Result.objects.count() == states["decided"]
