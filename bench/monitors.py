"""Every monitor at region scale, first page and file, against plain SQL in the same run; and the page of them all.

    python -m bench.monitors                      region scale, three rounds
    python -m bench.monitors --scale small
    python -m bench.monitors --only reviews contact

The pages are asked for through Django's test client by the head of the region, who sees everybody, as users get them:
signed in, scoped, audited, drawn. The peer asks the same database for the same rows in SQL written for the purpose
(`bench/monitor_queries.py`), fetched, and for the file sent as CSV by COPY. Both are measured in processor seconds of
this process and of its database session together, so that what else the machine does counts on neither side. Before
that, the rows of the file are held against the peer's, every column of them: a difference fails the run.

A list of a few rows is asked for sooner than any page is drawn: a page may take twice its SQL, and what drawing takes.
The reports are measured by `bench/reports.py`.
"""

import argparse
import contextlib
import csv
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 2.0
SENT = 0.02  # seconds that any file takes to be asked for and audited, however short
DRAWN = 0.06  # seconds that any page takes to be asked for, audited and drawn, whatever it lists
ENOUGH = 0.3


def main() -> int:
    """Print the table; 1 where an answer differs or a page takes more than the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", default="region", choices=["small", "region"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=(), metavar="LIST", help="these lists, and not the page of them")
    given = parser.parse_args()
    with region_served(given.scale) as (client, server, user):
        return _measure(client, server, user, given.rounds, given.only)


@contextlib.contextmanager
def region_served(scale: str) -> Iterator[tuple[Any, psutil.Process, Any]]:
    """The demonstration at the scale, made where there is none: a client signed in as the head of the region, the
    process of its database session, and the user."""
    os.environ.setdefault("AMENDS_CLUSTER", f"bench-{scale}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "amends.config.settings"
    made = [sys.executable, "-m", "amends.cli", "demo", "--scale", scale, "--no-serve"]
    subprocess.run(made, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)

    from amends.config import garbage
    from amends.config.database import serving

    with serving():
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client

        from amends.organisation.models import User

        call_command("collectstatic", "--no-input", verbosity=0)
        settings.ALLOWED_HOSTS = ["*"]
        user = User.objects.filter(grants__role="head_of_pdu", grants__region__isnull=False).order_by("pk").first()
        client = Client()
        client.force_login(user)
        garbage.seldom()  # as the service does
        connection.ensure_connection()
        yield client, psutil.Process(connection.connection.info.backend_pid), user


def _measure(client, server: psutil.Process, user, rounds: int, only: Collection[str]) -> int:
    from django.urls import reverse

    from amends.unpaid_work.monitors import MONITORS
    from bench.monitor_queries import QUERIES
    from bench.monitor_queries_of_hours import QUERIES_OF_HOURS
    from bench.monitor_queries_of_orders import QUERIES_OF_ORDERS

    queries = QUERIES | QUERIES_OF_HOURS | QUERIES_OF_ORDERS
    asked = given_to(user)
    over, differing = [], []
    print("| monitor | rows | page s | SQL s | page / SQL | file s | COPY s | file / COPY |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for slug in only or MONITORS:
        page, file = (reverse(f"unpaid_work:monitor_{slug}{kind}") for kind in ("", "_csv"))
        rows, answer = _of_file(client.get(file)), as_told(fetched(queries[slug], asked))
        if rows != answer:
            differing.append((slug, rows - answer, answer - rows))
        taken = [
            min(busy(server, call) for _round in range(rounds))
            for call in (
                lambda page=page: client.get(page),
                lambda slug=slug: fetched(queries[slug], asked),
                lambda file=file: client.get(file),
                lambda slug=slug: copied(queries[slug], asked),
            )
        ]
        ratios = taken[0] / taken[1], taken[2] / taken[3]
        if taken[0] > LIMIT * taken[1] + DRAWN or taken[2] > LIMIT * taken[3] + SENT:
            over.append(slug)
        print(f"| {slug} | {rows.total():,} | {taken[0]:.3f} | {taken[1]:.3f} | {ratios[0]:.1f} | {taken[2]:.3f} "
              f"| {taken[3]:.3f} | {ratios[1]:.1f} |", flush=True)  # fmt: skip
    if not only:
        hub = min(busy(server, lambda: client.get(reverse("unpaid_work:monitors"))) for _round in range(rounds))
        print(f"\nthe page of all monitors: {hub:.2f} s")
    for slug, more, less in differing:
        print(f"{slug} differs: {more.total()} rows that SQL has not, {less.total()} that only SQL has: "
              f"{list(more)[:3]} {list(less)[:3]}")  # fmt: skip
    print(f"over the limit of {LIMIT:g} times: {', '.join(over) or 'none'}")
    return int(bool(differing or over))


def given_to(user, region: int | None = None) -> dict[str, object]:
    """What the queries are asked with: the reader and now."""
    from datetime import timedelta

    from django.utils import timezone

    from amends.policy.contact_outcomes import contact_outcomes
    from amends.policy.working_days import bank_holidays

    now = timezone.now()
    today = timezone.localdate(now)
    region = region or user.grants.filter(region__isnull=False).first().region_id
    return {
        "region": region,
        "username": user.username,
        "now": now,
        "today": today,
        "monday": today - timedelta(days=today.weekday()),
        "attended": [outcome.code for outcome in contact_outcomes() if outcome.attended],
        "group_size": _group_size(region, today - timedelta(days=today.weekday())),
        "holidays": [day for year in range(2000, today.year + 2) for day in bank_holidays(year)],
    }


def _group_size(region: int | None, on) -> int:
    """How many people a group may have in the region; 0 where groups are suspended."""
    from django.db.models import Q

    from amends.organisation.models import RegionTier
    from amends.policy.group_size import group_size

    tier = RegionTier.objects.filter(Q(to_date=None) | Q(to_date__gt=on), region=region, from_date__lte=on).first()
    return int(group_size(tier.tier if tier else "open", on=on).value)


def as_told(rows: Iterable[Iterable[object]]) -> Counter[tuple[str, ...]]:
    """Rows as a file tells them."""
    return Counter(tuple("" if value is None else str(value) for value in row) for row in rows)


def _of_file(answer) -> Counter[tuple[str, ...]]:
    """The rows of a file, without its heading."""
    text = b"".join(answer).decode().removeprefix("\ufeff")
    return as_told(list(csv.reader(StringIO(text)))[1:])


def fetched(query: str, asked: Mapping[str, object]) -> list[tuple[object, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return cursor.fetchall()


def copied(query: str, asked: Mapping[str, object]) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        text = cursor.mogrify(query, asked) if hasattr(cursor, "mogrify") else query
        with cursor.cursor.copy(f"COPY ({text}) TO STDOUT WITH (FORMAT csv)") as copy:
            return sum(len(part) for part in copy)


def busy(server: psutil.Process, call: Callable[[], object], *, once: bool = False) -> float:
    """Processor seconds that the call takes, in this process and in the database session together.

    The session's are told in hundredths: what takes little is called again until enough has been used, unless `once`.
    """
    before, began, calls = server.cpu_times(), time.process_time(), 0
    while True:
        call()
        calls += 1
        after = server.cpu_times()
        used = time.process_time() - began + after.user + after.system - before.user - before.system
        if once or used > ENOUGH:
            return used / calls


if __name__ == "__main__":
    sys.exit(main())
