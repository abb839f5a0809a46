"""Addresses of the desk: the pages that span rooms."""

from django.urls import path

from amends.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/figures", views.about_figures, name="about_figures"),
    path("about/accessibility", views.accessibility, name="accessibility"),
    path("about/privacy", views.privacy, name="privacy"),
]
