"""Addresses of exit interviews."""

from django.urls import path

from amends.unpaid_work.views import exit_answers, exit_interviews

_REQUIREMENT = "people/<slug:crn>/requirements/<int:pk>"

urlpatterns = [
    path(f"{_REQUIREMENT}/exit-interview", exit_interviews.exit_interview, name="exit_interview"),
    path(f"{_REQUIREMENT}/exit-interview/new", exit_interviews.exit_interview_new, name="exit_interview_new"),
    path(f"{_REQUIREMENT}/exit-interview/link", exit_interviews.exit_interview_link, name="exit_interview_link"),
    path("exit-interviews/<int:pk>/<str:token>", exit_answers.exit_answers, name="exit_answers"),
    path("exit-interviews", exit_interviews.exit_interviews, name="exit_interviews"),
    path("exit-interviews.csv", exit_interviews.exit_interviews, name="exit_interviews_csv"),
]
