"""The files of the organisation: places, staff, and who may sign in."""

from amends.exchange.kinds import (
    CRN,
    DAY,
    INSTANT,
    LATITUDE,
    LONGITUDE,
    USERNAME,
    WEEKDAYS,
    Choice,
    Text,
    Whole,
    choices,
    code,
)
from amends.exchange.specification import (
    File,
    Reference,
    Stored,
    Values,
    Wrong,
    dates_in_order,
    optional,
    position_whole,
    required,
)
from amends.organisation.models import Absence, LimitedAccess, RegionTier, Staff, Team
from amends.organisation.roles import ROLES


def _over_one_place(values: Values) -> Wrong | None:
    if sum(values[place] is not None for place in ("region", "pdu", "team")) > 1:
        return "region", "the role is over more than one place", "one of region, pdu and team, or none of them"
    return None


def _days_a_week_worked(values: Values) -> Wrong | None:
    days, most = values["days"], values["days_a_week"]
    if most is not None and len(str(days)) < most:
        return "days_a_week", f"{most} days a week, but days has {len(str(days))}", "at most as many as in days"
    return None


REGIONS = File(
    "regions",
    "Probation regions.",
    (
        required("code", code(20), "Short code of the region", "thames-valley"),
        required("name", Text(100), "Name of the region", "Thames Valley"),
    ),
    key=("code",),
    stored=Stored("organisation.Region", "code"),
)
REGION_TIERS = File(
    "region_tiers",
    "The tier of public health restrictions in force in a region, by date.",
    (
        required("region", code(20), "Code of the region", "thames-valley"),
        required("tier", choices(RegionTier.Tier.choices), "Tier in force", "open"),
        required("from_date", DAY, "First day of the tier", "2022-04-01"),
        optional("to_date", DAY, "First day after it; empty: no end known", ""),
    ),
    period=("region",),
    refers=(Reference(("region",), "regions"),),
    checks=(dates_in_order,),
)
PDUS = File(
    "pdus",
    "Probation delivery units.",
    (
        required("code", code(30), "Short code of the unit", "reading"),
        required("region", code(20), "Code of its region", "thames-valley"),
        required("name", Text(100), "Name of the unit", "Reading"),
    ),
    key=("code",),
    stored=Stored("organisation.PDU", "code"),
    refers=(Reference(("region",), "regions"),),
)
OFFICES = File(
    "offices",
    "Probation offices.",
    (
        required("code", code(40), "Short code of the office", "reading-office"),
        required("pdu", code(30), "Code of its unit", "reading"),
        required("name", Text(100), "Name of the office", "Reading office"),
        optional("address", Text(300), "Postal address", "1 Example Street, Reading", ""),
        optional("lat", LATITUDE, "Latitude, degrees north", "51.4551"),
        optional("lon", LONGITUDE, "Longitude, degrees east", "-0.9787"),
    ),
    key=("code",),
    stored=Stored("organisation.Office", "code"),
    refers=(Reference(("pdu",), "pdus"),),
    checks=(position_whole,),
)
TEAMS = File(
    "teams",
    "Teams of staff.",
    (
        required("code", code(40), "Short code of the team", "reading-upw"),
        required("pdu", code(30), "Code of its unit", "reading"),
        required("name", Text(100), "Name of the team", "Reading unpaid work"),
        required("kind", choices(Team.Kind.choices), "What the team does", "unpaid_work"),
    ),
    key=("code",),
    stored=Stored("organisation.Team", "code"),
    refers=(Reference(("pdu",), "pdus"),),
)
QUALIFICATIONS = File(
    "qualifications",
    "Qualifications that work can need of staff.",
    (
        required("code", code(40), "Short code, as projects name it", "chainsaw"),
        required("name", Text(100), "What it is called", "Chainsaw maintenance and cross-cutting"),
    ),
    key=("code",),
    stored=Stored("organisation.Qualification", "code"),
)
STAFF = File(
    "staff",
    "Staff: supervisors of unpaid work, practitioners, managers and others.",
    (
        required("code", code(20), "Staff number", "S00001"),
        required("name", Text(200), "Name as written", "Sample Exampleton"),
        required("team", code(40), "Code of the team", "reading-upw"),
        required("grade", choices(Staff.Grade.choices), "Grade", "supervisor"),
        required("contracted_minutes", Whole(0, 3600), "Contracted minutes a week", "2220"),
        optional("days", WEEKDAYS, "Weekdays worked; empty: Monday to Friday", "12345", "12345"),
        optional("days_a_week", Whole(0, 7), "Most days worked in a week; empty: all in days", "5"),
        optional("lat", LATITUDE, "Latitude of where journeys to sites start", "51.4551"),
        optional("lon", LONGITUDE, "Longitude of where journeys to sites start", "-0.9787"),
        optional("max_drive_minutes", Whole(0, 600), "Longest drive to a site, minutes one way", "60", 60),
        required("from_date", DAY, "First day in post", "2020-01-06"),
        optional("to_date", DAY, "First day no longer in post", ""),
    ),
    key=("code",),
    stored=Stored("organisation.Staff", "code"),
    refers=(Reference(("team",), "teams"),),
    checks=(dates_in_order, position_whole, _days_a_week_worked),
)
STAFF_QUALIFICATIONS = File(
    "staff_qualifications",
    "Qualifications held by staff, by date.",
    (
        required("staff", code(20), "Staff number", "S00001"),
        required("qualification", code(40), "Code of the qualification", "chainsaw"),
        required("from_date", DAY, "First day held", "2025-02-03"),
        optional("to_date", DAY, "First day after it lapses", "2028-02-03"),
    ),
    period=("staff", "qualification"),
    refers=(Reference(("staff",), "staff"), Reference(("qualification",), "qualifications")),
    checks=(dates_in_order,),
)
ABSENCES = File(
    "absences",
    "Absences of staff.",
    (
        required("staff", code(20), "Staff number", "S00001"),
        required("kind", choices(Absence.Kind.choices), "Why", "leave"),
        required("from_date", DAY, "First day away", "2026-08-03"),
        optional("to_date", DAY, "First day back; empty: not known", "2026-08-10"),
    ),
    period=("staff",),
    refers=(Reference(("staff",), "staff"),),
    checks=(dates_in_order,),
)
USERS = File(
    "users",
    "Who may sign in. No passwords: a user signs in by the service's single sign-on, or with one set later.",
    (
        required("username", USERNAME, "Name to sign in with", "s.exampleton"),
        optional("given_names", Text(150), "Given names", "Sample", ""),
        optional("family_name", Text(150), "Family name", "Exampleton", ""),
        optional("staff", code(20), "Staff number, where the user is a member of staff", "S00001"),
    ),
    key=("username",),
    stored=Stored("organisation.User", "username"),
    refers=(Reference(("staff",), "staff"),),
)
ROLE_GRANTS = File(
    "role_grants",
    "Roles of users, over a region, a unit or a team; over the whole service where all three are empty.",
    (
        required("username", USERNAME, "The user", "s.exampleton"),
        required("role", Choice(tuple(ROLES)), "The role", "practitioner"),
        optional("region", code(20), "Code of the region it is over", ""),
        optional("pdu", code(30), "Code of the unit it is over", "reading"),
        optional("team", code(40), "Code of the team it is over", ""),
        required("from_date", DAY, "First day", "2026-01-05"),
        optional("to_date", DAY, "First day after it ends", ""),
    ),
    refers=(
        Reference(("username",), "users"),
        Reference(("region",), "regions"),
        Reference(("pdu",), "pdus"),
        Reference(("team",), "teams"),
    ),
    checks=(dates_in_order, _over_one_place),
)
LIMITED_ACCESS = File(
    "limited_access",
    "Users who may not see a person (exclusion), or who alone may (restriction).",
    (
        required("crn", CRN, "The person", "X100001"),
        required("kind", choices(LimitedAccess.Kind.choices), "Exclusion or restriction", "exclusion"),
        required("username", USERNAME, "The user named", "s.exampleton"),
        required("reason", Text(500), "Why", "Lives in the same street"),
        optional("to_at", INSTANT, "When it ends; empty: no end. It begins with the import", ""),
    ),
    key=("crn", "kind", "username"),
    refers=(Reference(("crn",), "people"), Reference(("username",), "users")),
)
FILES = (
    REGIONS,
    REGION_TIERS,
    PDUS,
    OFFICES,
    TEAMS,
    QUALIFICATIONS,
    STAFF,
    STAFF_QUALIFICATIONS,
    ABSENCES,
    USERS,
    ROLE_GRANTS,
)
