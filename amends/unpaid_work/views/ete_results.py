"""Results of education, training and employment: what waits, whose each may be, and the decision."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.design.components import FilterPanel, Pagination
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission
from amends.unpaid_work.forms.ete_results import DecisionForm, ReopenForm, StateForm
from amends.unpaid_work.models import EteResult
from amends.unpaid_work.operations.ete_results import confirm_result, reopen_result, set_aside_result
from amends.unpaid_work.queries import ete_results as queries
from amends.unpaid_work.queries.ete_matching import candidates
from amends.unpaid_work.views import ete_results_page as tables
from amends.unpaid_work.views.doing import done
from amends.unpaid_work.views.lists import page_of

ADJUST = Permission.HOURS_ADJUST


@permission(ADJUST)
def ete_results(request):
    """The results in a state, those that wait at first, and the latest files."""
    given = request.GET.copy()
    given.setdefault("state", "waiting")
    form = StateForm(given)
    state = (form.cleaned_data["state"] if form.is_valid() else "") or "waiting"
    page = page_of(request, queries.results(request.user, state))
    crns = [result.known_crn for result in page if result.known_crn]
    access.listed(request.user, ADJUST, "unpaid_work.eteresult", crns)
    context = {
        "table": tables.results(page, state),
        "files": tables.files(queries.files(request.user)),
        "filter_panel": FilterPanel(form, query=given),
        "pagination": Pagination(page, query=request.GET),
    }
    return render(request, "unpaid_work/ete_results/results.html", context)


@permission(ADJUST)
def ete_result(request, pk: int):
    """One result beside those whose it may be; the decision."""
    result = access.load(
        EteResult.objects.select_related("file__team", "person", "credit__requirement", "decided_by"), request.user,
        ADJUST, pk=pk,
    )  # fmt: skip
    if result.decided_at:
        return render(request, "unpaid_work/ete_results/decided.html", {"result": result, "list": tables.told(result)})
    likely = candidates(request.user, result)
    access.listed(request.user, ADJUST, f"unpaid_work.eteresult {pk}", [one.person.crn for one in likely])
    form = DecisionForm(request.POST or None, found=likely)
    if form.is_valid() and _decided(request, form, result):
        return redirect("unpaid_work:ete_results")
    context = {"result": result, "form": form, "table": tables.side_by_side(result, likely), "likely": likely}
    return render(request, "unpaid_work/ete_results/result.html", context)


def _decided(request, form, result) -> bool:
    """Confirm whose it is, or set it aside; what was done is said on the next page."""
    person = form.person
    if person:
        said = _("It is on the statement of %(name)s.") % {"name": person.name}
        decided = done(request, form, confirm_result, result=result, person=person)
    else:
        said = _("The result is set aside.")
        decided = done(request, form, set_aside_result, result=result, why=form.cleaned_data["why"])
    if decided:
        messages.success(request, said)
    return decided


@permission(ADJUST)
def ete_result_reopen(request, pk: int):
    """Take a decision back: a credit is reversed, and the result waits again."""
    result = access.load(EteResult.objects.exclude(decided_at=None), request.user, ADJUST, pk=pk)
    form = ReopenForm(request.POST or None)
    if form.is_valid() and done(request, form, reopen_result, result=result, **form.cleaned_data):
        messages.success(request, _("The decision is taken back: the result waits again."))
        return redirect("unpaid_work:ete_result", pk)
    back = reverse("unpaid_work:ete_result", args=[pk])
    context = {"form": form, "heading": _("Take the decision back"), "caption": f"{result.name}, {result.course}"}
    context |= {"warning": True, "submit_text": _("Take it back"), "back": back, "cancel_href": back}
    return render(request, "design/form_page.html", context)
