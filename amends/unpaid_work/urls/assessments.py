"""Addresses of assessments for unpaid work."""

urlpatterns: list = []
