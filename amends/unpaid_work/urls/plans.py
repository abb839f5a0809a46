"""Addresses of plans."""

from django.urls import path

from amends.unpaid_work.views import plan_compare, plans, wishes

urlpatterns = [
    path("plans", plans.plans, name="plans"),
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
    path("plans/<int:pk>/wishes", plans.wishes, name="plan_wishes"),
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
