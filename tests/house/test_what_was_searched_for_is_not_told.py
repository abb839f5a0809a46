"""Names typed into a search stand in the page's address: nothing the service does passes that address on."""

import pytest
from axes.models import AccessAttempt

from amends.config import serving
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
SEARCH = "/cases/?q=Siobhan"


def test_a_browser_is_told_to_keep_addresses_to_itself(client):
    client.force_login(make_user("practitioner", make_team()))
    answer = client.get(SEARCH)
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_web_server_writes_no_log_of_requests(monkeypatch):
    told = {}

    class Server:
        def __init__(self, target, **options):
            told.update(options)

        def serve(self):
            pass

    monkeypatch.setattr("granian.Granian", Server)
    serving._serve_pages(8000, "127.0.0.1")
    assert told["log_access"] is False


def test_an_address_asked_for_before_signing_in_is_not_kept_with_failures(client):
    asked = client.get(SEARCH)
    assert "Siobhan" in asked.url  # the sign-in page leads on to it
    given = {"login": make_user("practitioner", make_team()).username, "password": "wrong", "next": SEARCH}
    client.post(asked.url, given)
    attempt = AccessAttempt.objects.get()
    assert "Siobhan" not in attempt.get_data + attempt.post_data
