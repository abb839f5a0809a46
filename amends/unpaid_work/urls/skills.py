"""Addresses of a person's skills and of the session before the first placement."""

from django.urls import path

from amends.unpaid_work.views import skills

urlpatterns = [
    path("people/<slug:crn>/skills", skills.skills, name="skills"),
    path("people/<slug:crn>/skills/certificates/new", skills.certificate_new, name="certificate_new"),
    path(
        "people/<slug:crn>/skills/certificates/<int:pk>/withdraw",
        skills.certificate_withdraw,
        name="certificate_withdraw",
    ),
    path("people/<slug:crn>/skills/learning/new", skills.learning_start, name="learning_start"),
    path("people/<slug:crn>/skills/learning/<int:pk>/end", skills.learning_end, name="learning_end"),
    path("bookings/<int:pk>/pre-placement", skills.pre_placement, name="pre_placement"),
]
