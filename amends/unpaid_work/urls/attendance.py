"""Address of the page about attendance."""

from django.urls import path

from amends.unpaid_work.views import attendance

urlpatterns = [path("attendance", attendance.attendance, name="attendance")]
