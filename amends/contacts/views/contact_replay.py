"""The contact of 2020, replayed under the delivery models that are shipped, beside the shares that were printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.contacts.replay.year_2020 import PROVIDERS
from amends.contacts.views import contact_replay_tables as tables
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P


@permission(P.OUTCOMES_REPORT)
def contact_of_2020(request: HttpRequest) -> HttpResponse:
    """The mix of contact by week and provider, what was fitted, what is predicted, and how much hangs on what."""
    if request.resolver_match.url_name == "contact_replay_csv":
        return csv_file("contact-of-2020", tables.CSV_HEADER, tables.csv_rows())
    reads = access.allows(request.user, P.CONTACT_VIEW)
    back = {"text": _("Delivery models"), "href": reverse("contacts:models")} if reads else None
    context = {"back": back, "charts": [tables.chart(provider) for provider in PROVIDERS], "figures": tables.figures(),
               "printed": tables.held_against(), "varied": tables.varied(), "assumed": tables.assumed()}  # fmt: skip
    return render(request, "contacts/contact_replay.html", context)
