"""One-time links: what opens them, what ends them, and what is kept of them. Shown by the link for a password."""

import logging
import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.config.logs import WithoutTokens
from amends.organisation.models import AuditEvent
from amends.organisation.models.links import digest_of, new_token
from tests.factories import make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(client):
    """A link as it was shown to whoever issued it, without the site."""
    team = make_team()
    client.force_login(make_user("system_administrator", team, over="region"))
    user = make_user("practitioner", team, staff=make_staff(team))
    shown = client.post(reverse("organisation:issue_password_link", args=[user.pk])).content.decode()
    return re.search(r'value="http://testserver([^"]+)"', shown)[1]


def wrong(link: str) -> str:
    return link[:-6] + "wrong1"


def test_a_link_that_does_not_open_says_kindly_in_two_languages_how_to_ask_for_another(link):
    answer = Client().get(wrong(link))
    assert answer.status_code == 404
    shown = answer.content.decode()
    assert "Ask whoever gave you the link for a new one" in shown
    assert re.search(r'<div lang="cy">.*Gofynnwch am un newydd', shown, re.DOTALL)
    assert link.split("/")[-1] not in shown


def test_a_link_that_opens_and_one_that_does_not_are_kept_in_no_cache_and_by_no_search_engine(link):
    for address in (link, wrong(link)):
        answer = Client().get(address)
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "strict-origin"  # a browser passes on no part of the address


def test_an_address_that_tries_many_is_told_to_wait_and_others_are_not(link):
    for _try in range(settings.LINK_FAILURES_FROM_ADDRESS):
        assert Client().get(wrong(link)).status_code == 404
    for tried in (wrong(link), link):
        answer = Client().get(tried)
        assert answer.status_code == 429
        assert "Your own link has not been used up" in answer.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").get(link).status_code == 200


def test_links_that_open_are_not_counted(link):
    for _try in range(settings.LINK_FAILURES_FROM_ADDRESS + 1):
        assert Client().get(link).status_code == 200


def test_the_wait_is_over_after_a_quarter_of_an_hour(link):
    for _try in range(settings.LINK_FAILURES_FROM_ADDRESS):
        Client().get(wrong(link))
    assert Client().get(link).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15))
    assert Client().get(link).status_code == 200


def test_neither_the_audit_trail_nor_the_record_of_failures_holds_a_token(link):
    tried = wrong(link)
    Client().get(tried)
    Client().get(link)
    kept = str(list(AuditEvent.objects.values())) + str(list(AccessAttempt.objects.values()))
    assert "open by link" in kept
    for address in (tried, link):
        assert address.split("/")[-1] not in kept


def test_logs_blank_out_a_token_and_leave_other_addresses():
    token = new_token()
    for written, left in (
        ("Internal Server Error: /yours/7/%s", "Internal Server Error: /yours/7/…"),
        ("Forbidden (no cookie): /yours/7/%s/replies", "Forbidden (no cookie): /yours/7/…/replies"),
    ):  # fmt: skip
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, written, (token,), None)
        assert WithoutTokens().filter(record)
        assert record.getMessage() == left
    plain = logging.LogRecord("django.request", logging.ERROR, "", 0, "Error: %s", ("/cases/X123456/change",), None)
    WithoutTokens().filter(plain)
    assert plain.getMessage() == "Error: /cases/X123456/change"


def test_every_handler_of_the_logs_blanks_tokens_out():
    assert all("tokens" in handler["filters"] for handler in settings.LOGGING["handlers"].values())


def test_tokens_are_long_never_the_same_and_not_told_by_what_is_kept():
    tokens = {new_token() for _number in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43  # 256 bits
    assert not any(token in digest_of(token) for token in tokens)
