"""The peer of `bench/pages.py`: the least that Django can be, one page of one query, in the same server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from amends.config.database import django_settings

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": django_settings() | {"CONN_MAX_AGE": 300}},
        ROOT_URLCONF="bench.bare",
        SECRET_KEY=os.urandom(32).hex(),
    )


def page(request: HttpRequest) -> HttpResponse:
    """One query, one line of HTML."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organisation_region")
        return HttpResponse(f"<!doctype html><title>Bare</title><p>{cursor.fetchone()[0]} regions")


urlpatterns = [path("", page)]
application = get_wsgi_application()
