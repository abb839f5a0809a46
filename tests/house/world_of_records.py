"""A record opened urgently, a request for what is held, and a hold: what the walks over every address need of them."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from amends.cases.operations import open_urgently, place_hold, record_subject_access
from amends.cases.operations.subject_access import gather_subject_access
from tests.factories import make_team, make_user

AT = datetime(2026, 5, 20, 9, tzinfo=UTC)
REASON = "The duty officer was told that he would be attacked tonight"


def _crn(place):
    return {"crn": place.person.crn}


KWARGS = {
    **{f"cases:{name}": _crn for name in ("opened_urgently", "holds")},
    "cases:end_hold": lambda p: _crn(p) | {"pk": p.hold.pk},
    "cases:break_glass_review": lambda p: {"pk": p.opened.pk},
    **{
        f"cases:subject_access{action}": lambda p: {"pk": p.asked_for.pk} for action in ("", "_extend", "_file")
    },
    **{f"cases:retention_{action}": _crn for action in ("record", "hide", "restore", "delete")},
}  # fmt: skip
NO_RECORD = {
    "cases:break_glass", "cases:break_glass_reviews", "cases:subject_accesses", "cases:subject_access_new",
    "cases:retention",
}  # fmt: skip


def records(person, user) -> dict[str, object]:
    """One of each, about the person."""
    stranger, officer = make_user("practitioner", make_team()), make_user("records_officer", person.team)
    asked = record_subject_access(
        person=person, received_on=date(2026, 5, 20), identity="Handed in at the office", by=officer, at=AT
    )
    gather_subject_access(request=asked.pk, clock=lambda: AT)
    return {
        "opened": open_urgently(crn=person.crn, reason=REASON, by=stranger, at=timezone.now()),
        "asked_for": asked,
        "hold": place_hold(person=person, reason="A claim is made", by=user, at=timezone.now() - timedelta(hours=1)),
    }
