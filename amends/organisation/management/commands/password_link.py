"""Issue a link for choosing a password from the service's own machines, as for the first administrator."""

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from amends.organisation.models import User
from amends.organisation.operations.refusal import Refused
from amends.organisation.operations.users import console_user, issue_password_link


class Command(BaseCommand):
    help = "Print a one-time link by which a user chooses a password. It is written to the audit trail."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--address", default="", help="where the service is, such as https://amends.example")

    def handle(self, *args, username, address, **options):
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"no user signs in as {username}; see the Users page, or import users.csv")
        try:
            token = issue_password_link(user=user, by=console_user(), at=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(address.rstrip("/") + reverse("organisation:choose_password", args=[user.pk, token]))
