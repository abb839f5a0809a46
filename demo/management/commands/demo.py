"""Make the synthetic service, say how to sign in, and serve it."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from amends.exchange.management.commands.import_package import progress
from amends.faults import Fault, Faults
from demo.demonstration import is_made, make_demonstration, sign_ins, standing_scale, wipe


class Command(BaseCommand):
    help = "Make the synthetic service and serve it. What was entered is kept, unless --reset is given."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--scale", choices=["small", "region", "national"], default="small")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="make it, and stop")
        parser.add_argument("--reset", action="store_true", help="start anew: what was entered is lost")

    def handle(self, *args, scale, port, no_serve, reset, **options):
        if settings.PRODUCTION:
            raise Faults([Fault("", None, "AMENDS_ENV", "is production", "development: the data is made up")])
        if reset:
            wipe()
        call_command("migrate", verbosity=0)
        self._make(scale)
        self._say_sign_ins(port)
        if not no_serve:
            from amends.config.serving import serve

            serve(port)

    def _make(self, scale: str) -> None:
        standing = standing_scale()
        if standing is None or (standing == scale and not is_made(scale)):
            make_demonstration(scale, at=timezone.now(), progress=progress)
        elif standing != scale:
            self.stderr.write(f"The demonstration stands at the scale {standing}; --reset makes it anew.")

    def _say_sign_ins(self, port: int) -> None:
        users, password = sign_ins()
        width = max(len(title) for title, _ in users)
        self.stdout.write(f"Synthetic data: nobody in it is real.\n\nhttp://localhost:{port}/\n\nSign in as:")
        for title, username in users:
            self.stdout.write(f"  {title:<{width}}  {username}")
        self.stdout.write(f"Password for all of them: {password}\n")
        sys.stdout.flush()
