"""Addresses of plans."""

from django.urls import path

from amends.unpaid_work.views import plan_compare, plan_questions, plans, plans_together, wishes

urlpatterns = [
    path("plans", plans.plans, name="plans"),
    path("plans/region", plans_together.ask, name="plans_region"),
    path("plans/<int:pk>/together", plans_together.together, name="plans_together"),
    path("plans/<int:pk>/together.csv", plans_together.together_csv, name="plans_together_csv"),
    path("plans/<int:pk>/together/progress", plans_together.together_progress, name="plans_together_progress"),
    path("plans/<int:pk>/together/stop", plans_together.stop, name="plans_together_stop"),
    path("plans/<int:pk>/again", plans_together.retry, name="plans_retry"),
    path("board/<slug:code>/<str:monday>/plan", plans.ask, name="plan_new"),
    path("board/<slug:code>/<str:monday>/what-if", plan_compare.what_if, name="plan_what_if"),
    path("board/<slug:code>/<str:monday>/plan-again", plan_compare.again, name="plan_again"),
    path("plans/<int:pk>", plans.plan, name="plan"),
    path("plans/<int:pk>/progress", plans.progress, name="plan_progress"),
    path("plans/<int:pk>/stop", plans.stop, name="plan_stop"),
    path("plans/<int:pk>/sessions", plans.sessions, name="plan_sessions"),
    path("plans/<int:pk>/people", plans.people, name="plan_people"),
    path("plans/<int:pk>/offers-not-met", plans.unmet, name="plan_unmet"),
    path("plans/<int:pk>/not-run", plans.not_run, name="plan_not_run"),
    path("plans/<int:pk>/not-run.csv", plans.not_run, name="plan_not_run_csv"),
    path("plans/<int:pk>/wishes", plan_questions.wishes, name="plan_wishes"),
    path("plans/<int:pk>/one-more", plan_questions.one_more, name="plan_one_more"),
    path("plans/<int:pk>/one-more.csv", plan_questions.one_more_csv, name="plan_one_more_csv"),
    path("plans/<int:pk>/wishes/prices", plan_questions.prices, name="plan_prices"),
    path("plans/<int:pk>/wishes/price", plan_questions.wish_price, name="plan_wish_price"),
    path("plan-questions/<int:pk>", plan_questions.question, name="plan_question"),
    path("plan-questions/<int:pk>/progress", plan_questions.question_progress, name="plan_question_progress"),
    path("plan-questions/<int:pk>/stop", plan_questions.question_stop, name="plan_question_stop"),
    path("plan-questions/<int:pk>/record", plan_questions.question_record, name="plan_question_record"),
    path("plans/<int:pk>/compare", plan_compare.compare, name="plan_compare"),
    path("plans/<int:pk>/compare.csv", plan_compare.compare, name="plan_compare_csv"),
    path("plans/<int:pk>/changes.csv", plans.changes_csv, name="plan_csv"),
    path("plans/<int:pk>/apply", plans.confirm, name="plan_apply"),
    path("plans/<int:pk>/put-aside", plans.discard, name="plan_put_aside"),
    path("wishes/<slug:code>", wishes.wishes, name="wishes"),
    path("wishes/<slug:code>.csv", wishes.wishes, name="wishes_csv"),
    path("wishes/<slug:code>/new", wishes.new, name="wish_new"),
    path("wishes/<int:pk>/withdraw", wishes.withdraw, name="wish_withdraw"),
]
