"""The pages of casework at 20,000 people and two million contacts, against plain SQL in the same run.

    python -m bench.casework                 as above; the rows are made once, in an embedded database of its own
    python -m bench.casework --each 10       a tenth of the contacts

A region of 20,000 people and one of a tenth stand side by side. The pages are asked for through Django's test client
by the head of each region: signed in, scoped, audited, drawn. The peer asks the same database for what the page is
reckoned from, in SQL written for the purpose (`bench/casework_queries.py`), fetched. Both are measured in processor
seconds of this process and of its database session together. Before that, the figures of the page of contact due are
held against the peer's: a difference fails the run. So does a page that asks more queries of the larger region.

A page may take twice its SQL, and what drawing takes.
"""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import psutil

from bench.casework_answers import answers
from bench.monitors import DRAWN, LIMIT, busy, fetched

PEOPLE = 20_000
MODEL = "edm"
HEADS = {"A": "bench.head.a", "B": "bench.head.b"}


def main() -> int:
    """Print the table; 1 where an answer differs, a page takes too long or asks more of the larger region."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=100, help="contacts of each person")
    parser.add_argument("--people", type=int, default=PEOPLE, help="people of the larger region")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    os.environ.setdefault("AMENDS_CLUSTER", f"bench-casework-{given.people}-{given.each}")
    os.environ.setdefault("AMENDS_CLUSTER_KIND", "passing")
    os.environ["DJANGO_SETTINGS_MODULE"] = "amends.config.settings"

    from amends.config.database import serving

    with serving():
        import django

        django.setup()
        _make(given.people, given.each)
        return _measure(given.rounds)


def _make(people: int, each: int) -> None:
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from amends.organisation.models import Region

    call_command("collectstatic", "--no-input", verbosity=0)
    call_command("migrate", verbosity=0)
    if Region.objects.exists():
        return
    with transaction.atomic():
        make_all(people, each, timezone.now())


def make_all(people: int, each: int, now: datetime) -> None:
    """Make both regions with their heads and `people` in the larger, each with so many contacts, in a transaction."""
    from amends.organisation.models import Region, RoleGrant, User
    from bench.casework_data import make_rows

    regions, users = {}, {}
    for letter, username in HEADS.items():
        region = Region.objects.create(code=f"bench-{letter.lower()}", name=f"Region {letter}")
        user = User.objects.create(username=username)
        for role in ("head_of_pdu", "senior"):
            RoleGrant.objects.create(user=user, role=role, region=region, from_date=date(2020, 1, 1))
        regions[letter], users[letter] = region.pk, user.pk
    make_rows(regions, users, people=people, each=each, now=now)


def _measure(rounds: int) -> int:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    connection.ensure_connection()
    server = psutil.Process(connection.connection.info.backend_pid)
    readers = {letter: Reader(letter, Client()) for letter in HEADS}
    large, small = readers["A"], readers["B"]
    wrong = [name for reader in readers.values() for name in differing(reader)]
    print(f"{large.count('contacts_contactoutcome'):,} outcomes, {large.count('cases_person'):,} people\n")
    print("| page | page s | SQL s | page / SQL | queries | of a tenth |")
    print("|---|--:|--:|--:|--:|--:|")
    over, more = [], []
    for name in large.pages:
        asked, of_a_tenth = large.queries(name), small.queries(name)
        calls: list[Callable[[], object]] = [lambda name=name: large.get(name), lambda name=name: large.sql(name)]
        page, sql = (min(busy(server, call) for _round in range(rounds)) for call in calls)
        if page > LIMIT * sql + DRAWN:
            over.append(name)
        if asked > of_a_tenth:
            more.append(name)
        print(f"| {name} | {page:.3f} | {sql:.3f} | {page / sql:.1f} | {asked} | {of_a_tenth} |", flush=True)
    print(f"\nfigures that differ from the peer's: {', '.join(wrong) or 'none'}")
    print(f"over the limit of {LIMIT:g} times: {', '.join(over) or 'none'}")
    print(f"more queries of the larger region: {', '.join(more) or 'none'}")
    return int(bool(wrong or over or more))


def differing(reader: "Reader") -> list[str]:
    """The pages whose answer is not the peer's."""
    found = []
    for name, (page, peer) in answers(reader).items():
        if page != peer:
            print(f"{name} differs:\n  page {str(page)[:2000]}\n  SQL  {str(peer)[:2000]}")
            found.append(name)
    return found


class Reader:
    """The head of a region, with the pages they ask for and the SQL that each is held against."""

    def __init__(self, letter: str, client: Any) -> None:
        from django.urls import reverse
        from django.utils import timezone

        from amends.cases.models import CaseAllocation, Person
        from amends.contacts.queries.appointments import ATTENDED
        from amends.organisation.models import User
        from amends.organisation.remit import reaches
        from amends.organisation.roles import Permission
        from bench import casework_queries as peers
        from bench.casework_timeline import TIMELINE

        self.user = User.objects.get(username=HEADS[letter])
        self.client = client
        client.force_login(self.user)
        now = timezone.now()
        self.person = Person.objects.select_related("team__pdu").get(crn=f"{letter}000001")
        self.officer = CaseAllocation.objects.get(person=self.person).practitioner
        self.asked = {
            "region": self.user.grants.first().region_id, "username": self.user.username, "now": now,
            "today": timezone.localdate(now), "attended": ATTENDED, "officer": self.officer.pk,
            "crn": self.person.crn, "records": reaches(self.user, Permission.CONTACT_RECORD, self.person.team),
            "oversees": reaches(self.user, Permission.OVERSIGHT_RECORD, self.person.team),
        }  # fmt: skip
        region, mine = peers.OF_REGION, peers.OF_OFFICER
        caseload = f"{reverse('contacts:caseload')}?practitioner={self.officer.code}"
        what_if = f"{reverse('contacts:what_if')}?model={MODEL}"
        self.pages = {
            "a caseload": (caseload, [peers.standing(mine, peers.CASELOAD), peers.PRACTITIONERS]),
            "a timeline": (reverse("desk:timeline", args=[self.person.crn]), [TIMELINE]),
            "contact due in the region": (reverse("contacts:due"), [peers.standing(region, peers.DUE)]),
            "what if another model held": (what_if, [peers.standing(region, peers.WHAT_IF)]),
        }  # fmt: skip

    def get(self, name: str) -> Any:
        """The page."""
        answer = self.client.get(self.pages[name][0])
        if answer.status_code != 200:
            raise RuntimeError(f"{name} answered {answer.status_code}")
        return answer

    def sql(self, name: str) -> list[list[tuple[object, ...]]]:
        """What the peer answers."""
        return [fetched(query, self.asked) for query in self.pages[name][1]]

    def queries(self, name: str) -> int:
        """How many queries the page asks, once what is kept for every page has been read.

        The fewest of two: once a minute a session is marked as in use besides.
        """
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = []
        for _time in range(2):
            with CaptureQueriesContext(connection) as asked:
                self.get(name)
            counts.append(len(asked))
        return min(counts)

    def count(self, table: str) -> int:
        """Rows of a table."""
        ((number,),) = fetched(f"SELECT count(*) FROM {table}", {})
        return int(number)


if __name__ == "__main__":
    sys.exit(main())
