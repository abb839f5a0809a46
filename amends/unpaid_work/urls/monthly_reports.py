"""Addresses of the board's monthly report."""

from django.urls import path

from amends.unpaid_work.views import monthly_reports

urlpatterns = [
    path("monthly-report", monthly_reports.monthly_report, name="monthly_report"),
    path("monthly-report.csv", monthly_reports.monthly_report, name="monthly_report_csv"),
    path("monthly-report.pdf", monthly_reports.monthly_report, name="monthly_report_pdf"),
    path("monthly-report/publish", monthly_reports.monthly_report_publish, name="monthly_report_publish"),
]
