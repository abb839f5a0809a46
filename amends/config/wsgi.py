"""The WSGI entry that Granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
application = get_wsgi_application()

# A list of thousands of rows sets off a look through every object there is for those that nobody needs: a tenth of a
# second, of what was there before the first request and stays for good. That is left out from here on.
gc.collect()
gc.freeze()
