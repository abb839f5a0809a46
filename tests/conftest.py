"""What every test may use: the database, users of each role, a signed-in client, a browser."""

import gc
import os
from pathlib import Path

os.environ.setdefault("AMENDS_CLUSTER", "test")
os.environ.setdefault("AMENDS_CLUSTER_KIND", "passing")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's event loop runs beside the tests

import pytest
from hypothesis import settings

from amends.config.database import serving

settings.register_profile("amends", deadline=None)  # speed is measured in bench/, never in a test
settings.load_profile("amends")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionstart(session):
    """Hold the test database's server for as long as this process runs."""
    held = serving()
    held.__enter__()
    session.config.add_cleanup(lambda: held.__exit__(None, None, None))
    return (yield)


def pytest_addoption(parser):
    parser.addoption("--all", action="store_true", help="run the long tests too")


def pytest_collection_modifyitems(config, items):
    long = [item for item in items if item.get_closest_marker("long")]
    if config.getoption("--all"):
        for item in long:
            item.add_marker(pytest.mark.timeout(3600))
    else:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_collection_finish(session):
    """Look for garbage seldom, and never among what was loaded and collected: it stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, or the one playwright installed."""
    from playwright.sync_api import sync_playwright

    path = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path if path.exists() else None,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        yield chromium
        chromium.close()
