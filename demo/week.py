"""What is on the board of a new demonstration: sessions of this week and the next, some people booked on them.

Made by the service's own operations, so that every guard holds. What they refuse is left out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random

from django.db.models import Count, Max
from django.db.models.functions import ExtractIsoWeekDay

from amends.cases.models import Person
from amends.organisation.models import Staff
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Booking, HealthAndSafety, Project, Session, Under18SignOff
from amends.unpaid_work.operations.bookings import BookingRefused, book_many
from amends.unpaid_work.operations.sessions import SessionDraft, SessionRefused, open_sessions
from amends.unpaid_work.operations.under_18 import sign_off_under_18, turns_18_on
from demo.assumptions import assumed

_TRIES = 5


def fill_the_board(*, by, at: datetime, random: Random, advance: Callable[[int], object] = lambda days: None) -> int:
    """Open sessions from tomorrow to the end of next week and book people; returns how many bookings were made."""
    today = civil_date(at)
    last = today + timedelta(days=13 - today.weekday())
    booked = 0
    people = _regulars(today)
    taken: set[tuple[int, date]] = set()  # who is booked in which week, by its Monday
    for ahead in range(1, (last - today).days + 1):
        day = today + timedelta(days=ahead)
        for drafts in _of_teams(_drafts(day, random)):
            sessions = _open(drafts, by, at)
            booked += _book(sessions, people, taken, by, at)
        advance(1)
    return booked


def sign_off_the_young(*, by, at: datetime) -> int:
    """Have every second person under 18 signed off; returns how many."""
    today = civil_date(at)
    born_after = date(today.year - 18, 1, 1) - timedelta(days=1)
    signed = set(Under18SignOff.objects.values_list("person_id", flat=True))
    young = [person for person in Person.objects.filter(date_of_birth__gt=born_after).order_by("crn")
             if turns_18_on(person.date_of_birth) > today]  # fmt: skip
    for person in [one for one in young[::2] if one.pk not in signed]:
        sign_off_under_18(person=person, note="Weighed with the family: a small group, on weekdays", by=by, at=at)
    return len(young[::2])


def _drafts(day: date, random: Random) -> list[SessionDraft]:
    """Sessions that could run on the day, each with its usual supervisor, for a share of the projects."""
    weekday = day.isoweekday()
    usual: dict[int, Staff] = {}
    rows = (
        Session.objects.annotate(weekday=ExtractIsoWeekDay("date"))
        .filter(weekday=weekday, supervisor__isnull=False)
        .values_list("project_id", "supervisor_id")
        .annotate(times=Count("pk"))
        .order_by("times", "supervisor_id")
    )
    pairs = {project: supervisor for project, supervisor, _ in rows}
    staff = Staff.objects.in_bulk(set(pairs.values()))
    usual = {project: staff[supervisor] for project, supervisor in pairs.items()}
    safe = set(HealthAndSafety.objects.filter(from_date__lte=day, to_date__gt=day).values_list("project_id", flat=True))
    projects = Project.objects.filter(days__contains=str(weekday)).select_related("team").order_by("team_id", "code")
    return [
        SessionDraft(project, day, usual.get(project.pk) if project.supervised else None)
        for project in projects
        if project.pk in safe and random.random() < assumed("coming_sessions")
        and (project.pk in usual or not project.supervised)
    ]  # fmt: skip


def _of_teams(drafts: list[SessionDraft]) -> Iterator[list[SessionDraft]]:
    for _, of_team in groupby(drafts, key=lambda draft: draft.project.team_id):
        yield list(of_team)


def _open(drafts: list[SessionDraft], by, at: datetime) -> list[Session]:
    """Open the sessions, leaving out each that is refused."""
    while drafts:
        try:
            return open_sessions(drafts=drafts, by=by, at=at)
        except SessionRefused as refused:
            place = (refused.number or 1) - 1
            drafts = drafts[:place] + drafts[place + 1 :]
    return []


def _regulars(today: date) -> dict[int, list[Person]]:
    """Who has been at each project in the last months and has hours left, the latest first."""
    rows = (
        Booking.objects.filter(requirement__ended_on__isnull=True, session__date__gte=today - timedelta(days=150))
        .values_list("session__project_id", "appointment__person_id")
        .annotate(latest=Max("session__date"))
        .order_by("-latest", "appointment__person_id")
    )
    found: dict[int, list[int]] = defaultdict(list)
    for project, person, _ in rows:
        found[project].append(person)
    people = Person.objects.in_bulk({person for of_project in found.values() for person in of_project})
    return {project: [people[person] for person in of_project] for project, of_project in found.items()}


def _book(sessions: list[Session], people: dict[int, list[Person]], taken: set, by, at: datetime) -> int:
    """Book each session's regulars on it, as far as the guards let; each person once a week."""
    places = []
    for session in sessions:
        monday = session.date - timedelta(days=session.date.weekday())
        wanted = max(1, round(session.places * assumed("coming_filled")))
        free = [one for one in people.get(session.project_id, ()) if (one.pk, monday) not in taken]
        for person in free[: 2 * wanted if session.places > 2 else wanted]:
            taken.add((person.pk, monday))
            places.append((session, person))
    for _ in range(_TRIES):
        if not places:
            return 0
        try:
            return len(book_many(places=_within(places), by=by, at=at))
        except BookingRefused as refused:
            places = [(session, person) for session, person in places if person.pk not in refused.reasons]
        except Refused:
            return 0
    return 0


def _within(places: list[tuple[Session, Person]]) -> list[tuple[Session, Person]]:
    """No more on each session than the share of its places that is to be filled."""
    held: dict[int, int] = defaultdict(int)
    kept = []
    for session, person in places:
        if held[session.pk] < max(1, round(session.places * assumed("coming_filled"))):
            held[session.pk] += 1
            kept.append((session, person))
    return kept
