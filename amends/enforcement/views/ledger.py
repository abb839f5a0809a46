"""The ledger of one person: every failure over every requirement of each order, and what is due."""

from django.shortcuts import render
from django.utils import timezone

from amends.cases.views.pages import about
from amends.design.csv_file import csv_file
from amends.enforcement.queries import person as queries
from amends.enforcement.queries.ledger import ledger_of
from amends.enforcement.queries.proceedings import of_person
from amends.enforcement.views import ledger_page
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission

VIEW = Permission.ENFORCEMENT_VIEW


@permission(VIEW)
def ledger(request, crn):
    """Failures of the rolling twelve months, order by order, with what was done and what may be done."""
    person = access.load(queries.people(), request.user, VIEW, crn=crn)
    now = timezone.now()
    may = ledger_page.May(
        record=reaches(request.user, Permission.ENFORCEMENT_RECORD, person.team),
        waive=reaches(request.user, Permission.ENFORCEMENT_WAIVE, person.team),
    )
    found = ledger_of(person, timezone.localdate(now))
    context = {
        "orders": [ledger_page.order(each, person, may, timezone.localdate(now)) for each in found.orders],
        "undone": ledger_page.undone(found, person, may),
        "proceedings": ledger_page.proceedings(of_person(person, timezone.localdate(now))),
        "may_record": may.record,
        "as_at": now,
    }
    return render(request, "enforcement/ledger.html", about(request, person, **context))


@permission(VIEW)
def ledger_csv(request, crn):
    """The same failures as a file."""
    person = access.load(queries.people(), request.user, VIEW, crn=crn)
    access.listed(request.user, VIEW, f"cases.person {person.pk}", [crn], exported=True)
    on = timezone.localdate()
    return csv_file(f"failures-{crn}", ledger_page.CSV_HEADER, ledger_page.csv_rows(ledger_of(person, on), on))
