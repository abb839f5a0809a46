"""The WSGI entry that Granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from amends.config import garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
application = get_wsgi_application()
garbage.seldom()
