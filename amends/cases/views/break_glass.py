"""Opening a record urgently. The page is the same for everyone's record and for none until a reason was given."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases import operations
from amends.cases.forms.break_glass import OpenUrgentlyForm, ReviewOpeningForm
from amends.cases.queries import break_glass as queries
from amends.cases.queries import finding
from amends.cases.views.pages import about, carried_out, form_page
from amends.design.components import Column, Link, Pagination, Row, SummaryList, Table, Tag
from amends.design.words import clock_time, date_and_time, day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.models import BreakGlass
from amends.organisation.roles import Permission as P
from amends.policy.break_glass import break_glass_limit

_A_PAGE = 25


@permission(P.BREAK_GLASS_USE)
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open a record that lies out of one's reach, for reading, with a reason."""
    form = OpenUrgentlyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        crn = form.cleaned_data["crn"]
        if access.visible(finding.people(), request.user, P.PERSON_VIEW).filter(crn=crn).exists():
            messages.info(request, _("You may see this record as it is: nothing had to be opened."))
            return redirect("cases:person", crn)
        uses: list[BreakGlass] = []
        if carried_out(form, lambda: uses.append(
            operations.open_urgently(**form.cleaned_data, by=request.user, at=timezone.now()))
        ):  # fmt: skip
            use = uses[0]
            if use.team_id:
                told = _("The record is open to you until %s. A manager will look at why it was opened.")
                messages.success(request, told % clock_time(use.ends_at))
                return redirect("cases:person", use.crn)
            form.add_error(None, _("No record was opened: there is none with this CRN that you may open so."))
    context = {"form": form, "minutes": break_glass_limit("minutes", on=timezone.localdate()).value}
    return render(request, "cases/break_glass.html", context | {"back": reverse("cases:people")})


@permission(P.BREAK_GLASS_REVIEW)
def break_glass_reviews(request: HttpRequest) -> HttpResponse:
    """Records of the reader's place that were opened urgently, those still to be reviewed first."""
    page = Paginator(queries.to_review(request.user), _A_PAGE).get_page(request.GET.get("page"))
    found = queries.with_people(request.user, list(page))
    access.listed(request.user, P.BREAK_GLASS_REVIEW, "organisation.breakglass", [each.use.crn for each in found])
    context = {
        "heading": _("Records opened urgently"),
        "intro": _("Each was opened for an hour by someone out of whose reach it lies. Say whether it was justified."),
        "tables": [_to_review(found)],
        "pagination": Pagination(page, query=request.GET),
    }
    return render(request, "cases/records.html", context)


def _to_review(found: list[queries.Opening]) -> Table:
    on, rows = timezone.localdate(), []
    for each in found:
        review = Link(_("Review"), reverse("cases:break_glass_review", args=[each.use.pk]), _("of %s") % each.use.crn)
        rows.append([
            date_and_time(each.use.opened_at), each.use.user.name, each.person.name if each.person else each.use.crn,
            each.use.reason, day(each.use.review_due_date), _standing(each.use, late=each.late(on)),
            review if not each.use.reviewed_at else "",
        ])  # fmt: skip
    columns = [Column(_("Opened"), row_header=True), Column(_("By")), Column(_("Person")), Column(_("Why")),
               Column(_("Review by")), Column(_("Found")), Column(_("Action"))]  # fmt: skip
    return Table(caption=_("Records opened urgently"), caption_hidden=True, columns=columns, rows=rows, stacked=True,
                 empty=_("No record of your place was opened so."))  # fmt: skip


def _standing(use: BreakGlass, *, late: bool = False) -> Tag:
    if use.outcome:
        return Tag(_(use.get_outcome_display()), "green" if use.outcome == BreakGlass.Outcome.JUSTIFIED else "red")
    return Tag(_("Late"), "red") if late else Tag(_("To review"), "yellow")


@permission(P.BREAK_GLASS_REVIEW)
def break_glass_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether opening a record was justified."""
    use = access.load(queries.openings(), request.user, P.BREAK_GLASS_REVIEW, pk=pk)
    person = access.load(finding.people().select_related("team"), request.user, P.PERSON_VIEW, crn=use.crn)
    form = ReviewOpeningForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.review_break_glass(use=use, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Recorded."))
        return redirect("cases:break_glass_reviews")
    facts = SummaryList([Row(_("Opened by"), use.user.name), Row(_("When"), date_and_time(use.opened_at)),
                         Row(_("Why"), use.reason), Row(_("Review by"), day(use.review_due_date))])  # fmt: skip
    return form_page(request, person, form, _("Was opening this record justified?"), facts=facts,
                     cancel_href=reverse("cases:break_glass_reviews"))  # fmt: skip


@permission(P.PERSON_VIEW)
def opened_urgently(request: HttpRequest, crn: str) -> HttpResponse:
    """When a person's record was opened urgently, by whom and why."""
    person = access.load(finding.people().select_related("team"), request.user, P.PERSON_VIEW, crn=crn)
    rows = [[date_and_time(use.opened_at), use.user.name, use.reason, _standing(use), use.finding or _("Nothing yet")]
            for use in queries.openings_of(person)]  # fmt: skip
    columns = [Column(_("Opened"), row_header=True), Column(_("By")), Column(_("Why")), Column(_("Found")),
               Column(_("What the manager says"))]  # fmt: skip
    table = Table(caption=_("Opened urgently"), caption_hidden=True, columns=columns, rows=rows, stacked=True,
                  empty=_("The record was never opened so."))  # fmt: skip
    page = about(request, person, heading=_("Opened urgently"), tables=[table])
    return render(request, "cases/records.html", page)
