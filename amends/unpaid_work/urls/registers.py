"""Addresses of registers and stand-downs."""

urlpatterns: list = []
