"""Check the audit chain and say what is wrong with it."""

from django.core.management.base import BaseCommand

from amends.organisation import audit


class Command(BaseCommand):
    help = "Check the audit chain; exit 1 where a row is altered or missing."

    def handle(self, *args, **options):
        found = audit.verify()
        self.stdout.write(f"{found.sealed} events sealed, {found.waiting} waiting; head {found.head or 'none'}")
        for fault in found.faults:
            self.stdout.write(fault)
        raise SystemExit(1 if found.faults else 0)
