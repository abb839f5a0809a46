"""Two regions with a record of every kind, and which record each address is about."""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace

from django.test import Client
from django.urls import reverse

from amends.organisation.links import COOKIE, kept_value
from tests.factories import make_staff, make_team, make_user
from tests.house import (
    world_of_assessments,
    world_of_cases,
    world_of_contacts,
    world_of_court,
    world_of_enforcement,
    world_of_following,
    world_of_managers,
    world_of_organisation,
    world_of_planning,
    world_of_plans,
    world_of_records,
    world_of_unpaid_work,
)
from tests.house.routes import listed
from tests.house.world_of_unpaid_work import round_of

AT = datetime(2026, 5, 20, 9, tzinfo=UTC)

# In the order in which their records are made: each may ask for what those before it made.
ROOMS = (
    world_of_organisation,
    world_of_unpaid_work,
    world_of_planning,
    world_of_cases,
    world_of_contacts,
    world_of_following,
    world_of_assessments,
    world_of_plans,
    world_of_court,
    world_of_managers,
    world_of_enforcement,
    world_of_records,
)

# Which record each address is about, as the arguments of its route.
KWARGS = {name: arguments for room in ROOMS for name, arguments in room.KWARGS.items()}

# Addresses about no one record: lists, blank forms, pages about the service.
NO_RECORD = set().union(*(room.NO_RECORD for room in ROOMS)) | {
    *listed("desk", "home about_figures accessibility privacy"),
    *listed("design", "patterns progress question"),
}

# Addresses whose record is about no person on probation: no list of theirs can close it.
NOT_ABOUT_PEOPLE = set().union(*(room.NOT_ABOUT_PEOPLE for room in ROOMS))

# Sign-in's own pages, known by name: a new one of the library's fails until it has been looked at.
LIBRARIES = {
    "account_change_password",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}


class _Absent:
    """A record that was never there: whatever it is asked for, nothing has it."""

    def __getattr__(self, name: str) -> object:
        return _Absent()

    pk = 999_999_999
    code = "never-was"
    crn = "Z999999"
    reference = "NEVER"
    password_token = "never-was"
    own_page_token = "never-was"
    survey_token = "never-was"
    self_assessment_token = "never-was"
    exit_token = "never-was"
    plan_link_token = "never-was"


ABSENT = _Absent()


class Place(SimpleNamespace):
    """One region's records, by noun: what `records` of each room says."""

    def but(self, **values: object) -> "Place":
        """The same place with other records."""
        return Place(**(vars(self) | values))


@dataclass
class World:
    """Everything the walk needs."""

    own: Place
    other: Place

    @property
    def crossed(self) -> Place:
        """The own region's records, with the tokens of the other's links."""
        tokens = {noun: value for noun, value in vars(self.other).items() if noun.endswith("_token")}
        return self.own.but(opened_page=self.other.opened_page, **tokens)

    def client(self, **options) -> Client:
        """A browser in which the own region's person has opened their page."""
        client = Client(**options)
        client.cookies[COOKIE] = kept_value(self.own.opened_page)
        return client

    def url(self, name: str, place) -> str:
        """The address, about the place's record."""
        return reverse(name, kwargs=KWARGS[name](place) if name in KWARGS else {})


def make_world() -> World:
    """Make both regions."""
    return World(_place(), _place())


def _place() -> Place:
    team = make_team()
    user = make_user("placement_coordinator", team, over="region", staff=make_staff(team))
    place = Place(at=AT, team=team, user=user, staff=make_staff(team), **round_of(team, user, AT))
    for room in ROOMS:
        vars(place).update(room.records(place))
    return place
