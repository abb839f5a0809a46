"""Addresses of this room, a module for each noun."""

from amends.unpaid_work.urls import (
    assessments,
    attendance,
    board,
    capacity,
    consultations,
    endings,
    hours,
    monitors,
    monthly_reports,
    nominations,
    own_page,
    plans,
    projects,
    registers,
    reports,
    site,
    surveys,
)

app_name = "unpaid_work"
urlpatterns = [
    *board.urlpatterns,
    *projects.urlpatterns,
    *assessments.urlpatterns,
    *registers.urlpatterns,
    *hours.urlpatterns,
    *endings.urlpatterns,
    *reports.urlpatterns,
    *plans.urlpatterns,
    *attendance.urlpatterns,
    *capacity.urlpatterns,
    *monthly_reports.urlpatterns,
    *nominations.urlpatterns,
    *consultations.urlpatterns,
    *monitors.urlpatterns,
    *site.urlpatterns,
    *own_page.urlpatterns,
    *surveys.urlpatterns,
]
