"""The audit trail as its reader pages through it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from amends.organisation import audit, queries
from amends.organisation.models import AuditEvent
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(client):
    user = make_user("head_of_pdu", make_team())
    client.force_login(user)
    return user


def test_the_newest_are_listed_and_the_page_says_how_to_find_older_ones(client, head, monkeypatch):
    monkeypatch.setattr(queries, "MOST_EVENTS", 3)
    for number in range(3):
        audit.record(head, "open", f"thing {number}")
    page = client.get("/organisation/audit").content.decode()
    assert "The newest 3 events that fit are listed" in page
    audit.record(head, "open", "thing 3")
    page = client.get("/organisation/audit").content.decode()
    assert "thing 3" in page
    assert "thing 0" not in page
    monkeypatch.setattr(queries, "MOST_EVENTS", 100)
    assert "events that fit are listed" not in client.get("/organisation/audit").content.decode()


def test_a_day_reaches_the_events_until_its_end(client, head):
    audit.record(head, "open", "thing of today")
    today = timezone.localdate()
    for day, shown in ((today, True), (today - timedelta(days=1), False)):
        given = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
        page = client.get("/organisation/audit", given).content.decode()
        assert ("thing of today" in page) is shown
    assert AuditEvent.objects.filter(subject="thing of today").count() == 1
