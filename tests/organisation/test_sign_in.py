"""Signing in, and how long it lasts."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from amends.organisation import sign_in
from tests.factories import PASSWORD, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""

    class Clock:
        moved = timedelta()

        def now(self):
            return real() + self.moved

    real, clock = timezone.now, Clock()
    monkeypatch.setattr(sign_in.timezone, "now", clock.now)
    return clock


@pytest.fixture
def signed_in(client):
    user = make_user("practitioner", make_team())
    client.force_login(user)
    return client


def is_in(client) -> bool:
    return client.get("/about/privacy").wsgi_request.user.is_authenticated and client.get("/").status_code == 200


def test_every_page_but_the_public_ones_asks_for_sign_in(client):
    assert client.get("/").url.startswith(settings.LOGIN_URL if "/" in settings.LOGIN_URL else "/account/login/")
    assert client.get("/about/privacy").status_code == 200


def test_a_name_and_password_open_the_service(client):
    user = make_user("practitioner", make_team())
    answer = client.post("/account/login/", {"login": user.username.upper(), "password": PASSWORD})
    assert answer.status_code == 302
    assert is_in(client)


def test_an_idle_sign_in_ends_after_30_minutes(signed_in, clock):
    assert is_in(signed_in)
    clock.moved = timedelta(minutes=29)
    assert is_in(signed_in)
    clock.moved += timedelta(minutes=31)
    assert not is_in(signed_in)


def test_a_busy_sign_in_ends_after_12_hours(signed_in, clock):
    assert is_in(signed_in)
    for _ in range(47):
        clock.moved += timedelta(minutes=15)
        assert is_in(signed_in)
    clock.moved += timedelta(minutes=16)
    assert not is_in(signed_in)


def test_five_failures_lock_the_name_out_even_for_the_right_password(client):
    user = make_user("practitioner", make_team())
    for _ in range(5):
        client.post("/account/login/", {"login": user.username, "password": "wrong-password-1"})
    answer = client.post("/account/login/", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 429
    assert not is_in(client)


def test_nobody_can_make_an_account(client):
    assert b"<form" not in client.get("/account/signup/").content.split(b"<main")[-1]
    client.post("/account/signup/", {"username": "intruder", "password1": PASSWORD, "password2": PASSWORD})
    from amends.organisation.models import User

    assert not User.objects.filter(username="intruder").exists()


def test_where_a_second_factor_is_required_nothing_opens_without_one(signed_in, settings):
    settings.AMENDS_REQUIRE_TOTP = True
    answer = signed_in.get("/")
    assert answer.status_code == 302
    assert "two-factor" in answer.url or "totp" in answer.url
    assert signed_in.get("/account/two-factor/totp/activate/").status_code in (200, 302)
