"""The figures of each report's file, held against SQL written from its rules (`bench/report_queries*.py`)."""

import pytest
from django.urls import reverse

from bench.reports import REPORTS, compared, fetched_rows, given_to_reports
from tests.unpaid_work.test_ended_reports import History

LEAST = {"outcomes": 10, "diversity": 10, "monthly_report": 100, "capacity": 10}  # facts that the history makes


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name, each in REPORTS.items() if each.name.startswith("unpaid_work")))
def test_every_figure_of_the_file_is_what_sql_of_its_own_comes_to(client, name):
    history = History(7)
    client.force_login(history.user)
    report, asked = REPORTS[name], given_to_reports(history.user, name, history.team.pdu.region_id)
    file = client.get(reverse(f"{report.name}_csv") + report.asked).content.decode().removeprefix("\ufeff")
    facts, wrong = compared(report, file, fetched_rows(report.sql, asked))
    assert facts >= LEAST.get(name, 0)
    assert not wrong
