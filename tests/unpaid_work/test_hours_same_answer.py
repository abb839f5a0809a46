"""The page, its files and the command line give one answer, whatever happened."""

import csv
import io
import json

import pytest

from amends.cli import main
from amends.design.words import hours_text
from amends.unpaid_work.queries.statement import minutes_left
from tests.unpaid_work.histories import history

pytestmark = pytest.mark.django_db
COLUMNS = {
    "ordered": "ordered",
    "credited_sessions": "credited_sessions",
    "credited_ete": "credited_ete",
    "adjustments": "adjustments",
    "earned_reduction": "earned_reduction",
}


@pytest.mark.parametrize("seed", range(12))
def test_page_files_and_command_line_agree(client, tmp_path, capsys, seed):
    by, requirements = history(seed)
    client.force_login(by)
    for requirement in requirements:
        address = f"/unpaid-work/people/{requirement.sentence.person.crn}/requirements/{requirement.pk}/statement"
        exported = tmp_path / "requirement.json"
        exported.write_bytes(client.get(f"{address}.json").content)
        code = main(["hours", str(exported)])
        printed = capsys.readouterr()
        assert code in (0, 1), printed.err
        told = json.loads(printed.out)

        rows = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv").content.decode("utf-8-sig"))))
        for name, column in COLUMNS.items():
            assert sum(int(row[column]) for row in rows) == told[name], name
        assert int(rows[-1]["remaining"]) == told["remaining"]
        assert sum(int(row["surplus"]) for row in rows) == sum(line.get("surplus", 0) for line in told["lines"])
        assert minutes_left([requirement]) == {requirement.pk: told["remaining"]}

        page = client.get(address).content.decode()
        for minutes in (told["credited_sessions"], told["remaining"], told["ete"]["left"]):
            assert hours_text(minutes) in page
