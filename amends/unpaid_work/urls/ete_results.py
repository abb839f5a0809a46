"""Addresses of results of education, training and employment."""

from django.urls import path

from amends.unpaid_work.views import ete_results

urlpatterns = [
    path("ete-results", ete_results.ete_results, name="ete_results"),
    path("ete-results/<int:pk>", ete_results.ete_result, name="ete_result"),
    path("ete-results/<int:pk>/reopen", ete_results.ete_result_reopen, name="ete_result_reopen"),
]
