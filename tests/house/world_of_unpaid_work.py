"""The round of unpaid work, from project and assessment to hours, and which record each address is about."""

from datetime import date, timedelta

from django.utils import timezone

from amends.contacts.models import ContactOutcome
from amends.organisation.operations.links import use_link
from amends.unpaid_work.models import (
    EteCredit,
    HoursAdjustment,
    ProjectClosure,
    StandDown,
    StandDownPerson,
    Unavailability,
    Under18SignOff,
)
from amends.unpaid_work.monitors import MONITORS
from amends.unpaid_work.operations.own_page import make_own_page_link
from tests.factories import MONDAY, make_project
from tests.house.routes import about, listed
from tests.unpaid_work.board_records import make_ready, make_session, put_on

_WEEK = {"monday": MONDAY.isoformat()}
_PROJECTS = {
    **about("unpaid_work", "project project_close project_safety project_incident project_quality", pk="project.pk"),
    **about("unpaid_work", "project_change", pk="project.pk", fixed={"subject": "about"}),
    **about("unpaid_work", "project_reopen", pk="project.pk", closure="closure.pk"),
}
_SESSIONS = {
    **about("unpaid_work", "board session_open", code="team.code", fixed=_WEEK),
    **about(
        "unpaid_work",
        "session session_people session_supervisor session_places session_call_off register site_session stand_down",
        pk="session.pk",
    ),
    **about("unpaid_work", "stand_down_page", pk="stand_down.pk"),
}
KWARGS = {
    **_PROJECTS,
    **_SESSIONS,
    **about(
        "unpaid_work",
        "person offer assessment assessment_withdraw assessment_tasks assessment_check assessment_give_up"
        " assessment_areas under_18 days_away_new own_page_links",
        crn="person.crn",
    ),
    **about("unpaid_work", "assessment_earlier", crn="person.crn", pk="assessment.pk"),
    **about("unpaid_work", "assessment_section", crn="person.crn", fixed={"slug": "health"}),
    **about("unpaid_work", "under_18_withdraw", crn="person.crn", pk="signed.pk"),
    **about("unpaid_work", "days_away_end", crn="person.crn", pk="away.pk"),
    **about("unpaid_work", "booking_move booking_cancel correct_outcome", pk="booking.pk"),
    **about("unpaid_work", "offer_place", pk="stood_down.pk"),
    **about(
        "unpaid_work", "statement statement_csv statement_json adjust_hours credit_ete",
        crn="person.crn", pk="requirement.pk",
    ),
    **about("unpaid_work", "reverse_adjustment", crn="person.crn", pk="adjustment.pk"),
    **about("unpaid_work", "reverse_ete", crn="person.crn", pk="ete.pk"),
    **about("unpaid_work", "own_page_withdraw", crn="person.crn", pk="own_page_link.pk"),
    **about("unpaid_work", "own_page_open", pk="own_page_link.pk", token="own_page_token"),
    **about("unpaid_work", "own_page own_statement", pk="opened_page.pk"),
}  # fmt: skip
NO_RECORD = listed(
    "unpaid_work",
    "attendance boards project_new registers switches monitors save_view remove_view"
    " site site_phone site_send site_shell site_worker site_manifest",
    files="projects stand_downs " + " ".join(f"monitor_{slug}" for slug in MONITORS),
)
NOT_ABOUT_PEOPLE = {*_PROJECTS, *_SESSIONS}


def round_of(team, user, at) -> dict[str, object]:
    """A session with two people booked, of whom one came and one was stood down."""
    project = make_project(team)
    session = make_session(project, MONDAY)
    ready, other_ready = make_ready(team, user), make_ready(team, user)
    booking, other = put_on(session, ready, user), put_on(session, other_ready, user)
    kept = {"recorded_at": at, "recorded_by": user}
    outcome = ContactOutcome.objects.create(
        appointment=booking.appointment, code="ATTC", started_at=session.starts_at, finished_at=session.ends_at, **kept
    )
    ContactOutcome.objects.create(appointment=other.appointment, code="AASD", notice="on_site", **kept)
    stand_down = StandDown.objects.create(session=session, cause="weather", notice="on_site", whole=False, **kept)
    person, requirement, assessment = ready
    return {
        "project": project,
        "session": session,
        "empty_session": make_session(make_project(team), MONDAY + timedelta(days=1)),
        "person": person,
        "other_person": other_ready[0],
        "requirement": requirement,
        "assessment": assessment,
        "booking": booking,
        "outcome": outcome,
        "stand_down": stand_down,
        "stood_down": StandDownPerson.objects.create(stand_down=stand_down, booking=other),
    }


def records(place) -> dict[str, object]:
    """What is entered about the person and the project beside the round."""
    person, user, at, now = place.person, place.user, place.at, timezone.now()
    record = {"requirement": place.requirement, "on": MONDAY, "minutes": 30, "recorded_at": at, "recorded_by": user}
    to_page = {"person": person, "language": "cy", "reach": "0116 496 0000", "by": user, "at": now}
    own_page_link, own_page_token = make_own_page_link(**to_page)
    opened_page, used = make_own_page_link(**to_page)
    spell = {"from_date": date(2026, 12, 1), "to_date": date(2026, 12, 8), "reason": "x"}
    return {
        "closure": ProjectClosure.objects.create(project=place.project, **spell),
        "away": Unavailability.objects.create(person=person, **spell),
        "signed": Under18SignOff.objects.create(person=person, note="x", signed_at=at, signed_by=user),
        "adjustment": HoursAdjustment.objects.create(reason="other", note="x", **record),
        "ete": EteCredit.objects.create(activity="x", **record),
        "own_page_link": own_page_link,
        "own_page_token": own_page_token,
        "opened_page": use_link(opened_page, token=used, by=user, at=now),
    }
