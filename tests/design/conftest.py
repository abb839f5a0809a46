"""The look, served without a database: reading the pattern library touches no table."""

from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

from amends.design import build


@pytest.fixture(scope="package")
def site() -> Iterator[str]:
    """The address of a running server, with the styles built."""
    build.build()
    server = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://{server.host}:{server.port}"
    server.terminate()
    server.join()
