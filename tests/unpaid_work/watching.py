"""What tests of the monitors share: who reads them, and what a list says."""

import csv
from datetime import timedelta
from io import StringIO

from django.urls import reverse
from django.utils import timezone

from amends.unpaid_work.monitors import MONITORS
from amends.unpaid_work.monitors.monitor import Asked, Row

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
MONDAY = TODAY - timedelta(days=TODAY.weekday())


def asked_by(user, **values) -> Asked:
    """What a reader asks for today, without any filter."""
    return Asked(**({"user": user, "on": TODAY, "at": NOW, "monday": MONDAY} | values))


def found(slug: str, user, **values) -> list[Row]:
    """The monitor's rows for a reader."""
    return MONITORS[slug].find(asked_by(user, **values))


def whys(slug: str, user, **values) -> dict[str, str]:
    """The reason of each row, by the last word of its name."""
    return {row.name.split()[-1]: row.why for row in found(slug, user, **values)}


def address(slug: str, file: bool = False) -> str:
    return reverse(f"unpaid_work:monitor_{slug}{'_csv' if file else ''}")


def read_file(client, slug: str, **query) -> list[dict[str, str]]:
    """The rows of the monitor's file."""
    answer = client.get(address(slug, file=True), query)
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.content.decode().removeprefix("\ufeff"))))
