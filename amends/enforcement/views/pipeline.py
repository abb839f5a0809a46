"""The pipeline: every failure, breach and recall at its step, as a page and as a file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.design.components import (
    Column,
    Figure,
    Figures,
    FilterPanel,
    Link,
    Pagination,
    Table,
    Tag,
    chosen_sort,
)
from amends.design.csv_file import csv_file
from amends.design.words import day, month, percent_text, short_date
from amends.enforcement.forms import PipelineFilterForm
from amends.enforcement.queries import due, pipeline, proceedings
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission

VIEW = Permission.ENFORCEMENT_VIEW
PAGE_SIZE = 25
MONTHS = 6
CSV_HEADER = (
    "crn", "name", "team", "practitioner", "step", "order", "reference", "counts_from", "due", "late", "owner",
    "suspended",
)  # fmt: skip


@permission(VIEW)
def in_the_pipeline(request):
    """Everything in the pipeline of the cases a user holds, of a team, or of all within reach."""
    on = timezone.localdate()
    form = PipelineFilterForm(
        request.GET or None, teams=due.teams_of(request.user), holds_cases=bool(request.user.staff_id)
    )
    whose, narrow = form.chosen()
    people = due.people_of(request.user, whose, on)
    every = pipeline.pipeline(people, on)
    sort = chosen_sort(request.GET, allowed=set(pipeline.SORTS), default="due")
    places = pipeline.narrowed(every, sort=sort, **narrow)
    if request.resolver_match.url_name == "pipeline_csv":
        access.listed(request.user, VIEW, "enforcement.proceeding", _crns(places), exported=True)
        references = due.references_of(place.failed.order for place in places if place.failed)
        return csv_file(f"pipeline-{on.isoformat()}", CSV_HEADER, _csv_rows(places, references))
    page = Paginator(places, PAGE_SIZE).get_page(request.GET.get("page"))
    access.listed(request.user, VIEW, "enforcement.proceeding", _crns(page))
    context = {
        "filter_panel": FilterPanel(form, query=request.GET), "figures": _figures(every, timezone.now()),
        "steps": _steps(every), "table": _table(page, request.GET, sort), "months": _months(people, on),
        "pagination": Pagination(page, query=request.GET), "query": request.GET.urlencode(),
        "back": {"href": reverse("enforcement:due"), "text": _("Failures: what is due")},
    }  # fmt: skip
    return render(request, "enforcement/pipeline.html", context)


def _crns(places: Iterable[pipeline.Place]) -> list[str]:
    return [place.crn for place in places]


def _figures(places: list[pipeline.Place], now) -> Figures:
    late, suspended = sum(place.late for place in places), sum(place.suspended for place in places)
    shared = {"source": _("Outcomes and steps recorded, and the clocks of policy"), "as_at": now}
    of_all = _("of %s in the pipeline") % f"{len(places):,}"
    return Figures(
        [
            Figure(_("In the pipeline"), f"{len(places):,}", **shared,
                   definition=_("Failures of the last 12 months not settled, and breaches and recalls not over.")),
            Figure(_("Late"), f"{late:,}", denominator=of_all, **shared,
                   definition=_("Past the last day for their next step, in working days of England and Wales.")),
            Figure(_("Suspended"), f"{suspended:,}", denominator=of_all, **shared,
                   definition=_("Breaches logged and not proceeded with.")),
        ]
    )  # fmt: skip


def _steps(places: list[pipeline.Place]) -> Table:
    rows = [[str(pipeline.STEPS[step]), f"{count:,}"] for step, count in pipeline.counted(places).items()]
    columns = [Column(_("Step"), row_header=True), Column(_("How many"), numeric=True)]
    return Table(_("By step"), columns, rows, caption_size="s", empty=_("Nothing is in the pipeline."))


def _months(people, on: date) -> Table:
    """The share of breaches suspended at the end of each of the last months, and today."""
    ends, first = [on], on.replace(day=1)
    while len(ends) < MONTHS:
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    rows = [
        [month(each.last) if each.last != on else day(on), f"{each.suspended:,}", f"{each.logged:,}",
         percent_text(each.share) if each.share is not None else _("None logged")]
        for each in proceedings.suspended_by_month(people, reversed(ends))
    ]  # fmt: skip
    columns = [
        Column(_("At the end of"), row_header=True), Column(_("Suspended"), numeric=True),
        Column(_("Logged, not over"), numeric=True), Column(_("Share suspended"), numeric=True),
    ]  # fmt: skip
    return Table(_("Breaches suspended, by month"), columns, rows, caption_size="s")


def _table(places: Iterable[pipeline.Place], query, sort: str) -> Table:
    columns = [
        Column(_("Person"), row_header=True, sort="person"), Column(_("Step"), sort="step"),
        Column(_("Since"), sort="since"), Column(_("By"), sort="due"), Column(_("Whose turn")),
        Column(_("Case held by")),
    ]  # fmt: skip
    return Table(
        _("In the pipeline"), columns, [_line(place) for place in places], query=query, sorted_by=sort, stacked=True,
        empty=_("Nothing is in the pipeline here."),
    )  # fmt: skip


def _line(place: pipeline.Place) -> list[object]:
    by = format_html("{} {}", short_date(place.due), Tag(_("Late"), "red")) if place.late else short_date(place.due)
    step = str(pipeline.STEPS[place.step])
    return [
        Link(f"{place.name}, {place.crn}", _href(place)),
        Tag(step, "purple") if place.suspended else step, short_date(place.since), by,
        str(pipeline.OWNERS[place.owner]), place.practitioner or _("Nobody"),
    ]  # fmt: skip


def _href(place: pipeline.Place) -> str:
    if place.proceeding:
        return reverse("enforcement:proceeding", args=[place.crn, place.proceeding.pk])
    assert place.failed is not None
    return reverse("enforcement:ledger", args=[place.crn]) + f"#failure-{place.failed.appointment}"


def _csv_rows(places: Iterable[pipeline.Place], references: Mapping[int, str]) -> Iterator[list[object]]:
    """The places for a file; `references` of the orders of failures by id."""
    for place in places:
        row = place.proceeding
        order = row.sentence.reference if row else references[place.failed.order] if place.failed else ""
        yield [
            place.crn, place.name, place.team, place.practitioner, place.step, order, row.reference if row else "",
            place.since, place.due, "true" if place.late else "false", place.owner,
            "true" if place.suspended else "false",
        ]  # fmt: skip
