"""Addresses of the monitors."""

from django.urls import path

from amends.unpaid_work.monitors import MONITORS
from amends.unpaid_work.views import monitors

urlpatterns = [
    path("monitors", monitors.hub, name="monitors"),
    path("monitors/views/save", monitors.save, name="save_view"),
    path("monitors/views/remove", monitors.remove, name="remove_view"),
]
for slug, monitor in MONITORS.items():
    view, address = monitors.page(monitor), f"monitors/{slug.replace('_', '-')}"
    urlpatterns += [
        path(address, view, name=f"monitor_{slug}"),
        path(f"{address}.csv", view, name=f"monitor_{slug}_csv"),
    ]
