"""A person's statement of hours in their own language: every line in plain words, without anybody's name."""

from datetime import datetime

from django.utils import timezone

from amends.design import bilingual
from amends.design.components import Column, Table
from amends.design.words import clock_time, day, hours_spoken
from amends.policy.contact_outcomes import contact_outcome
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.queries.person import Standing
from amends.unpaid_work.queries.statement import StatementLine


def order_shown(standing: Standing, language: str) -> dict[str, object]:
    """One order: its day, the three figures, and every line; no figures while its record is being put right."""
    words = bilingual.words("statement", language)
    stated = standing.account.statement
    title = f"{words['order']} {day(standing.requirement.sentence.sentence_date)}"
    if stated is None:
        return {"title": title}
    figures = [
        (words["whole"], stated.ordered),
        (words["counted_whole"], standing.credited),
        (words["left_whole"], stated.remaining),
    ]
    columns = [
        Column(words["day"], row_header=True),
        Column(words["what"]),
        Column(words["times"]),
        Column(words["counted"], numeric=True),
        Column(words["left"], numeric=True),
    ]
    first, *rest = standing.lines
    rows = [_row(first, "ordered", words, language), *(_row(line, _kind(line), words, language) for line in rest)]
    return {
        "title": title,
        "figures": [(text, told_hours(minutes, language)) for text, minutes in figures],
        "table": Table(title, columns, rows, caption_hidden=True, stacked=True),
    }


def _row(line: StatementLine, kind: str, words: dict[str, str], language: str) -> list[str]:
    what = words[kind] + (f", {words['earned']}" if line.earned else "")
    times = f"{clock(line.start, language)} – {clock(line.end, language)}" if line.start and line.end else ""
    counted = line.credited + line.earned if line.source else line.ordered
    return [day(line.on), what, times, _signed(counted, language), told_hours(line.remaining, language)]


def _kind(line: StatementLine) -> str:
    """Which of the words say what a line after the first is."""
    if line.source is None:
        return "added" if line.ordered > 0 else "removed" if line.ordered else "moved"
    if line.compensates:
        return "put_right"
    if line.ete:
        return "ete"
    if line.adjustment:
        return "adjustment"
    if line.sessions:
        return "stood_down" if line.outcome == contact_outcome(STOOD_DOWN).description else "worked"
    return "not_counted"


def _signed(minutes: int, language: str) -> str:
    return f"\N{MINUS SIGN}{told_hours(-minutes, language)}" if minutes < 0 else told_hours(minutes, language)


def clock(at: datetime, language: str) -> str:
    """A time as the language writes it: "9:30am", "09:30"."""
    return f"{timezone.localtime(at):%H:%M}" if language == bilingual.WELSH else clock_time(at)


def told_hours(minutes: int | None, language: str) -> str:
    """Minutes in words: "7 hours 30 minutes", "7 awr 30 munud"; nothing where they are not known."""
    if minutes is None or language != bilingual.WELSH:
        return "" if minutes is None else hours_spoken(minutes)
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} awr"] * bool(hours or not rest) + [f"{rest} munud"] * bool(rest))
