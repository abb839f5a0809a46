"""Addresses of hours."""

urlpatterns: list = []
