"""The reports on what came of orders and on diversity, and local targets with their yearly review."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.queries.characteristics import CHARACTERISTICS
from amends.design.components import Column, FilterPanel, Link, Table, Tag
from amends.design.csv_file import csv_file
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.reports import MEASURE_NAMES, TargetForm, TargetReviewForm, YearForm
from amends.unpaid_work.operations.targets import review_target, set_target
from amends.unpaid_work.queries import targets as target_queries
from amends.unpaid_work.queries.diversity import diversity_shares
from amends.unpaid_work.queries.order_outcomes import PROJECT, outcome_shares
from amends.unpaid_work.queries.reach import units_of
from amends.unpaid_work.views import report_tables as tables
from amends.unpaid_work.views.endings import done

REPORT, SET = Permission.OUTCOMES_REPORT, Permission.TARGET_SET
OUTCOMES = {
    "finished": gettext_lazy("Finished the hours"),
    "on_time": gettext_lazy("Finished on time"),
    "no_new_offence": gettext_lazy("No new offence"),
    "certificate": gettext_lazy("Gained a certificate"),
    "into_work": gettext_lazy("Into work"),
    "volunteer": gettext_lazy("Stayed as a volunteer"),
}
KNOWN = {
    "no_new_offence_known": gettext_lazy("New offences"),
    "certificate_known": gettext_lazy("Certificates"),
    "into_work_known": gettext_lazy("Work"),
    "volunteer_known": gettext_lazy("Volunteering"),
}


def _asked(request):
    form = YearForm(request.GET or None, units=units_of(request.user), today=timezone.localdate())
    return (form, *form.chosen())


def _context(request, form, area: str, year) -> dict[str, object]:
    return {
        "year": year, "area": area, "filter_panel": FilterPanel(form, query=request.GET),
        "query": request.GET.urlencode(), "at": timezone.now(),
    }  # fmt: skip


@permission(REPORT)
def outcomes(request):
    """What came of orders that ended in a year, by unit and by project."""
    form, area, year = _asked(request)
    shares = outcome_shares(request.user, year, nowhere=_("No session worked"))
    if request.resolver_match.url_name == "outcomes_csv":
        rows = tables.csv_rows(shares, OUTCOMES | KNOWN, area)
        return csv_file(f"outcomes-{year.last.isoformat()}", tables.CSV_HEADER, rows)
    context = _context(request, form, area, year) | {
        "by_unit": tables.area_table(_("By unit"), shares, OUTCOMES),
        "known": tables.area_table(_("Of how many it is known"), shares, KNOWN),
        "by_project": tables.group_table(
            _("By the project on which most was worked"), shares, PROJECT, OUTCOMES, area
        ),
    }  # fmt: skip
    return render(request, "unpaid_work/reports/outcomes.html", context)


@permission(REPORT)
def diversity(request):
    """Placements, take-up, suitability, completion and stand-down by protected characteristic."""
    form, area, year = _asked(request)
    shares = diversity_shares(request.user, year)
    if request.resolver_match.url_name == "diversity_csv":
        rows = tables.csv_rows(shares, MEASURE_NAMES, area)
        return csv_file(f"diversity-{year.last.isoformat()}", tables.CSV_HEADER, rows)
    context = _context(request, form, area, year) | {
        "by_unit": tables.area_table(_("By unit"), shares, MEASURE_NAMES),
        "by_group": [
            tables.group_table(str(words), shares, name, MEASURE_NAMES, area)
            for name, words in CHARACTERISTICS.items()
        ],
    }  # fmt: skip
    return render(request, "unpaid_work/reports/diversity.html", context)


@permission(REPORT)
def targets(request):
    """The local targets of the reader's units beside what was reached, those to be reviewed first before others."""
    _form, _area, year = _asked(request)
    rows = list(target_queries.targets(request.user))
    shares = diversity_shares(request.user, year)
    settable = set(target_queries.units_to_set(request.user).values_list("pk", flat=True))
    found = target_queries.standings(rows, shares, timezone.localdate())
    columns = [
        Column(_("Unit"), row_header=True), Column(_("Group")), Column(_("Measure")), Column(_("Target")),
        Column(_("Reached in the year")), Column(_("Review by")), Column(_("Next")),
    ]  # fmt: skip
    table = Table(_("Local targets"), columns, [_line(each, settable) for each in found], stacked=True,
                  caption_hidden=True, empty=_("No target is set."))  # fmt: skip
    context = {"table": table, "year": year, "sets": bool(settable), "at": timezone.now(),
               "late": sum(each.state == "late" for each in found)}  # fmt: skip
    return render(request, "unpaid_work/reports/targets.html", context)


def _line(each: target_queries.Standing, settable: set[int]) -> list[object]:
    row, words = each.target, {"late": (_("Late"), "red"), "soon": (_("Due"), "yellow")}
    wanted = _("at most %(percent)s%%") if row.at_most else _("at least %(percent)s%%")
    met = {True: Tag(_("Met"), "green"), False: Tag(_("Not met"), "orange"), None: ""}[each.met]
    review = Link(_("Review"), reverse("unpaid_work:target_review", args=[row.pk]), f"{row.pdu.name}, {row.group}")
    return [
        row.pdu.name, f"{CHARACTERISTICS[row.characteristic]}: {row.group}", str(MEASURE_NAMES[row.measure]),
        wanted % {"percent": row.percent}, tables.beside(tables.cell_words(each.cell), met),
        tables.beside(day(row.review_by), Tag(*words[each.state]) if each.state else ""),
        review if row.pdu_id in settable else "",
    ]  # fmt: skip


@permission(SET)
def new_target(request):
    """Set a local target."""
    form = TargetForm(request.POST or None, units=target_queries.units_to_set(request.user))
    if form.is_valid() and done(form, set_target, **form.target(), by=request.user, at=timezone.now()):
        messages.success(request, _("The target is set. It is to be reviewed within a year."))
        return redirect("unpaid_work:targets")
    return _form_page(request, form, _("Set a local target"))


@permission(SET)
def review(request, pk: int):
    """Record the yearly review of a target."""
    row = access.load(target_queries.targets(request.user, SET), request.user, SET, pk=pk)
    form = TargetReviewForm(request.POST or None, initial={"percent": row.percent})
    if form.is_valid() and done(form, review_target, target=row, **form.review(), by=request.user, at=timezone.now()):
        messages.success(request, _("The review is recorded."))
        return redirect("unpaid_work:targets")
    told = {"measure": MEASURE_NAMES[row.measure], "group": row.group, "percent": row.percent, "why": row.why}
    return _form_page(request, form, _("Review a local target"), caption=row.pdu.name,
                      intro=_("%(measure)s, %(group)s: %(percent)s%%. %(why)s") % told)  # fmt: skip


def _form_page(request, form, heading: str, **more):
    back = reverse("unpaid_work:targets")
    context = {"form": form, "heading": heading, "back": back, "cancel_href": back, **more}
    return render(request, "design/form_page.html", context)
