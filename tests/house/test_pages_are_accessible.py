"""Every page in a browser: WCAG 2.2 AA, within a phone's width, nothing that the browser objects to.

Every run reads each page at its fullest on a phone. The long run adds the desktop, the region with nothing in it, and
forms sent with mistakes.
"""

from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client

from amends.design import build
from tests.browsing import Reading
from tests.house.addresses import addresses
from tests.house.full import Growth, bare_region, make_every_role
from tests.house.kept import count_anew, kept
from tests.house.world import make_world

PAGES = [address.name for address in addresses() if address.ours]
SIGN_IN = ["/account/login/", "/account/logout/", "/account/password/change/", "/account/two-factor/", "/nothing/here"]
SEVERAL = 14


@pytest.fixture(scope="module")
def regions(django_db_setup, django_db_blocker):
    """A region with much in it and one with nothing, each with a signed-in client; undone after the module."""
    with kept(django_db_blocker):
        world = make_world()
        place = world.own
        user = make_every_role(place.team, staff=place.staff)
        full = Growth(place, user, SEVERAL).region()
        bare, newcomer = bare_region()
        count_anew()
        yield {"full": (full, signed_in(user, world.client())), "empty": (bare, signed_in(newcomer))}


@pytest.fixture(scope="module")
def windows(browser):
    """A window of each size, kept for the module."""
    build.build()
    opened = {size: Reading(browser, None, size) for size in ("phone", "desktop")}
    yield opened
    for window in opened.values():
        window.close()


def signed_in(user, client: Client | None = None) -> Client:
    client = client or Client()
    client.force_login(user)
    return client


@contextmanager
def undone():
    """What is sent within is forgotten."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_full_page_on_a_phone(windows, regions, name):
    read(windows["phone"], *regions["full"], name)


@pytest.mark.django_db
@pytest.mark.parametrize("address", SIGN_IN)
def test_pages_of_signing_in(windows, regions, address):
    client = Client() if "login" in address else regions["full"][1]
    hold(windows["phone"], client, address, client.get(address, follow=True))


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(("state", "size"), [("full", "desktop"), ("empty", "phone"), ("empty", "desktop")])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_each_state_and_size(windows, regions, name, state, size):
    read(windows[size], *regions[state], name)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("name", PAGES)
def test_a_form_sent_with_mistakes(windows, regions, name, size):
    region, client = regions["full"]
    address = region.url(name)
    shown = client.get(address)
    form = BeautifulSoup(shown.content, "html.parser").select_one("main form[method=post]:not([action])")
    if form is None:
        pytest.skip("no form of its own")
    asked = {field["name"] for field in form.select("[name]")} - {"csrfmiddlewaretoken"}
    for sent in ({}, dict.fromkeys(asked, "?"), dict.fromkeys(asked, "")):
        with undone():
            answer = client.post(address, sent)
            if b"govuk-error-summary" in answer.content:
                page = hold(windows[size], client, address, answer)
                assert page.title().startswith(("Error: ", "Gwall: "))
                return
    pytest.skip("nothing to get wrong: it only asks whether to go on")


def read(window: Reading, region, client: Client, name: str) -> None:
    """Open the page, if it is one and the region has its record."""
    address = region.url(name)
    if address is None:
        pytest.skip("the region has no such record")
    answer = client.get(address, follow=True)
    if answer.status_code == 405 or not answer["Content-Type"].startswith("text/html"):
        pytest.skip("not a page")
    assert answer.status_code == 200
    hold(window, client, address, answer)


def hold(window: Reading, client: Client, address: str, answer):
    """Hold the page to everything that is asked of every page. Returns it."""
    window.client = client
    page = window.open(address, answer)
    assert page.locator("h1").count() == 1
    assert page.title().removesuffix("Amends").strip(" –")
    assert page.locator("html").get_attribute("lang") in ("en-gb", "cy")
    assert window.overflow() <= 0
    assert window.violations() == []
    complaints = [said for said in window.complaints if answer.status_code != 404 or "404 (Not Found)" not in said]
    assert complaints == []
    return page
