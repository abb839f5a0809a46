"""Addresses of this room."""

from django.urls import path

from amends.contacts.views import (
    appointments,
    caseload,
    concerns,
    cover,
    left_behind,
    offices,
    person,
    places,
    standing_in,
)

app_name = "contacts"
urlpatterns = [
    path("caseload", caseload.caseload, name="caseload"),
    path("due", places.due, name="due"),
    path("due.csv", places.due, name="due_csv"),
    path("what-if", places.what_if, name="what_if"),
    path("what-if.csv", places.what_if, name="what_if_csv"),
    path("what-if/people.csv", places.what_if, name="what_if_people_csv"),
    path("cover", cover.cover, name="cover"),
    path("cover.csv", cover.cover, name="cover_csv"),
    path("offices", offices.offices, name="offices"),
    path("offices/<slug:code>", offices.office, name="office"),
    path("offices/<slug:code>/limit", offices.limit, name="office_limit"),
    path("offices/<slug:code>/bubbles/new", offices.bubble_new, name="office_bubble_new"),
    path("offices/<slug:code>/bubbles/<int:pk>", offices.bubble, name="office_bubble"),
    path("offices/<slug:code>/days/new", offices.day, name="office_day"),
    path("left-behind", left_behind.left_behind, name="left_behind"),
    path("releases", left_behind.releases, name="releases"),
    path("<crn:crn>/allocation", standing_in.allocate, name="allocate"),
    path("concerns", concerns.concerns, name="concerns"),
    path("concerns/<int:pk>/read", concerns.read, name="read_concern"),
    path("appointments/<int:appointment>/concern", concerns.raise_about, name="raise_concern"),
    path("appointments/<int:pk>/outcome", appointments.outcome, name="outcome"),
    path("appointments/<int:pk>/move", appointments.reschedule, name="reschedule"),
    path("appointments/<int:pk>/cancel", appointments.cancel, name="cancel"),
    path("appointments/<int:pk>/activity", cover.activity, name="activity"),
    path("<crn:crn>", person.person, name="person"),
    path("<crn:crn>/appointments/new", person.book, name="book"),
    path("<crn:crn>/cover", standing_in.cover, name="cover_case"),
    path("<crn:crn>/level", person.level, name="level"),
    path("<crn:crn>/digital-access", person.digital_access, name="digital_access"),
    path("<crn:crn>/unplanned", person.made, name="record_contact"),
]
