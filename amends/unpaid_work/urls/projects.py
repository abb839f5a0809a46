"""Addresses of projects."""

from django.urls import path, re_path

from amends.unpaid_work.views import projects

urlpatterns = [
    path("projects", projects.project_list, name="projects"),
    path("projects.csv", projects.project_list, name="projects_csv"),
    path("projects/new", projects.new, name="project_new"),
    path("projects/<int:pk>", projects.project, name="project"),
    re_path(
        rf"^projects/(?P<pk>[0-9]+)/(?P<subject>{'|'.join(projects.SUBJECTS)})/change$",
        projects.change,
        name="project_change",
    ),
    path("projects/<int:pk>/closures/new", projects.close, name="project_close"),
    path("projects/<int:pk>/closures/<int:closure>/end", projects.reopen, name="project_reopen"),
    path("projects/<int:pk>/health-and-safety/new", projects.health_and_safety, name="project_safety"),
    path("projects/<int:pk>/health-and-safety/incident", projects.incident, name="project_incident"),
    path("projects/<int:pk>/quality", projects.quality, name="project_quality"),
]
