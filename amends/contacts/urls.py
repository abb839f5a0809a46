"""Addresses of this room."""

from django.urls import path

from amends.contacts.views import appointments, caseload, concerns, person, places

app_name = "contacts"
urlpatterns = [
    path("caseload", caseload.caseload, name="caseload"),
    path("due", places.due, name="due"),
    path("due.csv", places.due, name="due_csv"),
    path("what-if", places.what_if, name="what_if"),
    path("what-if.csv", places.what_if, name="what_if_csv"),
    path("what-if/people.csv", places.what_if, name="what_if_people_csv"),
    path("concerns", concerns.concerns, name="concerns"),
    path("concerns/<int:pk>/read", concerns.read, name="read_concern"),
    path("appointments/<int:appointment>/concern", concerns.raise_about, name="raise_concern"),
    path("appointments/<int:pk>/outcome", appointments.outcome, name="outcome"),
    path("appointments/<int:pk>/move", appointments.reschedule, name="reschedule"),
    path("appointments/<int:pk>/cancel", appointments.cancel, name="cancel"),
    path("<crn:crn>", person.person, name="person"),
    path("<crn:crn>/appointments/new", person.book, name="book"),
    path("<crn:crn>/level", person.level, name="level"),
    path("<crn:crn>/digital-access", person.digital_access, name="digital_access"),
    path("<crn:crn>/unplanned", person.made, name="record_contact"),
]
