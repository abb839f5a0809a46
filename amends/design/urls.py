"""The pattern library; routed for the demonstration alone."""

from django.urls import path

from amends.design import patterns

app_name = "design"

urlpatterns = [
    path("", patterns.patterns, name="patterns"),
    path("progress", patterns.progress, name="progress"),
    path("question", patterns.question, name="question"),
]
