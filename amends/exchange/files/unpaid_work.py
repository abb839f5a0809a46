"""The files of unpaid work: projects, and the assessments that allow people to work on them."""

from amends.exchange.kinds import (
    CLOCK_TIME,
    CRN,
    DAY,
    LATITUDE,
    LONGITUDE,
    WEEKDAYS,
    YES_NO,
    Choice,
    Listed,
    Number,
    Pattern,
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
    required,
)
from amends.policy import codes
from amends.unpaid_work.models import Project, UnpaidWorkAssessment

NEED = choices(codes.choices("need"))
KIND = Choice(("group", "individual", "ete", "home"))
TAG = Pattern(r"[a-z0-9_-]+", "words in small letters joined by _", 40)
SLOT = Choice(tuple(f"{day}{part}" for day in range(1, 8) for part in "mae"))


def _times_in_order(values: Values) -> Wrong | None:
    if values["end_time"] <= values["start_time"]:
        return "end_time", "not after start_time", "a later time of the same day"
    return None


def _least_of_places(values: Values) -> Wrong | None:
    if values["least"] > values["places"]:
        return "least", f"{values['least']} is more than the {values['places']} places", "at most as many as places"
    return None


def _checked_first(values: Values) -> Wrong | None:
    if values["harm_checked_on"] > values["from_date"]:
        return "harm_checked_on", "after the assessment", f"{values['from_date']} or earlier: the check comes first"
    return None


PROJECTS = File(
    "projects",
    "Unpaid work projects.",
    (
        required("code", code(40), "The project's code", "P-0001"),
        required("name", Text(200), "What it is called", "Riverside path"),
        required("type", choices(Project.Type.choices), "Type of project", "group_regional"),
        required("team", code(40), "Code of the team that runs it", "reading-upw"),
        optional("beneficiary", Text(200), "Who benefits, by name", "Riverside Example Trust", ""),
        optional("description", Text(2000, lines=True), "The work done", "Clearing and resurfacing a footpath", ""),
        optional("address", Text(300), "Where it is", "Riverside, Reading", ""),
        required("lat", LATITUDE, "Latitude, degrees north", "51.4601"),
        required("lon", LONGITUDE, "Longitude, degrees east", "-0.9701"),
        required("days", WEEKDAYS, "Weekdays it runs", "135"),
        required("start_time", CLOCK_TIME, "When a session begins, Europe/London", "09:00"),
        required("end_time", CLOCK_TIME, "When a session ends, the same day", "16:00"),
        required("from_date", DAY, "First day it is open", "2025-04-01"),
        optional("to_date", DAY, "First day no longer open; empty: no end known", ""),
        optional("open_on_bank_holidays", YES_NO, "Whether it runs on bank holidays; empty: false", "false", False),
        required("places", Whole(1, 500), "Places at a session, before restrictions", "8"),
        optional("least", Whole(0, 500), "Fewest people a session is run for; empty: 1", "3", 1),
        optional("supervised", YES_NO, "Whether a member of staff supervises; empty: true", "true", True),
        optional("for_whom", choices(Project.For.choices), "Women, men or any; empty: any", "any", "any"),
        optional("suitable_under_18", YES_NO, "Marked suitable for under 18s; empty: false", "false", False),
        optional("tags", Listed(TAG), "What exclusions are matched with", "outdoor;heavy", ()),
        optional("skills_needed", Listed(TAG), "Skills each person needs", "", ()),
        optional("qualifications", Listed(code()), "Qualifications a supervisor needs", "chainsaw", ()),
        optional("hazards", Text(2000, lines=True), "Known hazards and precautions", "Water: keep to the path", ""),
    ),
    key=("code",),
    stored=Stored("unpaid_work.Project", "code"),
    refers=(
        Reference(("team",), "teams"),
        Reference(("qualifications",), "qualifications"),
    ),
    checks=(dates_in_order, _times_in_order, _least_of_places),
)
PROJECT_CLOSURES = File(
    "project_closures",
    "Days on which the projects of projects.csv are closed.",
    (
        required("project", code(40), "The project", "P-0001"),
        required("from_date", DAY, "First day closed", "2026-08-10"),
        required("to_date", DAY, "First day open again", "2026-08-17"),
        required("reason", Text(200), "Why", "Summer fair on the site"),
    ),
    period=("project",),
    refers=(Reference(("project",), "projects"),),
    checks=(dates_in_order,),
    belongs_to="projects",
)
HEALTH_AND_SAFETY = File(
    "health_and_safety",
    "Health and safety assessments of projects: without one in force, no session.",
    (
        required("project", code(40), "The project", "P-0001"),
        required("assessed_by", Text(200), "Who assessed it", "Sample Exampleton"),
        required("from_date", DAY, "Day it was assessed", "2026-01-10"),
        optional("findings", Text(4000, lines=True), "What was found, what must be done", "Gloves for all", ""),
        optional("incident_on", DAY, "Day of an incident that ended it before its time", ""),
        optional("incident", Text(300), "What the incident was", "", ""),
    ),
    key=("project", "from_date"),
    refers=(Reference(("project",), "projects"),),
)
PROJECT_QUALITY = File(
    "project_quality",
    "The placement quality matrix: how well the projects of projects.csv serve needs.",
    (
        required("project", code(40), "The project", "P-0001"),
        required("need", NEED, "Need served", "ete"),
        required("score", Whole(0, 3), "0 not at all, 1 a little, 2 well, 3 very well", "2"),
        optional("evidence", Text(300), "How it is known", "Eight certificates last year", ""),
    ),
    key=("project", "need"),
    refers=(Reference(("project",), "projects"),),
    belongs_to="projects",
)
ASSESSMENTS = File(
    "assessments",
    "Unpaid work assessments: what may be worked, where, when and how.",
    (
        required("crn", CRN, "Who was assessed", "X100001"),
        required("from_date", DAY, "Day it was completed", "2026-01-16"),
        required(
            "risk_of_harm",
            choices(UnpaidWorkAssessment._meta.get_field("risk_of_harm").choices),
            "Risk of serious harm to others",
            "low",
        ),
        required(
            "harm_check",
            choices(UnpaidWorkAssessment.HarmCheck.choices),
            "What became of the check on risk of harm; not_retrieved allows no booking",
            "retrieved",
        ),
        required("harm_checked_on", DAY, "Day of the check", "2026-01-15"),
        optional("harm_detail", Text(4000, lines=True), "How risk bears on work and who is at risk", "", ""),
        optional("circumstances", Text(4000, lines=True), "Diversity, caring and personal circumstances", "", ""),
        optional("health", Text(4000, lines=True), "Health that bears on work", "", ""),
        optional("medication", Text(4000, lines=True), "Medication that bears on work", "", ""),
        optional("lifting", YES_NO, "May lift and carry; empty: true", "true", True),
        optional("close_supervision", YES_NO, "Needs close supervision; empty: false", "false", False),
        optional(
            "preference",
            choices(UnpaidWorkAssessment.Preference.choices),
            "Placement preferred; empty: mixed",
            "mixed",
            "mixed",
        ),
        optional("women_only", YES_NO, "May be placed with women only, or alone; empty: false", "false", False),
        optional(
            "supervisor_gender",
            choices(UnpaidWorkAssessment.SupervisorGender.choices),
            "Supervisor needed; empty: any",
            "any",
            "any",
        ),
        required("kinds", Listed(KIND), "Kinds of project allowed", "group;individual;ete"),
        optional("excludes", Listed(TAG), "Project tags the person must not be placed with", "near_school", ()),
        optional("needs", Listed(NEED), "Needs that work could serve", "ete;lifestyle", ()),
        optional("skills", Listed(TAG), "Skills and certificates held", "cscs", ()),
        required(
            "slots",
            Listed(SLOT),
            "When available: weekday digit and m (morning), a (afternoon) or e (evening)",
            "1m;1a;2m;2a",
        ),
        optional("drives", YES_NO, "Travels by car; empty: false", "false", False),
        optional("max_travel_minutes", Whole(0, 240), "Longest journey, minutes one way; empty: 90", "90", 90),
        optional("superseded_on", DAY, "Day of a new risk entry or review that asked for a new assessment", ""),
    ),
    key=("crn", "from_date"),
    refers=(Reference(("crn",), "people"),),
    checks=(_checked_first,),
)
EXCLUSION_AREAS = File(
    "exclusion_areas",
    "Areas a person must stay away from: parts of an assessment in assessments.csv.",
    (
        required("crn", CRN, "The person assessed", "X100001"),
        required("from_date", DAY, "Day of the assessment", "2026-01-16"),
        required("description", Text(200), "Which place", "Around the former home"),
        required("lat", LATITUDE, "Latitude of its middle", "51.47"),
        required("lon", LONGITUDE, "Longitude of its middle", "-0.96"),
        required("radius_km", Number(0.01, 100), "How far around it, kilometres", "1.5"),
    ),
    refers=(Reference(("crn", "from_date"), "assessments"),),
    belongs_to="assessments",
)
UNAVAILABILITY = File(
    "unavailability",
    "Days on which a person cannot work.",
    (
        required("crn", CRN, "The person", "X100001"),
        required("from_date", DAY, "First day away", "2026-07-06"),
        required("to_date", DAY, "First day back", "2026-07-13"),
        required("reason", Text(200), "Why", "Family holiday, agreed"),
    ),
    period=("crn",),
    refers=(Reference(("crn",), "people"),),
    checks=(dates_in_order,),
)
FILES = (PROJECTS, PROJECT_CLOSURES, PROJECT_QUALITY, HEALTH_AND_SAFETY, ASSESSMENTS, EXCLUSION_AREAS, UNAVAILABILITY)
