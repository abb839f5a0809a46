"""How fast a package comes in, against plain COPY of the rows it becomes.

    python -m bench.imports --scale region

It uses a database of its own (the embedded cluster `bench-imports`, made anew). The import checks every row, keeps
every rule and writes the audit trail; COPY puts the same rows into bare tables: no index, no constraint, no trigger, no
audit. Limit: 100,000 rows of a package in under two minutes.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

LIMIT_SECONDS_FOR_100_000 = 120
ROOMS = ("organisation_", "cases_", "contacts_", "unpaid_work_")
NOT_ROWS = ("organisation_audit", "organisation_user", "organisation_rolegrant")


def main() -> int:
    """Run the benchmark and print its figures; 1 where the limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", choices=["small", "region"], default="region")
    scale = parser.parse_args().scale
    os.environ["AMENDS_CLUSTER"] = "bench-imports"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
    from amends.config.database import remove_cluster, serving

    remove_cluster()
    with serving():
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        with tempfile.TemporaryDirectory() as folder:
            return _measure(Path(folder), scale)


def _measure(folder: Path, scale: str) -> int:
    from django.db import connection
    from django.utils import timezone

    from amends.exchange.operations import import_package, importing_user
    from demo.service import make_service

    (package,) = make_service(folder, scale, seed=1, today=timezone.localdate())
    by, server, began = importing_user(), _server(connection), time.perf_counter()
    busy_before = time.process_time(), _busy(server)
    done = import_package(folder=package, report=print, by=by, at=timezone.now())
    seconds = time.perf_counter() - began
    busy = time.process_time() - busy_before[0], _busy(server) - busy_before[1]
    rows = sum(count.rows for count in done.counts.values())
    copied, copying = _copy(connection, folder)
    for_100_000 = seconds * 100_000 / rows
    print(f"package: {scale}, {rows:,} rows, {done.outcome}")
    print(f"import: {seconds:.1f} s, {rows / seconds:,.0f} rows a second, {for_100_000:.0f} s for 100,000 rows")
    print(f"of it busy: {busy[0]:.1f} s in Python, {busy[1]:.1f} s in PostgreSQL (the rest is waiting for a processor)")
    print(f"COPY of the {copied:,} rows they become: {copying:.2f} s; import / COPY = {seconds / copying:.0f}")
    return int(for_100_000 > LIMIT_SECONDS_FOR_100_000)


def _server(connection) -> int:
    """The process of the database server that serves this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _busy(process: int) -> float:
    """Seconds a process has kept a processor busy, as Linux counts them."""
    counted = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(counted[11]) + int(counted[12])) / os.sysconf("SC_CLK_TCK")


def _copy(connection, folder: Path) -> tuple[int, float]:
    """Write out every row the import made, and time plain COPY of them into bare tables."""
    tables = [
        name for name in connection.introspection.table_names()
        if name.startswith(ROOMS) and not name.startswith(NOT_ROWS) and not name.endswith("event")
    ]  # fmt: skip
    copied, seconds = 0, 0.0
    with connection.cursor() as cursor:
        for name in tables:
            out = folder / f"{name}.copy"
            with out.open("wb") as target, cursor.copy(f'COPY "{name}" TO STDOUT') as rows:
                for block in rows:
                    target.write(block)
            cursor.execute(f'CREATE TABLE "bare_{name}" (LIKE "{name}")')
            began = time.perf_counter()
            with out.open("rb") as source, cursor.copy(f'COPY "bare_{name}" FROM STDIN') as target:
                while block := source.read(1 << 20):
                    target.write(block)
            seconds += time.perf_counter() - began
            cursor.execute(f'SELECT count(*) FROM "bare_{name}"')
            copied += cursor.fetchone()[0]
            cursor.execute(f'DROP TABLE "bare_{name}"')
    return copied, seconds


if __name__ == "__main__":
    raise SystemExit(main())
