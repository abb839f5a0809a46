"""Load a package of CSV files, or write its empty templates."""

import getpass
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from tqdm import tqdm

from amends.exchange.operations import Imported, import_package, importing_user
from amends.exchange.templates import write_templates
from amends.faults import Fault, Faults


class Command(BaseCommand):
    help = "Load a package of CSV files, all or nothing. Exit 2 where there is a fault."

    def add_arguments(self, parser):
        parser.add_argument("package", nargs="?", metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")
        parser.add_argument("--templates", metavar="DIR", help="write the empty templates, each column described")

    def handle(self, *args, package=None, dry_run=False, templates=None, **options):
        if bool(package) == bool(templates):
            raise CommandError("name a package to load, or --templates DIR", returncode=2)
        if templates:
            written = write_templates(Path(templates))
            self.stderr.write(f"{_counted(len(written), 'file')} written to {templates}")
            return
        _require_tables()
        done = import_package(
            folder=Path(package),
            report=lambda fault: self.stderr.write(str(fault)),
            by=importing_user(),
            at=timezone.now(),
            dry_run=dry_run,
            login=_login(),
            progress=progress,
        )
        self._say(done)
        if done.faults:
            sys.exit(2)

    def _say(self, done: Imported) -> None:
        for name, count in done.counts.items():
            told = f"{name}.csv: {_counted(count.rows, 'row')} = {count.accepted} accepted + {count.rejected} rejected"
            self.stderr.write(told)
        ending = {
            "accepted": "All of it is loaded.",
            "checked": "All of it can be loaded. Nothing was written.",
            "refused": f"{_counted(done.faults, 'fault')}. Nothing was written.",
        }
        self.stderr.write(ending[done.outcome])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _require_tables() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Faults([Fault("", None, "database", "is behind the code", "run `manage.py migrate` first")])


def progress(what: str, size: int):
    """A bar on a terminal; nothing elsewhere."""
    bar = tqdm(total=size, desc=what, unit="B" if what == "Checking" else " rows", unit_scale=True, disable=None)
    return bar.update


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
