"""Messages stand in banners; the pages of the sign-in package look and speak like the rest."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.template.loader import render_to_string


def banners(*messages):
    shown = Template("{% load design %}{% notifications messages %}").render(Context({"messages": messages}))
    return BeautifulSoup(shown, "html.parser").select(".govuk-notification-banner")


def test_what_succeeded_is_announced_once_and_escaped():
    (banner,) = banners(Message(constants.SUCCESS, "Saved <b>"), Message(constants.SUCCESS, "Sent"))
    assert banner["role"] == "alert"
    assert [line.get_text() for line in banner.find_all("p")] == ["Saved <b>", "Sent"]


def test_other_messages_stand_apart_from_successes():
    saved, warned = banners(Message(constants.SUCCESS, "Saved"), Message(constants.WARNING, "Check the date"))
    assert "govuk-notification-banner--success" in saved["class"]
    assert "govuk-notification-banner--success" not in warned["class"]
    assert saved["aria-labelledby"] != warned["aria-labelledby"]


def test_no_messages_leave_no_banner():
    assert banners() == []


@pytest.mark.django_db
def test_an_empty_sign_in_says_what_to_enter(client):
    page = BeautifulSoup(client.post("/account/login/", {}).content, "html.parser")
    assert page.title.get_text().startswith("Error: Sign in")
    links = {link.get_text(): link["href"] for link in page.select(".govuk-error-summary a")}
    assert links == {"Enter username": "#id_login", "Enter password": "#id_password"}
    assert page.find(id="id_password")["autocomplete"] == "current-password"


@pytest.mark.django_db
def test_headings_of_the_sign_in_package_are_written_as_sentences(client):
    page = BeautifulSoup(client.get("/account/inactive/").content, "html.parser")
    assert page.h1.get_text() == "Account inactive"
    assert "govuk-heading-l" in page.h1["class"]


def test_a_locked_sign_in_says_when_to_try_again():
    page = BeautifulSoup(
        render_to_string("locked_out.html", {"cooloff_timedelta": timedelta(minutes=15)}), "html.parser"
    )
    assert "Try again in 15 minutes" in page.main.get_text()
