"""A person's own page: opened once by a link, for half an hour, with nothing about anybody else."""

import csv
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import RequirementChange
from amends.design.bilingual import _FILE, words
from amends.organisation.models import AuditEvent, LimitedAccess
from amends.unpaid_work.models import OwnPageLink
from tests.factories import make_project, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.watching import past

pytestmark = pytest.mark.django_db
REACH = "0116 496 0123, Monday to Friday, 8am to 6pm"
MONTHS = ["Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
          "Tachwedd", "Rhagfyr"]  # fmt: skip


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def practitioner(client, team):
    user = make_user("practitioner", team)
    client.force_login(user)
    return user


@pytest.fixture
def ready(team):
    return ready_today(team, given_names="Rhian", family_name="Example")


def ready_today(team, **person):
    """Somebody who could be booked, whatever day it is."""
    since = timezone.localdate() - timedelta(days=10)
    return make_ready(
        team, make_user(), assessment={"from_date": since}, requirement={"sentence_date": since}, **person
    )


def make_link(client, person, language="en") -> str:
    """The address of a new link, as its maker is shown it."""
    answer = client.post(
        reverse("unpaid_work:own_page_links", args=[person.crn]), {"language": language, "reach": REACH}
    )
    return re.search(r"http://testserver(/\S+/yours/\d+/[\w-]+)", answer.content.decode())[1]


def opened(link) -> tuple[Client, str]:
    """A browser that opened the link, and the address it came to."""
    browser = Client()
    answer = browser.post(link)
    assert answer.status_code == 302
    return browser, answer.url


def shown(answer) -> str:
    assert answer.status_code == 200
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1])))


def test_a_practitioner_makes_a_link_and_the_person_reads_their_hours_and_next_session(
    client, practitioner, team, ready
):
    person, _requirement, _assessment = ready
    day = timezone.localdate() + timedelta(days=9)
    project = make_project(team, address="The gate on Hinckley Road", days="1234567")
    put_on(make_session(project, day), ready, practitioner)
    browser, address = opened(make_link(client, person))
    page = shown(browser.get(address))
    assert "100 hours of an order of 100 hours" in page
    assert f"{day:%A} {day.day} {day:%B %Y}" in page
    assert "Be there at 9am" in page
    assert "The gate on Hinckley Road" in page
    assert REACH in page
    assert "If you cannot come" in page


def test_the_page_names_nobody_and_tells_nothing_of_the_case(client, practitioner, team, ready):
    person, requirement, _assessment = ready
    others = ready_today(team, family_name="Somebodyelse")
    session = make_session(make_project(team, days="1234567"), timezone.localdate() + timedelta(days=3))
    for each in (ready, others):
        put_on(session, each, practitioner)
    browser, address = opened(make_link(client, person))
    page = browser.get(address).content.decode()
    names = [person.given_names, person.family_name, "Somebodyelse", person.crn, others[0].crn, session.supervisor.name,
             practitioner.last_name, requirement.reference, requirement.sentence.court]  # fmt: skip
    assert not [name for name in names if name in page]
    assert not re.search(r"\brisk|\boffen[cd]", page)


def test_looking_at_a_link_does_not_use_it_up_and_opening_it_does(client, practitioner, ready):
    link = make_link(client, ready[0])
    for _look in range(2):
        assert Client().get(link).status_code == 200
    browser, address = opened(link)
    assert browser.get(address).status_code == 200
    late = Client()
    assert [late.get(link).status_code, late.post(link).status_code, late.get(address).status_code] == [404, 404, 404]


def test_the_page_stays_open_for_half_an_hour_in_that_browser_alone(client, practitioner, ready):
    browser, address = opened(make_link(client, ready[0]))
    cookie = browser.cookies["amends_link"]
    assert (cookie["path"], cookie["max-age"], bool(cookie["httponly"])) == (address, 1800, True)
    row = OwnPageLink.objects.get()
    for minutes, status in ((29, 200), (30, 404)):
        OwnPageLink.objects.update(used_at=timezone.now() - timedelta(minutes=minutes), issued_at=row.issued_at)
        assert browser.get(address).status_code == status


def test_an_opened_page_does_not_open_anybody_elses(client, practitioner, team, ready):
    other = ready_today(team)[0]
    browser, address = opened(make_link(client, ready[0]))
    _their_browser, theirs = opened(make_link(client, other))
    browser.cookies["amends_link"]["path"] = "/"
    assert (browser.get(address).status_code, browser.get(theirs).status_code) == (200, 404)


def test_a_link_runs_out_after_seven_days(client, practitioner, ready):
    link = make_link(client, ready[0])
    now = timezone.now()
    for left, status in ((timedelta(minutes=1), 200), (-timedelta(seconds=1), 404)):
        OwnPageLink.objects.update(issued_at=now + left - timedelta(days=7), expires_at=now + left)
        assert Client().get(link).status_code == status
    assert OwnPageLink.objects.get().expires_at - OwnPageLink.objects.get().issued_at == timedelta(days=7)


def test_withdrawing_ends_a_link_and_what_it_opened(client, practitioner, ready):
    links = [make_link(client, ready[0]) for _each in range(2)]
    browser, address = opened(links[0])
    for row in OwnPageLink.objects.all():
        client.post(reverse("unpaid_work:own_page_withdraw", args=[ready[0].crn, row.pk]))
    assert [browser.get(address).status_code, Client().get(links[1]).status_code] == [404, 404]
    assert "Withdrawn" in shown(client.get(reverse("unpaid_work:own_page_links", args=[ready[0].crn])))


def test_every_wrong_link_is_answered_alike(client, practitioner, ready):
    used, withdrawn, standing = (make_link(client, ready[0]) for _each in range(3))
    opened(used)
    client.post(reverse("unpaid_work:own_page_withdraw", args=[ready[0].crn, int(withdrawn.split("/")[-2])]))
    wrong = standing[:-4] + "AAAA"
    absent = "/".join([*standing.split("/")[:-2], "999999", standing.split("/")[-1]])
    answers = [Client().get(link) for link in (used, withdrawn, wrong, absent)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_the_page_is_in_welsh_for_those_who_want_it_and_can_be_switched(client, practitioner, team, ready):
    day = timezone.localdate() + timedelta(days=5)
    put_on(make_session(make_project(team, days="1234567"), day), ready, practitioner)
    browser, address = opened(make_link(client, ready[0], "cy"))
    welsh = browser.get(address)
    assert re.search(r'<div lang="cy"[^>]*>.*<h1[^>]*>Eich gwaith di-dâl', welsh.content.decode(), re.DOTALL)
    assert "100 awr" in shown(welsh)
    assert f"{day.day} {MONTHS[day.month - 1]} {day.year}" in shown(welsh)
    english = browser.get(address, {"language": "en"})
    assert '<div lang="en-gb"' in english.content.decode()
    assert f"{day:%A} {day.day} {day:%B %Y}" in shown(english)


def test_what_surrounds_the_page_is_in_its_language_and_says_so(client, practitioner, ready):
    browser, address = opened(make_link(client, ready[0], "cy"))
    for path in (address, f"{address}/statement"):
        welsh = browser.get(path).content.decode()
        assert '<html lang="cy"' in welsh
        around = ["skip", "about_service", "open_source", "nominate", "accessibility", "privacy", "about_figures"]
        assert not [key for key in around if words("frame", "cy")[key] not in welsh]
        assert "Skip to main content" not in welsh and "Privacy" not in welsh
        assert '<html lang="en-gb"' in browser.get(path, {"language": "en"}).content.decode()


def test_every_line_of_the_hours_can_be_printed_in_either_language_and_names_nobody(client, practitioner, team, ready):
    person, requirement, _assessment = ready
    project, day = open_project(team, name="Canal towpath"), timezone.localdate() - timedelta(days=3)
    past(project, ready, practitioner, day, "ATTC")
    past(project, ready, practitioner, day + timedelta(days=1), "UACP")
    past(project, ready, practitioner, day + timedelta(days=2), "AASD", notice="on_site")
    RequirementChange.objects.create(
        requirement=requirement, on=day, minutes=-600, reason="Told Judge Secret", recorded_at=timezone.now(),
        recorded_by=practitioner,
    )  # fmt: skip
    browser, address = opened(make_link(client, person))
    assert f'href="{address}/statement' in browser.get(address).content.decode()
    answer = browser.get(f"{address}/statement")
    page = shown(answer)
    told = [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row))).strip()
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", answer.content.decode(), re.DOTALL)]  # fmt: skip
    assert [row.split(" 202")[1][2:] for row in told[1:]] == [
        "Ordered by the court 100 hours 100 hours",
        "Removed by the court \N{MINUS SIGN}10 hours 90 hours",
        "Session worked 9am – 4pm 7 hours 83 hours",
        "Session that did not count 9am – 4pm 0 hours 83 hours",
        "Session that we could not run for you 9am – 4pm 1 hour 82 hours",
    ]
    names = [
        person.family_name,
        person.crn,
        "Canal towpath",
        "Secret",
        requirement.reference,
        requirement.sentence.court,
    ]
    assert not [name for name in names if name in page]
    welsh = shown(browser.get(f"{address}/statement", {"language": "cy"}))
    assert "Sesiwn a weithiwyd 09:00 – 16:00 7 awr 83 awr" in welsh
    assert Client().get(f"{address}/statement").status_code == 404


def test_large_print_is_one_choice_away_and_keeps_the_language(client, practitioner, ready):
    browser, address = opened(make_link(client, ready[0], "cy"))
    switch = re.search(r'href="(\?language=cy&amp;print=large)"', browser.get(address).content.decode())[1]
    large = browser.get(address + unescape(switch)).content.decode()
    assert 'lang="cy" class="amends-large"' in large


def test_a_person_with_limited_access_reads_their_own_page(client, practitioner, ready):
    link = make_link(client, ready[0])
    LimitedAccess.objects.create(
        crn=ready[0].crn, kind="restriction", username="someone", reason="x", from_at=timezone.now()
    )
    browser, address = opened(link)
    assert browser.get(address).status_code == 200
    assert client.get(reverse("unpaid_work:own_page_links", args=[ready[0].crn])).status_code == 404


def test_making_opening_and_reading_are_in_the_persons_audit_trail(client, practitioner, ready):
    browser, address = opened(make_link(client, ready[0]))
    browser.get(address)
    told = AuditEvent.objects.filter(crn=ready[0].crn).values_list("action", "username")
    assert {("issue link", practitioner.username), ("use link", ""), ("open by link", "")} <= set(told)


def test_a_link_needs_a_way_to_reach_the_service(client, practitioner, ready):
    answer = client.post(reverse("unpaid_work:own_page_links", args=[ready[0].crn]), {"language": "en", "reach": " "})
    assert "Enter how they can reach you" in shown(answer)
    assert not OwnPageLink.objects.exists()


def test_every_word_of_the_public_pages_stands_in_both_languages():
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["english"].strip() and row["welsh"].strip() for row in rows)
    assert len({(row["page"], row["key"]) for row in rows}) == len(rows)
    assert words("own_page", "cy")["title"] != words("own_page", "en-gb")["title"]
