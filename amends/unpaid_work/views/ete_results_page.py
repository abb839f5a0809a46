"""The parts of the pages about results of education, training and employment."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Row, SummaryList, Table
from amends.design.words import date_and_time, day, hours, short_date
from amends.unpaid_work.models import EteResult, EteResultFile
from amends.unpaid_work.queries.ete_matching import Candidate


def results(page: Iterable[EteResult], state: str) -> Table:
    """A row for each, as the provider told it, with what became of it."""
    columns = [
        Column(_("Name"), row_header=True), Column(_("Born")), Column(_("Course")), Column(_("Day")),
        Column(_("Time"), numeric=True), Column(_("Result")), Column(_("What became of it")),
    ]  # fmt: skip
    rows = []
    for each in page:
        address = reverse("unpaid_work:ete_result", args=[each.pk])
        became: object = Link(_("Decide whose it is"), address, f"{each.name}, {short_date(each.on)}")
        if each.decided_at:
            became = Link(each.set_aside_why or f"{each.person.name}, {each.person.crn}", address)
        course = f"{each.course}, {each.provider}"
        rows.append(
            [each.name, short_date(each.date_of_birth), course, short_date(each.on), hours(each.minutes),
             each.get_result_display(), became]
        )  # fmt: skip
    empty = {
        "waiting": _("No result waits for a decision."),
    }.get(state, _("There are none."))
    return Table(_("Results"), columns, rows, empty=empty, stacked=True, caption_hidden=True)


def files(found: Sequence[tuple[EteResultFile, dict[str, int]]]) -> Table:
    """The latest files, with what became of their rows among those that the reader sees."""
    columns = [
        Column(_("File"), row_header=True), Column(_("Team")), Column(_("Taken in")), Column(_("Rows"), numeric=True),
        Column(_("Taken in before"), numeric=True), Column(_("Matched"), numeric=True),
        Column(_("Waiting"), numeric=True), Column(_("Set aside"), numeric=True),
    ]  # fmt: skip
    rows = [
        [file.name, file.team.name, f"{date_and_time(file.taken_in_at)}, {file.taken_in_by.name}", file.rows,
         file.before, counts["theirs"], counts["waiting"], counts["aside"]]
        for file, counts in found
    ]  # fmt: skip
    return Table(_("Files taken in"), columns, rows, empty=_("No file has been taken in."), stacked=True)


def told(result: EteResult) -> SummaryList:
    """The result as it was told, and what was decided."""
    became = [Row(_("Set aside because"), result.set_aside_why)]
    if result.person:
        address = reverse("unpaid_work:person", args=[result.person.crn])
        whose = Link(f"{result.person.name}, {result.person.crn}", address)
        credited = _("%(reference)s, %(day)s") % {
            "reference": result.credit.requirement.reference, "day": day(result.on),
        } if result.credit else _("Nothing: no time was done")  # fmt: skip
        became = [Row(_("Whose it is"), whose), Row(_("Credited to"), credited)]
    by = result.decided_by.name if result.decided_by else _("by the rule: CRN, date of birth and name agree")
    return SummaryList([*_rows(result), *became, Row(_("Decided"), f"{date_and_time(result.decided_at)}, {by}")])


def _rows(result: EteResult) -> list[Row]:
    return [
        Row(_("Name"), result.name),
        Row(_("Date of birth"), day(result.date_of_birth)),
        Row(_("CRN"), result.crn or _("Not told")),
        Row(_("Course"), f"{result.course}, {result.provider}"),
        Row(_("Day and time"), format_html("{}, {}", day(result.on), hours(result.minutes))),
        Row(_("Result"), result.get_result_display()),
    ]


def side_by_side(result: EteResult, found: Sequence[Candidate]) -> Table:
    """What was told, and beside it each candidate, with how much agrees and why."""
    columns = [
        Column(_("What"), row_header=True), Column(_("As the provider told it")),
        *(Column(_("Candidate %(n)s") % {"n": n}) for n in range(1, len(found) + 1)),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [_("Name"), result.name, *(one.person.name for one in found)],
        [_("Date of birth"), day(result.date_of_birth), *(day(one.person.date_of_birth) for one in found)],
        [_("CRN"), result.crn or _("Not told"), *(one.person.crn for one in found)],
        [_("Team"), result.file.team.name, *(one.person.team.name for one in found)],
        [_("Requirement in force that day"), "", *(_in_force(one) for one in found)],
        [_("What agrees"), "", *(_("%(n)s of 100: %(why)s") % {"n": one.points.total, "why": one.points.words}
                                 for one in found)],
    ]  # fmt: skip
    return Table(_("Side by side"), columns, rows, caption_hidden=True)


def _in_force(one: Candidate) -> str:
    return one.requirement.reference if one.requirement else _("None: cannot be credited")
