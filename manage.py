#!/usr/bin/env python3
"""Django's own commands, with the database running."""

import os
import sys

from django.core.management import execute_from_command_line

from amends.config.database import serving

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
    with serving():
        execute_from_command_line(sys.argv)
