"""Addresses of the week board and its sessions."""

urlpatterns: list = []
