"""Which records come due to be hidden and deleted, and what keeps one from it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from amends.cases.models import Person, Sentence
from amends.cases.operations import RetentionRefused, erase_person, merge_people, place_hold, quarantine, restore
from amends.cases.operations.court_reports import cancel_report
from amends.cases.queries.retention import due
from amends.organisation.models import AccessFile
from tests.cases.court_records import asked
from tests.factories import make_custody, make_person, make_team, make_user

pytestmark = pytest.mark.django_db
LONG_AGO = date(2001, 3, 1)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def keepers(team):
    return make_user("records_officer", team), make_user("records_officer", team)


def never_sentenced(team) -> Person:
    """Of whom nothing was recorded since their record came, three years ago."""
    person = make_person(team)
    AccessFile.objects.filter(crn=person.crn).update(confirmed_at=timezone.now() - timedelta(days=3 * 365))
    return person


def long_free(team) -> Person:
    """Whose only sentence ended before the century was a few years old."""
    person = make_person(team, date_of_birth=date(1970, 1, 1))
    custody = make_custody(person, LONG_AGO, release_date=LONG_AGO + timedelta(days=90))
    Sentence.objects.filter(pk=custody.pk).update(end_date=LONG_AGO + timedelta(days=400), licence_end_date=None)
    return person


def listed_as_due(user) -> list[tuple[str, bool]]:
    return [(each.person.crn, each.held) for each in due(user, timezone.localdate())]


def test_hiding_a_record_is_nothing_recorded_about_the_person(team, keepers):
    person, now = never_sentenced(team), timezone.now()
    hider, other = keepers
    assert listed_as_due(hider) == [(person.crn, False)]
    quarantine(person=person, by=hider, at=now - timedelta(days=60))
    restore(person=person, reason="Asked for by mistake", by=other, at=now - timedelta(days=50))
    assert listed_as_due(hider) == [(person.crn, False)]
    quarantine(person=person, by=hider, at=now - timedelta(days=40))
    assert erase_person(person=person, by=other, at=now)
    assert not Person.objects.filter(pk=person.pk).exists()


def test_a_record_is_kept_while_a_court_waits_for_a_report_on_the_person(team, keepers):
    person, now = long_free(team), timezone.now()
    author = make_user("court_officer", team)
    assert listed_as_due(keepers[0]) == [(person.crn, False)]
    report = asked(person, make_team("court", pdu=team.pdu), author, at=now)
    assert listed_as_due(keepers[0]) == []
    with pytest.raises(RetentionRefused, match="not come due"):
        quarantine(person=person, by=keepers[0], at=now)
    cancel_report(report=report, cancelled_as="withdrawn", by=author, at=now)
    assert listed_as_due(keepers[0]) == [(person.crn, False)]


def test_a_hold_on_a_number_merged_into_the_record_is_told_in_the_list(team, keepers):
    kept, old = long_free(team), make_person(team)
    place_hold(person=old, reason="An inquest", by=keepers[0], at=timezone.now())
    merge_people(keep=kept, absorb=old, reason="Twice", by=make_user("senior", team), at=timezone.now())
    assert listed_as_due(keepers[0]) == [(kept.crn, True)]
