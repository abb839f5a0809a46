"""Files that come in through a page: results of education, training and employment."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.csv_file import csv_file
from amends.exchange.ete_results import import_ete_results
from amends.exchange.files.ete_results import ETE_RESULTS
from amends.exchange.forms import EteResultsForm
from amends.faults import Faults
from amends.organisation.access_matrix import permission
from amends.organisation.operations.refusal import Refused
from amends.organisation.remit import remit
from amends.organisation.roles import Permission

MOST_FAULTS = 50


@permission(Permission.HOURS_ADJUST)
def ete_results(request):
    """Take in a provider's file; where it has faults, list them and keep nothing."""
    teams = remit(request.user, Permission.HOURS_ADJUST).all_teams()
    form = EteResultsForm(request.POST or None, request.FILES or None, teams=teams)
    context = {"form": form, "columns": ETE_RESULTS.columns, "back": reverse("unpaid_work:ete_results")}
    if form.is_valid():
        given = form.cleaned_data
        try:
            file = import_ete_results(
                given["file"], name=given["file"].name[:200], team=given["team"], by=request.user, at=timezone.now()
            )
        except Faults as found:
            context |= {"faults": found.faults[:MOST_FAULTS], "more": max(0, len(found.faults) - MOST_FAULTS)}
        except Refused as refused:
            refused.onto(form)
        else:
            told = _("Taken in: %(rows)s rows, %(before)s of them taken in before.")
            messages.success(request, told % {"rows": file.rows, "before": file.before})
            return redirect("unpaid_work:ete_results")
    return render(request, "exchange/ete_results.html", context)


@permission(Permission.HOURS_ADJUST)
def ete_results_template(request):
    """The template: the header, and a row to show how one is filled in."""
    columns = ETE_RESULTS.columns
    return csv_file("ete-results", [column.name for column in columns], [[column.example for column in columns]])
