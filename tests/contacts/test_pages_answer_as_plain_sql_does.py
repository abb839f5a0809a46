"""What the benchmark of casework holds pages against: its rows can be made, and plain SQL gives the pages' answers."""

import pytest
from django.utils import timezone

from bench.casework import Reader, differing, make_all


@pytest.mark.django_db
def test_pages_of_contact_and_a_timeline_answer_as_plain_sql_does(client):
    make_all(150, 12, timezone.now())
    assert differing(Reader("A", client)) == []
