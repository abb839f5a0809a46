"""What journeys share: a unit imported from files, the clock, windows of a real browser signed in through the page."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from amends.design import build
from amends.exchange.operations import import_package, importing_user
from amends.organisation.models import User
from tests.factories import PASSWORD
from tests.journeys.package import COORDINATOR, HEAD, PRACTITIONER, SUPERVISOR, write_package


class Days:
    """The clock, moved on as the days of the journey pass."""

    def __init__(self, monkeypatch) -> None:
        self.passed = timedelta()
        now = timezone.now
        monkeypatch.setattr("django.utils.timezone.now", lambda: now() + self.passed)

    def until(self, instant: datetime) -> None:
        self.passed += instant - timezone.now()


@pytest.fixture
def days(monkeypatch):
    return Days(monkeypatch)


@pytest.fixture
def unit(tmp_path):
    """The unit, imported from files, its users with a password."""
    build.build()
    told = []
    done = import_package(
        folder=write_package(tmp_path / "package", timezone.localdate()), report=told.append, by=importing_user(),
        at=timezone.now(),
    )  # fmt: skip
    assert told == []
    assert done.outcome == "accepted"
    for user in User.objects.filter(username__in=[COORDINATOR, SUPERVISOR, PRACTITIONER, HEAD]):
        user.set_password(PASSWORD)
        user.save()


@pytest.fixture
def window(browser, live_server, unit):
    """Opens a window, signed in through the page by keyboard alone."""
    opened = []

    def open_for(username: str, **options):
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}, **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/")
        sign_in(page, username)
        return page

    yield open_for
    for context in opened:
        context.close()


def sign_in(page, username: str) -> None:
    """Sign in with the keyboard: to each box, its words, Enter."""
    for box, words in (("login", username), ("password", PASSWORD)):
        for _ in range(30):
            if page.evaluate("document.activeElement.name") == box:
                break
            page.keyboard.press("Tab")
        else:
            pytest.fail(f"no box named {box} is reached by the keyboard: {page.title()}")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What needs doing").wait_for()
