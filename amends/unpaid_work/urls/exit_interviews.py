"""Addresses of exit interviews."""

from django.urls import path

from amends.unpaid_work.views import exit_interviews

_REQUIREMENT = "people/<slug:crn>/requirements/<int:pk>"

urlpatterns = [
    path(f"{_REQUIREMENT}/exit-interview", exit_interviews.exit_interview, name="exit_interview"),
    path(f"{_REQUIREMENT}/exit-interview/new", exit_interviews.exit_interview_new, name="exit_interview_new"),
    path("exit-interviews", exit_interviews.exit_interviews, name="exit_interviews"),
    path("exit-interviews.csv", exit_interviews.exit_interviews, name="exit_interviews_csv"),
]
