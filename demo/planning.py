"""Plans of cases in a new demonstration, by the operations: most signed, some agreed with, one under way."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from amends.cases.models import CasePlan, Person, Sentence
from amends.cases.operations.need_services import ReferralDraft, record_service_session, refer, start_service
from amends.cases.operations.plan_agreement import agree_by_link, ask_for_agreement, record_agreement
from amends.cases.operations.plans import (
    ActionDraft,
    FitAnswerDraft,
    ObjectiveDraft,
    add_action,
    begin_plan,
    last_day,
    look_back,
    sign_plan,
    write_objective,
    write_part,
)
from amends.cases.queries.assessments import latest_needs
from amends.organisation.models import User
from amends.policy.civil_time import civil_date

_PARTS = {
    "contact": "Every two weeks at the office, by telephone in between",
    "monitoring": "Police tell us of call-outs; the address is checked at each home visit",
    "interventions": "Work on what comes before an offence, with a worksheet each time",
    "victim_safety": "The victim liaison officer is told of any change of address the same day",
    "contingency": "A missed appointment with signs of drinking: the manager decides the same day what is done",
}
_CHANGES = {
    "accommodation": "Has a tenancy in his or her own name by the spring",
    "ete": "Works or learns on at least three days a week",
    "finance": "The debts are written down, and one is paid off monthly",
    "relationships": "Settles a quarrel at home without anybody leaving the house",
    "lifestyle": "Two evenings a week go to something other than the old company",
    "drugs": "Stays on the script, and misses no test",
    "alcohol": "Does not drink on working days",
    "thinking": "Stops and asks somebody before acting in anger",
    "attitudes": "Can say what it was like for the one who was harmed",
    "wellbeing": "Has seen the doctor, and keeps to what was agreed there",
}
_SIGNED = timedelta(days=50)
_EVERY_NOT_PLANNED = 5
_ASKED_BY_LINK = 4
_SAID = (("agreed", ""), ("in_part", "Mornings are hard when I have worked late"), ("not_agreed", "I do not need that"))


def plan_cases(people: Sequence[Person], *, by: User, at: datetime) -> int:
    """Plan with those assessed but every fifth, who has a draft; the first is under review. Returns how many signed."""
    needs, signed = latest_needs([person.pk for person in people]), 0
    for number, person in enumerate(person for person in people if person.pk in needs):
        then = at - _SIGNED
        severe = [area for area, severity in needs[person.pk].items() if severity] or ["ete"]
        plan = begin_plan(person=person, by=by, at=then)
        last = last_day(person, civil_date(then))
        by_date = min(civil_date(at) + timedelta(days=21), last or civil_date(at) + timedelta(days=21))
        for area in severe[:3]:
            objective = write_objective(plan=plan, draft=ObjectiveDraft(2, _CHANGES[area], area), by=by, at=then)
            action = ActionDraft("Go to the first meeting", "person", by_date, "In person, or by telephone in tier 3")
            add_action(objective=objective, draft=action, by=by, at=then)
        _deliver(person, severe[0], number, by, at)
        if number % _EVERY_NOT_PLANNED == _EVERY_NOT_PLANNED - 1:
            continue
        for part, said in _PARTS.items():
            write_part(plan=plan, part=part, words=said, by=by, at=then)
        answer = FitAnswerDraft("extend", "More time is asked of the court")
        answers = dict.fromkeys(Sentence.objects.filter(person=person).values_list("pk", flat=True), answer)
        sign_plan(plan=plan, minutes_left={}, days_done={}, answers=answers, by=by, at=then)
        signed += 1
        _ask(plan, number, by, at)
        if number == 0:
            _review(plan, by, at)
    return signed


def _ask(plan: CasePlan, number: int, by: User, at: datetime) -> None:
    """Every other is asked in the room; of the others one answers by the link, and one has not answered yet."""
    agreed, words = _SAID[number // 2 % len(_SAID)]
    if number % 2 == 0:
        record_agreement(plan=plan, agreed=agreed, words=words, by=by, at=at - _SIGNED)
    elif number < _ASKED_BY_LINK:
        link, token = ask_for_agreement(plan=plan, language=plan.person.language, by=by, at=at)
        if number > 1:
            agree_by_link(link=link, token=token, agreed=agreed, words=words, by=by, at=at)


def _review(plan: CasePlan, by: User, at: datetime) -> None:
    """Begin the plan that follows: of one objective it says already what came of it."""
    following = begin_plan(person=plan.person, by=by, at=at)
    first = plan.objectives.first()
    said = "Went to the first meeting and to one more; the next is booked"
    look_back(plan=following, objective=first, result="partly", said=said, by=by, at=at)
    write_part(
        plan=following,
        part="contact",
        words="Weekly at the office for a month, then every two weeks again",
        by=by,
        at=at,
    )


def _deliver(person: Person, area: str, number: int, by: User, at: datetime) -> None:
    """A service for the first need: referred to only, or started with sessions."""
    day = civil_date(at) - timedelta(days=40)
    service = refer(person=person, draft=ReferralDraft(area, "Community support", day), by=by, at=at)
    if number % 3:
        start_service(service=service, started_on=day + timedelta(days=7), by=by, at=at)
        for week in range(2, 5):
            on = day + timedelta(weeks=week)
            record_service_session(service=service, on=on, attended=week != 3, by=by, at=at)
