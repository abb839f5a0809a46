"""Addresses of this room."""

from django.urls import path

from amends.contacts import views

app_name = "contacts"
urlpatterns = [
    path("concerns", views.concerns, name="concerns"),
    path("concerns/<int:pk>/read", views.read, name="read_concern"),
    path("appointments/<int:appointment>/concern", views.raise_about, name="raise_concern"),
]
