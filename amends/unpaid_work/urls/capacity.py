"""Addresses of the statement of capacity."""

from django.urls import path

from amends.unpaid_work.views import capacity

urlpatterns = [
    path("capacity", capacity.capacity, name="capacity"),
    path("capacity.csv", capacity.capacity, name="capacity_csv"),
    path("capacity.pdf", capacity.capacity, name="capacity_pdf"),
    path("capacity/publish", capacity.capacity_publish, name="capacity_publish"),
    path("capacity/public", capacity.capacity_public, name="capacity_public"),
    path("capacity/public.csv", capacity.capacity_public, name="capacity_public_csv"),
]
