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


def test_the_page_says_how_long_the_lock_holds(client, settings):
    settings.AXES_COOLOFF_TIME = timedelta(minutes=90)
    user = make_user("practitioner", make_team())
    for _ in range(5):
        answer = client.post("/account/login/", {"login": user.username, "password": "wrong-password-1"})
    assert answer.status_code == 429
    assert "Try again in 1 hour 30 minutes." in answer.content.decode()


def fail_from(user, address: str, times: int = 5) -> None:
    from django.test import Client

    visitor = Client(REMOTE_ADDR=address)
    for _ in range(times):
        visitor.post("/account/login/", {"login": user.username, "password": "wrong-password-1"})


def signs_in_from(user, address: str) -> bool:
    from django.test import Client

    given = {"login": user.username, "password": PASSWORD}
    return Client(REMOTE_ADDR=address).post("/account/login/", given).status_code == 302


def test_failures_from_many_addresses_lock_the_name_everywhere(settings):
    user, other = (make_user("practitioner", make_team()) for _ in range(2))
    for number in range(9):
        fail_from(user, f"203.0.113.{number}")
    fail_from(user, "203.0.113.100", times=4)
    assert signs_in_from(user, "198.51.100.7")
    fail_from(user, "203.0.113.101", times=1)
    assert not signs_in_from(user, "198.51.100.8")
    assert signs_in_from(other, "198.51.100.8")


def test_nobody_locks_somebody_out_everywhere_from_one_address(settings):
    user = make_user("practitioner", make_team())
    fail_from(user, "203.0.113.1", times=settings.SIGN_IN_FAILURES_ANYWHERE + 10)
    assert not signs_in_from(user, "203.0.113.1")
    assert signs_in_from(user, "198.51.100.7")


def test_trying_on_does_not_make_a_lock_longer(client):
    from axes.models import AccessAttempt

    user = make_user("practitioner", make_team())
    fail_from(user, "203.0.113.1")
    locked_at = AccessAttempt.objects.get(username=user.username).attempt_time
    fail_from(user, "203.0.113.1", times=3)
    assert AccessAttempt.objects.get(username=user.username).attempt_time == locked_at
    AccessAttempt.objects.update(attempt_time=locked_at - settings.AXES_COOLOFF_TIME)
    assert signs_in_from(user, "203.0.113.1")


def test_nobody_can_make_an_account(client):
    client.post("/account/signup/", {"username": "intruder", "password1": PASSWORD, "password2": PASSWORD})
    from amends.organisation.models import User

    assert not User.objects.filter(username="intruder").exists()


def test_where_a_second_factor_is_required_nothing_opens_without_one(signed_in, settings):
    settings.AMENDS_REQUIRE_TOTP = True
    answer = signed_in.get("/")
    assert answer.status_code == 302
    assert "two-factor" in answer.url or "totp" in answer.url
    assert signed_in.get("/account/two-factor/totp/activate/").status_code in (200, 302)


def test_other_spellings_of_a_name_share_its_failures(client):
    make_user("practitioner", make_team(), username="sisi")
    for name in ("sisi", "SISI", " sisi ", "ſisi", "sıſi"):
        client.post("/account/login/", {"login": name, "password": "wrong-password-1"})
    answer = client.post("/account/login/", {"login": "sisi", "password": PASSWORD})
    assert answer.status_code == 429


@pytest.mark.parametrize("proxies", [0, 1])
def test_an_address_that_the_visitor_made_up_does_not_put_off_the_lock(client, settings, proxies):
    settings.PROXY_COUNT = proxies
    user = make_user("practitioner", make_team())
    for number in range(5):
        made_up = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}, 198.51.100.7"}
        client.post("/account/login/", {"login": user.username, "password": "wrong-password-1"}, **made_up)
    made_up = {"HTTP_X_FORWARDED_FOR": "203.0.113.99, 198.51.100.7"}
    answer = client.post("/account/login/", {"login": user.username, "password": PASSWORD}, **made_up)
    assert answer.status_code == 429


def test_behind_a_proxy_a_visitor_elsewhere_is_not_locked_out(client, settings):
    settings.PROXY_COUNT = 1
    user = make_user("practitioner", make_team())
    for _ in range(5):
        client.post(
            "/account/login/", {"login": user.username, "password": "wrong"}, HTTP_X_FORWARDED_FOR="198.51.100.7"
        )
    given = {"login": user.username, "password": PASSWORD}
    assert client.post("/account/login/", given, HTTP_X_FORWARDED_FOR="198.51.100.8").status_code == 302


def test_only_the_pages_of_the_second_factor_open_without_one(signed_in, settings):
    settings.AMENDS_REQUIRE_TOTP = True
    for address in ("/organisation/staff/x/two-factor/", "/cases/", "/account/password/change/"):
        answer = signed_in.get(address)
        assert (answer.status_code, answer.url) == (302, "/account/two-factor/totp/activate/"), address


def test_no_page_that_somebody_signed_in_to_see_is_kept_by_the_browser(signed_in):
    assert signed_in.get("/").headers["Cache-Control"] == "no-store"


def test_an_address_that_was_refused_is_not_written_to_a_log(signed_in, caplog):
    import logging

    assert signed_in.get("/cases/T999999").status_code == 404
    assert not logging.getLogger("django.request").isEnabledFor(logging.WARNING)
    assert "T999999" not in caplog.text


@pytest.mark.parametrize(
    "address",
    ["/account/email/", "/account/password/reset/", "/account/password/reset/key/1-abc/", "/account/signup/",
     "/account/confirm-email/", "/account/login/code/confirm/"],
)  # fmt: skip
def test_pages_by_which_an_account_could_be_found_out_or_taken_over_are_shut(client, signed_in, address):
    from django.test import Client

    for visitor in (Client(), signed_in):
        assert visitor.get(address).status_code == 404
        assert visitor.post(address, {"email": "a@example.com", "action_add": ""}).status_code == 404


@pytest.fixture
def provider(settings, rf):
    """Sign in as the single sign-on tells: `told(sub, username)` gives the user opened, if any."""
    from allauth.socialaccount.adapter import get_adapter
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.exceptions import PermissionDenied

    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [{"provider_id": "staff", "name": "S", "client_id": "c", "secret": "s",
                      "settings": {"server_url": "https://sso.example"}}]
        }
    }  # fmt: skip

    def told(sub: str, username: str):
        request = rf.get("/")
        request.session = SessionStore()
        adapter = get_adapter(request)
        claims = {"userinfo": {"sub": sub, "preferred_username": username}}
        login = adapter.get_provider(request, "staff").sociallogin_from_response(request, claims)
        login.lookup()
        try:
            adapter.pre_social_login(request, login)
        except PermissionDenied:
            return None
        return login.user if login.is_existing else None

    return told


def test_single_sign_on_opens_the_account_of_the_username_whatever_its_case(provider):
    user = make_user("practitioner", make_team(), username="jo.smith")
    assert provider("id-1", "Jo.Smith") == user
    assert provider("id-1", "renamed.since") == user


def test_single_sign_on_makes_no_account_and_opens_none_that_is_closed(provider):
    make_user("practitioner", make_team(), username="gone", is_active=False)
    assert provider("id-1", "gone") is None
    assert provider("id-2", "nobody") is None
    assert provider("id-3", "") is None


def test_a_username_given_to_somebody_else_at_the_provider_does_not_open_the_account(provider):
    make_user("practitioner", make_team(), username="jo.smith")
    provider("id-1", "jo.smith")
    assert provider("id-2", "jo.smith") is None
