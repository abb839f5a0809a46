"""Serving pages and running jobs: Granian for the one, procrastinate for the other."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from amends.faults import Fault, Faults

_THREADS = 8  # for each web process; a thread keeps one database connection


def require_current_database() -> None:
    """Raise Faults where the database cannot be reached, or is behind the code."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        why = str(error).splitlines()[0]
        raise Faults([Fault("", None, "the database", "cannot be reached", f"it answers: {why}")]) from None
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Faults([Fault("", None, "the database", "is behind the code", "run `manage.py migrate` first")])


def serve(port: int, address: str = "127.0.0.1") -> None:
    """Serve until stopped. Outside production the jobs are run too, so that one command is the whole service."""
    call_command("collectstatic", "--no-input", verbosity=0)
    connection.close()
    with contextlib.nullcontext() if settings.PRODUCTION else _jobs_beside():
        _serve_pages(port, address)


def _serve_pages(port: int, address: str) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "amends.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(os.cpu_count() or 2, 4),
        blocking_threads=_THREADS,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()


@contextlib.contextmanager
def _jobs_beside() -> Iterator[None]:
    jobs = subprocess.Popen([sys.executable, "-m", "amends.cli", "work"])
    try:
        yield
    finally:
        jobs.terminate()
        jobs.wait()


def work() -> None:
    """Run background jobs until stopped, four at once, so that a long plan holds nothing up.

    Any number of workers may run, on any number of machines.
    """
    call_command("procrastinate", "worker", "--concurrency", "4", "--delete-jobs", "successful")
