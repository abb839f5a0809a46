"""Addresses of surveys of beneficiaries, and of the checks of quality they give rise to."""

from django.urls import path

from amends.unpaid_work.views import project_rechecks, survey_reply, surveys

urlpatterns = [
    path("surveys", surveys.surveys, name="surveys"),
    path("surveys/results", surveys.survey_results, name="survey_results"),
    path("surveys/results.csv", surveys.survey_results, name="survey_results_csv"),
    path("surveys/<int:pk>/<str:token>", survey_reply.survey_reply, name="survey_reply"),
    path("projects/<int:pk>/surveys", surveys.project_surveys, name="project_surveys"),
    path("projects/<int:pk>/surveys/send", surveys.send, name="project_survey_send"),
    path("projects/<int:pk>/checks/new", project_rechecks.project_recheck, name="project_recheck"),
    path(
        "projects/<int:pk>/checks/<int:recheck>/record",
        project_rechecks.project_recheck_close,
        name="project_recheck_close",
    ),
]
