"""Addresses of how an order is followed: its supervision plan, its reviews."""

from django.urls import path, re_path

from amends.unpaid_work.views import supervision

_REQUIREMENT = "people/<slug:crn>/requirements/<int:pk>"

urlpatterns = [
    path(f"{_REQUIREMENT}/supervision", supervision.supervision, name="supervision"),
    path(f"{_REQUIREMENT}/supervision/plan", supervision.plan, name="supervision_plan"),
    re_path(
        r"^people/(?P<crn>[-a-zA-Z0-9_]+)/requirements/(?P<pk>[0-9]+)/reviews/(?P<number>first|second)$",
        supervision.review,
        name="review",
    ),
]
