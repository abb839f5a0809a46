"""Addresses of projects."""

urlpatterns: list = []
