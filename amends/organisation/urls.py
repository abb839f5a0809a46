"""Addresses of the organisation: staff, regions' tiers, roles, users, the audit trail."""

from django.urls import path

from amends.organisation.views import people, record

app_name = "organisation"
urlpatterns = [
    path("staff", people.staff, name="staff"),
    path("staff/<str:code>", people.staff_member, name="staff_member"),
    path("staff/<str:code>/absences/record", people.record_absence, name="record_absence"),
    path("staff/<str:code>/absences/<int:pk>/end", people.end_absence, name="end_absence"),
    path("regions", people.regions, name="regions"),
    path("regions/<slug:code>/tier", people.record_tier, name="record_tier"),
    path("roles", record.roles, name="roles"),
    path("users", record.users, name="users"),
    path("users/new", record.create_user, name="create_user"),
    path("users/<int:pk>", record.user, name="user"),
    path("users/<int:pk>/account", record.let_in, name="let_in"),
    path("users/<int:pk>/grant", record.grant_role, name="grant_role"),
    path("users/<int:pk>/grants/<int:grant>/end", record.end_grant, name="end_grant"),
    path("audit", record.audit_trail, name="audit"),
]
