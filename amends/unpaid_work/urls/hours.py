"""Addresses of a person's unpaid work and of hours."""

from django.urls import path

from amends.unpaid_work.views import hours, person

urlpatterns = [
    path("people/<slug:crn>", person.person, name="person"),
    path("people/<slug:crn>/requirements/<int:pk>/statement", hours.statement, name="statement"),
    path("people/<slug:crn>/requirements/<int:pk>/statement.csv", hours.statement_csv, name="statement_csv"),
    path("people/<slug:crn>/requirements/<int:pk>/statement.json", hours.statement_json, name="statement_json"),
    path("people/<slug:crn>/requirements/<int:pk>/adjust", hours.adjust, name="adjust_hours"),
    path("people/<slug:crn>/requirements/<int:pk>/ete", hours.credit_ete, name="credit_ete"),
    path("people/<slug:crn>/adjustments/<int:pk>/reverse", hours.reverse_adjustment, name="reverse_adjustment"),
    path("people/<slug:crn>/ete/<int:pk>/reverse", hours.reverse_ete, name="reverse_ete"),
    path("hours/switches", hours.switches, name="switches"),
]
