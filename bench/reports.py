"""Every report at region scale, page and file, against plain SQL in the same run.

    python -m bench.reports                      region scale, three rounds
    python -m bench.reports --scale small
    python -m bench.reports --only decisions outcomes

As `bench/monitors.py` measures the lists. A report's file holds what its page tells: each fact of it (a figure of a
unit or a group) is held against the same fact of the SQL, and a difference fails the run. What few people could be
known by is left out of files, and so not compared; nor are the ends of intervals, and what is estimated, to which SQL
has no answer. Attendance, all estimate, is timed alone: first since the service began, and again.
"""

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

import psutil

from bench import report_queries, report_queries_of_failures, report_queries_of_months, report_queries_of_records
from bench.monitors import DRAWN, LIMIT, SENT, busy, copied, fetched, given_to, region_served

_BROAD = {"white": "White: another background", "mixed": "Mixed", "asian": "Asian", "black": "Black"}
YEAR_ENDS = {"outcomes", "diversity"}  # the reports on the year to the end of a quarter


@dataclass(frozen=True)
class Report:
    """A report: its address and what it is asked with, the SQL of its file, and of what its page tells besides.

    `keys` name what a figure is of; without any, each row of the file is one fact.
    """

    name: str
    sql: str
    keys: tuple[str, ...] = ()
    asked: str = ""
    besides: str = ""


REPORTS = {
    report.name.partition(":")[2]: report
    for report in (
        Report("enforcement:due", report_queries_of_failures.DUE, asked="?whose=all"),
        Report(
            "enforcement:pipeline", report_queries_of_failures.PIPELINE, asked="?whose=all",
            besides=report_queries_of_failures.SUSPENDED,
        ),
        Report("enforcement:decisions", report_queries_of_failures.DECISIONS, ("characteristic", "group")),
        Report(
            "unpaid_work:stand_downs", report_queries_of_records.STAND_DOWNS, asked="?team=all",
            besides=report_queries_of_records.STAND_DOWN_FIGURES,
        ),
        Report("unpaid_work:monthly_report", report_queries_of_months.MONTHLY, ("place", "month")),
        Report("unpaid_work:outcomes", report_queries.OUTCOMES, ("unit", "characteristic", "group", "measure")),
        Report("unpaid_work:diversity", report_queries.DIVERSITY, ("unit", "characteristic", "group", "measure")),
        Report("unpaid_work:capacity", report_queries_of_months.CAPACITY, ("unit",)),
        Report("unpaid_work:survey_results", report_queries_of_records.SURVEYS, ("level", "name", "team")),
        Report("unpaid_work:exit_interviews", report_queries_of_records.EXIT_INTERVIEWS, ("by", "group")),
        Report("unpaid_work:consultations", report_queries_of_records.CONSULTATIONS),
        Report("unpaid_work:nominations", report_queries_of_records.NOMINATIONS),
    )
}  # fmt: skip


def main() -> int:
    """Print the table; 1 where an answer differs or a page or file takes more than the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", default="region", choices=["small", "region"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=tuple(REPORTS), metavar="REPORT", choices=list(REPORTS))
    given = parser.parse_args()
    with region_served(given.scale) as (client, server, user):
        return _measure(client, server, user, given.rounds, given.only)


def _measure(client, server: psutil.Process, user, rounds: int, names: Sequence[str]) -> int:
    from django.urls import reverse

    over, differing = [], []
    print("| report | facts | page s | SQL s | page / SQL | file s | COPY s | file / COPY |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name in names:
        report, asked = REPORTS[name], given_to_reports(user, name)
        page, file = (reverse(f"{report.name}{kind}") + report.asked for kind in ("", "_csv"))
        facts, wrong = compared(report, _text(client.get(file)), fetched_rows(report.sql, asked))
        if wrong or client.get(page).status_code != 200:
            differing.append((name, wrong))

        def answer(report: Report = report, asked: Mapping[str, object] = asked) -> None:
            for sql in filter(None, (report.sql, report.besides)):
                fetched(sql, asked)

        calls: list[Callable[[], object]] = [
            lambda page=page: client.get(page), answer,
            lambda file=file: client.get(file), lambda report=report, asked=asked: copied(report.sql, asked),
        ]  # fmt: skip
        taken = [min(busy(server, call) for _round in range(rounds)) for call in calls]
        if taken[0] > LIMIT * taken[1] + DRAWN or taken[2] > LIMIT * taken[3] + SENT:
            over.append(name)
        print(f"| {name} | {facts:,} | {taken[0]:.3f} | {taken[1]:.3f} | {taken[0] / taken[1]:.1f} | {taken[2]:.3f} "
              f"| {taken[3]:.3f} | {taken[2] / taken[3]:.1f} |", flush=True)  # fmt: skip
    first, again = (busy(server, lambda: client.get(reverse("unpaid_work:attendance")), once=True) for _time in "12")
    print(f"\nattendance, estimated: {first:.2f} s the first time, {again:.2f} s again")
    for name, wrong in differing:
        print(f"{name} differs: {len(wrong)} facts: {[*wrong[:2], *wrong[-2:]]}")
    print(f"over the limit of {LIMIT:g} times: {', '.join(over) or 'none'}")
    return int(bool(differing or over))


def given_to_reports(user, name: str, region: int | None = None) -> dict[str, object]:
    """What the SQL of a report is asked with: the reader, now, and the days that it counts."""
    from amends.policy.contact_outcomes import contact_outcomes
    from amends.policy.quarters import quarter_ends, year_to
    from amends.unpaid_work.queries.monthly.report import MONTHS_BACK, last_month, months_before

    asked = given_to(user, region)
    today: date = asked["today"]
    last = quarter_ends(today, 1)[0] if name in YEAR_ENDS else today
    month = last_month(today)
    return asked | {
        "first": year_to(last) if name in YEAR_ENDS else last - timedelta(days=364),
        "last": last,
        "on": last,
        "since": months_before(month, MONTHS_BACK),
        "month": month,
        "failures": [outcome.code for outcome in contact_outcomes() if outcome.enforceable],
        "stood_down": "AASD",
        "words": words_as_json(),
    }


def words_as_json() -> str:
    """What the answers about protected characteristics are called in reports: ethnic groups broadly."""
    import json

    from amends.cases.form_specs import PROTECTED_CHOICES
    from amends.cases.models import Person

    rows = [("sex", code, str(words)) for code, words in Person.Sex.choices]
    for name, choices in PROTECTED_CHOICES.items():
        words = dict(choices)
        for code in filter(None, words):
            broad = str(words[code])
            if name == "ethnicity" and code not in ("white_british", "not_said"):
                group = broad.partition(":")[0]
                broad = "White: another background" if group == "White" else group
            rows.append((name, code, broad))
    rows += [("ethnicity", code, words) for code, words in _BROAD.items()]  # as some records have them
    return json.dumps([dict(zip(("characteristic", "code", "label"), row, strict=True)) for row in rows])


def fetched_rows(sql: str, asked: Mapping[str, object]) -> list[dict[str, str]]:
    """The SQL's rows as a file would have them, by the names of their columns."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, map(_word, row), strict=True)) for row in cursor.fetchall()]


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def compared(report: Report, file: str, answer: Sequence[Mapping[str, str]]) -> tuple[int, list[tuple[str, ...]]]:
    """How many facts the file tells, and those of which the answer says otherwise."""
    if not report.keys:
        told = Counter(tuple(row) for row in list(csv.reader(StringIO(file)))[1:])
        known = Counter(tuple(row.values()) for row in answer)
        return told.total(), [*(told - known), *(known - told)]
    known = defaultdict(list)  # two projects may have one name
    for row in answer:
        for name, value in row.items():
            known[*(row[key] for key in report.keys), name].append(value)
    rows = list(_facts(report, csv.DictReader(StringIO(file)), {name for row in answer for name in row}))
    wrong = [
        (*key, value, *known[key])
        for key, value in rows
        if not any(_same(value, each) for each in known[key]) and (known[key] or value != "0")
    ]  # nought of a group that nobody is in
    return len(rows), wrong


def _facts(report: Report, rows: csv.DictReader, names: set[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    for row in rows:
        for name, value in row.items():
            told = value.replace(",", "") if name in ("asked", "replied") else value
            if name in names - set(report.keys) and told not in ("", "few", "too few to tell"):
                yield (*(row[key] for key in report.keys), name), told


def _same(value: str, known: str) -> bool:
    if value == known:
        return True
    try:
        return abs(float(value) - float(known)) < 1.5e-6
    except ValueError:
        return False


def _text(response) -> str:
    return b"".join(response).decode().removeprefix("\ufeff")


if __name__ == "__main__":
    sys.exit(main())
