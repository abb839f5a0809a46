"""The form by which a member of the public nominates work. It shows nothing on record."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from amends.organisation.access_matrix import public
from amends.organisation.operations.refusal import Refused
from amends.organisation.sign_in import address_of
from amends.unpaid_work.forms.nominations import NominationForm
from amends.unpaid_work.operations import nominations as operations
from amends.unpaid_work.queries import nominations as queries


@public
def nominate(request):
    """Nominate work in the community; what a machine sent is answered alike, and not kept."""
    form = NominationForm(request.POST or None, units=queries.units_that_run_projects())
    if form.is_bound and form.by_a_machine:
        return redirect("unpaid_work:nominate_received")
    if form.is_valid():
        sender = salted_hmac("unpaid_work.nomination", address_of(request), algorithm="sha256").hexdigest()
        try:
            operations.nominate(operations.NominationDraft(**form.given(), sender=sender), at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            return redirect("unpaid_work:nominate_received")
    return render(request, "unpaid_work/nominations/nominate.html", {"form": form})


@public
def received(request):
    """That the nomination came in, and what happens next."""
    return render(request, "unpaid_work/nominations/received.html")
