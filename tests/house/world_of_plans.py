"""The plans of one person: one signed, with a link for the person, the next one begun, and a service for a need."""

from datetime import timedelta

from django.utils import timezone

from amends.cases.operations.need_services import ReferralDraft, record_service_session, refer, start_service
from amends.cases.operations.plan_agreement import ask_for_agreement
from amends.cases.operations.plans import (
    ActionDraft,
    ObjectiveDraft,
    add_action,
    begin_plan,
    look_back,
    sign_plan,
    write_objective,
    write_part,
)
from amends.policy.civil_time import civil_date
from tests.house.routes import about, listed

_DRAFT = {"crn": "person.crn", "pk": "case_plan.pk"}
KWARGS = {
    **about("cases", "plans begin_plan refer", crn="person.crn"),
    **about("cases", "plan add_objective discard_plan", **_DRAFT),
    **about("desk", "sign_plan", **_DRAFT),
    **about("cases", "look_back", **_DRAFT, objective="case_plan_signed_objective.pk"),
    **about("cases", "write_part", **_DRAFT, fixed={"part": "contingency"}),
    **about("cases", "plan_document record_agreement ask_agreement", crn="person.crn", pk="case_plan_signed.pk"),
    **about("cases", "write_objective move_objective remove_objective", crn="person.crn",
            pk="case_plan_objective.pk"),
    **about("desk", "add_action", crn="person.crn", pk="case_plan_objective.pk"),
    **about("cases", "remove_action", crn="person.crn", pk="case_plan_action.pk"),
    **about("cases", "need_service start_service service_session finish_service", crn="person.crn",
            pk="need_service.pk"),
    **about("cases", "own_plan", pk="plan_link.pk", token="plan_link_token"),
}  # fmt: skip
NO_RECORD = listed("cases", "", files="plans_due")
NOT_ABOUT_PEOPLE: set[str] = set()

PARTS = {
    "contact": "Weekly at the office", "monitoring": "Police told us of call-outs every week",
    "interventions": "A programme on relationships", "victim_safety": "A marker on the address of the victim",
    "contingency": "Recall is considered the same day",
}  # fmt: skip


def begun(person, by, at, change="Find a place of my own", area="accommodation", parts=PARTS):
    """A draft with one objective and its action, and every part."""
    plan = begin_plan(person=person, by=by, at=at)
    write = {"plan": plan, "by": by, "at": at}
    objective = write_objective(draft=ObjectiveDraft(1, change, area), **write)
    action = ActionDraft("Ring the housing officer", "person", civil_date(at) + timedelta(days=7), "By telephone")
    add_action(objective=objective, draft=action, by=by, at=at)
    for part, words in parts.items():
        write_part(part=part, words=words, **write)
    return plan


def signed(person, by, at, answers=None, **what):
    """A signed plan, with all that is left counted in full."""
    plan = begun(person, by, at, **what)
    return sign_plan(plan=plan, minutes_left={}, days_done={}, answers=answers or {}, by=by, at=at)


def records(place) -> dict[str, object]:
    """A plan signed, with a link to it, the next one begun, and a service referred to."""
    person, by, at = place.person, place.user, place.at
    first = signed(person, by, at - timedelta(days=30))
    link, token = ask_for_agreement(plan=first, language="cy", by=by, at=timezone.now())
    draft = begun(person, by, at, "Stay with the treatment", "drugs", {"contact": "Every fortnight"})
    objective = draft.objectives.get()
    return {
        "case_plan_signed": first, "case_plan_signed_objective": first.objectives.get(), "case_plan": draft,
        "case_plan_objective": objective, "case_plan_action": objective.actions.get(),
        "plan_link": link, "plan_link_token": token,
        "need_service": refer(
            person=person, draft=ReferralDraft("drugs", "Recovery service", civil_date(at)), by=by, at=at
        ),
    }  # fmt: skip


def plan_more(growth) -> None:
    """`size` of everything in the draft: objectives with actions, services with sessions, and an unread copy."""
    place, by, at, on = growth.place, growth.user, growth.now, growth.today
    draft, person = place.case_plan, place.person
    look_back(
        plan=draft, objective=place.case_plan_signed_objective, result="partly", said="Two viewings", by=by, at=at
    )
    start_service(service=place.need_service, started_on=on - timedelta(days=growth.size), by=by, at=at)
    for number in range(growth.size):
        change = ObjectiveDraft(1 + number % 3, f"Goes to work on time in week {number}", risk_group="public")
        objective = write_objective(plan=draft, draft=change, by=by, at=at)
        action = ActionDraft("Ring the job centre, and write down what they say", "person", on, "By telephone")
        add_action(objective=objective, draft=action, by=by, at=at)
        refer(person=person, draft=ReferralDraft("finance", f"Debt advice {number}", on), by=by, at=at)
        day = on - timedelta(days=number)
        record_service_session(service=place.need_service, on=day, attended=bool(number % 2), by=by, at=at)
