"""What each page may cost: 40 queries, 150 KB, and no more queries when there is more to show."""

import gzip
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.design import build
from tests.house.addresses import addresses
from tests.house.full import Growth, make_every_role
from tests.house.kept import count_anew, kept
from tests.house.world import make_world

PAGES = [address.name for address in addresses() if address.ours]
QUERIES = 40
FILE_OF_EVERYTHING = {"desk:timeline_csv": 60}  # one query for each kind of record that a person can have
KILOBYTES = 150
FEW, MANY = 5, 13  # both odd: what is done to every other row is done in both


@pytest.fixture(scope="module")
def sizes(django_db_setup, django_db_blocker):
    """A small region and a larger one, each with a client signed in with every role."""
    build.build()
    with kept(django_db_blocker):
        made = [_region(size) for size in (FEW, MANY)]
        count_anew()
        yield made


def _region(size: int):
    world = make_world()
    place = world.own
    user = make_every_role(place.team, staff=place.staff)
    client = world.client(HTTP_ACCEPT_ENCODING="gzip")
    client.force_login(user)
    return Growth(place, user, size).region(), client


def _asked(region, client, name):
    """The answer and its queries."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(region.url(name))
    return answer, [query["sql"] for query in asked.captured_queries]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_to_its_budget_however_much_it_shows(sizes, name):
    smaller, larger = sizes
    smaller[1].get(smaller[0].url(name))  # what is kept for every page is read
    larger[1].get("/nothing/is/here")  # and a sign-in notes, now and then, when it was last seen
    (_small, fewer), (answer, more) = _asked(*smaller, name), _asked(*larger, name)
    if answer.status_code == 405:
        pytest.skip("not a page")
    assert answer.status_code in (200, 302)
    assert len(more) <= FILE_OF_EVERYTHING.get(name, QUERIES)
    assert len(more) <= len(fewer), _only_in(more, fewer)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        assert _transferred(answer) <= KILOBYTES * 1000


def _only_in(more: list[str], fewer: list[str]) -> str:
    """The queries asked more often of the larger region, in words for whoever must mend it."""
    kinds = [sql.split(" WHERE ")[0][:160] for sql in fewer]
    extra = []
    for sql in more:
        kind = sql.split(" WHERE ")[0][:160]
        if kind in kinds:
            kinds.remove(kind)
        else:
            extra.append(kind)
    return "\n".join(extra)


def _transferred(answer) -> int:
    """Bytes of the page, its styles, scripts and pictures, each compressed as they are served."""
    assert answer["Content-Encoding"] == "gzip"
    page = BeautifulSoup(gzip.decompress(answer.content), "html.parser")
    linked = [tag["href"] for tag in page.select("link[rel=stylesheet], link[rel~=icon]")]
    linked += [tag["src"] for tag in page.select("script[src], img[src]")]
    sent = len(answer.content)
    for address in set(linked):
        name = urljoin("/", address).removeprefix("/static/")
        sent += len(gzip.compress(Path(finders.find(name)).read_bytes()))
    return sent
