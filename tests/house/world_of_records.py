"""A record opened urgently, a request for what is held, and a hold: what the walks over every address need of them."""

from datetime import date, timedelta

from django.utils import timezone

from amends.cases.operations import open_urgently, place_hold, record_subject_access
from amends.cases.operations.subject_access import gather_subject_access
from tests.factories import make_team, make_user
from tests.house.routes import about, listed

REASON = "The duty officer was told that he would be attacked tonight"


KWARGS = {
    **about(
        "cases",
        "opened_urgently holds retention_record retention_hide retention_restore retention_delete",
        crn="person.crn",
    ),
    **about("cases", "end_hold", crn="person.crn", pk="hold.pk"),
    **about("cases", "break_glass_review", pk="opened.pk"),
    **about("cases", "subject_access subject_access_extend subject_access_file", pk="asked_for.pk"),
}
NO_RECORD = listed("cases", "break_glass break_glass_reviews subject_accesses subject_access_new retention")
NOT_ABOUT_PEOPLE: set[str] = set()


def records(place) -> dict[str, object]:
    """One of each, about the person."""
    person, user, at = place.person, place.user, place.at
    stranger, officer = make_user("practitioner", make_team()), make_user("records_officer", person.team)
    asked = record_subject_access(
        person=person, received_on=date(2026, 5, 20), identity="Handed in at the office", by=officer, at=at
    )
    gather_subject_access(request=asked.pk, clock=lambda: at)
    return {
        "opened": open_urgently(crn=person.crn, reason=REASON, by=stranger, at=timezone.now()),
        "asked_for": asked,
        "hold": place_hold(person=person, reason="A claim is made", by=user, at=timezone.now() - timedelta(hours=1)),
    }
