"""A plan, a wish and a question about it, and which of them each address is about."""

from amends.unpaid_work.models import Plan, PlanWish
from amends.unpaid_work.operations import plan_questions, plans
from amends.unpaid_work.operations.plan_wishes import WishDraft
from tests.factories import MONDAY
from tests.house.routes import about, listed

_WEEK = {"monday": MONDAY.isoformat()}
_PLANS = {
    **about("unpaid_work", "plan_new plan_what_if plan_again", code="team.code", fixed=_WEEK),
    **about("unpaid_work", "wishes wishes_csv wish_new wishes_take_in", code="team.code"),
    **about(
        "unpaid_work",
        "plan plan_progress plan_stop plan_sessions plan_people plan_unmet plan_wishes plan_not_run plan_not_run_csv"
        " plan_compare plan_compare_csv plan_csv plan_apply plan_put_aside plan_one_more plan_one_more_csv plan_prices"
        " plan_wishes_file plan_caps_file plan_wish_price plans_together plans_together_csv plans_together_progress"
        " plans_together_stop plans_retry",
        pk="plan.pk",
    ),
}
KWARGS = {
    **_PLANS,
    **about("unpaid_work", "wish_withdraw", pk="wish.pk"),
    **about(
        "unpaid_work", "plan_question plan_question_progress plan_question_stop plan_question_record", pk="question.pk"
    ),
}
NO_RECORD = listed("unpaid_work", "plans plans_region")
NOT_ABOUT_PEOPLE = set(_PLANS)


def records(place) -> dict[str, object]:
    """A plan that is ready to be decided on, what a wish would cost in it, and a wish: made as the jobs make them."""
    at, by, person, project = place.at, place.user, place.person, place.project
    plan = plans.request_plan(team=place.team, first_day=MONDAY, weeks=1, seconds=5, by=by, at=at)
    plans.make_plan(plan=plan.pk, clock=lambda: at)
    plan = Plan.objects.get(pk=plan.pk)
    draft = WishDraft("prefer", person, project, None, 10, "x")
    question = plan_questions.ask_price_of_wish(plan=plan, draft=draft, seconds=0, by=by, at=at)
    plan_questions.answer_question(question=question.pk, clock=lambda: at)
    wish = PlanWish.objects.create(
        team=place.team, kind="forbid", person=person, project=project, reason="x", made_at=at, made_by=by
    )
    return {"plan": plan, "question": question, "wish": wish}
