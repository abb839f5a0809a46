"""The files of what was done: past sessions, who was expected and what came of it, and other credit."""

from amends.exchange.kinds import CLOCK_TIME, DAY, YES_NO, Number, Text, Whole, choices, code
from amends.exchange.specification import File, Reference, Values, Wrong, optional, required
from amends.policy import codes, contact_outcomes
from amends.unpaid_work.models import HoursAdjustment, StandDown

OUTCOME = choices(contact_outcomes.choices())
SCALE = choices(codes.choices("session_quality"))
BEHAVIOUR = choices(codes.choices("session_behaviour"))
NOTICE = choices(StandDown.Notice.choices)


def _attended(values: Values) -> Wrong | None:
    attended = contact_outcomes.contact_outcome(str(values["outcome"])).attended
    times = values["started"] is not None, values["finished"] is not None
    if attended and not all(times):
        return (
            "finished",
            f"{values['outcome']} is attended, without both times",
            "when the person started and finished",
        )
    if all(times) and values["finished"] <= values["started"]:
        return "finished", "not after started", "a later time of the same day"
    if any(times) and not attended:
        return "started", f"{values['outcome']} is not attended, but has times", "no times, or an attended outcome"
    return None


def _told(values: Values) -> Wrong | None:
    stood_down = values["outcome"] == "AASD"
    if stood_down != (values["notice"] != ""):
        return "notice", "notice and outcome do not agree", "for AASD when the person was told, otherwise nothing"
    return None


def _something(values: Values) -> Wrong | None:
    if values["minutes"] == 0:
        return "minutes", "0", "minutes above or below nought"
    if values["reason"] == "travel" and not 1 <= values["minutes"] <= 180:
        return "minutes", f"{values['minutes']} for travel", "1 to 180"
    return None


SESSIONS = File(
    "sessions",
    "Past sessions: a project on a date.",
    (
        required("project", code(40), "The project", "P-0001"),
        required("date", DAY, "The day, before the day of the import", "2026-02-02"),
        optional("supervisor", code(20), "Staff number of who supervised", "S00001"),
    ),
    key=("project", "date"),
    refers=(Reference(("project",), "projects"), Reference(("supervisor",), "staff")),
)
ATTENDANCE = File(
    "attendance",
    "Who was expected at the sessions of sessions.csv, and what came of it.",
    (
        required("project", code(40), "The project", "P-0001"),
        required("date", DAY, "The day", "2026-02-02"),
        required("requirement", Text(40), "Reference of the requirement to be worked off by who was expected", "R-1"),
        optional("chance", Number(0.01, 1), "Chance of turning up, as reckoned when booked", "0.72"),
        required("outcome", OUTCOME, "What came of it", "ATTC"),
        optional("started", CLOCK_TIME, "When the person started, Europe/London", "09:00"),
        optional("finished", CLOCK_TIME, "When the person finished, the same day", "16:00"),
        optional("penalty_minutes", Whole(0, 1440), "Minutes not credited", "0", 0),
        optional("notice", NOTICE, "For AASD, when the person was told", "", ""),
        optional("quality", SCALE, "Quality of the work", "good", ""),
        optional("behaviour", BEHAVIOUR, "Behaviour at the session", "good", ""),
        optional("notes", Text(4000, lines=True), "What happened", "", ""),
    ),
    key=("project", "date", "requirement"),
    refers=(
        Reference(("project", "date"), "sessions"),
        Reference(("requirement",), "requirements"),
    ),
    checks=(_attended, _told),
    belongs_to="sessions",
)
STAND_DOWNS = File(
    "stand_downs",
    "Stand-downs of the sessions of sessions.csv; who was turned away stands in attendance.csv as AASD.",
    (
        required("project", code(40), "The project", "P-0001"),
        required("date", DAY, "The day", "2026-02-09"),
        required("cause", choices(StandDown.Cause.choices), "Why", "no_supervisor"),
        required("notice", NOTICE, "When people were told", "on_site"),
        required("whole", YES_NO, "Whether the whole session was stood down", "true"),
        optional("note", Text(500), "What else there is to know", "", ""),
    ),
    key=("project", "date"),
    refers=(Reference(("project", "date"), "sessions"),),
    belongs_to="sessions",
)
HOURS_ADJUSTMENTS = File(
    "hours_adjustments",
    "Adjustments of a requirement's hours.",
    (
        required("requirement", Text(40), "Reference of the requirement", "R-000001"),
        required("on", DAY, "Day it counts on", "2026-03-02"),
        required("minutes", Whole(-18000, 18000), "Minutes credited to the person; below nought, taken back", "60"),
        required("reason", choices(HoursAdjustment.BY_HAND), "Kind of adjustment", "travel"),
        required("note", Text(300), "What for", "Two buses each way"),
    ),
    refers=(Reference(("requirement",), "requirements"),),
    checks=(_something,),
)
ETE_CREDITS = File(
    "ete_credits",
    "Education, training and employment done outside sessions.",
    (
        required("requirement", Text(40), "Reference of the requirement", "R-000001"),
        required("on", DAY, "Day it was done", "2026-03-09"),
        required("minutes", Whole(1, 1440), "Minutes done", "120"),
        required("activity", Text(200), "What was done, with whom", "Food hygiene course, online"),
    ),
    refers=(Reference(("requirement",), "requirements"),),
)
FILES = (SESSIONS, ATTENDANCE, STAND_DOWNS, HOURS_ADJUSTMENTS, ETE_CREDITS)
