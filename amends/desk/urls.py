"""Addresses of the desk: the pages that span rooms."""

from django.urls import path

from amends.desk.views import case, home, planning, timeline

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("cases/<crn:crn>/case", case.case, name="case"),
    path("cases/<crn:crn>/timeline", timeline.timeline, name="timeline"),
    path("cases/<crn:crn>/timeline/as-csv", timeline.timeline_csv, name="timeline_csv"),
    path("cases/<crn:crn>/plans/<int:pk>/sign", planning.sign_plan, name="sign_plan"),
    path("cases/<crn:crn>/objectives/<int:pk>/actions/new", planning.add_action, name="add_action"),
    path("about/figures", home.about_figures, name="about_figures"),
    path("about/accessibility", home.accessibility, name="accessibility"),
    path("about/privacy", home.privacy, name="privacy"),
]
