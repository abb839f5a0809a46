"""Addresses of the log of consultation."""

from django.urls import path

from amends.unpaid_work.views import consultations

urlpatterns = [
    path("consultations", consultations.consultations, name="consultations"),
    path("consultations.csv", consultations.consultations, name="consultations_csv"),
    path("consultations/<slug:code>/new", consultations.new, name="consultation_new"),
    path("consultations/<int:pk>/change", consultations.change, name="consultation_change"),
    path("consultations/<int:pk>/withdraw", consultations.withdraw, name="consultation_withdraw"),
]
