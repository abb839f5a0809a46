"""The parts of the pages about exit interviews, and their file."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design.components import Column, Figure, Figures, Row, SummaryList, Table, Tag
from amends.design.words import day, percent_text
from amends.methods.decisions import GroupDecisions
from amends.methods.statistics.share import Share
from amends.policy.exit_interview import QUESTIONS
from amends.unpaid_work.models import ExitInterview, ExitInterviewLink
from amends.unpaid_work.queries.exit_interviews import Answers, poor

NAMES = {
    "learned": gettext_lazy("Learned something"),
    "fair": gettext_lazy("Treated fairly"),
    "useful": gettext_lazy("Useful to the community"),
}
CSV_HEADER = (
    "by", "group", "people", "interviews", *(f"{name}{part}" for name in QUESTIONS for part in ("", "_low", "_high")),
)  # fmt: skip


def answers(held: ExitInterview) -> SummaryList:
    """One interview, whole."""
    rows = [
        Row(_("Day"), f"{day(held.on)}, {held.get_way_display().lower()}"),
        Row(_("Project"), held.project.name if held.project else _("None: no session was attended")),
    ]
    if held.declined:
        return SummaryList([*rows, Row(_("Answers"), _("The person did not want to answer"))])
    found = poor(held)
    asks = Tag(_("Asks for the project to be checked again"), "orange") if found else _("Nothing")
    return SummaryList(
        [
            *rows,
            *(Row(str(words), _("%(n)s of 5") % {"n": getattr(held, name)}) for name, words in NAMES.items()),
            Row(_("What was learned"), held.learned_what),
            Row(_("What got in the way"), held.in_the_way),
            Row(_("What it starts"), asks),
        ]
    )


def asked(link: ExitInterviewLink | None, now: datetime) -> str:
    """How the link that the person was given stands; empty where none was made."""
    if link is None:
        return ""
    words = {"made": day(link.issued_at), "day": day(link.expires_at)}
    if link.standing(now) == ExitInterviewLink.Standing.RUN_OUT:
        return _("The link of %(made)s ran out on %(day)s without an answer.") % words
    return _("A link was made on %(made)s and waits for an answer until %(day)s.") % words


def figures(found: Answers, now) -> Figures:
    """Each question over everybody, with its interval."""
    of = _("of %(n)s people who answered") % {"n": f"{found.people:,}"}
    return Figures(
        [
            Figure(
                str(words),
                _interval(found.whole[name]),
                denominator=of,
                as_at=now,
                definition=_("The share that answered 4 or 5 of 5. Brackets hold 95% intervals."),
                source=_("Exit interviews on record"),
            )
            for name, words in NAMES.items()
        ]
    )


def tables(found: Answers) -> list[Table]:
    """By project, and by team."""
    return [_table(_("By project"), found.projects), _table(_("By team"), found.teams)]


def _table(caption: str, groups: tuple[GroupDecisions, ...]) -> Table:
    columns = [
        Column(_("Group"), row_header=True), Column(_("People"), numeric=True),
        *(Column(str(words), numeric=True) for words in NAMES.values()),
    ]  # fmt: skip
    hidden = _("Not shown")
    rows = [
        [group.label, hidden if group.people is None else f"{group.people:,}",
         *(_interval(cell.share) if (cell := group.decided[name]) else hidden for name in NAMES)]
        for group in groups
    ]  # fmt: skip
    return Table(caption, columns, rows, stacked=True)


def _interval(share: Share | None) -> str:
    if share is None:
        return _("Not shown")
    return _("%(share)s (%(low)s to %(high)s)") % {
        "share": percent_text(share.share), "low": percent_text(share.low), "high": percent_text(share.high)
    }  # fmt: skip


def csv_rows(found: Answers | None) -> Iterator[list[object]]:
    """Every group; what is not shown is empty."""
    for by, groups in (("project", found.projects), ("team", found.teams)) if found else ():
        for group in groups:
            row: list[object] = [by, group.label, group.people, group.failures]
            for name in QUESTIONS:
                cell = group.decided[name]
                share = cell.share if cell else None
                row += [round(end, 6) for end in (share.share, share.low, share.high)] if share else [""] * 3
            yield row
