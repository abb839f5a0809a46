"""Addresses of this room."""

from django.urls import path

from amends.exchange import views

app_name = "exchange"
urlpatterns = [
    path("ete-results", views.ete_results, name="ete_results"),
    path("ete-results/template.csv", views.ete_results_template, name="ete_results_template"),
]
