"""Addresses of a supervisor's pages on site. All stand under one, which a phone's worker answers without a signal."""

from django.urls import path

from amends.unpaid_work.views import site, site_phone

urlpatterns = [
    path("site", site.today, name="site"),
    path("site/sessions/<int:pk>", site.session, name="site_session"),
    path("site/phone", site_phone.phone, name="site_phone"),
    path("site/send", site_phone.send, name="site_send"),
    path("site/empty", site_phone.shell, name="site_shell"),
    path("site/worker.js", site_phone.worker, name="site_worker"),
    path("site/manifest.webmanifest", site_phone.manifest, name="site_manifest"),
]
