"""The links across the top: the one under which the reader stands is marked."""

import pytest

from amends.desk.navigation import navigation
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def senior():
    return make_user("senior", make_team(), over="pdu")


def marked(user, path: str) -> list[str]:
    return [str(link["text"]) for link in navigation(user, path) if link["current"]]


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/", "Today"),
        ("/cases/", "People"),
        ("/cases/T000001/case", "People"),
        ("/cases/plans-due", "People"),
        ("/cases/workload/averages", "Workload"),
        ("/cases/audits", "Workload"),
        ("/cases/audits/4", "Workload"),
        ("/cases/supervision/S00001/new", "Workload"),
        ("/contacts/left-behind", "Workload"),
        ("/contacts/releases", "Workload"),
        ("/contacts/caseload", "Contact due"),
        ("/contacts/models/3", "Contact due"),
        ("/contacts/T000001", "Contact due"),
        ("/cases/court-reports/week", "Court reports"),
        ("/organisation/teams", "Staff"),
    ],
)
def test_a_page_is_marked_under_the_link_it_belongs_to(senior, path, link):
    assert marked(senior, path) == [link]


def test_who_has_not_the_link_is_marked_under_the_next_that_fits():
    practitioner = make_user("practitioner", make_team())
    assert marked(practitioner, "/contacts/left-behind") == ["Contact due"]
    assert marked(practitioner, "/cases/audits") == ["People"]
    assert marked(practitioner, "/account/two-factor/") == []
