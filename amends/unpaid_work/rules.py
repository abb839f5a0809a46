"""The rules of sessions and bookings in plain words, and how a refusal by the database is put in them.

The rules themselves stand in the database (the functions that its guards call); those that need what only policy
knows, such as hours left and journeys, are added by the operations.
"""

from dataclasses import dataclass

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from amends.design.words import hours_text

RULES = {
    # A session
    "session_on_its_day": _("the session does not begin and end on its day"),
    "session_project_day": _("the project does not run on this weekday"),
    "session_project_open": _("the project is not open on this day"),
    "session_project_closed": _("the project is closed on this day"),
    "session_health_and_safety": _("the project has no health and safety assessment in force on this day"),
    "session_places": _("more places than the project, or the restrictions on the day, allow"),
    "session_once_a_day": _("the project already has a session on this day"),
    "session_people_booked": _("people are booked on it: cancel or move them first"),
    "session_opened_once": _("the moment at which a session was opened is never changed"),
    "session_bank_holiday": _("it is a bank holiday, and the project is not marked open on them"),
    "session_suspended": _("groups are suspended in the region on this day"),
    "session_over": _("the session is over, or its day is past"),
    "session_outcomes": _("outcomes are recorded for it"),
    "session_already_called_off": _("it is called off already"),
    "supervisor_in_post": _("the supervisor is not in post on this day"),
    "supervisor_day": _("not a weekday on which the supervisor works"),
    "supervisor_absent": _("the supervisor is absent on this day"),
    "supervisor_qualification": _("the supervisor lacks a qualification that the project asks for"),
    "supervisor_days_a_week": _("the supervisor already works as many days of this week as they may"),
    "supervisor_one_place_at_once": _("the supervisor is at another session at this time"),
    "supervisor_one_session_a_day": _("the supervisor has another session on this day"),
    "supervisor_too_far": _("further than the supervisor drives"),
    "supervisor_not_needed": _("the project is not supervised"),
    # A home project
    "home_kit_not_agreed": _("no manager's agreement to work at home is in force on this day"),
    "home_kit_not_assessed": _("no assessment in force on this day allows work at home"),
    "home_inspection_of_goods": _("only goods that came back are inspected, and no more pass than came back"),
    "home_credit_inspected": _("home work is credited as its inspection says"),
    # A booking
    "booking_session_called_off": _("the session is called off"),
    "booking_no_supervisor": _("the session has no supervisor yet"),
    "booking_no_assessment": _("no assessment for unpaid work is in force on this day"),
    "booking_harm_not_retrieved": _("the check on risk of harm was not retrieved"),
    "booking_record_merged": _("the record was merged into another"),
    "booking_requirement_ended": _("no unpaid work requirement is in force on this day"),
    "booking_suspended": _("work on the requirement is suspended until the court decides"),
    "booking_requirement_of_person": _("the requirement is another person's"),
    "booking_assessment_of_person": _("the assessment is another person's"),
    "booking_appointment_of_session": _("the appointment is not at the session's time"),
    "booking_under_18_project": _("under 18 on the day, and the project is not marked suitable"),
    "booking_under_18_sign_off": _("under 18 on the day, without a manager's sign-off"),
    "booking_kind": _("the assessment does not allow this kind of project"),
    "booking_excluded": _("must not be placed with what the project involves"),
    "booking_excluded_area": _("the project is in an area the person must stay away from"),
    "booking_skill": _("a skill that the project needs is missing"),
    "booking_audience": _("the project is for others"),
    "booking_women_only": _("is placed with women only, or alone"),
    "booking_availability": _("not available at these times on this weekday"),
    "booking_away": _("away on this day"),
    "booking_kept_apart": _("must not meet someone who is booked on the session"),
    "booking_one_session_a_day": _("has another session on this day"),
    "booking_day_limit": _("would be booked for more than the most hours of a day"),
    "booking_week_limit": _("would be booked for more than the most hours of a week"),
    "booking_full": _("the session is full"),
    "booking_overbooked": _("more would be likely to turn up than there are places"),
    "booking_too_far": _("further than the person can travel"),
    "booking_hours_covered": _("the hours left are worked off, or covered by what is booked"),
    "booking_past_last_day": _("after the last day for working the hours"),
    "booking_ete_used": _("no education, training and employment time is left within the cap"),
    "booking_attendance": _("the chance of turning up is not a chance"),
    "booking_of_restricted_record": _("something stands against it: ask somebody who works with the record"),
    "booking_booked_once": _("the moment at which a booking was made is never changed"),
    "appointment_one_place_at_once": _("has another appointment at this time"),
    "booking_outcome_recorded": _("its outcome is recorded: correct the outcome instead"),
    "booking_already_cancelled": _("the booking is cancelled already"),
}
LIMITS = ("booking_day_limit", "booking_week_limit")
CODES = {"group": _("group work"), "individual": _("individual placement"), "home": _("home project"),
         "ete": _("education, training and employment"), "women": _("women"), "men": _("men")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against: the rule's name, and what exactly stands against it."""

    rule: str
    detail: str = ""

    @property
    def words(self) -> str:
        """The reason as a phrase to show."""
        words = str(RULES.get(self.rule, self.rule))
        if self.rule in LIMITS and self.detail:
            return f"{words} ({hours_text(int(self.detail))})"
        detail = CODES.get(self.detail, self.detail.replace("_", " "))
        return f"{words} ({detail})" if self.detail else words


def reason_of(error: IntegrityError) -> tuple[Reason, int | None]:
    """The reason of a refusal by the database, and the id of the person it is about, if any.

    Raises the error itself where it is none of the rules: then it is a fault of the program.
    """
    told = getattr(error.__cause__, "diag", None)
    rule = getattr(told, "constraint_name", None)
    if told is None or rule not in RULES:
        raise error
    guarded = rule.startswith(("booking_", "session_", "supervisor_", "home_")) and told.sqlstate == "23514"
    person = told.message_hint if guarded else ""
    return Reason(rule, (told.message_detail or "") if guarded else ""), int(person) if person else None
