"""Addresses of the reports on outcomes and diversity, and of local targets."""

from django.urls import path

from amends.unpaid_work.views import reports

urlpatterns = [
    path("outcomes", reports.outcomes, name="outcomes"),
    path("outcomes.csv", reports.outcomes, name="outcomes_csv"),
    path("diversity", reports.diversity, name="diversity"),
    path("diversity.csv", reports.diversity, name="diversity_csv"),
    path("diversity/targets", reports.targets, name="targets"),
    path("diversity/targets/new", reports.new_target, name="target_new"),
    path("diversity/targets/<int:pk>/review", reports.review, name="target_review"),
]
