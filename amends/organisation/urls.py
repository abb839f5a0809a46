"""Addresses of the organisation: staff and where they work, regions' tiers, roles, users, the audit trail."""

from django.urls import path, re_path

from amends.organisation.views import loads, places, record, staff, users

app_name = "organisation"
urlpatterns = [
    path("staff", staff.staff, name="staff"),
    path("staff/new", staff.create_staff, name="create_staff"),
    path("staff/<str:code>", staff.staff_member, name="staff_member"),
    re_path(
        rf"^staff/(?P<code>[^/]+)/(?P<subject>{'|'.join(staff.SUBJECTS)})/change$",
        staff.change_staff,
        name="change_staff",
    ),
    path("staff/<str:code>/history", staff.staff_history, name="staff_history"),
    path("staff/<str:code>/qualifications/record", staff.record_qualification, name="record_qualification"),
    path("staff/<str:code>/qualifications/<int:pk>/end", staff.end_qualification, name="end_qualification"),
    path("staff/<str:code>/qualifications/<int:pk>/remove", staff.remove_qualification, name="remove_qualification"),
    path("staff/<str:code>/absences/record", staff.record_absence, name="record_absence"),
    path("staff/<str:code>/absences/<int:pk>/end", staff.end_absence, name="end_absence"),
    path("staff/<str:code>/absences/<int:pk>/remove", staff.remove_absence, name="remove_absence"),
    path("staff/<str:code>/allocation", loads.loads, name="loads"),
    path("staff/<str:code>/allocation/pause", loads.pause_allocation, name="pause_allocation"),
    path("staff/<str:code>/allocation/pauses/<int:pk>/end", loads.end_pause, name="end_pause"),
    path("staff/<str:code>/allocation/protect", loads.protect_load, name="protect_load"),
    path("staff/<str:code>/allocation/loads/<int:pk>/remove", loads.remove_load, name="remove_load"),
    path("teams", places.teams, name="teams"),
    path("teams/new", places.create_team, name="create_team"),
    path("teams/<slug:code>/change", places.change_team, name="change_team"),
    path("offices", places.offices, name="offices"),
    path("offices/new", places.create_office, name="create_office"),
    path("offices/<slug:code>/change", places.change_office, name="change_office"),
    path("regions", places.regions, name="regions"),
    path("regions/<slug:code>/tier", places.record_tier, name="record_tier"),
    path("regions/<slug:code>/tiers/<int:pk>/take-back", places.take_back_tier, name="take_back_tier"),
    path("roles", record.roles, name="roles"),
    path("users", users.users, name="users"),
    path("users/new", users.create_user, name="create_user"),
    path("users/<int:pk>", users.user, name="user"),
    path("users/<int:pk>/account", users.let_in, name="let_in"),
    path("users/<int:pk>/password", users.issue_password_link, name="issue_password_link"),
    path("users/<int:pk>/password/<str:token>", users.choose_password, name="choose_password"),
    path("users/<int:pk>/grant", users.grant_role, name="grant_role"),
    path("users/<int:pk>/grants/<int:grant>/end", users.end_grant, name="end_grant"),
    path("audit", record.audit_trail, name="audit"),
]
