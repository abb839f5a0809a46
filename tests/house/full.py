"""A region with much in it, and one with next to nothing: what pages show at their fullest and emptiest."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.tokens import default_token_generator as links
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import Address
from amends.cases.operations import merge_people
from amends.organisation.models import RoleGrant
from amends.organisation.roles import ROLES
from amends.unpaid_work.operations.plans import request_plan
from amends.unpaid_work.queries.board import monday_of
from tests.factories import (
    make_allocation,
    make_appointment,
    make_assessment,
    make_person,
    make_project,
    make_requirement,
    make_risk,
    make_staff,
    make_team,
    make_user,
)
from tests.house.full_of_cases import give_records
from tests.house.full_of_delivery import give_delivery
from tests.house.full_of_following import ask_the_public, follow, take_results
from tests.house.full_of_organisation import organise
from tests.house.full_of_planning import give_plan, give_question, give_wishes, made
from tests.house.full_of_sessions import give_failures, sessions_over, sessions_to_come
from tests.house.world import KWARGS, Place
from tests.house.world_of_court import more_of_court
from tests.house.world_of_managers import manage_more
from tests.unpaid_work.board_records import make_session
from tests.unpaid_work.hours_records import any_day_supervisor, open_project

# Addresses about a session that is over, rather than one to come.
AFTERWARDS = {
    "unpaid_work:register",
    "unpaid_work:site_session",
    "unpaid_work:correct_outcome",
    "unpaid_work:pre_placement",
    "unpaid_work:stand_down",
    "unpaid_work:stand_down_page",
    "contacts:raise_concern",
}


@dataclass
class Region:
    """A region as its pages show it: `to_come` is the place about a session to come, `over` about one that is over."""

    to_come: Place
    over: Place
    monday: date

    def url(self, name: str) -> str | None:
        """The address of the page, about this region's record; None where it has no such record."""
        if name not in KWARGS:
            return reverse(name)
        try:
            kwargs = KWARGS[name](self.over if name in AFTERWARDS else self.to_come)
        except AttributeError:
            return None
        return reverse(name, kwargs=kwargs | ({"monday": self.monday.isoformat()} if "monday" in kwargs else {}))


def make_every_role(team, **values):
    """A user with every role over the team's region: each page then shows all that it can."""
    user = make_user(team=team, **values)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, region=team.pdu.region, from_date=date(2000, 1, 1)) for role in ROLES
    )
    return user


class Growth:
    """Adds `size` of everything to a place that has one of everything."""

    def __init__(self, place: Place, user, size: int) -> None:
        self.place, self.user, self.size = place, user, size
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.monday = monday_of(self.today) + timedelta(weeks=1)
        self.people = [self._person(number) for number in range(size)]

    def region(self) -> Region:
        organise(self)
        give_records(self)
        give_wishes(self)
        follow(self)
        take_results(self)
        to_come = sessions_to_come(self)
        over = sessions_over(self)
        give_failures(self)
        ask_the_public(self)
        give_delivery(self.place, self.user, self.size, self.now, self.people)
        more_of_court(self.place.court, self.user, self.now, self.size)
        manage_more(self.place, self.user, self.size, self.now, self.today)
        absorbed = make_person(self.place.team)
        merge = merge_people(keep=self.place.person, absorb=absorbed, reason="Twice", by=self.user, at=self.now)
        plan = give_plan(self)
        return Region(to_come.but(plan=plan, question=give_question(self, plan), merge=merge), over, self.monday)

    def _person(self, number: int):
        since = self.today - timedelta(days=40)
        person = make_person(self.place.team, given_names="Siân Angharad", family_name=f"O’Brien-Example {number:02}")
        Address.objects.create(
            person=person, lines=f"{number} A Long Street Name, Wigston, Leicestershire", postcode="LE1 1AA",
            lat=52.63 + number % 7 / 500, lon=-1.13, from_date=since,
        )  # fmt: skip
        make_allocation(person, self.place.staff, since)
        assessment = make_assessment(person, self.user, since)
        make_risk(person, "medium", since, recorded_by=self.user)
        make_appointment(person, self.user, self.now + timedelta(days=20, hours=number))
        return person, make_requirement(person, since), assessment


def bare_region() -> tuple[Region, object]:
    """A region where nothing has been done yet, and a user over it; the place has no record of what is missing."""
    team = make_team()
    user = make_every_role(team)
    person = make_person(team)
    project = make_project(team, health_and_safety=False)
    monday = monday_of(timezone.localdate()) + timedelta(weeks=1)
    session = make_session(open_project(team), monday, any_day_supervisor(team))
    plan = made(request_plan(team=team, first_day=monday, weeks=1, seconds=1, by=user, at=timezone.now()))
    reader = make_user("practitioner", team, staff=make_staff(team))
    place = Place(
        team=team, user=reader, password_token=links.make_token(reader), staff=make_staff(team), project=project,
        session=session, empty_session=session, person=person, other_person=make_person(team),
        requirement=make_requirement(person), plan=plan,
    )  # fmt: skip
    return Region(place, place, monday), user
